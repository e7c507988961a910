"""What stands at the right of a step: short things in their order, each with a word in front."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from cellyard.ui import form
from cellyard.ui.widgets.label import Label
from cellyard.words import _

Point = tuple[str, str]

_ACROSS = 300  # of a card at the right, inside


def points(*said: Point) -> QVBoxLayout:
    """Stack pairs of a word and its sentence."""
    return form.column(
        *(
            form.column(
                Label(word, "desk_body", weight=600, wrap=True, across=_ACROSS),
                Label(sentence, "small", colour="text_muted", wrap=True, across=_ACROSS),
                gap=2,
            )
            for word, sentence in said
        ),
        gap=14,
    )


def side(title: str, *said: Point, hint: str) -> QFrame:
    """Return a card with a title, its points, and at its foot what counts for all of them."""
    return form.card(
        form.column(
            Label(title, "sub", weight=600),
            points(*said),
            form.stretch(),
            Label(hint, "small", colour="text_muted", wrap=True, across=_ACROSS),
            gap=14,
        ),
        padding=18,
    )


def code_and_words() -> tuple[Point, Point]:
    """Say what is asked of whoever enrols a station, a new one or one that begins anew."""
    return (
        (
            _("A code"),
            _("The administrator of the central server gives it out for the name of this station."),
        ),
        (_("Six words"), _("Two people compare them: nobody stands in between.")),
    )
