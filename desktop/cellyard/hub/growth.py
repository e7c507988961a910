"""Waiting for something new: however many stations wait, one look at the database serves all."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from cellyard.domain.refusals import Trouble

LOOK_S = 0.25


class Growth:
    """`total` is asked how many facts there are in all."""

    def __init__(self, total: Callable[[], Awaitable[int]]) -> None:
        self.total = total
        self.stopped = False
        self._seen = -1
        self._waiting = 0
        self._grown = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    async def beyond(self, seen: int, until: float) -> None:
        """Return when there are more facts than were seen, at `until` (monotonic, s) at the latest.

        Also when nothing is to be waited for any more: the hub is about to stop.
        """
        self._waiting += 1
        if self._watch is None:
            self._watch = asyncio.create_task(self._look())
        try:
            while self._seen <= seen and not self.stopped:
                async with asyncio.timeout(until - time.monotonic()):
                    await self._grown.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """Let nobody wait any more."""
        self.stopped = True
        self._wake()

    def _wake(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    async def _look(self) -> None:
        while self._waiting and not self.stopped:
            try:
                now = await self.total()
            except Trouble:  # the database is away: it is looked at again
                now = self._seen
            if now > self._seen:
                self._seen = now
                self._wake()
            await asyncio.sleep(LOOK_S)
        self._watch = None
