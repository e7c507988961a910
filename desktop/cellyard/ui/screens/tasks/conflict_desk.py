"""Answering a conflict on Tasks: by scans of slot and battery, or by a choice and Enter."""

from collections.abc import Callable
from typing import TypeVar

from cellyard.domain.battery import Battery
from cellyard.domain.codes.paper import read as read_paper
from cellyard.domain.codes.scans import SlotCode
from cellyard.domain.conflicts import answers
from cellyard.domain.refusals import Refused
from cellyard.domain.tasks import Task
from cellyard.domain.yard.place import REASONS
from cellyard.jobs import conflicts, recovering
from cellyard.ledger.ledger import Decide
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.open_tasks import Overview
from cellyard.ui.screen import Frame, Heard
from cellyard.ui.screens.tasks import conflict_said
from cellyard.ui.screens.tasks.evidence import Evidence, evidence
from cellyard.ui.screens.tasks.said import step
from cellyard.ui.screens.tasks.view import TasksView
from cellyard.words import _

_BY_SCAN = frozenset({"two_places", "moved_after_dispatch"})
_BY_CODE = frozenset({"same_code", "one_or_two"})
_PRESSED = frozenset({"role_missing", "fork"})
_CHOSEN = frozenset({"two_loads", "slot_of_other", "two_versions", *_BY_CODE})
Order = TypeVar("Order")


