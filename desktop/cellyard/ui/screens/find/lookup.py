"""What was found: one line for each battery, with the part that was searched."""

import msgspec

from cellyard.domain import codes
from cellyard.domain.summary import Summary, summarise
from cellyard.ledger.questions import PAGE, SHORTEST_FRAGMENT, Questions
from cellyard.ui.screens.find.story import load_of
from cellyard.words import battery as named


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A battery that was found, the name of its model, and the load that it left with, or ""."""

    battery: Summary
    name: str
    left_with: str = ""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave: at most a page, whether there is more, and how many are kept here."""

    fragment: str
    slot: str = ""
    hits: tuple[Hit, ...]
    more: bool
    total: int


def look_up(questions: Questions, fragment: str, slot: str = "") -> Found:
    """Return batteries with this fragment, newest first; those of a slot when one is named.

    An empty fragment gives the newest batteries, one that is too short gives none.
    """
    if slot:
        found = [summarise(battery) for battery in questions.in_slot(slot)]
    else:
        found = questions.find(fragment, PAGE + 1)
    models = {model.key: model for model in questions.registers.models()}
    hits = (
        Hit(
            battery=b,
            name=named.name(models.get(b.model or "")),
            left_with=_left_with(questions, b),
        )
        for b in found[:PAGE]
    )
    return Found(
        fragment=fragment,
        slot=slot,
        hits=tuple(hits),
        more=len(found) > PAGE,
        total=questions.counts().batteries,
    )


def _left_with(questions: Questions, line: Summary) -> str:
    """Return the load that what lies nowhere has left with; a line of a list does not tell."""
    if line.slot or line.held_slot or line.withdrawn or line.merged:
        return ""
    battery = questions.battery(line.id)
    return load_of(questions, battery) if battery and battery.left else ""


def searchable(fragment: str) -> bool:
    """Tell whether a fragment is long enough to be searched."""
    return len(fragment.strip()) >= SHORTEST_FRAGMENT


def mark(code: str, fragment: str) -> tuple[int, int]:
    """Return from where to where a code as shown holds the fragment; (0, 0) when nowhere.

    Hyphens and spaces that only one of the two has do not count, as in the search itself.
    """
    wanted = fragment.strip().upper()
    if not wanted:
        return (0, 0)
    start = code.upper().find(wanted)
    if start >= 0:
        return (start, start + len(wanted))
    kept = [at for at, sign in enumerate(code) if codes.key(sign)]
    start = codes.key(code).find(codes.key(wanted)) if codes.key(wanted) else -1
    if start < 0:
        return (0, 0)
    return (kept[start], kept[start + len(codes.key(wanted)) - 1] + 1)
