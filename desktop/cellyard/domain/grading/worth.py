"""What a grade may be worth, and what a change of it would change of that: asked of a store."""

from decimal import Decimal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.grading import Grading
from cellyard.domain.grading.flips import Flip
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.domain.release import standing
from cellyard.domain.value import Contents, Estimate, Ground, estimate

_THOUSAND = Decimal(1000)


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """The estimate for the grade given, else the one by the rules; by flip the change of money.

    A change is None where either side is not known.
    """

    estimate: Estimate
    changes: tuple[Decimal | None, ...] = ()

    @property
    def currency(self) -> str:
        """The currency of a sum, "" where there is none."""
        return "".join(self.estimate.currencies) if self.estimate.total is not None else ""


def ground_of(known: Known) -> Ground | None:
    """Return what estimates rest on today; None where no price is entered, or no edition rules."""
    entered = [price for price in known.prices if not price.withdrawn]
    if not entered:
        return None
    try:
        edition = known.edition_of("value")
    except Refused:
        return None
    return Ground(
        prices=entered,
        edition=edition,
        standing=standing(known, [edition.id], known.today),
        law=known.centre.jurisdiction,
        day=known.today,
    )


def worth(
    battery: Battery, model: BatteryModel | None, grading: Grading, ground: Ground
) -> Worth | None:
    """Return what a battery may be worth by its grade; None while it has none."""
    given = battery.bench.given
    grade = given.grade if given else grading.grade
    if grade is None:
        return None
    contents = contents_of(battery, model)
    changes = tuple(_change(grading, flip, contents, model, ground) for flip in grading.flips)
    return Worth(estimate=estimate(grade, contents, ground), changes=changes)


def contents_of(battery: Battery, model: BatteryModel | None) -> Contents:
    """Return what an estimate asks of a battery.

    A guess of the energy from its mass is an upper one: right for fire, too good for money, and so
    not taken. A capacity that something speaks against gives no usable energy.
    """
    if model is None:
        return Contents()
    capacity = battery.bench.capacity
    measured = capacity.capacity if capacity and not capacity.doubts else None
    return Contents(
        chemistry=model.chemistry, rated_kwh=model.kwh, usable_kwh=usable_kwh(measured, model)
    )


def usable_kwh(capacity_ah: Decimal | None, model: BatteryModel | None) -> Decimal | None:
    """Return the kWh of a measured capacity (Ah) at the nominal voltage, else its share of those
    rated; None where neither can be said.
    """
    if model is None or capacity_ah is None or not capacity_ah.is_finite():
        return None
    if model.nominal_v:
        return capacity_ah * model.nominal_v / _THOUSAND
    if model.capacity_ah:
        return model.kwh * capacity_ah / model.capacity_ah
    return None


def _change(
    grading: Grading, flip: Flip, contents: Contents, model: BatteryModel | None, ground: Ground
) -> Decimal | None:
    """Return what a flip would change; of a capacity the kWh change with the grade."""
    if grading.grade is None:
        return None
    other = contents
    if flip.criterion == "capacity":
        usable = usable_kwh(flip.reach, model)
        other = msgspec.structs.replace(contents, usable_kwh=usable)
    now, then = estimate(grading.grade, contents, ground), estimate(flip.grade, other, ground)
    if now.total is None or then.total is None or now.currencies != then.currencies:
        return None
    # Without the cost of treatment recycling looks better than anybody knows it to be.
    return then.total - now.total if now.treated and then.treated else None
