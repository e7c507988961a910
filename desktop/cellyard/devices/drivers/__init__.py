"""Protocols that no profile alone can describe. A profile names its driver; here they are listed.

`it8500` is not among them: it builds the commands of a load, and its readings are rows.
"""

from collections.abc import Callable

from cellyard.devices.drivers import daly_a5
from cellyard.devices.frames import Reader
from cellyard.devices.profile import Profile

DRIVERS: dict[str, Callable[[Profile], Reader]] = {"daly-a5": daly_a5.DalyReader}
