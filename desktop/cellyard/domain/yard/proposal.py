"""Where a battery may go: the first slot in walking order that no rule speaks against."""

from collections.abc import Iterator

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.known import Known, Lying
from cellyard.domain.registers import Zone
from cellyard.domain.yard.limits import CHECKED, beside, may_lie
from cellyard.domain.yard.picture import NOT_JUDGED, Yard, as_lying


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A slot with the rules it was chosen under; `slot` None when none would do."""

    slot: str | None = None
    zone: str | None = None
    rules: tuple[str, ...] = ()


def propose(yard: Yard, what: Lying, *, station: str = "", away_from: str = "") -> Proposal:
    """Return the slot for `what`: same yard, same answer. 10,000 slots take a few ms.

    Zones for what the bench has done with it come first, then all others in the order of the
    edition's zone rules, each in walking order. `away_from` is the slot it lies in when it is to
    be moved: that one is never the answer.
    """
    for rule, zone in _zones(yard, what):
        for slot in _slots(yard, what, zone):
            if slot != away_from and may_lie(yard, what, slot, station=station) is None:
                return Proposal(slot=slot, zone=zone.key, rules=(rule, *CHECKED))
    return Proposal()


def _zones(yard: Yard, what: Lying) -> Iterator[tuple[str, Zone]]:
    """Give the zones whose purpose fits, with the rule that says so."""
    verdict = what.verdict or NOT_JUDGED
    for rule in sorted(yard.edition.zone, key=lambda r: not r.after):
        # A judged battery is not sent to the receiving bays: it has a place of its own.
        passing = rule.purpose == "receiving" and what.verdict is not None
        due = not rule.after or rule.after in what.done
        if not passing and due and verdict in rule.verdicts:
            yield from ((rule.id, zone) for zone in yard.zones if zone.purpose == rule.purpose)


def _slots(yard: Yard, what: Lying, zone: Zone) -> Iterator[str]:
    """Give the slots worth asking about; what is left out here would be refused anyway."""
    kg, kwh = yard.kg(what), yard.kwh(what)
    open_: dict[tuple[str, str], bool] = {}
    pack = what.level == "pack"
    for slot in zone.slots:
        # What is asked of every slot of a full yard comes first, the cheapest of it at the front.
        if pack and yard.taken_by_other(slot.name, what.battery):
            continue
        if slot.max_kg < kg or slot.max_kwh < kwh:
            continue
        place = yard.place(slot.name)
        if place is None:
            continue
        compartments = (place.damage, place.chemistry)
        if compartments not in open_:
            open_[compartments] = beside(yard, what, place) is None
        if open_[compartments]:
            yield slot.name


def proposal_for(known: Known, battery: Battery) -> Proposal:
    """Return the slot that the yard proposes for a battery now."""
    edition = known.edition
    what = as_lying(battery, known.model(battery.model), edition, slot="", held=False)
    others = [x for x in known.lying() if x.battery != battery.id]
    return propose(Yard(known.zones(), others, edition), what, station=known.station)
