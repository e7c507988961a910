"""Whether there is a screen to draw on; asked before Qt, which ends the process without one."""

import os
import sys


def is_there() -> bool:
    """Tell whether the window system can be reached, or Qt was told to do without one."""
    if sys.platform != "linux":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)
