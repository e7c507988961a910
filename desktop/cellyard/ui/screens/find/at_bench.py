"""What the bench has done with a battery, in the few words that a node or a chip has room for."""

from collections.abc import Iterator

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench.queue import Waits, waits_for
from cellyard.domain.grading.capacity import state_of_health
from cellyard.domain.registers import BatteryModel
from cellyard.ui.screens.find.story import Story
from cellyard.words import N_, _, number, quantity
from cellyard.words.bench_facts import ENDS, ROUTES, TESTS, WATCHED
from cellyard.words.channels import sentence_case
from cellyard.words.facts import measured
from cellyard.words.numbers import listed

_WAITS: dict[Waits, str] = {
    "capacity": N_("Waits for its capacity test"),
    "grade": N_("Waits for its grade"),
    "discharge": N_("Waits for its discharge"),
}

_RESULTS = (f.CapacityTested, f.DischargedToSafe)


def waits(battery: Battery) -> str:
    """Return what the battery waits for, or the channel that it is on; "" for nothing."""
    run = battery.bench.run
    if run is not None:
        return _("On channel {channel}").format(channel=run.channel)
    waiting = waits_for(battery)
    return _(_WAITS[waiting]) if waiting else ""


def grade(battery: Battery) -> str:
    """Return the grade that stands and where it leads; "" while there is none."""
    given = battery.bench.given
    if given is None:
        return ""
    words = _("Grade {grade}").format(grade=given.grade)
    discharge = battery.bench.discharge
    if discharge is not None and battery.bench.discharged:
        limit = quantity(discharge.limit.normalize(), "V")
        return listed([words, _("below {limit}").format(limit=limit)])
    return listed([words, _(ROUTES[given.route])])


def happened(story: Story) -> Iterator[tuple[int, str]]:
    """Give when (ms) and what the bench did, oldest first; what was taken back is left out.

    A run with a result is one thing, at its beginning and in the words of its result.
    """
    line = [told.recorded for told in story.line if told.standing]
    results = {r.fact.run: r.fact for r in line if isinstance(r.fact, _RESULTS)}
    for r in line:
        fact = r.fact
        if isinstance(fact, f.RunBegan):
            fact = results.get(fact.run, fact)
        elif isinstance(fact, (f.RunEnded, *_RESULTS)) and fact.run in results:
            continue
        if words := _words(fact, story.model):
            yield r.envelope.at, words


def _words(fact: f.Fact, model: BatteryModel | None) -> str:
    match fact:
        case f.RunBegan():
            return _(TESTS[fact.test])
        case f.RunEnded():
            words = WATCHED[fact.trip.watched] if fact.trip else ENDS[fact.end]
            return sentence_case(_(words))
        case f.ResistanceTested():
            ohm = fact.resistance
            return quantity((ohm * 1000).normalize(), "mΩ") if ohm else _("no reading")
        case f.InsulationTested():
            return _insulation(fact)
        case f.CapacityTested():
            return listed(_capacity(fact, model))
        case f.DischargedToSafe():
            said = _("Below {limit}") if fact.below else _("Still above {limit}")
            return said.format(limit=quantity(fact.limit.normalize(), "V"))
        case f.Graded() | f.GradeOverruled():
            return _("Grade {grade}").format(grade=fact.grade)
        case _:
            return ""


def _insulation(fact: f.InsulationTested) -> str:
    if fact.insulation is None:
        return _("better than the instrument can show") if fact.at_least else _("no reading")
    return measured(fact.insulation, "ohm")


def _capacity(fact: f.CapacityTested, model: BatteryModel | None) -> list[str]:
    words = [quantity(fact.capacity, "Ah", 1)]
    if fact.doubts:
        return [*words, _("not acceptable")]
    if model is None or not model.capacity_ah:
        return words
    health = state_of_health(fact.capacity, model.capacity_ah)
    return [*words, f"{number(health, 1)} %"]
