"""The actor: one part of the demonstration, played in the app's own process by hands and eyes."""

import os
import signal
import sys
import traceback
from pathlib import Path

from cellyard.app import App
from cellyard.demo import opening, pictures, printing
from cellyard.demo.batteries import BATTERIES, Incoming
from cellyard.demo.channels import CHANNELS, PACE
from cellyard.demo.hands import Hands
from cellyard.demo.people import CHEN_JING, HE_RONG, LI_WEI, ZHAO_MIN
from cellyard.demo.supervisor import Supervisor
from cellyard.demo.technician import SPENT, Technician
from cellyard.demo.ticket import Ticket
from cellyard.ui.window import Window

STATION = "station-1"
# One leaks, one is under observation: neither may travel.
BLOCKED = tuple(
    next(b.code for b in BATTERIES if b.verdict == verdict and b.code)
    for verdict in ("stop", "watch")
)
KILLED = next(n for n, b in enumerate(BATTERIES) if b.story == "killed")


def ask(word: str, text: str) -> None:
    """Ask the world outside this process for something: a load on the scale, a scan."""
    sys.stdout.write(f"{word} {text}\n")
    sys.stdout.flush()


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
    """Play one part; the words are the folder, the part, the ports, and `--show`."""
    out, part, scale, scanner = Path(arguments[0]), *arguments[1:4]
    lines = dict(zip(CHANNELS, (_named(said) for said in arguments[4:6]), strict=True))
    folder = out / STATION
    if part == "opening":
        opening.settle_folder(folder)
    app = App(folder, arguments[:1], pace=PACE)
    if part == "opening":
        window = opening.first_run(app, out, ask, scale=scale, scanner=scanner)
        actor = Actor(app, window, out)
        opening.people(actor.hands, window)
        opening.benches(actor.hands, window, lines)
        opening.way_out(actor.hands, window)
        actor.badge(LI_WEI.badge)
        actor.play(BATTERIES[:KILLED])
        actor.die_between_weight_and_verdict(BATTERIES[KILLED])
    app.start()
    assert app.window is not None  # noqa: S101 - the station was founded in the first part
    actor = Actor(app, app.window, out)
    pictures.keep(actor.hands, "sign-in")
    actor.badge(LI_WEI.badge)
    actor.go_on_after_the_kill(BATTERIES[KILLED])
    actor.play(BATTERIES[KILLED + 1 :])
    actor.badge(CHEN_JING.badge)
    Technician(actor.hands, app.window, ask).play()
    printing.bench_papers(actor.hands, SPENT[0])
    actor.badge(HE_RONG.badge)
    Supervisor(actor.hands, BLOCKED).play()
    printing.fire_sheet(actor.hands)
    printing.wait_until_out(actor.hands, folder)
    actor.badge(ZHAO_MIN.badge)
    pictures.every_place(actor.hands, app.window, folder)
    if "--show" in arguments:
        return app.exec()
    app.window.close()
    return 0


def _named(lines: str) -> dict[str, str]:
    """Return the lines of a channel by their names."""
    return dict(line.split("=", 1) for line in lines.split(","))


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except BaseException:  # noqa: BLE001 - the mouth of the process
        # The writer's and reader's threads would wait for ever for a window that nobody closes.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.exit(code)
