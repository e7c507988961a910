"""How a station stands with its central server, as lamp, Set up and Tasks show it."""

from typing import Protocol

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.sync.wire import Reply, Request


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """`unsent` own facts no hub has confirmed; `handed_over` ones only a relay has.

    `said` is what stands in the way, None when nothing does: a Trouble is tried again by itself, a
    Refused waits for a person. `last_at` is when a round last ended well (ms), 0 for never; `skew`
    how far the own clock is ahead, in ms.
    """

    enrolled: bool = False
    under_way: bool = False
    unsent: int = 0
    handed_over: int = 0
    said: Refused | Trouble | None = None
    last_at: int = 0
    skew: int = 0


class Synced(Protocol):
    """What keeps a station in step, as the window sees it; all of it from any thread."""

    @property
    def state(self) -> SyncState:
        """How it stands now."""
        ...

    def begin(self) -> None:
        """A hub was pinned, or let go: turn to what is pinned now."""
        ...

    def wake(self) -> None:
        """Facts were written: send them soon."""
        ...

    def now(self) -> None:
        """Try at once, whatever stood in the way."""
        ...

    def stop(self) -> None:
        """End; what is under way is cut off, and nothing of it is lost."""
        ...


class Alone:
    """A station that keeps to itself."""

    state = SyncState()

    def begin(self) -> None:
        """Nobody is turned to."""

    def wake(self) -> None:
        """Nobody is sent anything."""

    def now(self) -> None:
        """Nobody is asked."""

    def stop(self) -> None:
        """There is nothing to end."""


class Carrying(Protocol):
    """Carries requests to one hub until it is closed."""

    def __call__(self, request: Request) -> Reply: ...

    def close(self) -> None: ...


class Reach(Protocol):
    """Reaches a hub at its address, by way of a proxy ("" for that of the system)."""

    def __call__(self, url: str, *, proxy: str, certificate: str = "") -> Carrying: ...


def nowhere(url: str, *, proxy: str, certificate: str = "") -> Carrying:  # noqa: ARG001
    """Reach nobody."""
    raise Trouble("no_route_to_hub")
