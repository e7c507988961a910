"""Resistance: only equal, fresh readings become a result, with the digits of the meter."""

from decimal import Decimal

import msgspec
import pytest
from memory import Memory, judged, refused

from cellyard.domain.bench.resistance import ResistanceReading, read
from cellyard.domain.facts import ResistanceTested
from cellyard.domain.readings import Flag, Reading, Sample
from cellyard.domain.registers import Instrument

METER = Instrument(
    key="meter-1", station="intake-1", profile="hioki-bt356x", port="/dev/x", duty="meter",
    channel="1", calibrated_until="2026-12-31",
)  # fmt: skip
OVER: tuple[Flag, ...] = ("over_range",)


def shown(
    t: float, ohm: str | None, volts: str | None = "394.20", *flags: Flag, raw: bytes = b"raw"
) -> Sample:
    readings = {
        "resistance": Reading(value=None if ohm is None else Decimal(ohm), unit="ohm", flags=flags),
        "voltage": Reading(value=None if volts is None else Decimal(volts), unit="V"),
    }
    return Sample(t=t, at=0, readings=readings, raw=raw)


def order(id_: str, *samples: Sample, now: float = 10.0, since: float = 0.0) -> ResistanceReading:
    warm = Decimal("21.4")
    return ResistanceReading(
        battery=id_, meter=METER, samples=samples, now=now, since=since, temperature=warm
    )


def equal(*ohms: str) -> tuple[Sample, ...]:
    return tuple(shown(9 + n / 4, ohm, raw=b"%d" % n) for n, ohm in enumerate(ohms))


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def id_(store: Memory) -> str:
    return judged(store)


def taken(store: Memory, wanted: ResistanceReading) -> ResistanceTested:
    (written,) = store.record(read, wanted, "technician")
    assert isinstance(written.fact, ResistanceTested)
    return written.fact


def test_what_was_read_before_the_battery_was_joined_is_of_another(store: Memory, id_: str) -> None:
    samples = equal("0.08310", "0.08310", "0.08310", "0.08310")  # at 9, 9.25, 9.5 and 9.75 s
    assert (
        refused(store, read, order(id_, *samples, since=9.3), "technician").code == "meter_silent"
    )
    assert taken(store, order(id_, *samples, since=9.25)).resistance == Decimal("0.08310")


def test_three_equal_readings_are_a_result_with_the_digits_of_the_last(store: Memory, id_: str):
    fact = taken(store, order(id_, *equal("0.5", "0.08310", "0.08312", "0.08330")))
    assert str(fact.resistance) == "0.08330"
    assert str(fact.voltage) == "394.20"
    assert fact.temperature == Decimal("21.4")
    assert fact.doubts == ()
    assert (fact.evidence.instrument, fact.evidence.raw) == ("meter-1", b"3".hex())
    assert fact.decided.edition == "bench-2026-2"
    assert store.battery(id_).bench.resistance == fact


def test_what_differs_by_more_than_the_edition_allows_is_unsteady(store: Memory, id_: str):
    # 0.5 % of 0.08000 is 0.0004.
    assert taken(store, order(id_, *equal("0.07960", "0.07970", "0.08000"))).resistance
    no = refused(store, read, order(id_, *equal("0.07959", "0.07970", "0.08000")), "technician")
    assert no.code == "unsteady_reading"
    jumps = (*equal("0.08", "0.08"), shown(9.6, "0.08", "380.0"))
    assert refused(store, read, order(id_, *jumps), "technician").code == "unsteady_reading"


def test_the_line_calls_every_other_digit_unsteady_which_the_spread_allows(store: Memory, id_: str):
    samples = [shown(9 + n / 4, ohm, "394.20", "unstable") for n, ohm in enumerate(("1", "1", "1"))]
    assert taken(store, order(id_, *samples)).resistance == 1


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("over_range",), "probes_over_range"),
        (("fault",), "probes_open"),
        (("open",), "probes_open"),
        (("implausible",), "probes_over_range"),
    ],
)
def test_a_sentinel_is_never_a_value(store: Memory, id_: str, flags: tuple[Flag, ...], code: str):
    bad = shown(9.9, None, "394.20", *flags)
    no = refused(store, read, order(id_, *equal("0.08", "0.08"), bad), "technician")
    assert no.code == code
    # One before the three newest counts no more.
    assert taken(store, order(id_, bad, *equal("0.08", "0.08", "0.08"))).resistance


def test_swapped_probes_are_told_by_the_voltage(store: Memory, id_: str):
    swapped = [shown(9 + n / 4, "0.08", "-394.20") for n in range(3)]
    no = refused(store, read, order(id_, *swapped), "technician")
    assert (no.code, no.shown["shown"]) == ("reversed_probes", Decimal("-394.20"))
    below = equal("-0.001", "-0.001", "-0.001")
    assert refused(store, read, order(id_, *below), "technician").code == "probes_open"


def test_what_was_read_too_long_ago_belongs_to_another_battery(store: Memory, id_: str):
    samples = equal("0.08", "0.08", "0.08")
    assert taken(store, order(id_, *samples, now=14.0)).resistance
    for wanted in (order(id_, *samples, now=14.1), order(id_, *samples[:2]), order(id_)):
        assert refused(store, read, wanted, "technician").code == "meter_silent"


@pytest.mark.parametrize(
    ("until", "doubts"),
    [
        ("2026-04-14", ()),
        ("2026-04-13", ("calibration_ended",)),
        ("", ("calibration_unknown",)),
    ],
)
def test_the_certificate_and_a_missing_temperature_are_doubts(
    store: Memory, id_: str, until: str, doubts: tuple[str, ...]
):
    meter = msgspec.structs.replace(METER, calibrated_until=until)
    wanted = msgspec.structs.replace(order(id_, *equal("0.08", "0.08", "0.08")), meter=meter)
    assert taken(store, wanted).doubts == doubts
    cold = msgspec.structs.replace(wanted, temperature=None)
    assert taken(store, cold).doubts == (*doubts, "temperature_missing")


def test_who_may_not_test_and_what_may_not_be_tested_is_refused(store: Memory, id_: str):
    samples = equal("0.08", "0.08", "0.08")
    assert refused(store, read, order(id_, *samples), "operator").code == "role_missing"
    leaking = judged(store, acute_hazard="leaking")
    assert refused(store, read, order(leaking, *samples), "technician").code == "no_bench"
