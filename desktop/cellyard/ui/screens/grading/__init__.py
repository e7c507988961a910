"""Grade: the criteria of a battery, the grade that follows, and giving or setting it."""

from collections.abc import Sequence

from cellyard.domain.battery import Battery
from cellyard.domain.codes.scans import Scan
from cellyard.domain.envelope import Recorded
from cellyard.domain.grading import act
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.grading import next_step
from cellyard.ui.screens.grading.next_step import Agreement, Asked
from cellyard.ui.screens.grading.survey import Judged, Ungraded, judged, waiting
from cellyard.ui.screens.grading.view import GradeView
from cellyard.words import _


class GradeScreen(Screen):
    """Gives the grade by the rules; two people keep it near a limit, or set another one."""

    key = "grade"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._battery = ""
        self._judged: Judged | None = None
        self._waiting: Sequence[Ungraded] = ()
        self._asked: Asked = ""
        self._writing = self._explaining = False
        self._view = GradeView()
        self._view.battery_chosen.connect(self._open)
        self._view.next.clicked.connect(self.enter)
        self._view.keep.clicked.connect(self._keep)
        self._view.override.clicked.connect(self._override)
        self._view.card.clicked.connect(self._explain)
        self._view.value.back.clicked.connect(self._explain)
        self._view.overrule.changed.connect(self._show_next)
        self.setLayout(form.column(self._view))
        self._show_next()

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        if subject:
            self._asked, self._explaining = "", False
        self._battery = subject or self._battery
        self._refresh()
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        del changed
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        battery = self._battery
        if battery:
            self._asking.ask(lambda q, k: judged(q, k, battery), self._show_judged, "grade")
        else:
            self._asking.ask(waiting, self._show_waiting, "grade")

    def _show_waiting(self, found: Sequence[Ungraded]) -> None:
        self._judged, self._waiting = None, found
        self._view.show_waiting(found, now_ms())
        self._show_next()

    def _show_judged(self, found: Judged | None) -> None:
        if found is None:
            self._open("")
            return
        self._judged = found
        if self._asked != "grade":
            self._view.show_judged(found)
            if self._explaining and found.worth:
                self._view.show_value(found.worth.estimate)
        self._show_next()

    def _show_next(self) -> None:
        next_step.show(
            self._view, self._judged, self._asked, waits=len(self._waiting), busy=self._writing
        )

    def _open(self, battery: str) -> None:
        self._battery, self._asked, self._explaining = battery, "", False
        self._refresh()

    def _explain(self) -> None:
        """Say why it may be worth that; asked once more, show the criteria again."""
        if self._asked != "grade":  # another grade is being chosen in the same place
            self._explaining = not self._explaining
            self._refresh()

    # --- scans ----------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        what = self._agreement()
        if what is not None and self._asking.badge(
            heard,
            lambda who: self._agreed(what, who.id),
            lambda: self._battery_meant(heard.scan),
        ):
            return True
        return self._battery_meant(heard.scan)

    def _battery_meant(self, scan: Scan) -> bool:
        return self._asking.battery(scan, self._battery_scanned, self._refuse, "grade/battery")

    def _battery_scanned(self, battery: Battery) -> None:
        self._open(battery.id)
        self.frame.heard(battery.code or _("No code"), _("Opened for grading"))

    def _refuse(self, no: Refused) -> None:
        """Refuse; the next Enter says that it was read and belongs to no button."""
        self._writing = False
        self._show_next()
        self.setFocus()
        self.frame.refuse(no)

    # --- acts -----------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._judged is None:
            if self._waiting and not self._battery:
                self._open(self._waiting[0].battery.id)
            return
        match next_step.of(self._judged, self._asked):
            case "give":
                self._give(None)
            case "bench" | "discharge":
                self.frame.go("bench", self._judged.battery.id)
            case "find" | "yard" as place:
                self.frame.go(place, self._judged.battery.id)
            case "badge":
                pass

    def _give(self, second: str | None) -> None:
        if self._judged is None or self._writing:
            return
        self._writing = True
        order = act.Giving(battery=self._judged.battery.id, second=second)
        self.frame.record(act.give, order, done=self._written, refused=self._refuse)

    def _keep(self) -> None:
        self._asked = "keep"
        self._show_next()

    def _override(self) -> None:
        given = self._judged.battery.bench.given if self._judged else None
        if given is None:
            return
        self._asked, self._explaining = "grade", False
        self._view.show_overruling()
        self._view.overrule.ask(given.grade)

    def _agreement(self) -> Agreement | None:
        """Return what the next badge agrees to, or None while it signs somebody in."""
        if self._judged is None:
            return None
        return next_step.agreement(self._judged, self._asked, self._view.overrule)

    def _agreed(self, what: Agreement, second: str) -> None:
        """The second person has scanned a badge: do what the two agree on, if it still stands."""
        if self._agreement() != what or self._writing:
            return
        if what.reason is None:
            self._give(second)
            return
        self._writing = True
        order = act.Overruling(
            battery=what.battery, grade=what.grade, reason=what.reason, second=second
        )
        self.frame.record(act.overrule, order, done=self._written, refused=self._refuse)

    def _written(self, _recorded: tuple[Recorded, ...]) -> None:
        self._writing, self._asked = False, ""
        if self._judged is not None:
            self.frame.heard(self._judged.battery.code or _("No code"), _("Grade is written"))
        self._refresh()

    def escape(self) -> bool:
        if self._asked:
            self._asked = ""
            self._refresh()
        elif self._explaining:
            self._explain()
        elif self._battery:
            self._open("")
        else:
            return False
        return True

    def digit(self, figure: int) -> bool:
        return self._view.overrules and self._view.overrule.key(figure)

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        return self._battery

    def restore(self, kept: str) -> None:
        self._battery = kept
