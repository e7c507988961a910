"""Pictures of every screen in both themes and both languages: `SCREEN-THEME-LANGUAGE.png`."""

from contextlib import closing
from pathlib import Path

import msgspec
from PySide6.QtTest import QTest

from cellyard.app import App
from cellyard.demo.hands import Hands
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings
from cellyard.ui.screens import SCREENS
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.ui.window import Window

_LOOKS = tuple((theme, language) for theme in ("light", "dark") for language in ("en", "zh_CN"))
# Layouts come to rest a moment after the last word is set.
SETTLE_MS = 60
_taken: set[str] = set()


def keep(hands: Hands, name: str) -> None:
    """Take one picture of what stands, in each theme and language; the ticket stays open."""
    window = hands.window
    if not isinstance(window, Window):
        return
    before = window.frame.settings
    for theme, language in _LOOKS:
        _look(hands, window, msgspec.structs.replace(before, theme=theme, language=language))
        hands.picture(f"{name}-{theme}-{language}")
    _look(hands, window, before)


def keep_first_run(app: App, hands: Hands) -> None:
    """Take the step of First run that stands, in each theme and language."""
    before = app.settings
    for theme, language in _LOOKS:
        _show_first_run(app, msgspec.structs.replace(before, theme=theme, language=language))
        hands.picture(f"first-run-{theme}-{language}")
    _show_first_run(app, before)


def _show_first_run(app: App, settings: Settings) -> None:
    if app.first_run:
        app.first_run.settings_wanted.emit(settings)
        QTest.qWait(50)


def once(hands: Hands, name: str) -> None:
    """As `keep`, the first time only."""
    if name not in _taken:
        _taken.add(name)
        keep(hands, name)


def every_place(hands: Hands, window: Window, folder: Path) -> None:
    """Take every place of the rail that this person may open, but those taken at work."""
    for place in SCREENS:
        if place.key in _taken:
            continue
        if window.signed_in and place.roles & window.signed_in.roles:
            window.go(place.key, _subject(place.key, folder))
            hands.rest()
            keep(hands, place.key)


def _subject(place: str, folder: Path) -> str:
    """Return what the place is opened on: a slot under watch, the battery with the longest life."""
    if place == "yard":
        return "O-02"
    if place != "find":
        return ""
    with closing(Questions(folder)) as questions:
        return max(questions.newest(), key=lambda b: len(b.acts)).id


def _look(hands: Hands, window: Window, settings: Settings) -> None:
    window.frame.use_settings(settings)
    for _twice in range(2):  # what was asked first may lead to asking more
        hands.rest()
        QTest.qWait(SETTLE_MS)
    hands.wait(lambda: _papers_stand(window), "the papers on screen drawn")


def _papers_stand(window: Window) -> bool:
    papers = [view for view in window.findChildren(PaperView) if view.isVisible() and view.pages]
    return all(view.sharp for view in papers)
