"""The actor: one part of the demonstration, played in the app's own process by hands and eyes."""

import os
import signal
import sys
import traceback
from pathlib import Path

from cellyard.app import App
from cellyard.demo import opening, pictures, printing, second, signs, together
from cellyard.demo.batteries import FIRST, TWICE, Incoming
from cellyard.demo.channels import CHANNELS, PACE
from cellyard.demo.hands import Hands
from cellyard.demo.people import CHEN_JING, HE_RONG, LI_WEI, ZHAO_MIN
from cellyard.demo.signs import Given, Signs, ask
from cellyard.demo.supervisor import Supervisor
from cellyard.demo.technician import SPENT, Technician
from cellyard.demo.ticket import Ticket
from cellyard.ui.window import Window

STATION = "station-1"
# One leaks, one is under observation: neither may travel.
BLOCKED = tuple(
    next(b.code for b in FIRST if b.verdict == verdict and b.code) for verdict in ("stop", "watch")
)
KILLED = next(n for n, b in enumerate(FIRST) if b.story == "killed")


class Actor:
    """Plays batteries one after the other in one window."""

    def __init__(self, app: App, window: Window, out: Path) -> None:
        self.app, self.window, self.folder = app, window, out / STATION
        self.hands = Hands(window, out / "screens")
        self._outlet = ""

    def play(self, batteries: tuple[Incoming, ...]) -> None:
        for battery in batteries:
            self._from(battery.outlet)
            Ticket(self.hands, battery, self.folder, ask).play()

    def _from(self, outlet: str) -> None:
        if outlet != self._outlet:
            self.hands.scan(f"CY:O:{outlet}")
            self._outlet = outlet

    def badge(self, badge: str) -> None:
        self.hands.scan(f"CY:P:{badge}")
        self.hands.wait(lambda: self.window.signed_in is not None, "somebody signed in")
        self.hands.rest()

    def die_between_weight_and_verdict(self, battery: Incoming) -> None:
        """Weigh, answer two questions, and be killed: nothing is closed, nothing is flushed."""
        self._from(battery.outlet)
        ticket = Ticket(self.hands, battery, self.folder, ask)
        ticket.code()
        ticket.weight()
        ticket.answer_no(1)
        ticket.answer_no(2)
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    def go_on_after_the_kill(self, battery: Incoming) -> None:
        """The ticket is back on screen at the third question."""
        self.hands.wait(lambda: self.hands.sees(battery.code[-4:]), "the ticket back on screen")
        ticket = Ticket(self.hands, battery, self.folder, ask)
        ticket.look(already=2)
        ticket.measure()
        ticket.verdict()
        ticket.label()
        ticket.slot()


def main(arguments: list[str]) -> int:
    """Play one part; the words name it, the folder, the ports, and where the network is."""
    given, heard = Given.of(arguments), Signs()
    match given["part"]:
        case "opening":
            _opening(given)
            return 1  # killed in the middle of it, or something went wrong
        case "second":
            second.run_ahead()
            second.play(given, heard)
            return 0
        case _:
            return _going_on(given, heard)


def _opening(given: Given) -> None:
    out = Path(given["out"])
    folder = out / STATION
    opening.settle_folder(folder)
    app = App(folder, [], pace=PACE)
    window = opening.first_run(app, out, ask, scale=given["scale"], scanner=given["scanner"])
    actor = Actor(app, window, out)
    opening.people(actor.hands, window)
    opening.benches(actor.hands, window, {key: given.lines(f"bench-{key}") for key in CHANNELS})
    opening.way_out(actor.hands, window)
    opening.second_door(actor.hands, window, given.lines("second"), given["url"], given["code"])
    actor.badge(LI_WEI.badge)
    actor.play(FIRST[:KILLED])
    actor.die_between_weight_and_verdict(FIRST[KILLED])


def _going_on(given: Given, heard: Signs) -> int:
    out = Path(given["out"])
    app = App(out / STATION, [], pace=PACE)
    app.start()
    assert app.window is not None  # noqa: S101 - the station was founded in the first part
    actor = Actor(app, app.window, out)
    pictures.keep(actor.hands, "sign-in")
    actor.badge(LI_WEI.badge)
    actor.go_on_after_the_kill(FIRST[KILLED])
    actor.play(FIRST[KILLED + 1 : -1])
    _apart_and_together(actor, heard)
    actor.badge(CHEN_JING.badge)
    Technician(actor.hands, app.window, ask).play()
    printing.bench_papers(actor.hands, SPENT[0])
    actor.badge(HE_RONG.badge)
    Supervisor(actor.hands, BLOCKED).play()
    printing.fire_sheet(actor.hands)
    printing.wait_until_out(actor.hands, actor.folder)
    actor.badge(ZHAO_MIN.badge)
    pictures.every_place(actor.hands, app.window, actor.folder)
    if "show" in given:
        return app.exec()
    together.in_step(actor.hands, app.window)
    app.window.close()
    return 0


def _apart_and_together(actor: Actor, heard: Signs) -> None:
    """Work while the network is cut, clash with the other station, and settle it by scans."""
    hands, window, folder = actor.hands, actor.window, actor.folder
    together.in_step(hands, window)
    signs.reached("ready")
    heard.wait("apart")
    actor.play((TWICE,))
    battery, slot = together.same_slot(folder, "Intake 1")
    together.move(hands, battery, slot.name)
    signs.reached("clashed")
    heard.wait("together")
    together.in_step(hands, window)
    actor.badge(HE_RONG.badge)
    together.one_thing(hands, window, folder, TWICE.code)
    together.one_too_many(hands, window, folder, battery, slot.name)
    together.in_step(hands, window)
    signs.reached("settled")


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except BaseException:  # noqa: BLE001 - the mouth of the process
        # The writer's and reader's threads would wait for ever for a window that nobody closes.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.exit(code)
