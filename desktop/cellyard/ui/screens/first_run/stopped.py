"""Recovery, step 1: why this station cannot go on, who decides, and what will become of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs.recovering import BEHIND
from cellyard.jobs.stopped import STOPS
from cellyard.ui import form
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.points import code_and_words, side
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.words import N_, _, sentence

_ACROSS = 560  # of the card in the middle, inside
# What is asked first in each case; a copy may become a station of its own.
_FIRST: dict[str, str] = {
    "store_copied": N_(
        "Is the first computer gone? Keep the name: this one takes its place. Does it go on? Give "
        "this one another name: it becomes a station of its own."
    ),
    "station_revoked": N_(
        "Ask the administrator of the central server why. A new code lets it begin anew."
    ),
    "store_rolled_back": N_(
        "Is the newer file still somewhere? Close the app and put it back: then all goes on. If "
        "not, begin anew here."
    ),
    "key_missing": N_(
        "Did another user of this computer always start the app? Start it as that one: then all "
        "goes on. If not, begin anew here."
    ),
    BEHIND: N_(
        "It may be done at a quiet hour: until then work goes on here, and is sent as always."
    ),
}
_ELSE = N_(
    "Find out whether another computer works under this name, and stop it. What both have written "
    "is kept."
)
_THEN = N_(
    "Then it joins its centre again with a key of its own. The old store is set aside whole; what "
    "was not sent is carried over, what contradicts the centre is judged in Set up."
)


class StoppedStep(Step):
    """Nothing is done here yet. `look_wanted`: the station is opened as it is, to look at."""

    key = "stopped"
    title = N_("What happened")
    short = N_("what happened")
    look_wanted = Signal()

    def __init__(self, draft: Draft, keep: Callable[[], None], no: Refused) -> None:
        super().__init__(draft, keep)
        self.middle, self.side = self._middle(no), _side()

    def _middle(self, no: Refused) -> QWidget:
        behind = no.code == BEHIND
        head, _first, _second = heading(
            _("Take the centre’s record") if behind else _("This station cannot go on as it is"),
            _("The administrator decides, with a code of the central server."),
        )
        said = (
            (_(self.title), sentence(no)),
            (_("What to do first"), _(_FIRST.get(no.code, _ELSE))),
            (_("What becomes of it"), _(_THEN)),
        )
        lines = (
            form.column(
                Label(word, "small", colour="text_muted"),
                Label(text, "body", wrap=True, across=_ACROSS),
                gap=2,
            )
            for word, text in said
        )
        look = (
            Button(_("Go on working for now"), icon="ph.arrow-left")
            if behind
            else Button(_("Open it only to look"), icon="ph.eye")
        )
        look.clicked.connect(self.look_wanted)
        look.setVisible(behind or no.code in STOPS)
        card = form.card(form.column(*lines, gap=18), padding=20)
        middle = form.holder(
            form.column(head, card, form.stretch(), form.row(look, form.stretch()), gap=14)
        )
        middle.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return middle

    def second(self) -> str:
        return _("And who decides")

    def shown(self) -> None:
        # Enter goes on; it rests on no button that does anything else.
        self.middle.setFocus()


def _side() -> QWidget:
    return side(
        _("What will be asked"),
        *code_and_words(),
        (_("Some time"), _("All that the centre knows comes here. A power cut does no harm.")),
        (
            _("A judgement"),
            _("What only stands in the old store is shown in Set up: written anew, or left."),
        ),
        hint=_(
            "One name, one computer: two that write as one station would give two meanings to one "
            "number."
        ),
    )
