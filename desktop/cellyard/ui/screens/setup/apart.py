"""Set up, central server: what only stands in a store set aside, each judged by a person."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import facts as f
from cellyard.domain.ids import kind_and_id
from cellyard.jobs.aside import Apart
from cellyard.ledger.ledger import wall_clock
from cellyard.ui import form
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import N_, _, facts, ngettext
from cellyard.words.numbers import listed
from cellyard.words.times import when

_SAID = 4
_KINDS: dict[str, str] = {
    "battery": N_("Battery {name}"),
    "load": N_("Load {name}"),
    "person": N_("Person {name}"),
    "register": N_("Register {name}"),
    "station": N_("Station {name}"),
}


class ApartCard(QWidget):
    """A list, and two answers for the line chosen: `judged` with it, and whether to write anew."""

    judged = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._apart: dict[str, Apart] = {}
        self._title = Label("", "sub", weight=600, elide=True)
        self._list = LineList(pad=4)
        self._list.line_chosen.connect(self._show)
        self._said = Label("", "small", colour="text_muted", wrap=True, lines=2)
        self.anew = Button(_("Write it anew"), icon="ph.pencil-simple")
        self.leave = Button(_("Leave it"))
        self.anew.clicked.connect(lambda: self._answer(anew=True))
        self.leave.clicked.connect(lambda: self._answer(anew=False))
        inside = form.column(
            self._title,
            (self._list, 1),
            self._said,
            form.row(form.stretch(), self.leave, self.anew, gap=10),
            gap=6,
        )
        self.setLayout(form.column(form.card(inside, padding=12)))
        self._allowed = False

    def set_apart(self, found: Sequence[Apart], *, allowed: bool) -> None:
        """Show what waits; whoever may not decide reads it."""
        self._apart, self._allowed = {one.subject: one for one in found}, allowed
        words = ngettext(
            "{count} thing stands only in the store that was set aside",
            "{count} things stand only in the store that was set aside",
            len(found),
        )
        self._title.setText(words.format(count=len(found)))
        now = wall_clock()
        self._list.set_lines([_line(one, now) for one in found])
        if found:
            self._list.choose(found[0].subject)
        self.setVisible(bool(found))
        self._show()

    def _show(self, _key: str = "") -> None:
        one = self._apart.get(self._list.key)
        said = [facts.said(r) for r in one.facts[-_SAID:]] if one else []
        self._said.setText(listed(said))
        self.leave.setEnabled(self._allowed and one is not None)
        self.anew.setEnabled(self._allowed and one is not None and bool(one.writable))

    def _answer(self, *, anew: bool) -> None:
        if one := self._apart.get(self._list.key):
            self.judged.emit(one, anew)


def _line(one: Apart, now: int) -> Line:
    kind, name = kind_and_id(one.subject)
    codes = (r.fact.code for r in one.facts if isinstance(r.fact, f.Identified | f.Received))
    words = _(_KINDS.get(kind, _KINDS["station"]))
    title = words.format(name=next(codes, name[:12]))
    count = ngettext("{count} fact", "{count} facts", len(one.facts)).format(count=len(one.facts))
    return Line(one.subject, title, when(one.facts[-1].envelope.at, now), right=count, shape="todo")