class ConflictDesk:
    """What is being answered now; `written` is called once an answer stands."""

    def __init__(
        self, frame: Frame, view: TasksView, asking: Asking, written: Callable[[], None]
    ) -> None:
        self._frame, self._view, self._asking = frame, view, asking
        self._written = written
        self._found: Overview | None = None
        self._task: Task | None = None
        self._evidence: Evidence | None = None
        self._slot = ""
        self._writing = False

    def show(self, found: Overview, task: Task) -> None:
        """Show a conflict; what was scanned for another one counts no more."""
        if self._task is None or self._task.key != task.key:
            self._slot, self._evidence = "", None
        self._found, self._task = found, task
        self._view.show_conflict(task, ())
        self._asking.ask(lambda q, k: evidence(q, k, task), self._show, "tasks/evidence")
        self.show_next()

    def _show(self, found: Evidence) -> None:
        if self._found is None or self._task is None or found.task != self._task.key:
            return
        self._evidence = found
        cards = conflict_said.cards(self._found, self._task, found, now_ms())
        self._view.show_conflict(self._task, cards)
        self._view.answers.offer(conflict_said.options(self._task, found))
        self.show_next()

    # --- the button -----------------------------------------------------------------------------

    def show_next(self) -> None:
        """Say what Enter does, or what is missing before it."""
        task, button = self._task, self._view.next
        if task is None or task.kind not in (_BY_SCAN | _CHOSEN | _PRESSED) or step(task):
            return
        button.show()
        text, second, missing = self._said(task)
        button.set_words(text, second)
        if self._writing:
            button.set_working(_("Writing the answer"))
        elif self._evidence is None:
            button.set_not_yet(_("Reading what was written"))
        elif missing:
            button.set_not_yet(missing)
        else:
            button.set_ready()

    def _said(self, task: Task) -> tuple[str, str, str]:
        """Return both lines of the button, and what is missing before it may be pressed."""
        chosen = self._view.answers.answer
        supervisor = self._found is not None and self._found.may_settle
        nobody = "" if supervisor else _("A supervisor settles it")
        match task.kind:
            case "two_places":
                return _("It lies there"), "", self._to_scan()
            case "moved_after_dispatch" if self._slot:
                return _("It lies there"), "", self._to_scan()
            case "moved_after_dispatch":
                return _("It is not there"), _("It left with its load"), nobody
            case "two_loads":
                missing = nobody or ("" if chosen else _("Choose a load"))
                return _("It is on this load"), _("Or scan the battery there"), missing
            case "slot_of_other":
                missing = nobody or ("" if chosen else _("Choose a reason"))
                return _("It may lie there"), _("The reason is written"), missing
            case "role_missing":
                return _("Confirm"), _("With your name, for all of it"), nobody
            case "fork":
                begins = self._found is not None and self._found.may_begin_anew
                missing = "" if begins else _("An administrator decides it")
                return _("Begin anew"), _("With a new code"), missing
            case "two_versions":
                return _("This one stands"), "", "" if chosen else _("Choose one")
            case _:
                return _("Settle it"), self._slot, self._of_codes(chosen)

    def _to_scan(self) -> str:
        if self._slot:
            return _("Scan the battery in {slot}").format(slot=self._slot)
        return _("Scan the slot where it lies")

    def _of_codes(self, chosen: str | None) -> str:
        if chosen is None:
            return _("Choose an answer")
        places = {b.slot for b in self._batteries() if b.slot}
        if chosen == "one_thing" and len(places) > 1 and not self._slot:
            return _("Scan the slot where it lies")
        return ""

    def _batteries(self) -> list[Battery]:
        found, task = self._found, self._task
        if found is None or task is None:
            return []
        return [found.batteries[id_] for id_ in task.batteries if id_ in found.batteries]

    # --- scans and Enter ------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        """Take a scan that answers what is shown: a slot, then its battery; a paper of a load."""
        task, scan = self._task, heard.scan
        if task is None or self._evidence is None or self._writing:
            return False
        if isinstance(scan, SlotCode) and task.kind in (_BY_SCAN | _BY_CODE):
            self._slot = scan.slot
            self._frame.heard(scan.slot, _("Now the battery that lies there"))
            self.show_next()
            return True
        if task.kind == "two_loads" and (paper := read_paper(heard.text)) is not None:
            return self._choose_load(paper.number)
        if not self._slot and not (task.kind == "two_loads" and self._view.answers.answer):
            return False
        return self._asking.battery(scan, self._scanned, self._frame.refuse, "tasks/answer")

    def _choose_load(self, number: str) -> bool:
        offered = conflict_said.options(self._task, self._evidence) if self._task else ()
        load = next((o for o in offered if number.startswith(o.first)), None)
        if load is None:
            self._frame.refuse(Refused("not_on_either", number=number))
        else:
            self._view.answers.choose(load.key)
            self._frame.heard(load.first, _("Now scan the battery"))
        return True

    def _scanned(self, battery: Battery) -> None:
        task = self._task
        if task is None:
            return
        if battery.id not in (task.battery, *task.batteries):
            self._frame.refuse(Refused("another_battery", ticket=battery.ticket))
        elif task.kind in _BY_SCAN:
            order = answers.Lying(battery=battery.id, slot=self._slot, seen=self._seen)
            self._record(answers.lies, order)
        elif task.kind == "two_loads":
            self.enter()
        else:
            self._frame.heard(battery.code, _("One of them is here"))

    @property
    def _seen(self) -> tuple[str, ...]:
        return self._evidence.seen if self._evidence else ()

    def enter(self) -> None:
        """Write the answer that is chosen, where the button is ready."""
        task, chosen = self._task, self._view.answers.answer or ""
        if task is None or self._view.next.mode != "ready" or self._evidence is None:
            return
        match task.kind:
            case "moved_after_dispatch":
                self._record(answers.left, answers.Leaving(battery=task.battery, seen=self._seen))
            case "two_loads":
                loading = answers.Loading(battery=task.battery, load=chosen, seen=self._seen)
                self._record(answers.on_load, loading)
            case "slot_of_other":
                reason = REASONS[self._view.answers.offered.index(chosen)]
                allowing = answers.Allowing(battery=task.battery, reason=reason, seen=self._seen)
                self._record(answers.allow, allowing)
            case "role_missing":
                self._confirm(task)
            case "fork":
                self._begin_anew(task)
            case "two_versions":
                self._choose_version(task, chosen)
            case _:
                self._compare(task, chosen)

    def _confirm(self, task: Task) -> None:
        conflict = task.conflict
        if conflict is not None:
            person = conflict.about.rsplit("/", 1)[1]
            order = answers.Confirming(task=conflict.task, person=person, seen=self._seen)
            self._record(answers.confirm, order)

    def _begin_anew(self, task: Task) -> None:
        """Nothing is written yet: the page of a new beginning says what will become of all."""
        if task.conflict is not None and (why := recovering.begins_anew(task.conflict)):
            self._frame.recover(why)

    def _compare(self, task: Task, chosen: str) -> None:
        earlier, later = sorted(task.batteries)
        order = answers.Comparing(
            earlier=earlier,
            later=later,
            same=chosen == "one_thing",
            seen=self._seen,
            slot=self._slot,
        )
        self._record(answers.compare, order)

    def _choose_version(self, task: Task, sha256: str) -> None:
        order = conflicts.Choosing(subject=task.subject, sha256=sha256, seen=self._seen)
        by = self._frame.person.id
        self._begin()
        self._frame.work(
            lambda station: conflicts.choose(station, order, by=by),
            done=lambda _done: self._done(),
            refused=self._refused,
        )

    def _record(self, decide: Decide[Order], order: Order) -> None:
        self._begin()
        self._frame.record(decide, order, done=lambda _written: self._done(), refused=self._refused)

    def _begin(self) -> None:
        self._writing = True
        self.show_next()

    def _done(self) -> None:
        self._writing, self._slot = False, ""
        self._frame.note(_("Settled"), _("The task is closed"))
        self._written()

    def _refused(self, no: Refused) -> None:
        self._writing = False
        self.show_next()
        self._frame.refuse(no)

    def escape(self) -> bool:
        """Forget the slot that was scanned; False when there is none."""
        if not self._slot:
            return False
        self._slot = ""
        self.show_next()
        return True
