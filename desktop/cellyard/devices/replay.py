"""Plays a wire log back through the parser of each port: the same bytes, the same samples."""

from pathlib import Path
from typing import TypedDict

import msgspec

from cellyard.devices import probe, profile, wirelog
from cellyard.devices.commands import Value, shown_hex, values
from cellyard.devices.decoding import Decoder
from cellyard.devices.frames import Frame
from cellyard.devices.session import IDLE_S, PATIENCE
from cellyard.devices.steady import Steadiness
from cellyard.domain.refusals import Refused

# What tells the profile of a port: some seconds of what it said.
TELLING = 16_384


class Replayed(TypedDict):
    """A sample of a log: `t` as the log has it, the profile that read it."""

    t: float
    port: str
    profile: str
    readings: dict[str, Value]
    raw: str


class Player:
    """Decodes what one port said as its line does it live: pauses, steadiness and all."""

    def __init__(self, described: profile.Profile) -> None:
        self._decoder = Decoder(described)
        self._steady = Steadiness(gap_s=PATIENCE * described.link.expect_s)
        self._spoke_at = float("-inf")

    @property
    def dropped(self) -> int:
        """Bytes so far that belong to no frame understood."""
        return self._decoder.dropped

    def feed(self, t: float, data: bytes) -> list[tuple[float, Frame]]:
        """Return the frames that these bytes complete, each with its time."""
        waited = self._decoder.idle() if t - self._spoke_at > IDLE_S else []
        before, self._spoke_at = self._spoke_at, t
        return self._judged(waited, before) + self._judged(self._decoder.feed(data), t)

    def rest(self) -> list[tuple[float, Frame]]:
        """Return the frames that are whole once nothing more comes."""
        return self._judged(self._decoder.idle(), self._spoke_at)

    def _judged(self, frames: list[Frame], t: float) -> list[tuple[float, Frame]]:
        said = (f.readings if f.said else self._steady.judge(f.readings, t) for f in frames)
        both = zip(frames, said, strict=True)
        return [(t, msgspec.structs.replace(f, readings=readings)) for f, readings in both]


class _Port:
    """One port of the log."""

    def __init__(self, name: str, described: profile.Profile) -> None:
        self._name = name
        self._profile = described
        self._player = Player(described)

    def feed(self, t: float, data: bytes) -> list[Replayed]:
        return self._rows(self._player.feed(t, data))

    def rest(self) -> list[Replayed]:
        return self._rows(self._player.rest())

    def _rows(self, frames: list[tuple[float, Frame]]) -> list[Replayed]:
        return [
            Replayed(
                t=t,
                port=self._name,
                profile=self._profile.id,
                readings=values(frame.readings),
                raw=shown_hex(b"".join(frame.frames)),
            )
            for t, frame in frames
            if frame.readings
        ]


def replay(path: Path, profile_id: str | None = None) -> tuple[list[Replayed], list[int]]:
    """Return the samples of a log, and the numbers of its lines that are none, from 1.

    Without a profile each port gets the one that understands most of what it said. Raises
    OSError, and Refused: `unknown_profile`, `no_wire_log` where no line is one,
    `nothing_fits` where no profile understands a port.
    """
    described = profile.load(profile_id) if profile_id else None
    pieces, wrong = wirelog.sifted(path)
    if not pieces:
        raise Refused("no_wire_log", file=path.name)
    heard = [(piece.t, piece.port, bytes.fromhex(piece.hex)) for piece in pieces if _rx(piece)]
    names = {port: None for _, port, _ in heard}
    ports = {name: _Port(name, described or _fitting(name, heard)) for name in names}
    rows = [row for t, port, data in heard for row in ports[port].feed(t, data)]
    rows += [row for port in ports.values() for row in port.rest()]
    return rows, wrong


def _rx(piece: wirelog.Wired) -> bool:
    return piece.dir == "RX"


def _fitting(name: str, heard: list[tuple[float, str, bytes]]) -> profile.Profile:
    said = bytearray()
    for _, port, data in heard:
        if port == name and len(said) < TELLING:
            said += data
    best = probe.proposals(bytes(said))[0]
    if not best.understood:
        raise Refused("nothing_fits", port=name)
    return profile.load(best.profile)
