"""The rows of every subject that is no battery: loads, register entries, people, stations."""

from collections.abc import Callable, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.domain.ids import kind_and_id
from cellyard.domain.ids import register_entry as register_subject
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.load import fold as fold_load
from cellyard.ledger import conflict_rows, facts
from cellyard.ledger.tables import (
    chain,
    erased,
    load,
    qualification,
    register_entry,
    release,
    role,
)

_decoder = msgspec.json.Decoder(Load)
_encoder = msgspec.json.Encoder(order="deterministic")
_content = sa.select(load.c.content).where(load.c.id == sa.bindparam("id"))
_added = insert(load)
_put_load = _added.on_conflict_do_update(
    index_elements=["id"],
    set_={c.name: _added.excluded[c.name] for c in load.c if c.name not in ("no", "id")},
)


def read_load(connection: sa.Connection, id_: str) -> Load | None:
    """Return a load as folded so far, or None; Refused("fold_damaged")."""
    row = connection.execute(_content, {"id": id_}).first()
    return decode_load(row.content) if row else None


def decode_load(content: bytes) -> Load:
    """Return a load from a projection row's bytes; Refused("fold_damaged")."""
    try:
        return _decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("fold_damaged") from error


def _fold_load(connection: sa.Connection, subject: str, _line: list[Recorded]) -> None:
    folded = fold_load(facts.of_subject(connection, subject), subject)
    row = {
        "id": folded.id,
        "number": folded.number,
        "station": folded.station,
        "state": folded.state,
        "opened_at": folded.opened_at,
        "content": _encoder.encode(folded),
    }
    connection.execute(_put_load, row)


def _fold_register(connection: sa.Connection, subject: str, _line: list[Recorded]) -> None:
    line = facts.of_subject(connection, subject)
    published = [
        r
        for r in line
        if isinstance(r.fact, f.Published)
        and register_subject(r.fact.register, r.fact.key) == subject
    ]
    if published:
        newest = published[-1].fact
        row = {c.name: getattr(newest, c.name) for c in register_entry.c}
        _replace(connection, register_entry, row)
        conflict_rows.of_entry(connection, subject, line, published)
    _fold_release(connection, subject)


def _fold_release(connection: sa.Connection, subject: str) -> None:
    """Who stands for an edition now: the last word about it, a release or its withdrawal."""
    said = [
        r
        for r in facts.of_subject(connection, subject)
        if isinstance(r.fact, f.EditionReleased | f.ReleaseWithdrawn)
    ]
    if not said:
        return
    fact, e = said[-1].fact, said[-1].envelope
    if isinstance(fact, f.ReleaseWithdrawn):
        connection.execute(sa.delete(release).where(release.c.edition == fact.edition))
    elif isinstance(fact, f.EditionReleased):
        row = {
            "edition": fact.edition,
            "sha256": fact.sha256,
            "person": e.actor,
            "qualification": fact.qualification,
            "until": fact.until,
            "demo": int(fact.demo),
            "confirmed": " ".join(fact.confirmed),
            "at": e.at,
        }
        _replace(connection, release, row)


def _fold_person(connection: sa.Connection, subject: str, _line: list[Recorded]) -> None:
    held: set[str] = set()
    qualified: dict[str, f.QualificationGranted] = {}
    line = facts.of_subject(connection, subject)
    for r in line:
        match r.fact:
            case f.RoleGranted():
                held.add(r.fact.role)
            case f.RoleRevoked():
                held.discard(r.fact.role)
            case f.QualificationGranted():
                qualified[r.fact.qualification] = r.fact
            case f.QualificationRevoked():
                qualified.pop(r.fact.qualification, None)
            case _:
                pass
    person = kind_and_id(subject)[1]
    connection.execute(sa.delete(role).where(role.c.person == person))
    for name in sorted(held):
        connection.execute(sa.insert(role), {"person": person, "role": name})
    connection.execute(sa.delete(qualification).where(qualification.c.person == person))
    for fact in qualified.values():
        row = {c.name: getattr(fact, c.name) for c in qualification.c}
        connection.execute(sa.insert(qualification), row)
    conflict_rows.of_person(connection, person, line)
    _fold_erased(connection, subject, _line)


def _fold_erased(connection: sa.Connection, subject: str, _line: list[Recorded]) -> None:
    """Which sheets of a person, or which sheet that is nobody's entry, are erased."""
    gone: dict[str, int] = {}
    for r in facts.of_subject(connection, subject):
        if isinstance(r.fact, f.Erased):
            gone.setdefault(r.fact.blob, r.envelope.at)
    connection.execute(sa.delete(erased).where(erased.c.subject == subject))
    for blob, at in gone.items():
        connection.execute(sa.insert(erased), {"subject": subject, "blob": blob, "at": at})


def _fold_station(connection: sa.Connection, _subject: str, line: list[Recorded]) -> None:
    for r in line:
        e = r.envelope
        # Only the fact that begins a chain names its key: one row for one fact.
        if isinstance(r.fact, f.StationOpened) and e.seq == 1:
            row = {"station": e.station, "epoch": e.epoch, "public_key": r.fact.public_key}
            _replace(connection, chain, row)


def _replace(connection: sa.Connection, table: sa.Table, row: Mapping[str, object]) -> None:
    statement = insert(table)
    keys = [c.name for c in table.primary_key]
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=rest)
        if rest
        else statement.on_conflict_do_nothing(),
        row,
    )


FOLDS: dict[str, Callable[[sa.Connection, str, list[Recorded]], None]] = {
    "load": _fold_load,
    "register": _fold_register,
    "person": _fold_person,
    "sheet": _fold_erased,
    "station": _fold_station,
    "conflict": conflict_rows.of_answers,
}
