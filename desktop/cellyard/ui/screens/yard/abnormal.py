"""The list of what is abnormal now: every marked cell of the plan again, in words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.yard import Abnormal, AbnormalKind, watching
from cellyard.ui import form
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.survey import Survey
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.shapes import ShapeName
from cellyard.words import _, number, times
from cellyard.words.numbers import listed
from cellyard.words.yard import ABNORMAL, LEFT

_SHAPES: dict[AbnormalKind, ShapeName] = {
    "stop_coming": "stop",
    "stop": "quarantine",
    "no_slot": "info",
    "watch_coming": "caution",
    "watch": "caution",
    "hold": "quarantine",
    "nearly_full": "caution",
}


class AbnormalList(QWidget):
    """Worst first; a line chosen names the slot it speaks of."""

    slot_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(_("Abnormal now"), "sub", weight=600)
        self._lines: list[Line] = []
        self._count = Label(step="sub", colour="text_muted")
        self._none = Label(
            _("Nothing. Everything lies where it may."), "small", colour="text_muted"
        )
        self._list = LineList(pad=0)
        self._list.line_chosen.connect(self._chosen)
        head = form.holder(
            form.row(self._title, self._count, form.stretch(), gap=8, margins=(16, 8, 16, 7))
        )
        none = form.holder(form.row(self._none, margins=(16, 10)))
        self._empty = none
        self.setLayout(form.column(head, form.line(), none, (self._list, 1), gap=0))

    def show_all(self, survey: Survey, now: int) -> None:
        """Show what is abnormal at this moment."""
        abnormal = survey.board.abnormal
        self._title.setText(_("Abnormal then") if survey.moment else _("Abnormal now"))
        self._count.setText(number(len(abnormal), 0))
        self._empty.setVisible(not abnormal)
        self._list.setVisible(bool(abnormal))
        lines = [_line(what, survey, now) for what in _first_alarming(survey, now)]
        if lines != self._lines:
            self._lines = lines
            self._list.set_lines(lines)

    def choose(self, slot: str) -> None:
        """Mark the line of a slot, if there is one."""
        self._list.choose(slot)

    def _chosen(self, key: str) -> None:
        self.slot_chosen.emit(key)


def _first_alarming(survey: Survey, now: int) -> list[Abnormal]:
    """Return what is abnormal, worst first, and of that what is alarming before the rest."""

    def calm(what: Abnormal) -> bool:
        stored = survey.abnormal.get(what.battery)
        if stored is None or stored.state is None:
            return True
        return not watching.alarms(stored.battery, stored.edition, now)

    return sorted(survey.board.abnormal, key=calm)


def _line(what: Abnormal, survey: Survey, now: int) -> Line:
    shape = _SHAPES[what.kind]
    words = _(ABNORMAL[what.kind])
    if what.kind == "nearly_full":
        left = _(LEFT).format(kwh=number(what.left_kwh, 0))
        title = words.format(zone=what.zone)
        return Line(
            f"zone {what.zone}", title, left, right=what.zone, right_second=" ", shape=shape
        )
    stored = survey.abnormal.get(what.battery)
    if stored is None:
        return Line(what.slot, words, right=what.slot, right_second=" ", shape=shape)
    coming = what.kind.endswith("_coming")
    title = words if what.kind in ("no_slot", "hold") else said.finding(stored) or words
    warmth = "" if coming else said.warmth(stored)
    if warmth and what.kind != "hold":
        title = listed([title, warmth])
    at = stored.battery.triaged_at if coming else stored.battery.placed_at
    since = said.timer(stored, now) or (times.since(at, now) if at else " ")
    if stored.battery.watch.hold is not None and not coming:
        shape = "quarantine"
    return Line(
        what.slot,
        title,
        said.title(stored),
        right=what.slot,
        right_second=_("coming") if coming else since,
        shape="stop" if what.kind == "stop" and not _quarantined(what, survey) else shape,
    )


def _quarantined(what: Abnormal, survey: Survey) -> bool:
    return any(z.key == what.zone and z.purpose == "quarantine" for z in survey.zones)
