"""Set up: people, partners, places, instruments, models, rules, look and store of a station."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QStackedWidget

from cellyard.ui import form, style
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.setup.backups import BackupsSection
from cellyard.ui.screens.setup.central import CentralSection
from cellyard.ui.screens.setup.centre import CentreSection
from cellyard.ui.screens.setup.courier import CourierSection
from cellyard.ui.screens.setup.instruments import InstrumentsSection
from cellyard.ui.screens.setup.look import LookSection
from cellyard.ui.screens.setup.models import ModelsSection
from cellyard.ui.screens.setup.notices import NoticesSection
from cellyard.ui.screens.setup.outsiders import OutsidersSection
from cellyard.ui.screens.setup.partners import PartnersSection
from cellyard.ui.screens.setup.people import PeopleSection
from cellyard.ui.screens.setup.ports import PortsSection
from cellyard.ui.screens.setup.prices import PricesSection
from cellyard.ui.screens.setup.printers import PrintersSection
from cellyard.ui.screens.setup.rules import RulesSection
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.screens.setup.store import StoreSection
from cellyard.ui.screens.setup.zones import ZonesSection
from cellyard.ui.setting_up.panel import show_primary
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _

_MENU, _SIDE = 228, 348
_DRAFT = "setup"


class SetupScreen(Screen):
    """A menu at the left; each section brings its middle, its side and its one next step.

    What is typed and not saved is kept as a draft, also over a change of language.
    """

    key = "setup"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._folder = Path()
        frame.ask(lambda q: q.folder, self._learn_folder, key="setup folder")
        self._sections = _sections(frame, lambda: self._folder)
        self._here = self._sections[0]
        # Lines of Chinese are higher: so many sections stand whole on the smaller panel.
        self._menu = LineList(pad=6 if style.now().language == "en" else 5)
        self._menu.set_lines([Line(s.key, _(s.title), icon=s.icon) for s in self._sections])
        self._menu.line_chosen.connect(self.open)
        self._middles, self._sides = QStackedWidget(), QStackedWidget()
        self._primary = BigButton("", key=_("Enter"))
        self._primary.clicked.connect(self.enter)
        form.keep(self._primary)
        for section in self._sections:
            self._middles.addWidget(section.middle)
            self._sides.addWidget(section.side)
            section.changed.connect(self._changed_here)
        right = form.column((form.column(self._sides), 1), self._primary, gap=16)
        menu = form.column(self._menu, form.stretch())
        self.setLayout(
            form.row(
                form.holder(menu, kind="card", width=_MENU),
                (form.column(self._middles), 1),
                form.holder(right, width=_SIDE),
                gap=20,
            )
        )
        self._menu.setFixedHeight(self._menu.height_of_all())
        self.restore(frame.draft(_DRAFT))

    def _learn_folder(self, folder: Path) -> None:
        self._folder = folder

    def section(self, key: str) -> Section:
        """Return a section by its key."""
        return next(s for s in self._sections if s.key == key)

    def open(self, key: str) -> None:
        """Show a section."""
        if key != self._here.key:
            self._here.left()
        self._here = self.section(key)
        number = self._sections.index(self._here)
        self._menu.choose(key)
        self._middles.setCurrentIndex(number)
        self._sides.setCurrentIndex(number)
        self._here.shown()
        self._show()

    # --- what the frame calls -------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        """Show a section, and an entry of it: `models/nissan-leaf-40-kwh`."""
        key, _slash, entry = subject.partition("/")
        if key not in [s.key for s in self._sections]:
            key, entry = self._here.key, ""
        if entry:
            self.section(key).find(entry)
        self.open(key)

    def scan(self, heard: Heard) -> bool:
        happened = self._here.scan(heard.text)
        if happened:
            self.frame.heard(heard.text, happened)
        return bool(happened)

    def enter(self) -> None:
        self._here.act()

    def escape(self) -> bool:
        return self._here.back()

    def changed(self, changed: Changed) -> None:
        about = ("register/", "person/")
        if not changed.recorded or any(s.startswith(about) for s in changed.subjects):
            self._here.learn()

    def readings(self) -> None:
        self._here.readings()

    def kept(self) -> str:
        forms = {s.key: kept for s in self._sections if (kept := s.kept())}
        whole = {"here": self._here.key, "forms": forms}
        return msgspec.json.encode(whole).decode()

    def restore(self, kept: str) -> None:
        if not kept:
            return
        found = msgspec.json.decode(kept, type=_Kept)
        for section in self._sections:
            section.restore(found.forms.get(section.key, {}))
        if any(s.key == found.here for s in self._sections):
            self._here = self.section(found.here)

    # --- showing --------------------------------------------------------------------------------

    def _changed_here(self) -> None:
        self._show()
        forms = any(s.kept() for s in self._sections)
        self.frame.keep_draft(_DRAFT, self.kept() if forms else "")

    def _show(self) -> None:
        show_primary(self._primary, self._here.primary())


def _sections(frame: Frame, folder: Callable[[], Path]) -> list[Section]:
    return [
        PeopleSection(frame),
        OutsidersSection(frame),
        PartnersSection(frame),
        NoticesSection(frame),
        ZonesSection(frame),
        PortsSection(frame, folder),
        InstrumentsSection(frame, folder),
        PrintersSection(frame, folder),
        ModelsSection(frame),
        PricesSection(frame),
        RulesSection(frame),
        CentreSection(frame),
        CentralSection(frame, folder),
        CourierSection(frame, folder),
        LookSection(frame),
        StoreSection(frame, folder),
        BackupsSection(frame, folder),
    ]


class _Kept(msgspec.Struct):
    here: str
    forms: dict[str, dict[str, str]]
