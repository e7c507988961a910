"""One running instance for each data folder."""

import os
from pathlib import Path

from cellyard import durable
from cellyard.domain.refusals import Refused

FILE = "lock"


class InstanceLock:
    """Holds a folder's lock until released; the system drops it when the process dies."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._descriptor = durable.hold(folder / FILE)
        except BlockingIOError as error:
            raise Refused("second_instance", folder=folder.name) from error

    def release(self) -> None:
        os.close(self._descriptor)
