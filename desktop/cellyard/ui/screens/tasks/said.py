"""What Tasks says of each task: its line, its head, what is known of it, what is to be done."""

from datetime import datetime
from typing import NamedTuple

from cellyard.domain.tasks import Task
from cellyard.ui.open_tasks import Overview, line, outcome, qualification, title
from cellyard.ui.screens.tasks.survey import Sides, Told
from cellyard.ui.widgets.line_list import Line
from cellyard.words import _, day, number, quantity
from cellyard.words import battery as spoken
from cellyard.words.conflicts import ADVICE, ADVICE_BEHIND, ASKS, ASKS_BEHIND
from cellyard.words.numbers import listed
from cellyard.words.tasks import GROUPS, age, left
from cellyard.words.times import when
from cellyard.words.watching import alarm


class Step(NamedTuple):
    """The one next step: what the primary says, and where it leads."""

    text: str
    second: str
    place: str
    subject: str


class Card(NamedTuple):
    """One side of a question: a caption, a name, a code, what is known.

    `then` says when it turns out to be so, and what is written by that.
    """

    caption: str
    name: str
    code: str
    pairs: tuple[tuple[str, str], ...]
    then: tuple[str, str] = ("", "")


def lines(found: Overview, now: int) -> list[Line]:
    """Return the list: each group under its head, a line a task."""
    made: list[Line] = []
    for group, words in GROUPS.items():
        tasks = [t for t in found.tasks if t.group == group]
        if tasks:
            made.append(Line(f"head {group}", _(words), right=number(len(tasks)), head=True))
        made.extend(line(found, task, now) for task in tasks)
    return made


def head(found: Overview, task: Task, now: int) -> tuple[str, str]:
    """Return the title of a task opened, and what it asks in one sentence."""
    conflict = task.conflict
    if conflict is None:
        return title(found, task, now), _asks(found, task)
    return title(found, task, now), _(ASKS_BEHIND if conflict.behind else ASKS[conflict.kind])


def _asks(found: Overview, task: Task) -> str:
    match task.kind:
        case "reading":
            said = _("What is watched and not read counts as the worse case.")
        case "observed":
            said = _("It was observed for as long as the rules say. Now somebody decides.")
        case "difference":
            words = _("Load {number}, receipt differs. Nobody is wrong until someone asks.")
            said = words.format(number=task.name)
        case "not_left" if not task.days:
            said = _("Its papers are made for today.")
        case "not_left":
            words = _("It was to leave on {day}. Send it, or give it up.")
            said = words.format(day=_day(task))
        case "not_received":
            said = _("{consignee} has not said what arrived.").format(consignee=found.partner(task))
        case "calibration":
            said = _("What it measures after its last day carries a doubt.")
        case "edition":
            said = _("Without an edition in force nothing can be judged by it.")
        case "release":
            said = _("When nobody stands for the rules, papers of a load are drafts.")
        case "qualification":
            said = _("{qualification}: after its last day nobody is released by it.").format(
                qualification=qualification(task)
            )
        case "paper":
            said = _("A second copy may travel in a second cab. Look before you print again.")
        case _:
            said = ""
    return said


def card(found: Overview, task: Task, now: int) -> Card:
    """Return what is known of a task that has one side only."""
    pairs: list[tuple[str, str]] = []
    if task.kind in ("reading", "observed") and (battery := found.batteries.get(task.battery)):
        pairs += [(_("Code"), battery.code or _("No code")), (_("Slot"), task.name)]
        looks = battery.watch.observations
        if looks and looks[-1].temperature is not None:
            pairs += [(_("Last reading"), quantity(looks[-1].temperature, "°C"))]
    if task.kind == "unread" and (battery := found.batteries.get(task.battery)):
        pairs += [(_("Ticket"), str(battery.ticket))]
        pairs += [(_("Slot"), battery.slot)] if battery.slot else []
    if task.kind in ("not_left", "not_received"):
        pairs += [(_("Consignee"), found.partner(task))]
    if task.kind == "calibration" and (instrument := found.instruments.get(task.subject)):
        pairs += [(_("Station"), instrument.station), (_("Profile"), instrument.profile)]
        pairs += [(_("Serial number"), instrument.serial)] if instrument.serial else []
    if task.until:
        pairs += [(_("Last day"), _day(task)), (_("Ends"), left(task.days))]
    if task.at:
        stands = listed([when(task.at, now), age(task.at, now)])
        pairs += [(_("Since"), stands)]
    return Card(_("What is known"), line(found, task, now).second, "", tuple(pairs))


def _day(task: Task) -> str:
    return day(datetime.fromisoformat(task.until))


