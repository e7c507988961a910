"""Set up, courier file: facts go out on a memory stick, and come in from one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import courier, receivers
from cellyard.jobs.courier import Found, Packed, Taken
from cellyard.jobs.receivers import Receiver
from cellyard.ledger.ledger import wall_clock
from cellyard.ui import form, style
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.points import points
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, sentence
from cellyard.words import courier as words
from cellyard.words.backups import moment, size

T = TypeVar("T")
_MB = 1 << 20
_MB_WIDTH = 108


class CourierSection(Section):
    """One primary button: it takes the file that is chosen in the list, or else makes one."""

    key = "courier"
    title = N_("Courier file")
    icon = "ph.briefcase"
    right = "backups"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._data = folder
        self._receivers: tuple[Receiver, ...] = ()
        self._chosen, self._working = "", False
        self.where = Field(hint=_("folder on the memory stick"), mono=True)
        self.to = Choice()
        self.most = Field(str(courier.FILE_BYTES // _MB), mono=True)
        self.result = MessageLine()
        self.more = Label(_("No file yet"), "desk_body", wrap=True, lines=4)
        self._hint = Label("", "small", colour="text_muted", wrap=True)
        self.list = LineList(pad=8)
        self.list.line_chosen.connect(self._choose)
        self.middle, self.side = self._middle(), self._side()
        for field in (self.where, self.most):
            field.setEnabled(self.allowed)
        self.where.textChanged.connect(self._typed)

    def shown(self) -> None:
        self.learn()

    def learn(self) -> None:
        data, where = self._data(), self.where.text().strip()

        def job() -> tuple[list[Receiver], list[Found]]:
            return receivers.known(data), courier.found(Path(where)) if where else []

        errand(self.list, "courier", job, lambda found: self._show(*found), self._refused)

    def primary(self) -> Primary:
        text = _("Take this file") if self._chosen else _("Make the file")
        if self._working:
            return Primary("", working=_("Under way. Work goes on meanwhile."))
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        if not self._receivers:
            return Primary(text, not_yet=_("Enrol at the central server first"))
        if not self.where.text().strip():
            return Primary(text, not_yet=_("Name the folder first"))
        return Primary(text, _("Work goes on meanwhile"))

    def act(self) -> None:
        if self.primary().not_yet or self._working:
            return
        if self._chosen:
            self._take()
        else:
            self._make()

    def back(self) -> bool:
        chosen, self._chosen = self._chosen, ""
        self.list.choose("")
        self.changed.emit()
        return bool(chosen)

    def kept(self) -> dict[str, str]:
        where = self.where.text()
        return {"where": where} if where else {}

    def restore(self, kept: dict[str, str]) -> None:
        self.where.setText(kept.get("where", ""))

    # --- acts -----------------------------------------------------------------------------------

    def _make(self) -> None:
        if not self.most.text().strip().isdecimal():
            self.result.wrong(_("This is no size. Give whole megabytes, as 512."))
            return
        data, to = self._data(), self.to.key()
        out, budget = Path(self.where.text().strip()), int(self.most.text()) * _MB

        def job() -> tuple[Path, Packed]:
            return courier.make_in(data, to, out, budget)

        self._begin("making", job, self._made)

    def _take(self) -> None:
        data, path = self._data(), Path(self.where.text().strip()) / self._chosen
        write = self.frame.write
        self._begin("taking", lambda: courier.take(data, path, write), self._taken)

    def _begin(self, name: str, job: Callable[[], T], done: Callable[[T], None]) -> None:
        self._working = True
        self.result.clear()
        self.more.setText("")
        errand(self.list, name, job, done, self._refused)
        self.changed.emit()

    def _made(self, found: tuple[Path, Packed]) -> None:
        path, packed = found
        self.result.note(_("Made."), _("Carry it there; only its receiver can open it."))
        self._end(words.made(path.name, packed))

    def _taken(self, taken: Taken) -> None:
        first, *rest = words.lines(taken)
        if rest:
            self.result.caution(_("Taken, but not all of it joins."))
        else:
            self.result.note(_("Taken."), _("It may be deleted from the stick."))
        self._end(" ".join((first, *rest)))

    def _refused(self, no: Refused) -> None:
        self.result.wrong(sentence(no))
        self._end("")

    def _end(self, said: str) -> None:
        self._working, self._chosen = False, ""
        self.more.setText(said)
        self.learn()
        self.changed.emit()

    # --- showing --------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._chosen = ""
        self.result.clear()
        self.learn()
        self.changed.emit()

    def _choose(self, name: str) -> None:
        self._chosen = name
        self.changed.emit()

    def _show(self, known: Sequence[Receiver], found: Sequence[Found]) -> None:
        if tuple(known) != self._receivers:
            self._receivers = tuple(known)
            self.to.set_options([(r.station, words.name(r.station)) for r in known])
        self.to.setEnabled(self.allowed and bool(known))
        now = wall_clock()
        self.list.set_lines(
            [Line(f.name, f.name, moment(f.at, now), right=size(f.size)) for f in found]
        )
        self.list.choose(self._chosen)
        self._hint.setText(self._listed(len(found)))
        self.changed.emit()

    def _listed(self, count: int) -> str:
        if count:
            return _("Files in this folder. Choose one to take it; choose none to make one.")
        if self.where.text().strip():
            return _("No courier file lies in this folder yet.")
        return _("Name the folder: the files that lie in it are listed here.")

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("Where no network reaches, a memory stick carries the facts.")
        )
        self.most.setFixedWidth(style.px(_MB_WIDTH))
        size_ = form.row(
            self.most,
            Label(_("MB of photos, traces and papers at most"), "desk_body", colour="text_muted"),
            form.stretch(),
            gap=10,
        )
        fields = form.form(
            (_("Folder"), self.where),
            (_("Made for"), self.to),
            (_("Along go"), form.holder(size_)),
            gap=8,
        )
        return form.holder(
            form.column(
                head,
                form.card(fields, padding=14),
                self.result,
                self._hint,
                (form.card(form.column(self.list)), 1),
                gap=10,
            )
        )

    def _side(self) -> QWidget:
        told = points(
            (_("One receiver"), _("Nobody else can open it; cut or altered it is refused whole.")),
            (_("Taken twice"), _("It changes nothing.")),
            (_("The way back"), _("What comes back says what arrived: the next file is small.")),
        )
        return form.card(
            form.column(
                Label(_("Last file"), "sub", weight=600), self.more, form.stretch(), told, gap=12
            ),
            padding=18,
        )
