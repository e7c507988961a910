"""Tasks: what a person has to see to, each in plain words with its one next step."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from cellyard.domain.battery import Battery
from cellyard.domain.codes.scans import SlotCode
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import receipt
from cellyard.domain.tasks import Task
from cellyard.ui import form
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.open_tasks import Overview, overview
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.tasks import said
from cellyard.ui.screens.tasks.conflict_desk import ConflictDesk
from cellyard.ui.screens.tasks.survey import Sides, sides
from cellyard.ui.screens.tasks.view import TasksView
from cellyard.words import _

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_AGAIN_MS = 30_000  # what becomes late does so without a fact


class TasksScreen(Screen):
    """Lists the open tasks; settles a difference, or leads to where the next step is made."""

    key = "tasks"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._found: Overview | None = None
        self._sides: Sides | None = None
        self._chosen, self._shown = "", ""
        self._writing = False
        self._view = TasksView(frame)
        self._view.task_chosen.connect(self._choose)
        self._desk = ConflictDesk(frame, self._view, self._asking, self._refresh)
        self._view.answers.chosen.connect(self._show_next)
        self._view.next.clicked.connect(self.enter)
        self.setLayout(form.column(self._view))
        self._again = QTimer(self)
        self._again.timeout.connect(self._refresh)
        self._again.start(_AGAIN_MS)

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        self._chosen = subject or self._chosen
        self._ask()
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        del changed
        self._refresh()

    def _refresh(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        self._asking.ask(overview, self._show, "tasks")

    def _show(self, found: Overview) -> None:
        at = self._place()
        self._found = found
        task = found.task(self._chosen) or next(iter(found.tasks[at:] or found.tasks), None)
        self._chosen = task.key if task else ""
        self._view.show_tasks(found, self._chosen, now_ms())
        self._show_task()

    def _place(self) -> int:
        """Return where the chosen task stands in the list: the next one takes its place."""
        tasks = self._found.tasks if self._found else ()
        return next((n for n, task in enumerate(tasks) if task.key == self._chosen), 0)

    def _show_task(self) -> None:
        found, task = self._found, self._task
        if found is None or task is None:
            self._shown = ""
            self._view.show_none()
            return
        if task.key != self._shown:
            self._shown, self._sides = task.key, None
            self._view.answers.choose(None)
        self._view.show_task(found, task, now_ms())
        if task.conflict is not None:
            self._desk.show(found, task)
        if task.kind == "difference":
            self._asking.ask(lambda q, k: sides(q, k, task), self._show_sides, "tasks/sides")
        self._show_next()

    def _show_sides(self, both: Sides) -> None:
        found, task = self._found, self._task
        if found is not None and task is not None and task.key == both.task:
            self._sides = both
            self._view.show_sides(found, task, both, now_ms())
            self._show_next()

    @property
    def _task(self) -> Task | None:
        return self._found.task(self._chosen) if self._found else None

    def _show_next(self) -> None:
        found, task, button = self._found, self._task, self._view.next
        if found is None or task is None:
            return
        step = said.step(task)
        button.setVisible(step is not None or task.kind == "difference")
        if step is not None:
            button.set_words(step.text, step.second)
            button.set_ready()
        if task.conflict is not None:
            self._desk.show_next()
        if task.kind != "difference":
            return
        self._view.show_answer()
        button.set_words(_("Settle it"), _("It is written with what is shown here"))
        if self._writing:
            button.set_working(_("Writing the answer"))
        elif not found.may_settle:
            button.set_not_yet(_("A supervisor settles it"))
        elif self._view.answers.answer is None:
            button.set_not_yet(_("Choose an answer"))
        elif self._sides is None:
            button.set_not_yet(_("Reading what was written"))
        else:
            button.set_ready()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_task()

    # --- scans and keys -------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        """Open the task of a battery, of a slot, or of what is typed: part of a load's number."""
        found, scan = self._found, heard.scan
        if found is None:
            return False
        if self._task is not None and self._task.conflict is not None and self._desk.scan(heard):
            return True
        if isinstance(scan, SlotCode):
            self._open(scan.slot, found.in_slot(scan.slot))
            return True
        if heard.typed and (task := found.named(heard.text)):
            self._open(heard.text, task)
            return True
        return self._asking.battery(scan, self._scanned, self.frame.refuse, "tasks/battery")

    def _scanned(self, battery: Battery) -> None:
        task = self._found.of_battery(battery.id) if self._found else None
        self._open(battery.code or _("No code"), task)

    def _open(self, code: str, task: Task | None) -> None:
        if task is None:
            self.frame.note(code, _("It has no open task"))
            return
        self._walk_to(task.key)
        self.frame.heard(code, _("Its task is open"))

    def enter(self) -> None:
        task = self._task
        if task is None:
            return
        step = said.step(task)
        if step is not None:
            self.frame.go(step.place, step.subject)
        elif task.conflict is not None:
            self._desk.enter()
        elif task.kind == "difference":
            self._settle(task)

    def _settle(self, task: Task) -> None:
        chosen = self._view.answers.answer
        answer = receipt.ANSWERS[self._view.answers.offered.index(chosen)] if chosen else None
        if answer is None or self._sides is None or self._view.next.mode != "ready":
            return
        self._writing = True
        self._show_next()
        order = receipt.Settling(
            load=task.subject, battery=task.battery, answer=answer, seen=self._sides.seen
        )
        self.frame.record(receipt.settle, order, done=self._settled, refused=self._refused)

    def _settled(self, _recorded: tuple[Recorded, ...]) -> None:
        self._writing = False
        self.frame.note(_("Settled"), _("The task is closed"))
        self._refresh()

    def _refused(self, no: Refused) -> None:
        self._writing = False
        self._show_next()
        self.frame.refuse(no)

    def digit(self, figure: int) -> bool:
        offered = self._view.answers.offered if self._view.answers.isVisible() else ()
        if figure > len(offered):
            return False
        self._view.answers.choose(offered[figure - 1])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        tasks = self._found.tasks if self._found else ()
        at = self._place() + step if step else -1
        if 0 <= at < len(tasks):
            self._walk_to(tasks[at].key)
        else:
            super().keyPressEvent(event)

    def _walk_to(self, key: str) -> None:
        if self._found is not None:
            self._chosen = key
            self._view.show_tasks(self._found, key, now_ms())
            self._show_task()

    def escape(self) -> bool:
        if self._task is not None and self._task.conflict is not None and self._desk.escape():
            return True
        if self._view.answers.answer is None:
            return False
        self._view.answers.choose(None)
        self._show_task()
        return True

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        return self._chosen

    def restore(self, kept: str) -> None:
        self._chosen = kept
