"""Folding: the rows that questions read, replaced subject by subject as facts arrive."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain.battery import Battery
from cellyard.domain.bench.queue import waits_for
from cellyard.domain.codes import key as code_key
from cellyard.domain.envelope import Recorded
from cellyard.domain.fold import begin, fold, follows, step
from cellyard.domain.ids import kind_and_id
from cellyard.domain.refusals import Refused
from cellyard.domain.summary import Summary, summarise
from cellyard.ledger import conflict_rows, facts, subjects, tables
from cellyard.ledger.prepared import Prepared
from cellyard.ledger.tables import battery, identifier, stay

PREFIX_LENGTH = 7  # vendor 3, level 1, chemistry 1, spec 2: the type part of GB/T 34014

_decoder = msgspec.json.Decoder(Battery)
_summary_decoder = msgspec.json.Decoder(Summary)
_encoder = msgspec.json.Encoder(order="deterministic")

_state = sa.select(battery.c.state).where(battery.c.id == sa.bindparam("id"))
_held = Prepared(
    sa.text(
        "SELECT id, no, search_text, state FROM battery"
        " WHERE id IN (SELECT value FROM json_each(:ids))"
    )
)
_findable = Prepared(
    sa.text(
        "INSERT INTO battery_text(rowid, search_text)"
        " VALUES ((SELECT no FROM battery WHERE id = :id), :text)"
    )
)
_unfind = Prepared(
    sa.text(
        "INSERT INTO battery_text(battery_text, rowid, search_text) VALUES ('delete', :no, :text)"
    )
)
_unfind_all = sa.text("INSERT INTO battery_text(battery_text) VALUES ('delete-all')")
_BATTERY = [c.name for c in battery.c if c.name != "no"]
_added = insert(battery)
_put_battery = Prepared(
    _added.on_conflict_do_update(
        index_elements=["id"], set_={name: _added.excluded[name] for name in _BATTERY[1:]}
    ),
    _BATTERY,
)
_drop_identifiers = Prepared(
    sa.delete(identifier).where(identifier.c.battery == sa.bindparam("battery_id"))
)
_add_identifiers = Prepared(sa.insert(identifier))
_drop_stays = Prepared(sa.delete(stay).where(stay.c.battery == sa.bindparam("battery_id")))
_add_stays = Prepared(sa.insert(stay))

Lines = Mapping[str, list[Recorded]]


class _Folded(NamedTuple):
    """A battery before and after what arrived, and the row it stands in, if it stands in one."""

    before: Battery
    after: Battery
    row: "sa.Row[Any] | None"


def read_state(connection: sa.Connection, id_: str) -> Battery | None:
    """Return a battery as folded so far, or None; Refused("fold_damaged")."""
    row = connection.execute(_state, {"id": id_}).first()
    return decode_state(row.state) if row else None


def surviving(connection: sa.Connection, found: Battery | None) -> Battery | None:
    """Return the battery that one turned out to be, itself where it was merged into none."""
    while found is not None and found.merged:
        # Always an earlier id, so this ends; what it was merged into may not have come yet.
        found = read_state(connection, found.merged) or msgspec.structs.replace(found, merged="")
    return found


def decode_state(state: bytes) -> Battery:
    """Return a battery from a projection row's bytes; Refused("fold_damaged")."""
    try:
        return _decoder.decode(state)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("fold_damaged") from error


def decode_summaries(rows: Iterable[tuple[bytes]]) -> list[Summary]:
    """Return the lines of batteries from projection rows' bytes; Refused("fold_damaged")."""
    decode = _summary_decoder.decode
    try:
        return [decode(summary) for (summary,) in rows]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("fold_damaged") from error


def project(connection: sa.Connection, arrived: Sequence[Recorded]) -> None:
    """Fold facts that were just stored: each touched subject is read once and written once."""
    touched: dict[str, list[Recorded]] = {}
    for r in arrived:
        touched.setdefault(r.envelope.subject, []).append(r)
    kinds: dict[str, dict[str, list[Recorded]]] = {}
    for subject, line in touched.items():
        kinds.setdefault(kind_and_id(subject)[0], {})[subject] = line
    for kind, lines in kinds.items():
        if kind == "battery":
            _fold_batteries(connection, lines)
        elif kind in subjects.FOLDS:  # others have no rows yet in this version
            for subject, line in lines.items():
                subjects.FOLDS[kind](connection, subject, line)
        if kind in conflict_rows.HANDLED:
            conflict_rows.of_hands(connection, lines)


def _fold_batteries(connection: sa.Connection, lines: Lines) -> None:
    """Fold many batteries: read at once, folded in memory, written at once per table."""
    ids = [kind_and_id(subject)[1] for subject in lines]
    rows = {row.id: row for row in _held.all(connection, ids=msgspec.json.encode(ids))}
    folded = [
        _folded(connection, subject, line, rows.get(id_))
        for id_, (subject, line) in zip(ids, lines.items(), strict=True)
    ]
    texts = [_search_text(b.after) for b in folded]
    found = list(zip(folded, texts, strict=True))
    _put_battery.many(connection, (_battery_row(b.after, text) for b, text in found))
    _put_identifiers(connection, folded)
    _put_stays(connection, folded)
    for b in folded:
        conflict_rows.of_battery(connection, b.before, b.after)
    new = [(b, text) for b, text in found if b.row is None or b.row.search_text != text]
    _unfind.many(connection, ({"no": b.row.no, "text": b.row.search_text} for b, _ in new if b.row))
    _findable.many(connection, ({"id": b.after.id, "text": text} for b, text in new))


