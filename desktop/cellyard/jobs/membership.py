"""The central server that a station is enrolled at: a plain file beside the store."""

from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain import fingerprint
from cellyard.domain.refusals import Refused

FILE, LEFT = "hub.json", "hub-left.json"
# What a hub said of itself, until a person has compared the words; of one that joins, longer.
PROPOSED = "hub-proposed.json"


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Where the hub is, and the keys of it that are pinned (hex).

    At a relay, `hub_key` is the central hub's, for its facts; `reply_key` signs what the relay
    answers. `certificate` is the SHA-256 (hex) of the one TLS certificate that is believed there,
    "" for any that the system trusts. `enrolment` (random, hex) tells one enrolment from the next.
    """

    url: str
    hub_key: str
    hub_box_key: str
    origin: str
    reply_key: str = ""
    certificate: str = ""
    enrolment: str = ""

    @property
    def answers_with(self) -> str:
        """The key that signs replies and checkpoints."""
        return self.reply_key or self.hub_key

    @property
    def compared(self) -> str:
        """What stands in the six words for whoever enrols."""
        return fingerprint.of_relay(self.hub_key, self.reply_key, self.certificate)


def read(folder: Path) -> Membership | None:
    """Return the hub of a data folder, None without one; Refused("station_file_damaged")."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Membership)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("station_file_damaged", file=FILE, folder=str(folder)) from error


def pin(folder: Path, hub: Membership) -> None:
    """Write which hub is believed from now on, durably."""
    durable.write_durably(folder / FILE, msgspec.json.encode(hub))


def leave(folder: Path) -> None:
    """Let the hub go: nothing is sent or taken any more; what is here stays."""
    if (folder / FILE).exists():
        (folder / FILE).replace(folder / LEFT)
        durable.sync_folder(folder)


def was_left(folder: Path) -> bool:
    """Tell whether somebody has let the hub go on purpose."""
    return (folder / LEFT).exists()


def hub_key(folder: Path) -> str | None:
    """Return the key (hex) of the hub of a data folder, None without one."""
    found = read(folder)
    return found.hub_key if found else None
