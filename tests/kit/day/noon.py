"""The day of every test: the process that imports this stands at its noon, and time goes on.

The rules that are shipped end, the tests do not. A program that a test starts has the time of the
process that started it.
"""

import contextlib
import datetime as dt
import os
import time

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
_BEGAN = "TESTS_BEGAN_AT"  # by the clock on the wall, in s

since = time.time() - float(os.environ.setdefault(_BEGAN, str(time.time())))
with contextlib.suppress(ImportError):  # an environment that a test has just made has nothing
    import time_machine

    time_machine.travel(NOON + dt.timedelta(seconds=since), tick=True).start()
