"""A line of the journal for each request, whoever answers it: the protocol, a page, nobody."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

from cellyard.hub.journal import Journal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
# A name has at most 64 signs of at most 4 bytes, each as %XX.
_LONGEST = 64 * 4 * 3


def told(app: Callable[..., Awaitable[None]], journal: Journal) -> Asgi:
    """Return an application that writes down each request once it is answered.

    Of a request: how, by which pattern of path, by which station, how long. Nothing of its query,
    its headers or its body.
    """

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        began, status, given = time.monotonic(), 0, 0

        async def sent(message: Scope) -> None:
            nonlocal status, given
            status = message.get("status", status)
            given += len(message.get("body", b""))
            await send(message)

        try:
            await app(scope, receive, sent)
        finally:
            if scope["type"] == "http":
                journal.line(
                    "request",
                    method=scope["method"],
                    route=scope.get("path_template", ""),
                    status=status,
                    ms=round((time.monotonic() - began) * 1000, 1),
                    bytes=given,
                    station=_station(scope),
                )

    return telling


def _station(scope: Scope) -> str:
    """Return the name that is claimed; a station is no person."""
    claimed = next((v for k, v in scope["headers"] if k == b"cellyard-station"), b"")
    return unquote(claimed[:_LONGEST].decode("latin-1"))
