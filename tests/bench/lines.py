"""Sixteen instruments at 50 Hz into the real window: frames lost, CPU, latency, lateness.

`BENCH_LINES_S` sets how many seconds it runs (60). The instruments are played by this process,
the app runs in another.
"""

import json
import os
import selectors
import subprocess
import sys
import time
import tty
from pathlib import Path

from measuring import Row

LINES, HZ = 16, 50
SECONDS = float(os.environ.get("BENCH_LINES_S", "60"))
IDLE_S = min(SECONDS, 10.0)

APP = """
import gc
import json
import resource
import sys
import time
gc.disable()  # as the command does
from pathlib import Path

from PySide6.QtCore import QTimer, Qt
from PySide6.QtWidgets import QApplication

folder, idle_s, seconds, *ports = sys.argv[1:]
app = QApplication(sys.argv[:1])

from cellyard import words
from cellyard.domain.registers import Instrument
from cellyard.jobs import door
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station
from cellyard.settings import Settings
from cellyard.ui import style
from cellyard.ui.garbage import Collector
from cellyard.ui.tones import Tones
from cellyard.ui.window import Window


class Timed(Instruments):
    # What the window took, and when the main loop was at rest again: it is on the screen.
    def __init__(self, *given):
        super().__init__(*given)
        self.seen = []

    def drain(self):
        arrived = super().drain()
        if arrived:
            took = [(key, str(sample.readings["weight"].value)) for key, sample in arrived]
            QTimer.singleShot(0, lambda: self.seen.append((time.monotonic(), took)))
        return arrived


class Lateness:
    # How late a timer of 10 ms comes: how long the main thread was held up.
    def __init__(self):
        self.late, self.due = [], time.monotonic() + 0.01
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.look)
        self.timer.start(10)

    def look(self):
        now = time.monotonic()
        self.late.append(max(0.0, now - self.due) * 1000)
        self.due = now + 0.01

    def taken(self):
        late, self.late = sorted(self.late), []
        return late[int(len(late) * 0.99)], late[-1]


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, time.monotonic()


garbage = Collector()
style.use(app, "light", "en", 3.95, desk=False)
station = Station(Path(folder))
who = door.admits(station)[0]
instruments = Timed(Benches(station.folder), [
    Instrument(key=f"m{n}", station=station.identity.station, profile="generic-st-gs", port=port,
               duty="scale")
    for n, port in enumerate(ports)
])
window = Window(station, Settings(), instruments, Printer(station.folder), Tones(wanted=False))
window.resize(1366, 768)
window.show()
from cellyard.jobs.door import SignedIn
window.sign_in(SignedIn(id=who.id, name=who.name, roles=frozenset({"technician", "operator"})))
window.go("bench", "")
late = Lateness()
found = {}


def idle():
    assert window.current is not None
    late.taken()
    QTimer.singleShot(int(float(idle_s) * 1000), begin)


def begin():
    found["idle"] = late.taken()
    found["from"] = used()
    print("begin", flush=True)
    QTimer.singleShot(int(float(seconds) * 1000), over)


def over():
    found["late"] = late.taken()
    cpu, at = used()
    found["cpu"] = (cpu - found["from"][0]) / (at - found["from"][1])
    QTimer.singleShot(1500, done)


def done():
    found["seen"] = [
        (at, key, value) for at, took in instruments.seen for key, value in took
    ]
    found["dropped"] = sum(a.health.dropped for a in instruments.attached())
    window.close()
    app.quit()


QTimer.singleShot(3000, idle)
gc.freeze()  # as the app does
app.exec()
print(json.dumps(found), flush=True)
"""


def rows(folder: Path) -> list[Row]:
    """Play the instruments, and compare what was sent with what came to the screen."""
    ends = [os.openpty() for _ in range(LINES)]
    try:
        for here, there in ends:
            tty.setraw(there)
            os.set_blocking(here, False)
        ports = [os.ttyname(there) for _here, there in ends]
        sent, found = _played([here for here, _there in ends], ports, folder)
    finally:
        for pair in ends:
            for end in pair:
                os.close(end)
    return _judged(sent, found)


def _played(
    wires: list[int], ports: list[str], folder: Path
) -> tuple[dict[str, float], dict[str, object]]:
    """Return when each value was sent to all, and what the app says."""
    command = [sys.executable, "-c", APP, str(folder), str(IDLE_S), str(SECONDS), *ports]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as app:
        assert app.stdout is not None
        if app.stdout.readline() != b"begin\n":
            raise AssertionError("the app did not begin")
        sent: dict[str, float] = {}
        began = time.monotonic()
        for n in range(int(SECONDS * HZ)):
            time.sleep(max(0.0, began + n / HZ - time.monotonic()))
            value = f"{n / 10:.1f}"
            sent[value] = time.monotonic()
            for wire in wires:
                os.write(wire, f"ST,GS,+{value:>8}kg\r\n".encode("ascii"))
        return sent, json.loads(_rest(app))


def _rest(app: subprocess.Popen[bytes]) -> bytes:
    assert app.stdout is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(app.stdout, selectors.EVENT_READ)
        if not waiting.select(timeout=60):
            app.kill()
            raise AssertionError("the app did not end")
    return app.stdout.read()


def _judged(sent: dict[str, float], found: dict[str, object]) -> list[Row]:
    seen: list[tuple[float, str, str]] = found["seen"]  # pyright: ignore[reportAssignmentType]
    came = {(key, value) for _at, key, value in seen}
    due = len(sent) * LINES
    lost = due - len(came)
    late = sorted((at - sent[value]) * 1000 for at, _key, value in seen)
    p99 = late[int(len(late) * 0.99)]
    name = f"{LINES} instruments x {HZ} Hz, {SECONDS:g} s:"
    idle, busy = found["idle"], found["late"]
    assert isinstance(idle, list)
    assert isinstance(busy, list)
    cpu = float(str(found["cpu"]))
    return [
        Row(f"{name} valid frames lost of sent", lost, due, lost / due, "frames", "0"),
        Row(f"{name} CPU of one core", cpu, 1, cpu, "cores", "≤ 0.25"),
        Row(f"{name} device to screen, p99", p99, 100, p99 / 100, "ms", "≤ 1"),
        Row(f"{name} main thread late, p99 (idle beside)", *_late(busy[0], idle[0]), "≤ 20 ms"),
        Row(f"{name} main thread late, most (idle beside)", *_late(busy[1], idle[1]), "≤ 50 ms"),
    ]


def _late(busy: float, idle: float) -> tuple[float, float, float, str]:
    return busy, idle, busy / max(idle, 0.01), "ms"
