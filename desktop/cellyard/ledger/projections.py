"""Folding: the rows that questions read, replaced subject by subject as facts arrive."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

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
from cellyard.ledger.tables import battery, identifier, stay

PREFIX_LENGTH = 7  # vendor 3, level 1, chemistry 1, spec 2: the type part of GB/T 34014

_decoder = msgspec.json.Decoder(Battery)
_summary_decoder = msgspec.json.Decoder(Summary)
_encoder = msgspec.json.Encoder(order="deterministic")

_state = sa.select(battery.c.state).where(battery.c.id == sa.bindparam("id"))
_row = sa.select(battery.c.no, battery.c.search_text, battery.c.state).where(
    battery.c.id == sa.bindparam("id")
)
_findable = sa.text("INSERT INTO battery_text(rowid, search_text) VALUES (:no, :text)")
_unfind = sa.text(
    "INSERT INTO battery_text(battery_text, rowid, search_text) VALUES ('delete', :no, :text)"
)
_unfind_all = sa.text("INSERT INTO battery_text(battery_text) VALUES ('delete-all')")
_added = insert(battery)
_put_battery = _added.on_conflict_do_update(
    index_elements=["id"],
    set_={c.name: _added.excluded[c.name] for c in battery.c if c.name not in ("no", "id")},
)
_drop_identifiers = sa.delete(identifier).where(identifier.c.battery == sa.bindparam("battery_id"))
_add_identifiers = sa.insert(identifier)
_drop_stays = sa.delete(stay).where(stay.c.battery == sa.bindparam("battery_id"))
_add_stays = sa.insert(stay)


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
    by_subject: dict[str, list[Recorded]] = {}
    for r in arrived:
        by_subject.setdefault(r.envelope.subject, []).append(r)
    for subject, line in by_subject.items():
        kind = kind_and_id(subject)[0]
        _FOLDS.get(kind, _fold_nothing)(connection, subject, line)
    conflict_rows.of_hands(connection, arrived)


def _fold_nothing(_connection: sa.Connection, _subject: str, _line: list[Recorded]) -> None:
    """A subject of a kind this version does not know has no rows yet."""


def _fold_battery(connection: sa.Connection, subject: str, line: list[Recorded]) -> None:
    row = connection.execute(_row, {"id": kind_and_id(subject)[1]}).first()
    before = decode_state(row.state) if row else begin(subject)
    if follows(before, line):
        after = before
        for r in sorted(line, key=lambda r: r.place):
            after = step(after, r)
    else:
        after = fold(facts.of_subject(connection, subject), subject)
    text = _search_text(after)
    put = connection.execute(_put_battery, _battery_row(after, text))
    _put_identifiers(connection, before, after)
    _put_stays(connection, before, after)
    conflict_rows.of_battery(connection, before, after)
    if row is None:
        connection.execute(_findable, {"no": put.lastrowid, "text": text})
    elif row.search_text != text:
        connection.execute(_unfind, {"no": row.no, "text": row.search_text})
        connection.execute(_findable, {"no": row.no, "text": text})


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


def _put_identifiers(connection: sa.Connection, before: Battery, after: Battery) -> None:
    # A withdrawn battery keeps its line but is no longer found as a bearer of its code.
    keys = [] if after.withdrawn else [code_key(i.code) for i in after.identifiers]
    if before.identifiers == after.identifiers and before.withdrawn == after.withdrawn:
        return
    connection.execute(_drop_identifiers, {"battery_id": after.id})
    rows = [{"battery": after.id, "n": n, "key": k} for n, k in enumerate(keys)]
    if rows:
        connection.execute(_add_identifiers, rows)


def _put_stays(connection: sa.Connection, before: Battery, after: Battery) -> None:
    same = (before.stays, before.kg, before.model) == (after.stays, after.kg, after.model)
    if same and before.gone == after.gone:
        return
    connection.execute(_drop_stays, {"battery_id": after.id})
    rows = [
        {
            "battery": after.id,
            "n": n,
            "slot": s.slot,
            "held": int(s.held),
            "verdict": s.verdict,
            "kg": None if after.kg is None else str(after.kg),
            "model": after.model,
            "since": s.since,
            "until": s.until or tables.STILL_THERE,
        }
        for n, s in enumerate(() if after.gone else after.stays)
    ]
    if rows:
        connection.execute(_add_stays, rows)


_FOLDS: dict[str, Callable[[sa.Connection, str, list[Recorded]], None]] = {
    "battery": _fold_battery,
    **subjects.FOLDS,
}


def rebuild(connection: sa.Connection, page: int = 500) -> int:
    """Drop every projection and fold all facts again; returns how many facts were folded."""
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
