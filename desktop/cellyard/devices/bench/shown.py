"""How a channel or a tester stands, as other threads see it."""

import threading
from typing import Generic, TypeVar

import msgspec

V = TypeVar("V", bound=msgspec.Struct)


class Shown(Generic[V]):
    """One frozen `view`, read from any thread, changed under `changing`.

    Two threads change it: none may write over what the other has just said.
    """

    def __init__(self, view: V) -> None:
        self.view = view
        self.changing = threading.RLock()

    def show(self, **changes: object) -> None:
        """Change some of it."""
        with self.changing:
            self.view = msgspec.structs.replace(self.view, **changes)

    def put(self, view: V) -> None:
        """Change all of it."""
        with self.changing:
            self.view = view
