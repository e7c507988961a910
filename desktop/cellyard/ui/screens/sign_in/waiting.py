"""A half-done ticket at the door: it waits for its owner, or somebody takes it over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cellyard.domain import intake
from cellyard.ledger.questions import Questions
from cellyard.ui import form, style
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.shapes import StateShape
from cellyard.words import _, clock, ngettext
from cellyard.words.battery import name
from cellyard.words.intake import STEPS
from cellyard.words.times import local

_HEIGHT = 180


@dataclass(frozen=True)
class Waiting:
    """A ticket that waits: whose it is, what it is, where it stands and since when (ms)."""

    battery: str
    ticket: int
    owner: str
    owner_name: str
    model: str
    step: str
    at: int


def waiting(
    questions: Questions, station: str, now: int, names: Mapping[str, str]
) -> list[Waiting]:
    """Return this station's half-done tickets, the newest first."""
    edition = questions.known(station=station, actor="", now=now).edition
    models = {model.key: model for model in questions.registers.models()}
    found: list[Waiting] = []
    for battery in questions.open_tickets():
        if battery.station != station:
            continue
        model = models.get(battery.model or "")
        found.append(
            Waiting(
                battery=battery.id,
                ticket=battery.ticket,
                owner=battery.owner,
                owner_name=names.get(battery.owner, ""),
                model=name(model),
                step=STEPS[intake.step(battery, model, edition)],
                at=battery.acts[-1].at if battery.acts else battery.received_at,
            )
        )
    return found


class WaitingCard(QFrame):
    """180 high; clear while nothing waits. `wanted` with the ticket to take over, "" for none."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Waiting] = []
        self._preferred = ""
        self._taking = False
        self._title = Label("", "title", elide=True)
        self._first = Label("", "body", colour="text_muted", elide=True)
        self._second = Label("", "body", colour="text_muted", elide=True)
        self._button = BigButton("", "secondary")
        self._button.clicked.connect(self.press)
        words = form.column(
            form.stretch(), self._title, self._first, self._second, form.stretch(), gap=2
        )
        inside = form.row(StateShape("info", 48), (words, 1), self._button, gap=24)
        inside.setContentsMargins(style.px(28), 0, style.px(24), 0)
        self.setLayout(inside)
        self.setProperty("kind", "card")
        self.setFixedHeight(style.px(_HEIGHT))
        form.keep(self)
        self._show()

    def set_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show what waits."""
        self._waiting = list(waiting)
        self._taking = False
        self._show()

    def prefer(self, owner: str) -> None:
        """Show the ticket of this person, if there is one."""
        self._preferred = owner
        if not self._taking:
            self._show()

    def of(self, owner: str) -> str:
        """Return the battery whose ticket waits for this person, "" for none."""
        return next((w.battery for w in self._waiting if w.owner == owner), "")

    def press(self) -> None:
        """Take the ticket over, or leave it after all."""
        shown = self._shown()
        if shown is not None:
            self._taking = not self._taking
            self.wanted.emit(shown.battery if self._taking else "")
            self._show()

    def _shown(self) -> Waiting | None:
        mine = (w for w in self._waiting if w.owner == self._preferred)
        return next(mine, self._waiting[0] if self._waiting else None)

    def _show(self) -> None:
        shown = self._shown()
        self.setVisible(shown is not None)
        if shown is None:
            return
        ticket, who = shown.ticket, shown.owner_name or _("somebody")
        if self._taking:
            self._title.setText(_("Ticket {ticket} changes hands").format(ticket=ticket))
            self._first.setText(_("It goes to whoever signs in now."))
            self._second.setText(_("Scan a badge, or type a PIN."))
            self._button.set_words(_("Leave it"), _("to {name}").format(name=who))
            return
        title = _("Ticket {ticket} waits for {name}").format(ticket=ticket, name=who)
        self._title.setText(title)
        at = _("{model}, stopped at “{step}”, {time}.")
        time = clock(local(shown.at))
        self._first.setText(at.format(model=shown.model, step=_(shown.step), time=time))
        others = len(self._waiting) - 1
        more = ngettext("{count} more ticket waits.", "{count} more tickets wait.", others)
        kept = _("Every answer is kept.")
        self._second.setText(f"{kept} {more.format(count=others)}" if others else kept)
        self._button.set_words(_("Take over"), _("For someone else"))
