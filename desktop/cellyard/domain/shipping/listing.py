"""The load list: opening a load, listing batteries and taking them out, packing, and closing it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import is_date
from cellyard.domain.shipping.load import Load
from cellyard.domain.ticket import about, check_certain, take

# Words, not free text: why a load is given up.
CancelReason = Literal["not_collected", "consignee_declined", "mistake"]
CANCEL_REASONS: tuple[CancelReason, ...] = get_args(CancelReason)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a load to a consignee, leaving on an ISO date."""

    route: f.Route
    consignee: str
    leaves_on: str
    carrier: str = ""
    mode: f.Mode = "road"


class Carriage(msgspec.Struct, frozen=True, kw_only=True):
    """Name what carries a load: the hash of the driver's personal sheet, what it may carry, and
    the day on which it leaves where that is another one now.
    """

    load: str
    sheet: str
    limit_kg: Decimal | None = None
    authority_no: str = ""
    leaves_on: str = ""


class OnList(msgspec.Struct, frozen=True, kw_only=True):
    """List these batteries for a load, or take them out of it."""

    load: str
    batteries: tuple[str, ...]


class Packing(msgspec.Struct, frozen=True, kw_only=True):
    """A battery's package: its number in the load, how it is packed, its gross mass in kg."""

    load: str
    battery: str
    package: int
    instruction: str
    gross_kg: Decimal
    approval: str = ""


class Cancelling(msgspec.Struct, frozen=True, kw_only=True):
    """Give a load up; its batteries stay where they are."""

    load: str
    reason: CancelReason


def open_load(known: Known, order: Opening) -> Sequence[Entry]:
    """Write a new load. Refused: role_missing, unknown_partner, load_date_wrong."""
    check_may(known, "ship")
    _check_partner(known, order.consignee, "consignee")
    if order.carrier:
        _check_partner(known, order.carrier, "carrier")
    _check_day(known, order.leaves_on)
    opened = f.LoadOpened(
        number=known.loads.next_number(),
        route=order.route,
        consignee=order.consignee,
        carrier=order.carrier,
        mode=order.mode,
        leaves_on=order.leaves_on,
    )
    return [Entry(subject=ids.load(known.fresh_id()), fact=opened)]


def name_carriage(known: Known, order: Carriage) -> Sequence[Entry]:
    """Write vehicle and driver. Refused as `take_load`, papers_stand, and for another day
    load_closed, load_date_wrong.
    """
    load = take_load(known, order.load)
    if load.standing_documents:
        raise Refused("papers_stand", number=load.number)
    other_day = order.leaves_on not in ("", load.leaves_on)
    if other_day and load.sealed:
        raise Refused("load_closed", number=load.number)
    if other_day:
        _check_day(known, order.leaves_on)
    named = f.CarriageNamed(
        sheet=order.sheet,
        limit_kg=order.limit_kg,
        authority_no=order.authority_no.strip(),
        leaves_on=order.leaves_on,
    )
    return [Entry(subject=ids.load(load.id), fact=named)]


def list_batteries(known: Known, order: OnList) -> Sequence[Entry]:
    """List batteries for an open load; what may not travel is listed too, and explained there.

    Refused: as `take_load`, load_closed, not_stored, run_open, listed_elsewhere,
    listed_already, and as `check_certain`.
    """
    load = take_open(known, order.load)
    entries: list[Entry] = []
    for id_ in order.batteries:
        battery = take(known, "ship", id_)
        _check_listable(known, battery, load)
        entries.extend(about(battery.id, f.Listed(load=load.id)))
    return entries


def unlist(known: Known, order: OnList) -> Sequence[Entry]:
    """Take batteries out of an open load. Refused: as `take_load`, load_closed, not_listed."""
    load = take_open(known, order.load)
    entries: list[Entry] = []
    for id_ in order.batteries:
        battery = take(known, "ship", id_)
        if battery.leaving.load != load.id:
            raise Refused("not_listed", ticket=battery.ticket)
        entries.extend(about(battery.id, f.Unlisted(load=load.id)))
    return entries


def pack(known: Known, order: Packing) -> Sequence[Entry]:
    """Write how a listed battery is packed. Refused: as `unlist`, package_wrong."""
    load = take_open(known, order.load)
    battery = take(known, "ship", order.battery)
    if battery.leaving.load != load.id:
        raise Refused("not_listed", ticket=battery.ticket)
    net = battery.kg or Decimal(0)
    if order.package < 1 or not order.gross_kg.is_finite() or order.gross_kg < net:
        raise Refused("package_wrong", ticket=battery.ticket, kg=net)
    packed = f.Packed(
        load=load.id,
        package=order.package,
        instruction=order.instruction,
        gross_kg=order.gross_kg,
        approval=order.approval.strip(),
    )
    return about(battery.id, packed)


def cancel(known: Known, order: Cancelling) -> Sequence[Entry]:
    """Give a load up before it left: its papers are void, its batteries are free.

    Refused: as `take_load`, reason_missing.
    """
    load = take_load(known, order.load)
    if order.reason not in CANCEL_REASONS:
        raise Refused("reason_missing")
    subject = ids.load(load.id)
    void = [
        Entry(subject=subject, fact=f.DocumentVoided(number=d.number, reason=order.reason))
        for d in load.standing_documents
    ]
    given_up = Entry(subject=subject, fact=f.LoadCancelled(reason=order.reason))
    freed = (e for b in known.loads.batteries(load.id) for e in _freed(b, load))
    return [*void, given_up, *freed]


def take_load(known: Known, id_: str) -> Load:
    """Return a load that has not left and may be changed here.

    Refused: role_missing, unknown_load, load_newer_facts, load_of_other_station, load_gone.
    """
    check_may(known, "ship")
    load = known.loads.of(id_)
    if load.opaque:
        raise Refused("load_newer_facts", number=load.number)
    if load.station != known.station:
        raise Refused("load_of_other_station", number=load.number, home=load.station)
    if load.state not in ("open", "sealed"):
        raise Refused("load_gone", number=load.number)
    return load


def take_open(known: Known, id_: str) -> Load:
    """Return a load whose list is open. Refused: as `take_load`, load_closed."""
    load = take_load(known, id_)
    if load.sealed:
        raise Refused("load_closed", number=load.number)
    return load


def _check_partner(known: Known, key: str, role: Literal["consignee", "carrier"]) -> None:
    partner = known.partner(key)
    if partner is None or partner.role != role:
        raise Refused("unknown_partner", partner=key)


def _check_day(known: Known, day: str) -> None:
    if not is_date(day) or day < known.today:
        raise Refused("load_date_wrong", text=day)


def _check_listable(known: Known, battery: Battery, load: Load) -> None:
    check_certain(known, battery)
    if battery.slot is None:
        raise Refused("not_stored", ticket=battery.ticket)
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)
    if battery.leaving.load == load.id:
        raise Refused("listed_already", ticket=battery.ticket)
    if battery.leaving.load:
        other = known.loads.of(battery.leaving.load)
        raise Refused("listed_elsewhere", ticket=battery.ticket, number=other.number)


def _freed(battery: Battery, load: Load) -> Sequence[Entry]:
    return about(battery.id, f.Unlisted(load=load.id))
