"""Who a battery is: the code it came in with, its model, its outlet, and whose ticket it is."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from cellyard.domain import codes
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.codes import Code
from cellyard.domain.facts import Entry
from cellyard.domain.intake.expected import match
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, take

# Vendor 3, level 1, chemistry 1, spec 2: what names the type in GB/T 34014.
PREFIX_LENGTH = 7
TYPED = "typed"


class Reception(msgspec.Struct, frozen=True, kw_only=True):
    """A battery comes in. `code` is as read, empty when unreadable.

    `again`: a person has looked, it is another battery with the same code. `battery` is an id
    chosen beforehand, for a screen that names the ticket before it is written.
    """

    code: str = ""
    carrier: str = ""
    outlet: str | None = None
    manual: bool = False
    battery: str | None = None
    again: bool = False


class Identifying(msgspec.Struct, frozen=True, kw_only=True):
    """A further code of the same battery, or a better reading of the one it has."""

    battery: str
    code: str
    carrier: str = ""
    manual: bool = False
    again: bool = False


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """A person names the model, or says that nobody knows it."""

    battery: str
    model: str | None


class OutletNaming(msgspec.Struct, frozen=True, kw_only=True):
    """A person names the outlet that it comes from."""

    battery: str
    outlet: str


class TakingOver(msgspec.Struct, frozen=True, kw_only=True):
    """Go on with another person's ticket."""

    battery: str


def receive(known: Known, order: Reception) -> Sequence[Entry]:
    """Open a ticket. A code that conforms to nothing is kept with its reason and never refuses.

    A code that stands in an open notice is matched with its line, whose outlet it then comes from.

    Refused: duplicate_open (its ticket is still open) or duplicate_code (it lies in a slot), both
    with the other battery's id, unless `again`; already_received when this very order was written
    before; unknown_partner.
    """
    check_may(known, "receive")
    if order.battery is not None:
        _check_fresh(known, order.battery)
    code = codes.decode(order.code, _today(known))
    others = _others(known, code, None, again=order.again)
    if order.outlet is not None:
        _check_partner(known, order.outlet)
    expected = match(known, code.code, order.outlet)
    named = expected is not None and known.partner(expected.notice.outlet) is not None
    received = f.Received(
        ticket=known.next_ticket(),
        code=code.code,
        scheme=code.scheme,
        refused=code.refused,
        warnings=code.warnings,
        carrier=TYPED if order.manual else order.carrier,
        outlet=expected.notice.outlet if expected and named else order.outlet,
        expected=expected.ref if expected else None,
    )
    distinguished = [f.Distinguished(other=other.id) for other in others]
    id_ = order.battery or known.fresh_id()
    return about(id_, received, *distinguished, *_model_of(known, code))


def identify(known: Known, order: Identifying) -> Sequence[Entry]:
    """Write a better reading of the code, or one more code.

    Refused: no_code when it is empty; duplicate_open, duplicate_code as for `receive`.
    """
    battery = take(known, "identify", order.battery)
    code = codes.decode(order.code, _today(known))
    if not codes.key(code.code):
        raise Refused("no_code")
    others = _others(known, code, battery.id, again=order.again)
    identified = f.Identified(
        code=code.code,
        scheme=code.scheme,
        refused=code.refused,
        warnings=code.warnings,
        carrier=TYPED if order.manual else order.carrier,
    )
    distinguished = [f.Distinguished(other=other.id) for other in others]
    model = _model_of(known, code) if battery.model is None else []
    facts: list[f.Fact] = [identified, *distinguished, *model]
    return [*about(battery.id, *facts), *consequences(known, battery, facts)]


def name_model(known: Known, order: Naming) -> Sequence[Entry]:
    """Write what type it is, as a person names it. Refused("unknown_model")."""
    battery = take(known, "identify", order.battery)
    if order.model is not None and known.model(order.model) is None:
        raise Refused("unknown_model", model=order.model)
    how = "unknown" if order.model is None else "chosen"
    version = known.model_version(order.model) if order.model else 0
    assigned = f.ModelAssigned(model=order.model, version=version, how=how)
    return [*about(battery.id, assigned), *consequences(known, battery, [assigned])]


def name_outlet(known: Known, order: OutletNaming) -> Sequence[Entry]:
    """Write where it comes from. Refused("unknown_partner")."""
    battery = take(known, "identify", order.battery)
    _check_partner(known, order.outlet)
    return about(battery.id, f.OutletNamed(outlet=order.outlet))


def take_over(known: Known, order: TakingOver) -> Sequence[Entry]:
    """Make a half-done ticket the actor's own. Refused: ticket_closed, own_ticket."""
    battery = take(known, "take_over", order.battery)
    if not battery.open:
        raise Refused("ticket_closed", ticket=battery.ticket)
    if battery.owner == known.actor:
        raise Refused("own_ticket", ticket=battery.ticket)
    return about(battery.id, f.TakenOver(person=known.actor))


def _check_fresh(known: Known, id_: str) -> None:
    try:
        there = known.battery(id_)
    except Refused:
        return  # unknown, as it must be
    raise Refused("already_received", ticket=there.ticket, battery=id_)


def _today(known: Known) -> dt.date:
    return dt.date.fromisoformat(known.today)


def _check_partner(known: Known, key: str) -> None:
    if known.partner(key) is None:
        raise Refused("unknown_partner", partner=key)


def _others(known: Known, code: Code, own: str | None, *, again: bool) -> Sequence[Battery]:
    key = codes.key(code.code)
    if not key:
        return ()
    others = [b for b in known.with_code(key) if b.id != own and not b.withdrawn]
    if not others or again:
        return others
    newest = others[-1]
    if newest.slot is None:
        raise Refused("duplicate_open", scanned=code.code, ticket=newest.ticket, battery=newest.id)
    raise Refused(
        "duplicate_code",
        scanned=code.code,
        ticket=newest.ticket,
        slot=newest.slot,
        battery=newest.id,
    )


def _model_of(known: Known, code: Code) -> list[f.ModelAssigned]:
    if not code.valid or not code.scheme.startswith("GBT34014"):
        return []
    model = known.model_by_prefix(code.code[:PREFIX_LENGTH])
    if model is None:
        return []
    version = known.model_version(model.key)
    return [f.ModelAssigned(model=model.key, version=version, how="prefix")]