def _folded(
    connection: sa.Connection, subject: str, line: list[Recorded], row: "sa.Row[Any] | None"
) -> _Folded:
    before = decode_state(row.state) if row else begin(subject)
    line = sorted(line, key=lambda r: r.place)
    if not follows(before, line):
        return _Folded(before, fold(facts.of_subject(connection, subject), subject), row)
    after = before
    for r in line:
        after = step(after, r)
    return _Folded(before, after, row)


def _battery_row(b: Battery, search_text: str) -> dict[str, object]:
    return {
        "id": b.id,
        "ticket": b.ticket,
        "station": b.station,
        "owner": b.owner,
        "received_at": b.received_at,
        "prefix": type_prefix(b),
        "model": b.model,
        "kg": str(b.kg) if b.kg is not None else None,
        "verdict": b.verdict,
        "slot": None if b.gone else b.slot,
        "held_slot": None if b.gone else b.held_slot,
        "open": int(b.open),
        "withdrawn": int(b.withdrawn),
        "merged": b.merged,
        "put_by": b.placed.rsplit("/", 2)[0],
        "waits": waits_for(b),
        "stock": b.stock,
        "load": "" if b.merged else b.leaving.load,
        "grade": b.bench.given.grade if b.bench.given else "",
        "watched": int(_watched(b)),
        "search_text": search_text,
        "state": _encoder.encode(b),
        "summary": _encoder.encode(summarise(b)),
    }


def _watched(b: Battery) -> bool:
    return b.stored and (b.verdict in ("stop", "watch") or b.watch.hold is not None)


def type_prefix(b: Battery) -> str | None:
    """Return the part of a GB/T 34014 code that names the type, or None."""
    i = b.identifier
    conforms = i is not None and i.scheme.startswith("GBT34014") and i.refused is None
    return b.code[:PREFIX_LENGTH] if conforms else None


def _search_text(b: Battery) -> str:
    codes = {part for i in b.identifiers for part in (i.code, code_key(i.code))}
    model = b.model.replace("-", " ") if b.model else ""
    # A line each: no fragment is found across the end of one and the beginning of the next.
    return "\n".join(findable(part) for part in (*sorted(codes), f"#{b.ticket}#", model) if part)


def findable(text: str) -> str:
    """Return a text as it is searched and searched for: in capitals, without NUL signs."""
    # The search index reads no further than a NUL, and a lone surrogate is no text at all.
    return text.encode(errors="ignore").decode().replace("\0", "").upper()


def _put_identifiers(connection: sa.Connection, folded: Sequence[_Folded]) -> None:
    changed = [
        b.after
        for b in folded
        if (b.before.identifiers, b.before.withdrawn) != (b.after.identifiers, b.after.withdrawn)
    ]
    _drop_identifiers.many(connection, ({"battery_id": b.id} for b in changed))
    # A withdrawn battery keeps its line but is no longer found as a bearer of its code.
    standing = (b for b in changed if not b.withdrawn)
    rows = (
        {"battery": b.id, "n": n, "key": code_key(i.code)}
        for b in standing
        for n, i in enumerate(b.identifiers)
    )
    _add_identifiers.many(connection, rows)


def _put_stays(connection: sa.Connection, folded: Sequence[_Folded]) -> None:
    changed = [b.after for b in folded if _told_by_stays(b.before) != _told_by_stays(b.after)]
    _drop_stays.many(connection, ({"battery_id": b.id} for b in changed))
    rows = (
        {
            "battery": b.id,
            "n": n,
            "slot": s.slot,
            "held": int(s.held),
            "verdict": s.verdict,
            "kg": None if b.kg is None else str(b.kg),
            "model": b.model,
            "since": s.since,
            "until": s.until or tables.STILL_THERE,
        }
        for b in changed
        if not b.gone
        for n, s in enumerate(b.stays)
    )
    _add_stays.many(connection, rows)


def _told_by_stays(b: Battery) -> object:
    return b.stays, b.kg, b.model, b.gone


def rebuild(connection: sa.Connection, page: int = 200) -> int:
    """Drop every projection and fold all facts again; returns how many facts were folded.

    A `page` is as many facts as stay near the processor: ten times as many take a tenth longer.
    """
    for table in tables.PROJECTIONS:
        connection.execute(sa.delete(table))
    connection.execute(_unfind_all)
    count = 0
    for arrived in facts.pages(connection, page):
        project(connection, arrived)
        count += len(arrived)
    return count


def digest(connection: sa.Connection) -> str:
    """Return SHA-256 (hex) over all projection rows as JSON, in byte order of their keys.

    Two digests may be compared only at equal heads. Row numbers of this store are left out.
    """
    sha = hashlib.sha256()
    for table in tables.PROJECTIONS:
        for line in _lines(connection, table):
            sha.update(line + b"\n")
    return sha.hexdigest()


def _lines(connection: sa.Connection, table: sa.Table) -> Iterable[bytes]:
    columns = [c for c in table.c if c.name != "no"]
    # SQLite's own order of text is that of its UTF-8 bytes.
    keys = [c for c in table.primary_key if c.name != "no"] or [table.c.id]
    wanted = sa.select(*columns).order_by(*keys).execution_options(yield_per=500)
    for row in connection.execute(wanted):
        shown = [msgspec.Raw(v) if isinstance(v, bytes) else v for v in row]
        yield _encoder.encode([str(table.name), *shown])
