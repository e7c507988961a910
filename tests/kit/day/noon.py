"""The day of every test: the process that imports this stands at its noon, and time goes on.

The rules that are shipped end, the tests do not. A program that a test starts has the time of the
process that started it.
"""

import contextlib
import datetime as dt
import os
import sys
import time

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
_BEGAN = "TESTS_BEGAN_AT"  # by the clock on the wall, in s

began = float(os.environ.setdefault(_BEGAN, str(time.time())))
alone = "pytest" not in sys.modules
if alone:  # time-machine would bring it along, and whatever a test starts would wait for it
    sys.modules["pytest"] = None  # pyright: ignore[reportArgumentType]
with contextlib.suppress(ImportError):  # an environment that a test has just made has nothing
    import time_machine

    since = dt.timedelta(seconds=time.time() - began)
    time_machine.travel(NOON + since, tick=True).start()
if alone:
    del sys.modules["pytest"]
