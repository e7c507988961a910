"""First run: an empty folder becomes a station, founded, out of a backup, or joining a centre."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard import settings as settings_file
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.jobs import recovering
from cellyard.jobs.founding import found
from cellyard.jobs.joining import fetch
from cellyard.jobs.restoring import restore
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import Reach, over_http
from cellyard.settings import Settings
from cellyard.ui import form
from cellyard.ui.screens.first_run import draft as drafts
from cellyard.ui.screens.first_run.administrator import AdministratorStep, Pins
from cellyard.ui.screens.first_run.backup import BackupFileStep, BackupProofStep, BackupStartStep
from cellyard.ui.screens.first_run.centre import CentreStep
from cellyard.ui.screens.first_run.chosen import Chosen
from cellyard.ui.screens.first_run.join import JoinFetchStep, Joining, JoinServerStep, JoinWordsStep
from cellyard.ui.screens.first_run.outlets import OutletsStep
from cellyard.ui.screens.first_run.ports import PortsStep
from cellyard.ui.screens.first_run.shell import Shell, Way
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.screens.first_run.stopped import StoppedStep
from cellyard.ui.screens.first_run.zones import ZonesStep
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.widgets.line_list import Line
from cellyard.ui.widgets.overlay import FocusRing
from cellyard.words import _, sentence

Founded = Callable[[Station, str], None]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Cards that are taken at every step, by the step that has use for them.
_CARDS = {"CY:P:": "administrator", "CY:O:": "outlets", "CY:S:": "zones"}
_COMMANDS = {"CY:C:NEXT": Qt.Key.Key_Return, "CY:C:STOP": Qt.Key.Key_Escape}


class FirstRun(QWidget):
    """The window of an empty folder. `founded` gets the open station and the administrator's id,
    "" for a station that was restored or joined: there everybody signs in at the door.

    Everything typed but the PIN is kept in the folder at each change. Scans come by `scan`;
    `stopped` says why the station of a folder cannot go on: then it joins anew, in its own place.
    `settings_wanted` asks for another language or theme, `rebuild` follows it.
    """

    settings_wanted = Signal(object)

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        founded: Founded,
        *,
        training: bool = False,
        reach: Reach = over_http,
        stopped: Refused | None = None,
    ) -> None:
        super().__init__()
        self._folder, self._settings, self._founded = folder, settings, founded
        self._draft = drafts.load(folder)
        self._draft.training = self._draft.training or training
        self._stopped = stopped
        if stopped and not self._draft.recovering:
            self._draft = drafts.recovery(folder)
        self._joining = Joining(folder / recovering.ANEW if stopped else folder, reach)
        self._pins, self._chosen = Pins(), Chosen(self._draft)
        self._working = False
        self._steps: list[Step] = []
        self._outer = form.column()
        self.setLayout(self._outer)
        self._shell: Shell | None = None
        self._ring = FocusRing(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.rebuild()

    def rebuild(self) -> None:
        """Build everything anew in the language and look of now; nothing typed is lost."""
        for step in self._steps:
            step.left()
        self._settings = settings_file.load(self._folder)
        self._steps = self._made()
        for step in self._steps:
            step.changed.connect(self._show)
        before = self._shell
        self._shell = Shell(self._steps, self._settings, self.settings_wanted.emit, way=self._way())
        self._shell.wanted.connect(self._go_if_reachable)
        self._shell.forward.connect(self._forward)
        self._outer.addWidget(self._shell)
        if before is not None:
            before.stop()
            before.hide()
            before.deleteLater()
        self._ring.raise_()
        self._go(self._draft.step)

    def _way(self) -> Way:
        if self._stopped is None:
            return "join" if self._draft.joining else "found"
        return "behind" if self._stopped.code == recovering.BEHIND else "recover"

    def _made(self) -> list[Step]:
        if self._draft.restoring:
            return [
                BackupFileStep(self._draft, self._keep, self._chosen),
                BackupProofStep(self._draft, self._keep, self._chosen, self._folder),
                BackupStartStep(self._draft, self._keep, self._folder),
            ]
        if self._draft.joining:
            compare = JoinWordsStep(self._draft, self._keep, self._joining)
            compare.differed.connect(lambda: self._go(JoinServerStep.key))
            return [
                *self._why(),
                JoinServerStep(self._draft, self._keep, self._joining),
                compare,
                JoinFetchStep(self._draft, self._keep, self._joining),
            ]
        centre = CentreStep(self._draft, self._keep, self._folder)
        centre.restore_wanted.connect(lambda: self._turn(BackupFileStep.key))
        centre.join_wanted.connect(lambda: self._turn(JoinServerStep.key))
        return [
            centre,
            AdministratorStep(self._draft, self._keep, self._pins),
            OutletsStep(self._draft, self._keep),
            ZonesStep(self._draft, self._keep),
            PortsStep(self._draft, self._keep, self._folder),
        ]

    def _why(self) -> list[Step]:
        """Return the step that says why this station cannot go on, none where it is a new one."""
        if self._stopped is None:
            return []
        step = StoppedStep(self._draft, self._keep, self._stopped)
        step.look_wanted.connect(self._look)
        return [step]

    def _look(self) -> None:
        """Open the station as it is; where it has stopped, only to be looked at."""
        self.shell.stop()
        drafts.forget(self._folder)
        self._founded(Station(self._folder), "")

    def _turn(self, first: str) -> None:
        """Take another way, that begins at this step; nothing typed is lost."""
        for step in self._steps:
            step.left()
        self._steps = []
        self._draft.restoring = first == BackupFileStep.key
        self._draft.joining = first == JoinServerStep.key
        self._draft.step, self._draft.been = first, []
        self.rebuild()

    # --- moving ---------------------------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        """What stands round the steps."""
        if self._shell is None:
            raise RuntimeError("First run is not built yet")
        return self._shell

    @property
    def step(self) -> Step:
        """The step on screen."""
        return next(s for s in self._steps if s.key == self._draft.step)

    def _go(self, key: str) -> None:
        if key != self._draft.step:
            self.step.left()
        self._draft.step = key
        if key not in self._draft.been:
            self._draft.been.append(key)
        self._keep()
        self.shell.show_step(self._steps.index(self.step))
        self.step.shown()
        self._show()

    def _go_if_reachable(self, key: str) -> None:
        if key in self._reachable() and not self._working:
            self._go(key)
        else:
            self._show()

    def _reachable(self) -> list[str]:
        """Return the steps up to the first that is not filled in."""
        keys: list[str] = []
        for step in self._steps:
            keys.append(step.key)
            if step.hindered():
                break
        return keys

    def _forward(self) -> None:
        if self._working or self._said().not_yet:
            return
        if self.step.primary() is not None:
            self.step.act()
        elif self.step is self._steps[-1]:
            self._found()
        else:
            self._go(self._steps[self._steps.index(self.step) + 1].key)

    def _backward(self) -> None:
        number = self._steps.index(self.step)
        if self._working or self.step.back():
            return
        if number:
            self._go(self._steps[number - 1].key)
        elif self._stopped is None and (self._draft.restoring or self._draft.joining):
            self._turn(CentreStep.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key) -> bool:
        """Go on by Enter, back by Esc; either confirms a red line first."""
        if key not in (*_ENTER, Qt.Key.Key_Escape):
            return False
        if self.shell.top.scan.state == "paused":
            self.shell.top.scan.arm()
        elif key == Qt.Key.Key_Escape:
            self._backward()
        else:
            self._forward()
        return True

    def scan(self, text: str) -> None:
        """Take a scan: a badge, an outlet's card, a slot."""
        _carrier, body = scans.split_carrier(text)
        if body.upper() in _COMMANDS:
            self._press(_COMMANDS[body.upper()])
            return
        key = _CARDS.get(body[:5].upper(), self._draft.step)
        step = next((s for s in self._steps if s.key == key), self.step)
        if happened := step.scan(text):
            self.shell.top.scan.arm()
            self.shell.top.scan.heard(body, happened)
        else:
            said = _("{text} is of no use at this step. Go on by Enter.")
            self.shell.top.scan.pause(said.format(text=body))

    # --- showing --------------------------------------------------------------------------------

    def _show(self) -> None:
        reachable = self._reachable()
        lines = [self._line(step, reachable) for step in self._steps]
        here = self._steps.index(self.step)
        self.shell.tell(lines, here, self._draft.station.strip(), self._said())

    def _line(self, step: Step, reachable: list[str]) -> Line:
        here = step.key == self._draft.step
        ahead = step.key not in reachable or step.key not in self._draft.been
        done = not ahead and not step.hindered()
        shape = "now" if here else "done" if done else "todo"
        return Line(step.key, _(step.title), step.second(), shape=shape, quiet=ahead and not here)

    def _said(self) -> Primary:
        """Return what the primary button says at this step."""
        if self._working:
            joining = self._draft.joining
            return Primary("", working=_("Fetching all") if joining else _("Opening the station"))
        if own := self.step.primary():
            return own
        number = self._steps.index(self.step)
        if number == len(self._steps) - 1:
            first = next((s for s in self._steps if s.hindered()), None)
            hindered = f"{_(first.title)}: {first.hindered()}" if first else ""
            joins = self._draft.joining
            then = _("All is fetched first") if joins else _("It can begin at once")
            return Primary(_("Open station"), then, not_yet=hindered)
        following = _("Next: {step}").format(step=_(self._steps[number + 1].short))
        last = _("Last step") if number == len(self._steps) - 2 else ""
        return Primary(following, last, not_yet=self.step.hindered())

    def _keep(self) -> None:
        drafts.save(self._folder, self._draft)

    # --- founding -------------------------------------------------------------------------------

    def _found(self) -> None:
        self._working = True
        for step in self._steps:
            step.left()
        self._show()
        folder, backup = self._folder, self._chosen.path
        if self._draft.restoring:
            job = lambda: (restore(backup, folder), "")  # noqa: E731 - for another thread
        elif self._draft.joining:
            joining, proxy = self._joining, self._draft.hub_proxy.strip()
            fill = recovering.begin_anew if self._stopped else fetch
            fetched = lambda: fill(folder, joining.reach, proxy, joining.hear)  # noqa: E731
            job = lambda: (fetched(), "")  # noqa: E731 - for another thread
        else:
            order = self._draft.founding(self._pins.pin)
            job = lambda: found(folder, order)  # noqa: E731 - for another thread
        errand(self, "founding", job, self._opened, self._not_opened)

    def _opened(self, made: tuple[Station, str]) -> None:
        if not self._draft.restoring:
            proxy = self._draft.hub_proxy.strip()
            chosen = msgspec.structs.replace(self._settings, hub_proxy=proxy)
            if self._stopped is None:
                label_target = self._draft.label_target
                chosen = msgspec.structs.replace(chosen, label_target=label_target)
            settings_file.save(self._folder, chosen)
        drafts.forget(self._folder)
        self.shell.stop()
        self._founded(*made)

    def _not_opened(self, refused: Refused) -> None:
        self._working = False
        self._show()
        self.shell.top.scan.pause(sentence(refused))
