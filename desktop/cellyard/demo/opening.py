"""The morning of the demonstration: First run by hand, then the people of the shift."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from cellyard import settings
from cellyard.app import App
from cellyard.demo import gate, morning, pictures, printing, together
from cellyard.demo.batteries import OUTLETS
from cellyard.demo.hands import Ask, Hands
from cellyard.demo.people import CHEN_JING, LI_WEI, MA_LIN, ZHAO_MIN
from cellyard.demo.ticket import CAMERA
from cellyard.jobs import paper_folder
from cellyard.jobs import people as jobs_people
from cellyard.settings import Settings
from cellyard.ui.window import Window


def first_run(app: App, out: Path, ask: Ask, *, scale: str, scanner: str) -> Window:
    """Found the station as an administrator does, on the keyboard; returns its window."""
    app.start()
    if app.first_run is None:
        raise RuntimeError("the folder of the demonstration is not empty")
    hands = Hands(app.first_run, out / "screens")
    _centre(hands)
    _administrator(hands)
    _outlets(hands)
    pictures.keep_first_run(app, hands)
    _next(hands, "Next: ports")
    _port(hands, scale, "scale")
    _port(hands, scanner, "scanner", lambda: ask("scanner", "04QCB76836300JBC40000903"))
    hands.choose("Label printer", "Into a folder, as ZPL")
    hands.wait_primary("Open station")
    hands.enter()
    hands.wait(lambda: app.window is not None, "the station's window")
    if app.window is None:
        raise RuntimeError("waited for")
    return app.window


def settle_folder(folder: Path) -> None:
    """Make the folder that the camera drops photos into and the one that papers are printed into,
    and name them in the settings: no camera and no printer is needed.
    """
    for name in (CAMERA, printing.FOLDER):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings.save(
        folder,
        Settings(
            photos=(folder / CAMERA).resolve().as_posix(),
            paper_printer=paper_folder.target((folder / printing.FOLDER).resolve().as_posix()),
            tones=False,
        ),
    )


def people(hands: Hands, window: Window) -> None:
    """Enter the others of the shift; the administrator is signed in since First run."""
    hands.wait(lambda: window.signed_in is not None, "the administrator signed in")
    by = window.frame.person.id
    for person in (LI_WEI, CHEN_JING, MA_LIN):
        window.frame.work(lambda s, p=person: jobs_people.enter(s, p, by=by))
        hands.rest()


def benches(hands: Hands, window: Window, lines: Mapping[str, Mapping[str, str]]) -> None:
    """Set the benches up, as the administrator."""
    by = window.frame.person.id
    window.frame.work(lambda s: morning.set_up(s, lines, by=by))
    hands.rest()


def second_door(
    hands: Hands, window: Window, ports: Mapping[str, str], url: str, code: str
) -> None:
    """Prepare the second station, and enrol this one: what it knows, the other will know."""
    by = window.frame.person.id
    window.frame.work(lambda s: together.furnish(s, ports, by=by))
    hands.rest()
    together.enrol(hands, window, url, code)


def way_out(hands: Hands, window: Window) -> None:
    """Set the way out up, as the administrator; the adviser then stands for the rules."""
    by = window.frame.person.id
    window.frame.work(lambda s: gate.set_up(s, by=by))
    window.frame.work(lambda s: gate.release(s, by=by))
    hands.rest()


def _centre(hands: Hands) -> None:
    typing = "a field to type into"
    hands.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), typing)
    hands.type("Linjiang")
    for _field in range(3):
        hands.key(Qt.Key.Key_Tab)
    hands.type("Intake 1")
    _next(hands, "Next: people")


def _administrator(hands: Hands) -> None:
    hands.type(ZHAO_MIN.name)
    hands.scan(f"CY:P:{ZHAO_MIN.badge}")
    for _field in range(2):
        hands.key(Qt.Key.Key_Tab)
    hands.type(ZHAO_MIN.pin)
    hands.key(Qt.Key.Key_Tab)
    hands.type(ZHAO_MIN.pin)
    _next(hands, "Next: outlets")


def _outlets(hands: Hands) -> None:
    for key, name in OUTLETS:
        hands.scan(f"CY:O:{key}")
        hands.type(name)
    _next(hands, "Next: zones")


def _port(hands: Hands, url: str, duty: str, speak: Callable[[], None] | None = None) -> None:
    """Name a port, hear what it says, and take the profile that fits."""
    hands.fill("Another port", url)
    hands.enter()
    if speak:
        hands.wait(lambda: hands.sees("Listening for 1 s"), "the port listened to")
        speak()
    hands.wait(lambda: hands.sees(f"As {duty} of"), f"a profile of a {duty}")
    hands.click("Yes, use it")
    hands.wait(lambda: hands.primary_text() != "Yes, use it", "the instrument taken")


def _next(hands: Hands, words: str) -> None:
    hands.wait_primary(words)
    hands.enter()
