"""The rows of what cannot all be true, written with each subject that is folded."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts import Conflict, Line
from cellyard.domain.conflicts.conflict import Said
from cellyard.domain.conflicts.of_roles import Lapse
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Role
from cellyard.ledger import facts
from cellyard.ledger.prepared import Prepared
from cellyard.ledger.tables import answered, claimed, conflict, hand, lapse

_encoder = msgspec.json.Encoder(order="deterministic")
_drop = sa.delete(conflict).where(conflict.c.subject == sa.bindparam("of_subject"))
_add = sa.insert(conflict)
_drop_claims = sa.delete(claimed).where(claimed.c.battery == sa.bindparam("of_battery"))
_add_claims = sa.insert(claimed)
_new_hand = insert(hand)
_put_hand = Prepared(
    _new_hand.on_conflict_do_update(
        index_elements=["subject", "actor", "station", "epoch"],
        set_={
            "first": sa.func.min(hand.c.first, _new_hand.excluded.first),
            "last": sa.func.max(hand.c.last, _new_hand.excluded.last),
        },
    )
)
# Of these a person's acts are held against the roles they had.
HANDLED = frozenset({"battery", "load"})


def of_battery(connection: sa.Connection, before: Battery, after: Battery) -> None:
    """Replace the rows of a battery, where they have changed."""
    if not (before.tangled or after.tangled or before.opaque or after.opaque):
        return  # as nearly every battery is
    if _rows_of(before) == _rows_of(after):
        return
    subject = ids.battery(after.id)
    conflicts, claims = _rows_of(after)
    put(connection, subject, conflicts)
    connection.execute(_drop_claims, {"of_battery": after.id})
    if claims:
        rows = [{"battery": after.id, "what": what, "name": name} for what, name in claims]
        connection.execute(_add_claims, rows)


def _rows_of(b: Battery) -> tuple[tuple[Conflict, ...], tuple[tuple[str, str], ...]]:
    if b.gone:
        return (), ()
    unread = (Conflict(kind="unread"),) if b.opaque else ()
    slots = (("slot", slot) for slot in b.other_places)
    return (*b.conflicts, *unread), (*slots, *(("load", load) for load in b.other_loads))


def put(connection: sa.Connection, subject: str, conflicts: Iterable[Conflict]) -> None:
    """Replace what cannot all be true of a subject."""
    connection.execute(_drop, {"of_subject": subject})
    rows = [
        {"subject": subject, "kind": c.kind, "about": c.about, "content": _encoder.encode(c)}
        for c in conflicts
    ]
    if rows:
        connection.execute(_add, rows)


def of_entry(
    connection: sa.Connection,
    subject: str,
    line: Sequence[Recorded],
    published: Sequence[Recorded],
) -> None:
    """Find the versions of a register entry that were published without knowing of each other."""
    newest = Line(line).newest(published) if len(published) > 1 else []
    said = tuple(Said(r.ref, r.fact.sha256) for r in newest if isinstance(r.fact, f.Published))
    two = len({s.what for s in said}) > 1
    put(connection, subject, (Conflict(kind="two_versions", said=said),) if two else ())


def of_answers(connection: sa.Connection, subject: str, _line: list[Recorded]) -> None:
    """Gather what the answers to one task have seen."""
    said = [r.fact for r in facts.of_subject(connection, subject) if isinstance(r.fact, f.Resolved)]
    if not said:
        return
    seen = sorted({ref for fact in said for ref in fact.seen})
    row = {"subject": subject, "answer": said[-1].answer, "seen": _encoder.encode(seen)}
    statement = insert(answered)
    changed = {name: statement.excluded[name] for name in ("answer", "seen")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["subject"], set_=changed), row
    )


def of_person(connection: sa.Connection, person: str, line: Sequence[Recorded]) -> None:
    """Replace the roles that were taken away from a person, each with what was left."""
    roles = [r for r in line if isinstance(r.fact, f.RoleGranted | f.RoleRevoked)]
    known = Line(line)
    connection.execute(sa.delete(lapse).where(lapse.c.person == person))
    for r in roles:
        if isinstance(r.fact, f.RoleRevoked):
            before = [x for x in roles if x is r or known.knows(r.ref, x.ref)]
            found = Lapse(
                ref=r.ref,
                order=r.envelope.order,
                role=r.fact.role,
                left=_held(before),
                knew=r.fact.knew,
                heirs=(r.ref, *(x.ref for x in roles if known.knows(x.ref, r.ref))),
            )
            row = {"person": person, "ref": r.ref, "content": _encoder.encode(found)}
            connection.execute(sa.insert(lapse), row)


def _held(line: Sequence[Recorded]) -> tuple[Role, ...]:
    held: set[Role] = set()
    for r in line:
        if isinstance(r.fact, f.RoleGranted):
            held.add(r.fact.role)
        elif isinstance(r.fact, f.RoleRevoked):
            held.discard(r.fact.role)
    return tuple(sorted(held))


def of_hands(connection: sa.Connection, lines: Mapping[str, Sequence[Recorded]]) -> None:
    """Note who wrote of which battery or load in which chain, from what arrived of each."""
    hands: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for subject, line in lines.items():
        for e in (r.envelope for r in line if r.envelope.actor):
            key = (subject, e.actor, e.station, e.epoch)
            first, last = hands.get(key, (e.seq, e.seq))
            hands[key] = min(first, e.seq), max(last, e.seq)
    rows: list[dict[str, object]] = [
        {
            "subject": subject,
            "actor": actor,
            "station": station,
            "epoch": epoch,
            "first": first,
            "last": last,
        }
        for (subject, actor, station, epoch), (first, last) in hands.items()
    ]
    _put_hand.many(connection, rows)
