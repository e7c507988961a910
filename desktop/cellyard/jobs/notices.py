"""Advance notices: an outlet's list becomes one, wholly or not at all."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from cellyard.domain import people
from cellyard.domain.facts import Entry
from cellyard.domain.intake import expected, notice, notice_columns, taking_over
from cellyard.domain.intake.notice import Draft, Judged
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Notice, NoticeLine
from cellyard.jobs import sheets
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ledger.registers import publication, store_content


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A notice, and which of its lines have not come; all come, or it was closed: none is due."""

    notice: Notice
    outlet: str
    not_come: tuple[NoticeLine, ...]

    @property
    def came(self) -> int:
        return len(self.notice.lines) - len(self.not_come)


def read(path: Path) -> Draft:
    """Return the list in a file, ready to be repaired; nothing is written.

    Refused as `sheets.read`, and `list_no_code_column`, `list_empty`. Raises OSError.
    """
    grid, source = sheets.read(path)
    columns = notice_columns.find(grid)
    if columns is None:
        raise Refused("list_no_code_column")
    found = notice.draft(grid, columns, source)
    if not found.rows:
        raise Refused("list_empty")
    return found


def encode(draft: Draft) -> str:
    """Return a half-repaired list as it is kept in the station's notes."""
    return msgspec.json.encode(draft).decode()


def decode(kept: str) -> Draft:
    """Return the list that `encode` kept."""
    return msgspec.json.decode(kept, type=Draft)


def judged(q: Questions, draft: Draft, *, station: str, now: int) -> tuple[Judged, ...]:
    """Return what is wrong and doubtful in a list, as the store stands now."""
    return notice.judged(q.known(station=station, actor="", now=now), draft)


def take_over(station: Station, draft: Draft, *, by: str) -> Notice:
    """Publish a list as a notice: every row sound or left out, or nothing at all.

    Refused: `sign_in_first`, `role_missing`, `notice_rows_wrong` with the count and the first,
    `notice_empty`, `notice_known` when an open notice was made of the same file,
    `notice_date_wrong`, `unknown_partner`.
    """
    made: list[Notice] = []

    def decide(known: Known, draft: Draft) -> Sequence[Entry]:
        people.check_may(known, "notices")
        new = taking_over.take(known, draft, _next_key(known))
        made.append(new)
        content = store_content(station.ledger.blobs, new)
        return [publication("notices", new.key, 1, content)]

    station.record(decide, draft, by=by)
    return made[-1]


def standing(q: Questions, *, station: str, now: int) -> tuple[Standing, ...]:
    """Return all notices, the open ones first, each earliest first, with what has not come."""
    known = q.known(station=station, actor="", now=now)
    names = {p.key: p.name for p in q.registers.partners()}
    found = sorted(known.notices.all(), key=lambda n: (n.closed, n.expected_on, n.key))
    return tuple(
        Standing(
            notice=n,
            outlet=names.get(n.outlet, n.outlet),
            not_come=() if n.closed else expected.not_come(known, n),
        )
        for n in found
    )


def _next_key(known: Known) -> str:
    """Return a key that no other station gives."""
    own = f"{known.station}-N"
    taken = [n.key.removeprefix(own) for n in known.notices.all() if n.key.startswith(own)]
    return f"{own}{1 + max((int(t) for t in taken if t.isdecimal()), default=0)}"
