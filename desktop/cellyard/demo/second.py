"""The second station of the demonstration: it joins, works with a wrong clock, and meets again."""

import time
from pathlib import Path

from cellyard.app import App
from cellyard.demo import opening, pictures, signs, together
from cellyard.demo.batteries import SECOND, TWICE
from cellyard.demo.hands import Hands
from cellyard.demo.people import MA_LIN
from cellyard.demo.signs import Given, Signs, ask
from cellyard.demo.ticket import Ticket
from cellyard.ui.window import Window

FOLDER = "station-2"
AHEAD_S = 3 * 24 * 3600


def run_ahead() -> None:
    """Let the clock of this computer be three days ahead."""
    true_s, true_ns = time.time, time.time_ns
    time.time = lambda: true_s() + AHEAD_S
    time.time_ns = lambda: true_ns() + AHEAD_S * 1_000_000_000


def play(given: Given, heard: Signs) -> None:
    """Join the centre, book in what came to this door, clash twice, and stay in step."""
    out = Path(given["out"])
    folder = out / FOLDER
    opening.settle_folder(folder)
    app = App(folder, [])
    window = _join(app, out, given["url"], given["code"])
    hands = Hands(window, out / "screens")
    _badge(hands, window, MA_LIN.badge)
    hands.scan(f"CY:O:{SECOND[0].outlet}")
    for battery in SECOND:
        Ticket(hands, battery, folder, ask).play()
    together.in_step(hands, window)
    signs.reached("ready")
    heard.wait("apart")
    hands.scan(f"CY:O:{TWICE.outlet}")
    Ticket(hands, TWICE, folder, ask).play()
    battery, slot = together.same_slot(folder, together.SECOND)
    together.move(hands, battery, slot.name)
    together.until(
        hands, folder, lambda q: any(b.slot == slot.name for b in q.newest(1000)), "laid there"
    )
    pictures.keep(hands, "yard-apart")
    signs.reached("clashed")
    heard.wait("together")
    together.in_step(hands, window)
    signs.reached("met again")
    heard.wait("end")
    together.in_step(hands, window)
    window.close()


def _join(app: App, out: Path, url: str, code: str) -> Window:
    app.start()
    if app.first_run is None:
        raise RuntimeError("the folder of the second station is not empty")
    hands = Hands(app.first_run, out / "screens")
    hands.click("Join")
    for field, text in (
        ("Address", url),
        ("This station", together.SECOND),
        ("Enrolment code", code),
    ):
        hands.fill(field, text)
    hands.wait_primary("Ask it")
    hands.enter()
    hands.wait_primary("Next: words")
    hands.enter()
    hands.wait_primary("All six agree")
    hands.picture("join-words")
    hands.enter()
    hands.wait_primary("Next: fetch")
    hands.enter()
    hands.wait_primary("Open station")
    hands.enter()
    hands.wait(lambda: app.window is not None, "the window of the second station", 60.0)
    if app.window is None:
        raise RuntimeError("waited for")
    return app.window


def _badge(hands: Hands, window: Window, badge: str) -> None:
    hands.scan(f"CY:P:{badge}")
    hands.wait(lambda: window.signed_in is not None, "somebody signed in")
    hands.rest()
