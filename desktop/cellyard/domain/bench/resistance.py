"""Resistance and open-circuit voltage: when the readings of a meter may become a result."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.bench import certificates
from cellyard.domain.bench.begin import check_on_bench
from cellyard.domain.facts import Decided, Entry, Evidence
from cellyard.domain.known import Known
from cellyard.domain.readings import UNTAKEABLE, Reading, Sample
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take

_HUNDRED = Decimal(100)
# Whether a value stands still is judged here, by the edition's spread: two readings that differ
# in their last digit are "unstable" to the line, which knows nothing of the edition.
_NO_VALUE = UNTAKEABLE - {"unstable", "negative"}


class ResistanceReading(msgspec.Struct, frozen=True, kw_only=True):
    """Take the newest samples of a meter, oldest first, for this battery.

    `now` is in monotonic s like the samples' `t`, and so is `since`: what the meter has read before
    the battery came is another's. `temperature` (degC) only when it is fresh.
    """

    battery: str
    meter: Instrument
    samples: tuple[Sample, ...]
    now: float
    since: float
    temperature: Decimal | None = None


def read(known: Known, order: ResistanceReading) -> Sequence[Entry]:
    """Write what the meter shows, once its newest readings are equal, with the meter's digits.

    Refused: no_bench, run_open; meter_silent when too few, too old or another's; probes_over_range,
    probes_open where a reading is no value, reversed_probes below 0 V; unsteady_reading.
    """
    battery = take(known, "test", order.battery)
    check_on_bench(battery)
    edition = known.edition_of("bench")
    newest = _newest(order, edition)
    volts = _equal([_number(s.readings.get("voltage")) for s in newest], edition)
    ohms = _equal([_number(s.readings.get("resistance")) for s in newest], edition)
    cold = () if order.temperature is not None else ("temperature_missing",)
    tested = f.ResistanceTested(
        resistance=ohms,
        voltage=volts,
        temperature=order.temperature,
        doubts=(*certificates.doubts(edition, [order.meter], known.today), *cold),
        evidence=Evidence(
            instrument=order.meter.key, profile=order.meter.profile, raw=newest[-1].raw.hex()
        ),
        decided=Decided(
            edition=edition.id, rules=("resistance.equal", "resistance.spread_percent")
        ),
    )
    return about(order.battery, tested)


def _newest(order: ResistanceReading, edition: Edition) -> tuple[Sample, ...]:
    """Return as many samples as must be equal, none of them too old or of the battery before."""
    count = int(edition.number("resistance.equal"))
    newest = order.samples[-count:]
    oldest = max(order.since, order.now - float(edition.number("resistance.age_s")))
    if len(newest) < count or newest[0].t < oldest:
        raise Refused("meter_silent", channel=order.meter.channel)
    return newest


def _number(reading: Reading | None) -> Decimal:
    """Return a number of the meter; what it sends in place of one never becomes a value."""
    flags = frozenset(reading.flags) if reading else frozenset[str]()
    if flags & {"over_range", "implausible"}:
        raise Refused("probes_over_range")
    if reading is None or flags & _NO_VALUE or not isinstance(reading.value, Decimal):
        raise Refused("probes_open")
    if reading.value < 0:
        # A resistance below zero is a meter that was never set to zero, or probes that slip.
        raise Refused(
            "reversed_probes" if reading.unit == "V" else "probes_open", shown=reading.value
        )
    return reading.value


def _equal(values: Sequence[Decimal], edition: Edition) -> Decimal:
    """Return the newest of values that count as equal. Refused("unsteady_reading")."""
    allowed = max(values) * edition.number("resistance.spread_percent") / _HUNDRED
    if max(values) - min(values) > allowed:
        raise Refused("unsteady_reading")
    return values[-1]
