"""Reading a watched battery: its temperature and that of the air, and one line of what is seen."""

import time
from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.intake import LOOK, findings
from cellyard.domain.readings import Reading
from cellyard.domain.yard.observation import Observing
from cellyard.jobs.instruments import Attached
from cellyard.ui import form
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.entry import Entry, figure_of
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, number
from cellyard.words.intake import FINDINGS

_NOTHING = "-"
# What thermometers call the two; the first that an instrument says is taken.
_CASE, _AIR = ("temperature",), ("ambient",)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What Enter would take: the temperature, None while there is none to take."""

    case: Reading | None = None
    air: Reading | None = None
    read: bool = False


class ReadingPage(QWidget):
    """Two fields, typed or read from the thermometer, and the findings to choose from.

    `changed`: something else would be taken. N says that there is no reading.
    """

    changed = Signal()
    no_reading = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._battery, self._begun = "", 0.0
        self._live: Attached | None = None
        self._title = Label(step="lead", weight=600, elide=True)
        self.case, self.air = Entry(_("Case"), "°C"), Entry(_("Air"), "°C")
        for entry in (self.case, self.air):
            entry.textChanged.connect(self._touched)
            entry.letter.connect(self._letter)
        self.none = BigButton(
            _("No reading"), "secondary", second=_("Counts as the worst case"), key="N"
        )
        self.none.clicked.connect(self.no_reading)
        self._question = Label(_("What do you see?"), "small", colour="text_muted")
        self._seen = LineList(pad=3)
        self._seen.line_chosen.connect(self._touched)
        head = form.column(self._title, form.gap(6), self.case, form.gap(8), self.air)
        seen = form.column(self._question, (self._seen, 1), gap=4)
        self.setLayout(form.column(head, (seen, 1), self.none, gap=10))

    def begin(self, stored: Stored) -> None:
        """Ask of another battery."""
        self._battery, self._begun = stored.battery.id, time.monotonic()
        self._title.setText(_("Read {slot}").format(slot=stored.battery.slot or ""))
        self.case.clear()
        self.air.clear()
        offered = [r.id for section in LOOK for r in findings(stored.edition, section)]
        lines = [Line(_NOTHING, _("Nothing new"))]
        lines += [Line(id_, _(FINDINGS[id_])) for id_ in offered if id_ in FINDINGS]
        self._seen.set_lines(lines)
        self._seen.choose(_NOTHING)
        self.case.setFocus()

    def show_live(self, live: Attached | None) -> None:
        """Show what the thermometer says now."""
        self._live = live
        for entry, names in ((self.case, _CASE), (self.air, _AIR)):
            read = self._said(names)
            if read is None or not isinstance(read.value, Decimal):
                entry.show_number("", note="" if entry is self.case else _("may be left out"))
            else:
                note = _("steady") if read.steady else _("settling")
                entry.show_number(number(read.value), note=note, firm=read.steady)

    def taken(self) -> Taken:
        """Return what would be taken now: what is typed, else what is read steadily."""
        case, air = self._reading(self.case, _CASE), self._reading(self.air, _AIR)
        return Taken(case=case, air=air, read=case is not None and "manual" not in case.flags)

    def order(self, case: Reading | None) -> Observing:
        """Return the look to be written; `case` None says that there is no reading."""
        taken = self.taken()
        seen = "" if self._seen.key == _NOTHING else self._seen.key
        order = Observing(
            battery=self._battery,
            reading=case or Reading(value=None, unit="degC", flags=("manual",)),
            ambient=taken.air,
            seen=seen,
        )
        live = self._live
        if case is None or not taken.read or live is None or live.newest is None:
            return order
        return msgspec.structs.replace(
            order,
            instrument=live.instrument.key,
            profile=live.instrument.profile,
            raw=live.newest.raw.hex(),
        )

    def said(self) -> str:
        """Return what is seen, as the primary button says it."""
        seen = self._seen.key
        return _("Nothing new seen") if seen in ("", _NOTHING) else _(FINDINGS[seen])

    def _reading(self, entry: Entry, names: tuple[str, ...]) -> Reading | None:
        if entry.text():
            value = figure_of(entry.text())
            return None if value is None else Reading(value=value, unit="degC", flags=("manual",))
        read = self._said(names)
        return read if read is not None and read.steady else None

    def _said(self, names: tuple[str, ...]) -> Reading | None:
        """Return what the thermometer says of this battery: what it said before is of another."""
        live = self._live
        if live is None or live.state != "running" or live.newest is None:
            return None
        if live.newest.t < self._begun:
            return None
        readings = live.newest.readings
        return next((readings[name] for name in names if name in readings), None)

    def figure(self, figure: int) -> None:
        """Take a figure typed while no field has the caret."""
        self.case.setFocus()
        self.case.take(str(figure))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from field to field by the arrows, then into the list of what is seen."""
        order: list[QWidget] = [self.case, self.air, self._seen]
        here = next((n for n, w in enumerate(order) if w.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if here is None or step is None:
            event.ignore()
            return
        order[(here + step) % len(order)].setFocus()

    def _letter(self, sign: str) -> None:
        if sign == "n":
            self.no_reading.emit()

    def _touched(self, _text: str) -> None:
        self.changed.emit()
