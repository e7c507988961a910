"""Time to an interactive window over 200,000 batteries against an empty PySide6 window."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import Row

TIMES = 5

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv)
window = QWidget()
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

# Interactive: the door stands, painted, and what it asked of the store has been answered.
OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from cellyard.app import App
app = App(Path(sys.argv[1]), sys.argv[:1])
app.start()
def look():
    if app.window and not app.window.reader.busy and not app.window.writer.busy:
        app.window.close()
        app.qt.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(0)
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
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, *arguments], check=True, env=environment)
    return time.perf_counter() - start
