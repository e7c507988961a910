"""How a station stands with its central server, as lamp, Set up and Tasks show it."""

import msgspec

from cellyard.domain.refusals import Refused, Trouble


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
