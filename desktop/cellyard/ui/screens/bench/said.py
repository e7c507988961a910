"""What the bench says of a run: its title, its steps, its limits, and how long it takes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Step as RunStep
from cellyard.domain.registers import Instrument
from cellyard.jobs.runs import EarlierRun
from cellyard.ui.screens.bench.survey import Proposal
from cellyard.ui.widgets.curve_scale import hours
from cellyard.ui.widgets.steps import Step, StepState
from cellyard.words import _, day, quantity
from cellyard.words.bench_facts import TESTS
from cellyard.words.channels import LIMITS, STEPS, tripped
from cellyard.words.numbers import listed
from cellyard.words.times import lasted, short_day

_UNITS = {"V": "V", "A": "A", "degC": "°C", "K_min": "K/min", "Ah": "Ah"}
_HOUR = 3600
# Refusals that speak of the battery itself, whatever the channel.
_OF_THE_BATTERY = frozenset(
    {"no_bench", "run_open", "newer_facts", "would_destroy_second_life", "already_discharged"}
)
LOST_AFTER_S, MUTED_AFTER_S = 10.0, 3.0


def ended_at(plan: Plan) -> Decimal:
    """Return the voltage that the first load of a run goes down to."""
    return plan.programme.steps[plan.programme.first_load].down_to


def rate(plan: Plan) -> str:
    """Return the current of the first load against the rated capacity, e.g. `0.2 C`."""
    return _rate(plan.programme.steps[plan.programme.first_load].ampere, plan)


def _rate(ampere: Decimal, plan: Plan) -> str:
    return quantity((ampere / plan.rated_ah).quantize(Decimal("0.01")).normalize(), "C")


def title(channel: Channel) -> str:
    """Return the head over the curve."""
    if channel.plan is None:
        return _("Channel {channel}").format(channel=channel.key)
    if channel.phase == "ended":
        words = _("Channel {channel}: {how}")
        return words.format(channel=channel.key, how=ending(channel))
    words = {
        "capacity": _("Channel {channel}, capacity test to {volts} at {rate}"),
        "discharge": _("Channel {channel}, discharge to safe to {volts} at {rate}"),
    }[channel.plan.test]
    down_to = quantity(ended_at(channel.plan), "V", 2)
    return words.format(channel=channel.key, volts=down_to, rate=rate(channel.plan))


def ending(channel: Channel) -> str:
    """Return how a run ended, in a few words."""
    match channel.end:
        case "completed" | None:
            return below(channel) or _("{test} done").format(test=_test(channel))
        case "stopped":
            return _("stopped by a person")
        case "guard":
            return tripped(channel.trip) if channel.trip else _("ended by the guard")
        case "load_lost":
            return _("the load was lost")
        case "not_armed":
            return _("the load did not go on")
        case "broken_off":
            return _("closed after a break")


def below(channel: Channel) -> str:
    """Return what a discharge to safe has come to: below its limit, or still above it; else ""."""
    step = channel.step
    if channel.plan is None or channel.plan.test != "discharge" or step is None:
        return ""
    if step.limit is None or channel.voltage is None:
        return ""
    words = _("Below {limit}, {time}") if channel.voltage <= step.limit else _("Above {limit}")
    limit = quantity(step.limit.normalize(), "V")
    return words.format(limit=limit, time=span(step.seconds))


def span(seconds: Decimal) -> str:
    """Return a length of time as a rule names it, e.g. `24 h` or `30 min`."""
    if seconds >= _HOUR and not seconds % _HOUR:
        return quantity(int(seconds // _HOUR), "h")
    return quantity(int(seconds // 60), "min")


def instrument(load: Instrument | None) -> str:
    """Return which load works here and until when it is calibrated."""
    if load is None:
        return ""
    maker, _comma, rest = load.identity.partition(",")
    model = rest.partition(",")[0]
    name = f"{maker} {model}".strip() or load.key
    if not load.calibrated_until:
        return _("{load}, not calibrated").format(load=name)
    until = datetime.fromisoformat(load.calibrated_until)
    ended = until.date() < datetime.now().astimezone().date()
    words = _("{load}, calibration ended {day}") if ended else _("{load}, calibrated to {day}")
    return words.format(load=name, day=day(until))


def left(seconds: Decimal | None) -> str:
    return hours(float(seconds)) if seconds is not None else ""


def _test(channel: Channel) -> str:
    return _(TESTS[channel.plan.test]) if channel.plan else ""


# --- steps ----------------------------------------------------------------------------------


def steps(channel: Channel) -> list[Step]:
    """Return the steps of a run: what is done, what is now, what is to come."""
    if channel.plan is None:
        return []
    ended = channel.phase == "ended"
    well = channel.end in (None, "completed")
    began = channel.phase != "arming" and channel.end != "not_armed"
    found = [Step(_("Check"), _("passed"), "done")]
    if not began:
        found = [Step(_("Check"), _("limits"), "caution" if ended else "now")]
    for at, step in enumerate(channel.plan.programme.steps):
        state: StepState = "todo"
        if at < channel.progress.step or (ended and well):
            state = "done"
        elif at == channel.progress.step and began:
            state = "now" if not ended else "caution"
        found.append(Step(_(STEPS[step.name]), _value(step), state))
    return found


def _value(step: RunStep) -> str:
    if step.kind == "rest":
        return span(step.seconds)
    return _("to {volts}").format(volts=quantity(step.down_to, "V", 2))


def checks(proposal: Proposal) -> list[Step]:
    """Return what is looked at before a load goes on, and what stands in the way."""
    no = proposal.refused.code if proposal.refused else ""
    duties = {i.duty for i in proposal.instruments}
    load = next((i for i in proposal.instruments if i.duty == "load"), None)
    typed = proposal.plan is not None
    may = no not in _OF_THE_BATTERY
    warm = "thermometer" in duties or "bms" in duties
    found = [
        (_("Verdict"), may, _("passed")),
        (_("Model"), typed, _("known")),
        (_("Load"), load is not None, _("there")),
        (_("Sensor"), warm, _("there")),
        (_("Stop"), bool(load and load.stop_confirmed), _("confirmed")),
    ]
    return [
        Step(words, value if well else _("not so"), "done" if well else "caution")
        for words, well, value in found
    ]


# --- what is going to be done ---------------------------------------------------------------


def procedure(proposal: Proposal) -> list[tuple[str, str]]:
    """Return what the run will do, as pairs."""
    plan = proposal.plan
    if plan is None:
        return []
    first = plan.programme.steps[plan.programme.first_load]
    down_to = quantity(first.down_to, "V", 2)
    pairs = [
        (_("Procedure"), _(TESTS[plan.test])),
        (_("Down to"), down_to),
        (_("Current"), listed([quantity(first.ampere.normalize(), "A"), rate(plan)])),
    ]
    rests = [s for s in plan.programme.steps if s.kind == "rest"]
    if plan.test == "discharge":
        limit = rests[-1].limit
        words = quantity(limit.normalize(), "V") if limit is not None else ""
        pairs.append((_("Rebound below"), words))
    pairs.append((_("Takes about"), lasted(int(plan.seconds) * 1000)))
    rated = (quantity(plan.rated_ah.normalize(), "Ah"), quantity(plan.max_voltage.normalize(), "V"))
    pairs.append((_("Rated"), listed([*rated])))
    pairs.append((_("Rules"), plan.edition))
    return pairs


def limits(proposal: Proposal) -> list[tuple[str, str]]:
    """Return what the load goes off at by itself, as pairs."""
    if proposal.plan is None:
        return []
    named = dict(proposal.plan.guard.named())
    return [(_(words), _limit(key, named[key])) for key, words in LIMITS.items() if key in named]


def _limit(key: str, value: Decimal) -> str:
    if key == "seconds_s":
        return lasted(int(value) * 1000)
    unit = next(unit for end, unit in _UNITS.items() if key.endswith(f"_{end}"))
    return quantity(value.normalize(), unit) if value else quantity(value, unit)


def earlier(run: EarlierRun, plan: Plan, now: int) -> str:
    """Return the name of an earlier run at the end of its line; `now` in ms."""
    words = _("{day} at {rate}, {capacity}")
    return words.format(
        day=short_day(run.at, now),
        rate=_rate(abs(run.current), plan),
        capacity=quantity(run.capacity, "Ah", 1),
    )


def present(instruments: Sequence[Instrument], duty: str) -> Instrument | None:
    """Return the instrument of a duty on a channel, or None."""
    return next((i for i in instruments if i.duty == duty), None)