def ours(found: Overview, task: Task, sides: Sides, now: int) -> Card:
    """Return what our papers say of a battery that a receipt differs in."""
    battery = found.batteries[task.battery]
    pairs = [*_by(_("Listed"), sides.listed, now), *_by(_("Left the gate"), sides.left, now)]
    if battery.leaving.gross_kg is not None:
        pairs += [(_("Package"), quantity(battery.leaving.gross_kg, "kg"))]
    if battery.kg is not None:
        pairs += [(_("Weighed here"), quantity(battery.kg, "kg"))]
    name = spoken.name(found.model(task.battery))
    return Card(_("Our papers say"), name, battery.code or _("No code"), tuple(pairs))


def theirs(found: Overview, task: Task, sides: Sides, now: int) -> Card:
    """Return what the consignee says of it."""
    battery = found.batteries[task.battery]
    pairs = list(_by(_("Entered"), sides.received, now))
    if battery.leaving.outcome_kg is not None:
        pairs += [(_("Their scale"), quantity(battery.leaving.outcome_kg, "kg"))]
    if sides.received:
        station, _epoch, number = sides.received.ref.rsplit("/", 2)
        pairs += [(_("Fact"), f"{station}, {number}")]
    words = _("{consignee} says").format(consignee=found.partner(task))
    return Card(words, outcome(task), "", tuple(pairs))


def _by(words: str, told: Told | None, now: int) -> list[tuple[str, str]]:
    if told is None:
        return []
    return [(words, f"{told.who}, {when(told.at, now)}" if told.who else when(told.at, now))]


def step(task: Task) -> Step | None:
    """Return where the next step of a task is made; None where it is made here."""
    match task.kind:
        case "reading":
            words = _("Read {slot}").format(slot=task.name)
            return Step(words, _("In the yard"), "yard", task.battery)
        case "observed":
            return Step(
                _("Show {slot}").format(slot=task.name), _("In the yard"), "yard", task.battery
            )
        case "not_left" | "not_received":
            return Step(_("Go to Ship"), task.name, "ship", task.subject)
        case "calibration":
            return Step(_("Go to Set up"), _("Its instruments"), "setup", "instruments")
        case "edition" | "release":
            return Step(_("Go to Set up"), _("The rules"), "setup", "rules")
        case "qualification":
            return Step(_("Go to Set up"), _("The people"), "setup", "people")
        case "slot_over" | "slot_beside":
            return Step(
                _("Show {slot}").format(slot=task.name), _("In the yard"), "yard", task.battery
            )
        case "graded_twice":
            return Step(_("Go to Grade"), task.name, "grade", task.battery)
        case "fork" if task.conflict is not None and not task.conflict.behind:
            return Step(_("Go to Set up"), _("This computer"), "setup", "")
        case _:
            return None


def advice(task: Task) -> tuple[str, str]:
    """Return what to do first, as a head and one or two sentences."""
    if task.conflict is not None:
        behind = task.conflict.behind
        first, more = ADVICE_BEHIND if behind else ADVICE[task.conflict.kind]
        slots = [s.what for s in task.conflict.said if s.what]
        slot = task.name if task.kind in ("slot_over", "slot_beside") else "".join(slots[:1])
        return _(first).format(slot=slot, one=slot, other="".join(slots[1:2])), _(more)
    return _advice(task)


def _advice(task: Task) -> tuple[str, str]:
    match task.kind:
        case "reading":
            then = alarm(task.alarm, 0)[1] if task.alarm else _("Take its temperature.")
            return _("Go to {slot}").format(slot=task.name), then
        case "observed":
            return _("Decide what becomes of it"), _(
                "End its observation by two people, or list it for a load."
            )
        case "difference":
            return _("Ask them, then choose"), _(
                "Keys 1 to 4. It opens again if they say otherwise."
            )
        case "not_left" if not task.days:
            return _("Ask the carrier"), _("It leaves today, or on another day with new papers.")
        case "not_left":
            return _("Ask the carrier"), _("Its papers are made for that day only.")
        case "not_received":
            return _("Ask for the receipt"), _("Enter it line by line in Ship.")
        case "calibration":
            return _("Send it in"), _("Enter the new last day when it is back.")
        case "edition":
            return _("Get the new edition"), _("It is read in at Set up, Rules.")
        case "release":
            return _("Ask the adviser"), _("Whoever is qualified releases it again.")
        case "qualification":
            return _("Ask for the new proof"), _("An administrator enters it.")
        case "paper":
            return _("Go to the printer"), _("Print it again, or let it go if it is there.")
        case _:
            return "", ""
