"""Finds out what hangs on a port: the ports there are, what one says, and which profile fits."""

import itertools
import re
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from serial.tools import list_ports

from cellyard.devices import profile
from cellyard.devices.decoding import Decoder
from cellyard.devices.rows import LineFrame
from cellyard.devices.transport import Transport
from cellyard.domain.readings import Link, PortFound, Proposal

# A polled scale answers within this time, or not at all.
ANSWER_S = 0.4
_END = re.compile(rb"(\r\n|\r|\n)")
# Where the next opening of a port goes on asking.
_turn = itertools.count()
_ENDS = {b"\r\n": "CR LF", b"\r": "CR", b"\n": "LF"}


def ports() -> list[PortFound]:
    """Return the serial ports of this machine. Takes some time: not while a port is opened.

    Ports that the system does not list (virtual ones, `socket://`) may be typed in.
    """
    return sorted(
        (
            PortFound(
                device=port.device,
                description=port.description or port.device,
                identity=_identity(port.vid, port.pid, port.serial_number, port.location),
            )
            for port in list_ports.comports()
        ),
        key=lambda found: found.device,
    )


def listen(
    url: str, link: Link, seconds: float, on_bytes: Callable[[bytes], None] | None = None
) -> bytes:
    """Return what a port says in this time, raw. Raises Trouble when it does not open.

    When nothing came in a third of the time, the profiles' own questions are put in turn, and
    one that is answered with a value is put again: so a scale shows itself that speaks only
    when asked. `on_bytes` hears each piece as it comes.
    """
    heard, answer, question = bytearray(), b"", b""
    with Transport(url, link) as port:
        ends = time.monotonic() + seconds
        ask_at = ends - seconds * 2 / 3
        questions = _questions()
        while (now := time.monotonic()) < ends:
            if now >= ask_at and (question or not heard):
                question = question if _has_value(answer) else next(questions)
                port.write(question)
                answer, ask_at = b"", now + ANSWER_S
            piece = port.read()
            heard += piece
            answer += piece
            if piece and on_bytes is not None:
                on_bytes(piece)
    return bytes(heard)


def lines(heard: bytes) -> list[tuple[str, str]]:
    r"""Return the complete lines as they came, with the name of their end: `CR LF`, `CR`, `LF`.

    Bytes that are no printable ASCII are shown as `\x1d`.
    """
    return [(_shown(line), _ENDS[end]) for line, end in _lines(heard)]


def _lines(heard: bytes) -> list[tuple[bytes, bytes]]:
    """Return the complete lines that are not empty, with their ends."""
    parts = _END.split(heard)
    return [(line, end) for line, end in zip(parts[0::2], parts[1::2], strict=False) if line]


def proposals(heard: bytes) -> list[Proposal]:
    """Return for every profile which share of what was heard it understands, the best fit first.

    A scanner's profile understands almost any text: of two that fit equally, it comes last.
    """
    count = len(_lines(heard))
    found = [_proposal(candidate, heard, count) for candidate in profile.load_all()]
    return sorted(found, key=lambda fit: (-_share(fit), fit.kind == "scanner", fit.profile))


def _share(fit: Proposal) -> float:
    return fit.understood / max(fit.lines, fit.understood, 1)


def _proposal(candidate: profile.Profile, heard: bytes, count: int) -> Proposal:
    decoder = Decoder(candidate)
    frames = decoder.feed(heard)
    if not isinstance(candidate.frame, LineFrame):
        frames += decoder.idle()
        # A check alone is right by chance once in a while: what no row describes proves nothing.
        frames = [frame for frame in frames if frame.readings]
        if known := sum(len(frame.raw) for frame in frames):
            count = round(len(heard) * len(frames) / known)
    spoken = [frame.readings for frame in frames if frame.readings]
    valued = [said for said in spoken if any(r.value is not None for r in said.values())]
    return Proposal(
        profile=candidate.id,
        name=candidate.about.name,
        kind=candidate.about.kind,
        understood=len(frames),
        lines=count,
        last=(valued or spoken or [{}])[-1],
    )


def _has_value(heard: bytes) -> bool:
    """Return True when some profile finds a number in the bytes."""
    said = [fit.last for fit in proposals(heard)]
    return any(isinstance(r.value, Decimal) for readings in said for r in readings.values())


def _questions() -> Iterator[bytes]:
    """Yield what to ask: the scales first, which this is mostly for, then the others in turn.

    One opening of a port is too short for all of them: the next goes on where this one ended.
    Only what a profile polls or identifies with is asked, never a set-up, never a command.
    """
    scales = _asked(known for known in profile.load_all() if known.about.kind == "scale")
    others = _asked(known for known in profile.load_all() if known.about.kind != "scale")
    yield from scales
    for _ in others:
        yield others[next(_turn) % len(others)]
    yield from itertools.cycle((*scales, *others))


def _asked(candidates: Iterable[profile.Profile]) -> list[bytes]:
    """Return the first poll of each profile, and the question who is there where it has no value.

    A board that sleeps does not hear the first: it is put as often as the profile says.
    """
    sends: dict[bytes, None] = {}
    for known in candidates:
        rows = [*known.poll[:1]]
        if known.setup and known.identify:
            # It may not answer its poll before it is set up.
            rows = [known.identify]
        for row in rows:
            sends[known.bytes_of(row.send) * known.link.wake_repeats] = None
    return list(sends)


def _shown(line: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in line)


def _identity(vid: int | None, pid: int | None, serial: str | None, location: str | None) -> str:
    """Return VID:PID:serial:location. Many adapters share one serial: the socket tells them."""
    if vid is None or pid is None:
        return ""
    return f"{vid:04X}:{pid:04X}:{serial or ''}:{location or ''}"
