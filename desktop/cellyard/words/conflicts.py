"""The words of what cannot all be true: what each is called, what it asks, and its answers."""

from cellyard.domain import facts as f
from cellyard.domain.conflicts import ConflictKind
from cellyard.words.catalogue import N_, _
from cellyard.words.yard import OVERRULE_REASONS

# What a task is called where its name stands beside it.
KINDS: dict[ConflictKind, str] = {
    "two_places": N_("In two places"),
    "moved_after_dispatch": N_("Seen after dispatch"),
    "two_loads": N_("On two loads"),
    "graded_twice": N_("Graded twice"),
    "one_or_two": N_("One or two?"),
    "same_code": N_("Same code twice"),
    "slot_over": N_("Slot too full"),
    "slot_beside": N_("Not side by side"),
    "slot_of_other": N_("Another’s slot"),
    "role_missing": N_("Role was gone"),
    "two_versions": N_("Two versions"),
    "unread": N_("From a newer app"),
    "fork": N_("Two histories"),
}
# What each asks in one sentence. Nobody is wrong until somebody has looked.
ASKS: dict[ConflictKind, str] = {
    "two_places": N_("Two stations put it away apart. Nobody is wrong until someone looks."),
    "moved_after_dispatch": N_("One station sent it off, another one still moved it."),
    "two_loads": N_("Two stations listed it apart. It can leave only once."),
    "graded_twice": N_("Two stations gave different grades. Neither counts until one is chosen."),
    "one_or_two": N_("One station saw one thing, another one saw two."),
    "same_code": N_("Booked in twice, apart. It is one thing or two: someone looks."),
    "slot_over": N_("Together it is more than the slot may hold."),
    "slot_beside": N_("What lies here may not lie side by side."),
    "slot_of_other": N_("It lies in a slot of another station, and nobody said why."),
    "role_missing": N_("Whoever did this had the role no more, and the station did not know."),
    "two_versions": N_("Two people changed it apart. The later one counts until one is chosen."),
    "unread": N_("This app cannot read all of it. Nothing risky is done with it meanwhile."),
    "fork": N_("It was restored or copied. Both histories are kept."),
}
# How each is answered: what to do first, and how it ends.
ADVICE: dict[ConflictKind, tuple[str, str]] = {
    "two_places": (
        N_("{one} or {other}"),
        N_("Scan the slot where it lies, then the battery itself."),
    ),
    "moved_after_dispatch": (
        N_("Go to {slot}"),
        N_("There? Scan the slot, then the battery. Not there? Press Enter."),
    ),
    "two_loads": (
        N_("Look on which load it is"),
        N_("Keys 1 and 2, or scan a paper of the load. Then scan the battery."),
    ),
    "graded_twice": (
        N_("Test it again, or choose"),
        N_("A new test and grade ends it, or two people set one grade."),
    ),
    "one_or_two": (
        N_("Go and look for both"),
        N_("Keys 1 and 2. Of one thing, scan the slot where it lies, too."),
    ),
    "same_code": (
        N_("Go and look for both"),
        N_("Keys 1 and 2. Of one thing, scan the slot where it lies, too."),
    ),
    "slot_over": (
        N_("Go to {slot}"),
        N_("Move one of them. The task is gone once the rest may lie so."),
    ),
    "slot_beside": (
        N_("Go to {slot}"),
        N_("Move one of them. The task is gone once the rest may lie so."),
    ),
    "slot_of_other": (
        N_("Move it, or say why"),
        N_("A supervisor chooses a reason with 1 to 3."),
    ),
    "role_missing": (
        N_("Confirm, or take back"),
        N_("Enter confirms it. What is not right is taken back in Find."),
    ),
    "two_versions": (N_("Choose which one stands"), N_("Keys 1 and 2. The other one is kept.")),
    "unread": (N_("Update the app"), N_("It is kept and passed on as it is.")),
    "fork": (
        N_("Tell the administrator"),
        N_("The central server takes back the enrolment of one, and this is gone."),
    ),
}
# Where the centre has recorded the other history, this station takes that one.
ASKS_BEHIND = N_(
    "It was set back and went on. The centre has that history, this station the one before."
)
ADVICE_BEHIND = (
    N_("Take the centre’s record"),
    N_("What only stands here is set aside whole, for you to judge."),
)
# Fields of register entries, where two versions have them otherwise. Of the others none is named.
FIELDS: dict[str, str] = {
    "name": N_("Name"),
    "role": N_("Role"),
    "roles": N_("Roles"),
    "active": N_("May sign in"),
    "city": N_("City"),
    "uscc": N_("USCC"),
    "make": N_("Make"),
    "level": N_("Level"),
    "chemistry": N_("Chemistry"),
    "kwh": N_("kWh"),
    "mass_kg": N_("Mass"),
    "series": N_("In series"),
    "max_v": N_("Full voltage"),
    "capacity_ah": N_("Capacity"),
    "purpose": N_("Purpose"),
    "max_kg": N_("Limit in kg"),
    "max_kwh": N_("Limit in kWh"),
    "station": N_("Station"),
    "port": N_("Port"),
    "channel": N_("Channel"),
    "calibrated_until": N_("Calibrated until"),
    "stop_confirmed": N_("Stop seen to work"),
    "address": N_("Address"),
    "expected_on": N_("Expected on"),
    "closed": N_("Closed"),
    "valid_to": N_("Valid until"),
    "amount": N_("Price"),
    "currency": N_("Currency"),
    "per": N_("For each"),
    "source": N_("Source"),
    "withdrawn": N_("Does not count"),
}
# The answers of which one is chosen.
SAME: dict[str, str] = {"one_thing": N_("One thing"), "two_things": N_("Two things")}
# By name, as a resolved task names its answer.
_ANSWERS: dict[str, str] = {
    "difference_accepted": N_("the difference is accepted"),
    "found": N_("found"),
    "claimed": N_("a claim was made"),
    "done": N_("settled"),
    "lies_there": N_("it lies there"),
    "left": N_("it has left"),
    "on_this_load": N_("it is on this load"),
    "grade_chosen": N_("this grade stands"),
    "one_thing": N_("one thing, booked in twice"),
    "two_things": N_("two things with one code"),
    "confirmed": N_("confirmed"),
    "version_chosen": N_("this version stands"),
    "written_anew": N_("written anew"),
    "left_as_is": N_("left as it was"),
}


def said_of_answer(fact: f.AnsweringFact) -> str:
    """Return what was answered as one short line in the language spoken now."""
    match fact:
        case f.Merged():
            return _("Looked at: the same battery, booked in twice")
        case f.Resolved():
            words = _ANSWERS.get(fact.answer) or OVERRULE_REASONS.get(fact.answer, fact.answer)
            return _("Task answered: {answer}").format(answer=_(words))
