"""Insulation: who may put a test voltage on which battery, and what a tester's result is worth."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench import certificates
from cellyard.domain.bench.begin import check_on_bench, check_thermometer, check_two_people, only
from cellyard.domain.bench.tester import InsulationPlan
from cellyard.domain.facts import Decided, Entry, Evidence
from cellyard.domain.known import Known
from cellyard.domain.readings import Reading, Sample
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take

_HUNDRED = Decimal(100)
# Insulation testers are set in steps of 50 V (GPT-9000: 50 to 1000 V); the next one up is taken.
_STEP_V = Decimal(50)
# What a tester says while it has judged nothing.
_NO_JUDGEMENT = frozenset({"", "OFF", "VIEW", "TEST"})
_RULES = ("insulation.test_v", "insulation.least_s", "insulation.ohm_per_volt")


class InsulationStart(msgspec.Struct, frozen=True, kw_only=True):
    """Put the test voltage of the tester of a channel on this battery."""

    battery: str
    channel: str
    second: str | None = None


class InsulationReading(msgspec.Struct, frozen=True, kw_only=True):
    """Take the result of a tester for this battery.

    `ceiling` (ohm) is what the tester can show at most: "over range" is at least that.
    """

    battery: str
    tester: Instrument
    sample: Sample
    ceiling: Decimal | None = None
    second: str | None = None


def plan(known: Known, order: InsulationStart) -> InsulationPlan:
    """Return what the tester is to do.

    Refused: no_bench, run_open; type_unknown, type_incomplete without the full voltage;
    tester_missing, duty_twice, thermometer_missing, stop_not_confirmed for the channel;
    test_voltage_too_high; second_person_missing and what is refused of a second person.
    """
    battery = take(known, "test", order.battery)
    check_on_bench(battery)
    edition = known.edition_of("bench")
    there = [i for i in known.instruments if i.channel == order.channel]
    tester = _tester(there, order.channel)
    volts = _test_voltage(_full_voltage(known, battery), edition)
    check_two_people(known, order.second, volts, edition)
    seconds = edition.number("insulation.least_s")
    longest = seconds * edition.number("guard.seconds_percent") / _HUNDRED
    return InsulationPlan(
        battery=order.battery,
        channel=order.channel,
        tester=tester.key,
        volts=volts,
        seconds=seconds,
        longest=longest + edition.number("guard.load_silent_s"),
        temperature_high=edition.number("guard.temperature_high"),
        temperature_age=edition.number("guard.temperature_age_s"),
        silent=edition.number("guard.load_silent_s"),
        by=known.actor,
        second=order.second,
    )


def check_join(known: Known, battery: str) -> None:
    """Refuse to take what a person starts at the panel for this battery: no_bench, run_open."""
    check_on_bench(take(known, "test", battery))


def read(known: Known, order: InsulationReading) -> Sequence[Entry]:
    """Write the result of a test, with all that speaks against it among its doubts.

    `test_voltage_low`, `too_short`, `judgement_missing`, `wrong_unit`, `under_range`, `unsteady`,
    `no_value`, `full_voltage_unknown` (nobody knows what voltage was needed), and what the
    certificate says. What was tested is written, whatever has been judged meanwhile.
    """
    battery = take(known, "test", order.battery)
    edition = known.edition_of("bench")
    readings = order.sample.readings
    reading = readings.get("insulation") or Reading(value=None, flags=("no_value",))
    above = "over_range" in reading.flags
    value = reading.value if reading.steady and isinstance(reading.value, Decimal) else None
    judgement = readings.get("judgement")
    tested = f.InsulationTested(
        insulation=order.ceiling if above else value,
        at_least=above,
        test_voltage=_number(readings.get("test_voltage")),
        duration=_number(readings.get("duration")),
        judgement=str(judgement.value) if judgement and judgement.value else "",
        second=order.second,
        evidence=Evidence(
            instrument=order.tester.key,
            profile=order.tester.profile,
            raw=order.sample.raw.hex(),
            flags=reading.flags,
        ),
        decided=Decided(edition=edition.id, rules=_RULES),
    )
    against = (
        *_of_value(reading),
        *_of_test(tested, known, battery, edition),
        *certificates.doubts(edition, [order.tester], known.today),
    )
    return about(order.battery, msgspec.structs.replace(tested, doubts=against))


def _tester(there: Sequence[Instrument], channel: str) -> Instrument:
    tester = only(there, "insulation", channel)
    if tester is None:
        raise Refused("tester_missing", channel=channel)
    if not tester.stop_confirmed:
        raise Refused("stop_not_confirmed", channel=channel)
    check_thermometer(there, channel)
    return tester


def _full_voltage(known: Known, battery: Battery) -> Decimal:
    model = known.model(battery.model)
    if model is None:
        raise Refused("type_unknown", ticket=battery.ticket)
    if not model.max_v:
        raise Refused("type_incomplete", missing="full_voltage", model=model.title)
    return model.max_v


def _test_voltage(full: Decimal, edition: Edition) -> Decimal:
    """Return V: the edition's, and never below the battery's full voltage."""
    wanted = max(edition.number("insulation.test_v"), full)
    volts = (wanted / _STEP_V).to_integral_value("ROUND_CEILING") * _STEP_V
    most = edition.number("insulation.test_v_most")
    if volts > most:
        raise Refused("test_voltage_too_high", wanted=volts, most=most)
    return volts


def _of_value(reading: Reading) -> tuple[str, ...]:
    """Return why a value is none; better than the tester can show is a value."""
    if "over_range" in reading.flags or reading.steady:
        return ()
    for flag in ("wrong_unit", "under_range"):
        if flag in reading.flags:
            return (flag,)
    return ("unsteady",) if "unstable" in reading.flags else ("no_value",)


def _of_test(
    tested: f.InsulationTested, known: Known, battery: Battery, edition: Edition
) -> tuple[str, ...]:
    """Return what speaks against the way it was tested: voltage, time, judgement."""
    model = known.model(battery.model)
    full = model.max_v if model else None
    wanted = max(edition.number("insulation.test_v"), full or Decimal(0))
    least = wanted * edition.number("insulation.test_v_percent") / _HUNDRED
    volts, lasted = tested.test_voltage, tested.duration
    doubts = (
        ("full_voltage_unknown", not full),
        ("test_voltage_low", volts is None or volts < least),
        ("too_short", lasted is None or lasted < edition.number("insulation.least_s")),
        ("judgement_missing", tested.judgement in _NO_JUDGEMENT),
    )
    return tuple(code for code, against in doubts if against)


def _number(reading: Reading | None) -> Decimal | None:
    """Return a number that the tester tells of its own test; it need not have stood still."""
    if reading is None or "implausible" in reading.flags:
        return None
    return reading.value if isinstance(reading.value, Decimal) else None
