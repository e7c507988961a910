"""Time to an interactive window over 200,000 batteries against an empty PySide6 window."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import Row

TIMES = 5

# Each says when it stood: CLOCK_MONOTONIC is one clock for all processes of a machine.
EMPTY = """
import sys
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
window = QWidget()
window.resize(1366, 768)
window.show()
def stands():
    print(time.monotonic())
    app.quit()
QTimer.singleShot(0, stands)
app.exec()
"""

# Interactive: the door stands, painted, and what it asked of the store has been answered.
OURS = """
import gc
import sys
import time
gc.disable()  # as the command does
from pathlib import Path
from cellyard.app import App
from PySide6.QtCore import QTimer
app = App(Path(sys.argv[1]), sys.argv[:1])
app.start()
def look():
    if app.window and not app.window.reader.busy and not app.window.writer.busy:
        timer.stop()
        print(time.monotonic())
        app.window.close()
        app.qt.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(1)
app.qt.exec()
"""


def rows(folder: Path) -> list[Row]:
    """Start both in turn, so that a change of the machine's speed meets both."""
    ours: list[float] = []
    empty: list[float] = []
    for _ in range(TIMES + 1):
        ours.append(_timed(OURS, str(folder)))
        empty.append(_timed(EMPTY))
    mine, reference = statistics.median(ours[1:]), statistics.median(empty[1:])
    name = "interactive window over 200,000 batteries"
    return [Row(name, mine, reference, mine / reference, "s", "≤ 5×")]


def _timed(script: str, *arguments: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # An installed app is compiled; so is a checkout once the first run, not counted, has been.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, *arguments]
    start = time.monotonic()
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    return float(done.stdout) - start
