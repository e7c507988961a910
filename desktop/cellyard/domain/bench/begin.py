"""Beginning and ending a run: who may join which battery to which load, and what is written."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench import heat, low_cell
from cellyard.domain.bench.plan import Plan, plan_of, type_of
from cellyard.domain.facts import Decided, Entry, RunKind
from cellyard.domain.known import Known
from cellyard.domain.people import may
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Duty, Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, check_certain, check_not_held, take


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """Join this battery to the load of a channel. `second` is the second person, where asked."""

    battery: str
    channel: str
    test: RunKind
    run: str
    second: str | None = None


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A run is over, or a person closes one that the app did not see the end of.

    `temperature` is the one that was read last, in degC.
    """

    battery: str
    run: str
    end: f.RunEnd
    trip: f.Trip | None = None
    refusal: str = ""
    lasted_s: Decimal = Decimal(0)
    temperature: Decimal | None = None


def begin(known: Known, order: Beginning) -> Sequence[Entry]:
    """Write that the load of a channel may go on, within which limits.

    Refused: what `plan` refuses.
    """
    planned = plan(known, order)
    began = f.RunBegan(
        run=order.run,
        test=order.test,
        channel=order.channel,
        instruments=planned.instruments,
        limits=planned.guard.named(),
        second=order.second,
        decided=Decided(edition=planned.edition, rules=_rules(order.test)),
    )
    return about(order.battery, began)


def plan(known: Known, order: Beginning) -> Plan:
    """Return what the channel is going to do.

    Refused: no_bench for WATCH, STOP and what was not judged; run_open; would_destroy_second_life;
    already_discharged; second_person_missing above the edition's voltage; type_unknown,
    type_incomplete, cut_off_unknown; load_missing, duty_twice, thermometer_missing,
    stop_not_confirmed for the channel.
    """
    battery = take(known, "test", order.battery)
    edition = known.edition_of("bench")
    known.edition_of("grading")  # without it nobody could say whether a trace counts
    _check_battery(known, battery, order.test)
    kind = type_of(battery, known.model(battery.model))
    check_two_people(known, order.second, kind.max_voltage, edition)
    there = [i for i in known.instruments if i.channel == order.channel]
    check_channel(there, order.channel)
    wanted = plan_of(order.test, kind, edition, there, battery=order.battery, channel=order.channel)
    return msgspec.structs.replace(wanted, run=order.run, by=known.actor, second=order.second)


def end(known: Known, order: Ending) -> Sequence[Entry]:
    """Write that a run is over. Nothing is written when its end stands already.

    It is over whoever may test by now, and whether the battery was withdrawn or not. Where heat
    ended it, what was measured and the worse verdict stand beside it, in this order.
    """
    battery = known.battery(order.battery)
    run = battery.bench.run
    if run is None or run.run != order.run:
        return []
    ended = f.RunEnded(
        run=order.run,
        end=order.end,
        trip=order.trip,
        refusal=order.refusal,
        lasted_s=order.lasted_s,
    )
    hot = heat.evidence(known, battery, run.channel, order.trip, order.temperature)
    return [*about(order.battery, ended), *hot]


def may_discharge(known: Known, battery: Battery) -> bool:
    """Tell whether deep discharge would destroy nothing: grade D, or none yet and refused a second
    life, since a cell was too low once.
    """
    given = battery.bench.given
    return low_cell.too_low(known, battery) if given is None else given.grade == "D"


def check_on_bench(battery: Battery) -> None:
    """Refuse what may not be tested now. Refused("newer_facts"), ("on_hold"), ("no_bench"),
    ("run_open").
    """
    if battery.opaque:
        raise Refused("newer_facts")
    check_not_held(battery)
    if battery.verdict not in ("go", "check"):
        raise Refused("no_bench", ticket=battery.ticket, verdict=battery.verdict or "")
    if battery.bench.run is not None:
        raise Refused("run_open", channel=battery.bench.run.channel)


def _check_battery(known: Known, battery: Battery, test: RunKind) -> None:
    if test == "discharge":
        check_certain(known, battery)
    check_on_bench(battery)
    if test == "discharge" and not may_discharge(known, battery):
        raise Refused("would_destroy_second_life", ticket=battery.ticket)
    if battery.bench.discharged:
        raise Refused("already_discharged", ticket=battery.ticket)


def check_two_people(known: Known, second: str | None, volts: Decimal, edition: Edition) -> None:
    """Refuse one person alone above the edition's voltage. Refused("second_person_missing"), and
    what `check_second` refuses.
    """
    limit = edition.number("two_people_v")
    if volts <= limit:
        return
    if second is None:
        raise Refused("second_person_missing", limit=limit, volts=volts)
    check_second(known, second)


def check_second(known: Known, second: str) -> None:
    """Refuse a second person who is the first, or may not test. Refused("second_person_same"),
    ("second_person_role").
    """
    if second == known.actor:
        raise Refused("second_person_same")
    if not may(known.roles(second), "test"):
        raise Refused("second_person_role")


def check_channel(there: Sequence[Instrument], channel: str) -> None:
    """Refuse a channel that lacks what a load needs. Refused("load_missing"), ("duty_twice"),
    ("thermometer_missing"), ("stop_not_confirmed").
    """
    load = only(there, "load", channel)
    if load is None:
        raise Refused("load_missing", channel=channel)
    check_thermometer(there, channel)
    if not load.stop_confirmed:
        raise Refused("stop_not_confirmed", channel=channel)


def only(there: Sequence[Instrument], duty: Duty, channel: str) -> Instrument | None:
    """Return the instrument that a channel has for a duty, if any. Refused("duty_twice")."""
    found = [i for i in there if i.duty == duty]
    if len(found) > 1:
        raise Refused("duty_twice", channel=channel)
    return found[0] if found else None


def check_thermometer(there: Sequence[Instrument], channel: str) -> None:
    """Refuse a channel on which nothing reads a temperature. Refused("thermometer_missing")."""
    if not any(i.duty in heat.THERMOMETERS for i in there):
        raise Refused("thermometer_missing", channel=channel)


def _rules(test: RunKind) -> tuple[str, ...]:
    if test == "capacity":
        return ("capacity.rate", "guard.temperature_high")
    return ("discharge.cut_off_cell_v", "discharge.rebound_cell_v", "guard.temperature_high")
