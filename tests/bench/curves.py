"""Three curves of 100,000 points, from opening to painted, against the 150 ms that are allowed."""

import json
import os
import subprocess
import sys

from measuring import Row

POINTS, ALLOWED_MS = 100_000, 150.0

SCRIPT = """
import json
import math
import sys
import time

from PySide6.QtWidgets import QApplication

app = QApplication(sys.argv[:1])
from cellyard.domain.bench.channel import CurvePoint
from cellyard.ui import style
from cellyard.ui.widgets.curve import Curve, EarlierCurve

style.use(app, "light", "en", 3.95, desk=False)
count = int(sys.argv[1])


def run(shift):
    return [
        CurvePoint(n * 0.18, 50 - shift - n * 16 / count + 0.01 * math.sin(n), -10.0, 25.0)
        for n in range(count)
    ]


runs = [run(shift) for shift in (0.0, 0.5, 1.0)]
taken = []
for _ in range(6):
    began = time.perf_counter()
    curve = Curve()
    curve.resize(878, 364)
    curve.set_earlier([EarlierCurve(f"{n}", points) for n, points in enumerate(runs[1:])])
    curve.set_run(runs[0])
    curve.show()
    curve.grab()
    taken.append((time.perf_counter() - began) * 1000)
    curve.close()
    app.processEvents()
print(json.dumps(taken))
"""


def rows() -> list[Row]:
    """Open a curve six times in a process of its own; the first also loads what draws it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCRIPT, str(POINTS)]
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    first, *later = json.loads(done.stdout)
    name = "three curves of 100,000 points, opened to painted"
    usual = sorted(later)[len(later) // 2]
    return [
        Row(name, usual, ALLOWED_MS, usual / ALLOWED_MS, "ms", "≤ 1"),
        Row(f"{name}, the first", first, ALLOWED_MS, first / ALLOWED_MS, "ms", ""),
    ]
