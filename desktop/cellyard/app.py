"""The composition root of a station: one place where everything is built and joined."""

import gc
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

# All that is not Qt comes before Qt, which reads the source of each module imported after it.
from cellyard import durable, words
from cellyard import settings as settings_file
from cellyard.domain.facts import ModelAssigned, Placed, Received
from cellyard.domain.refusals import Refused
from cellyard.jobs import door, recovering, stopped, unfinished
from cellyard.jobs.benches import Benches
from cellyard.jobs.fire_folder import FireFolder
from cellyard.jobs.founding import TRAINING
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station, is_founded
from cellyard.settings import Settings

# isort: split

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cellyard.ui import display, style
from cellyard.ui.garbage import Collector
from cellyard.ui.scanning import Wedge
from cellyard.ui.screen import Changed
from cellyard.ui.tones import Tones
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.window import Window
from cellyard.words import _

if TYPE_CHECKING:
    from cellyard.jobs.training import Training
    from cellyard.ui.screens.first_run import FirstRun


class App:
    """The application of one data folder. `start` opens it, `exec` runs it until it is closed.

    `pace` above 1 lets time at the bench run so much faster; simulated batteries must, too.
    """

    def __init__(self, folder: Path, arguments: list[str], *, pace: int = 1) -> None:
        self.folder = folder
        self._pace = pace
        running = QApplication.instance()
        self.qt = running if isinstance(running, QApplication) else QApplication(arguments)
        self._garbage = Collector()
        self._trouble: Refused | None = None
        self.settings = self._load_settings()
        self._qt_words = QTranslator()
        self._wedge = Wedge(self.qt)
        self._wedge.scanned.connect(self._scanned)
        self.window: Window | None = None
        self.first_run: FirstRun | None = None
        self.shown: QWidget | None = None
        self.training: Training | None = None
        self.use(self.settings)

    def _load_settings(self) -> Settings:
        try:
            return settings_file.load(self.folder)
        except Refused as no:
            self._trouble = no
        except OSError as no:
            self._trouble = durable.refusal(no)
        chinese = QLocale.system().language() == QLocale.Language.Chinese
        return Settings(language="zh_CN" if chinese else "en")

    def use(self, settings: Settings) -> None:
        """Speak and look as the settings say, from now on."""
        self.settings = settings
        words.use(settings.language)
        self.qt.removeTranslator(self._qt_words)
        if settings.language != "en":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._qt_words.load(f"qtbase_{settings.language}", folder):
                self.qt.installTranslator(self._qt_words)
        style.use(
            self.qt,
            settings.theme,
            settings.language,
            settings.px_per_mm,
            desk=settings.desk,
        )

    def open(self, station: Station) -> Window:
        """Open the window of a station."""
        if station.identity.centre == TRAINING:
            # Only a training station needs it: every other start is quicker without.
            from cellyard.jobs.training import PACE, Training

            self._pace, self.training = PACE, Training(station.identity.station)
        benches = Benches(station.folder, pace=self._pace)
        if self.training:
            self.training.attend(benches)
        simulated = self.training.instruments() if self.training else ()
        instruments = Instruments(benches, simulated, folder=station.folder)
        printer, tones = Printer(station.folder), Tones(wanted=self.settings.tones)
        fire = FireFolder(station.folder, station.identity.station, self.settings.fire_sheet)
        window = Window(station, self.settings, instruments, printer, tones, fire_folder=fire)
        window.settings_wanted.connect(self._settings_wanted)
        window.recovery_wanted.connect(self.recover)
        if self.training:
            window.writer.changed.connect(self._train)
        window.writer.note(unfinished.finish, lambda _nothing: None)
        self._wedge.first = window.first_key
        self.window = window
        return window

    def _settings_wanted(self, settings: Settings) -> None:
        settings_file.save(self.folder, settings)
        self.use(settings)
        if self.window:
            self.window.rebuild()
        if self.first_run:
            self.first_run.rebuild()

    def _train(self, changed: Changed) -> None:
        for r in changed.recorded:
            match r.fact:
                case ModelAssigned():
                    self._load(r.fact.model)
                case Received():
                    self._load(None)
                case Placed() if self.training:
                    self.training.unload()
                case _:
                    pass

    def _load(self, key: str | None) -> None:
        if self.window and self.training:
            load = self.training.load
            self.window.frame.ask(
                lambda q: next((m for m in q.registers.models() if m.key == key), None), load
            )

    def _scanned(self, text: str) -> None:
        if self.window:
            self.window.hearing.take(text, "wedge")
        elif self.first_run:
            self.first_run.scan(text)

    def start(self, *, training: bool = False) -> None:
        """Show the station's window, First run in an empty folder, or why neither can be."""
        try:
            if self._trouble:
                raise self._trouble
            self.folder.mkdir(parents=True, exist_ok=True)
            recovering.finish(self.folder)
            if is_founded(self.folder) and (no := stopped.why(self.folder)):
                self.recover(no)
            elif is_founded(self.folder):
                self.show(self.open(Station(self.folder)))
            else:
                self.found(training=training)
        except Refused as no:
            if recovering.may_begin_anew(self.folder, no):
                self.recover(no)
            else:
                self._cannot_open(no)
        except OSError as no:
            self._cannot_open(durable.refusal(no))

    def _cannot_open(self, no: Refused) -> None:
        """Say why on the screen, and to whoever started the app from a command line."""
        sentence = words.sentence(no)
        if sys.stderr:  # an app without a console on Windows has none
            sys.stderr.write(f"{sentence}\n")
        self.show(Problem(sentence))

    def recover(self, no: Refused) -> None:
        """Let the station begin anew that cannot go on, in place of its window."""
        window, self.window = self.window, None
        if window and not window.close():
            self.window = window
            return
        self.found(training=False, stopped=no)

    def found(self, *, training: bool, stopped: Refused | None = None) -> None:
        """Ask what a new station is to be, or what is to become of one that has stopped."""
        # Only an empty folder needs it: every other start is quicker without.
        from cellyard.ui.screens.first_run import FirstRun

        self.first_run = FirstRun(
            self.folder, self.settings, self._founded, training=training, stopped=stopped
        )
        self.first_run.settings_wanted.connect(self._settings_wanted)
        self.show(self.first_run)

    def _founded(self, station: Station, administrator: str) -> None:
        first_run, self.first_run = self.first_run, None
        self.use(settings_file.load(self.folder))
        window = self.open(station)
        self.show(window)
        if first_run:
            first_run.deleteLater()
        if administrator:
            window.frame.work(lambda s: door.by_id(s, administrator), done=window.sign_in)

    def exec(self) -> int:
        """Run until the window is closed; returns the exit code.

        What was built by now stays: no collection walks it, or the screen stands still meanwhile.
        """
        gc.freeze()
        return self.qt.exec() or int(isinstance(self.shown, Problem))

    def stop(self) -> None:
        """Let the application go: no key, no word and no simulated instrument of ours stays."""
        self.qt.removeEventFilter(self._wedge)
        self.qt.removeTranslator(self._qt_words)
        if self.training:
            self.training.stop()
        self._garbage.stop()

    def show(self, window: QWidget) -> None:
        """Bring a window to the front, as large as the screen on a station."""
        self.shown = window
        window.setWindowTitle("cellyard")
        window.resize(1366, 768)
        if self.qt.platformName() == "offscreen":
            window.show()
        else:
            window.showMaximized()


class Problem(QWidget):
    """One sentence instead of the app: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        hint = EmptyHint("mdi6.alert-octagon-outline", _("cellyard cannot open here"), sentence)
        QVBoxLayout(self).addWidget(hint)


def run(folder: Path, *, training: bool = False) -> int:
    """Run the app on a data folder until its window is closed; returns the exit code.

    It is 1 when the folder could not be opened. Refused("no_display") without a screen.
    """
    if not display.is_there():
        raise Refused("no_display")
    app = App(folder, sys.argv)
    sys.excepthook = crash_report(folder)
    app.start(training=training)
    code = app.exec()
    app.stop()
    return code


def crash_report(folder: Path):
    """Return a hook that writes what went wrong beside the store; facts are safe already."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        with suppress(OSError):  # a folder that takes nothing may be what went wrong
            (folder / f"report-{stamp}.txt").write_text(text, encoding="utf-8")
        sys.__excepthook__(kind, error, trace)

    return hook
