"""The bench's tests that read an instrument, as acts for the writer's thread.

Resistance with voltage, and insulation.
"""

import time
from collections.abc import Sequence
from contextlib import suppress

from cellyard.devices import profile as profiles
from cellyard.devices.bench.insulation import InsulationTester
from cellyard.devices.bench.insulation_result import ceiling
from cellyard.domain.bench import insulation, resistance
from cellyard.domain.bench.insulation import InsulationReading, InsulationStart
from cellyard.domain.bench.resistance import ResistanceReading
from cellyard.domain.bench.tester import InsulationPlan
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.readings import Sample
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.jobs import ready
from cellyard.jobs.benches import Benches
from cellyard.jobs.station import Station


def read_resistance(
    station: Station, benches: Benches, key: str, battery: str, *, by: str, since: float
) -> None:
    """Write resistance and open-circuit voltage as the meter of a channel shows them now.

    `since` is when the battery was joined there, in monotonic s.

    Refused: meter_missing, what `ready` refuses (under load there is no open-circuit voltage), and
    what `domain.bench.resistance.read` refuses.
    """
    found = benches.heard.newest(key, "meter")
    if found is None:
        raise Refused("meter_missing", channel=key)
    ready.check_free(benches, key)
    ready.check_own(benches, key, "meter")
    meter, samples = found

    def decide(known: Known, of: str) -> Sequence[Entry]:
        age = known.edition_of("bench").number("guard.temperature_age_s")
        order = ResistanceReading(
            battery=of,
            meter=meter,
            samples=tuple(samples),
            now=time.monotonic(),
            since=since,
            temperature=benches.heard.temperature(key, age),
        )
        return resistance.read(known, order)

    station.record(decide, battery, by=by)


def check_insulation(
    station: Station, benches: Benches, key: str, battery: str, *, by: str
) -> None:
    """Refuse what `start_insulation` would, before the second person is called."""
    _startable(benches, key)

    def decide(known: Known, order: InsulationStart) -> Sequence[Entry]:
        try:
            insulation.plan(known, order)
        except Refused as no:
            if no.code != "second_person_missing":
                raise
        return []

    station.record(decide, InsulationStart(battery=battery, channel=key), by=by)


def start_insulation(
    station: Station, benches: Benches, key: str, battery: str, *, second: str | None, by: str
) -> None:
    """Arm the tester of a channel and put its voltage on this battery; shows in its `view`.

    Nothing is written before there is a result (decision 010). Refused: tester_missing,
    tester_by_hand, tester_silent, what `ready` refuses, and what `domain.bench.insulation.plan`
    refuses.
    """
    tester = _startable(benches, key)
    planned: list[InsulationPlan] = []

    def decide(known: Known, order: InsulationStart) -> Sequence[Entry]:
        planned.append(insulation.plan(known, order))
        return []

    station.record(decide, InsulationStart(battery=battery, channel=key, second=second), by=by)
    benches.endings.leave(key)
    tester.begin(planned[-1])


def finish_insulation(station: Station, benches: Benches, key: str) -> None:
    """Write the result of a test that we have started, as whoever started it, and free the tester.

    Nothing happens where there is none: what was stopped or never began stays shown.
    """
    tester = _tester(benches, key)
    plan, sample = tester.view.plan, tester.result
    if tester.view.phase == "ended" and plan is not None and sample is not None:
        second, by = plan.second, plan.by
        _write(station, _named(benches, tester), sample, plan.battery, second=second, by=by)
        benches.endings.keep_test(tester.view, plan.battery)
        tester.release()


def join_insulation(station: Station, benches: Benches, key: str, battery: str, *, by: str) -> None:
    """Say that this battery is wired to a tester, before a person starts it at its panel.

    Refused: tester_missing, tester_silent, what `ready` refuses; no_bench, run_open.
    """
    tester = _tester(benches, key)
    _check_ready(benches, tester)

    def decide(known: Known, of: str) -> Sequence[Entry]:
        insulation.check_join(known, of)
        return []

    station.record(decide, battery, by=by)
    benches.endings.leave(key)
    tester.join(battery)


def leave_insulation(benches: Benches, key: str) -> None:
    """Let the battery go that was joined to a tester, or a test that ended without a result.

    What a person starts from now on is nobody's.
    """
    tester = benches.tester(key)
    if tester is not None and not tester.view.busy and tester.view.end != "completed":
        tester.release()


def read_insulation(station: Station, benches: Benches, key: str, battery: str, *, by: str) -> None:
    """Write the result of a test that a person has started after this battery was joined.

    Refused: tester_missing, what `ready` refuses; result_not_of_this when the tester was not
    joined to this battery, or shows no result of a test that was seen to run since; and what
    `domain.bench.insulation.read` refuses.
    """
    tester = _tester(benches, key)
    ready.check_free(benches, key)
    ready.check_own(benches, key, "insulation")
    view, sample = tester.view, tester.result
    if view.joined != battery or not view.ready or sample is None:
        raise Refused("result_not_of_this", channel=key)
    _write(station, _named(benches, tester), sample, battery, second=None, by=by)
    benches.endings.keep_test(view, battery)
    tester.release()


def close_insulation(station: Station, benches: Benches, key: str, *, by: str) -> None:
    """Free a tester whose line was lost under voltage, or whose end was seen by a person.

    A result that can still be written is. Refused("tester_not_seen_off") while it has not said
    itself that no test goes on.
    """
    tester = _tester(benches, key)
    view = tester.view
    if view.phase == "look" and not view.seen_off:
        raise Refused("tester_not_seen_off", channel=key)
    if view.phase not in ("look", "ended"):
        return

    def decide(known: Known, _key: str) -> Sequence[Entry]:
        check_may(known, "test")
        return []

    station.record(decide, key, by=by)
    with suppress(Refused):  # a battery that was withdrawn meanwhile has no result
        finish_insulation(station, benches, key)
    tester.release()


def _tester(benches: Benches, key: str) -> InsulationTester:
    tester = benches.tester(key)
    if tester is None:
        raise Refused("tester_missing", channel=key)
    return tester


def _startable(benches: Benches, key: str) -> InsulationTester:
    """Return a tester that we can start, and that may begin now."""
    tester = _tester(benches, key)
    if not tester.view.startable:
        raise Refused("tester_by_hand", channel=key)
    _check_ready(benches, tester)
    return tester


def _named(benches: Benches, tester: InsulationTester) -> Instrument:
    """Return the instrument behind a tester."""
    key, name = tester.view.key, tester.view.name
    found = next((i for i in benches.instruments(key) if i.key == name), None)
    if found is None:
        raise Refused("tester_missing", channel=key)
    return found


def _check_ready(benches: Benches, tester: InsulationTester) -> None:
    """Refuse a tester that cannot begin now, or whose last result is not written yet."""
    key = tester.view.key
    ready.check_free(benches, key)
    ready.check_own(benches, key, "insulation")
    if tester.view.phase == "ended" and tester.result is not None:
        raise Refused("channel_busy", channel=key)
    if not tester.open:
        raise Refused("tester_silent")


def _write(
    station: Station,
    tester: Instrument,
    sample: Sample,
    battery: str,
    *,
    second: str | None,
    by: str,
) -> None:
    order = InsulationReading(
        battery=battery,
        tester=tester,
        sample=sample,
        ceiling=ceiling(profiles.load(tester.profile)),
        second=second,
    )
    station.record(insulation.read, order, by=by)
