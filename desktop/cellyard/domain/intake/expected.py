"""What outlets have announced, matched with what comes in: by its code, never by guessing."""

from collections.abc import Iterable, Sequence

from cellyard.domain import codes
from cellyard.domain.battery import Battery
from cellyard.domain.known import Announced, Known
from cellyard.domain.registers import BatteryModel, Notice, NoticeLine


def keys_of(line: NoticeLine) -> tuple[str, ...]:
    """Return the codes (normal form) under which a line is found: as written, and as meant."""
    return tuple(dict.fromkeys(key for text in (line.code, line.meant) if (key := codes.key(text))))


def by_code(notices: Iterable[Notice]) -> dict[str, list[Announced]]:
    """Return the lines of open notices by code (normal form), earliest expected first."""
    found: dict[str, list[Announced]] = {}
    for notice in sorted(notices, key=lambda n: (n.expected_on, n.key)):
        for line in notice.lines if not notice.closed else ():
            for key in keys_of(line):
                found.setdefault(key, []).append(Announced(notice=notice, line=line))
    return found


def match(known: Known, code: str, outlet: str | None) -> Announced | None:
    """Return the line of an open notice that this code stands in and that has not come yet.

    When several outlets announce it, the one that the truck comes from goes first.
    """
    key = codes.key(code)
    if not key:
        return None
    lines = sorted(known.notices.with_code(key), key=lambda a: a.notice.outlet != outlet)
    there = {b.expected for b in known.with_code(key)} if lines else set[str | None]()
    return next((a for a in lines if a.ref not in there), None)


def announced(notices: Iterable[Notice], battery: Battery) -> Announced | None:
    """Return the line that a battery was matched with when it came in."""
    key, _, row = (battery.expected or "").rpartition("/")
    notice = next((n for n in notices if n.key == key), None)
    line = next((x for x in notice.lines if str(x.row) == row), None) if notice else None
    return Announced(notice=notice, line=line) if notice and line else None


def not_come(known: Known, notice: Notice) -> tuple[NoticeLine, ...]:
    """Return the lines of a notice of which no battery has come in.

    One has come when it was matched at the scan, or when its code was read only later, on a
    battery that came in after the notice and was matched with no other.
    """
    return tuple(line for line in notice.lines if not _came(known, notice, line))


def _came(known: Known, notice: Notice, line: NoticeLine) -> bool:
    ref = Announced(notice=notice, line=line).ref
    for key in keys_of(line):
        for battery in known.with_code(key):
            unmatched = battery.expected is None and battery.received_at >= notice.taken_at
            if battery.expected == ref or unmatched:
                return True
    return False


def model_named(models: Sequence[BatteryModel], text: str) -> BatteryModel | None:
    """Return the model that an outlet's own words name exactly; None when none or several do."""
    wanted = _folded(text)
    found = [m for m in models if wanted in {_folded(w) for w in (m.key, m.name, m.title)}]
    return found[0] if wanted and len(found) == 1 else None


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
