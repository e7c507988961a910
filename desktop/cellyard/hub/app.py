"""The hub as a web application: the requests of the protocol over HTTP, its health, its OpenAPI."""

import asyncio
import math
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote

import anyio
import litestar
import msgspec
from anyio import to_thread
from litestar import Litestar, Response, get
from litestar.exceptions import (
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
)
from litestar.handlers import HTTPRouteHandler

from cellyard import __version__
from cellyard.domain.refusals import Trouble
from cellyard.hub import described
from cellyard.hub.crowd import Crowd
from cellyard.hub.door import Hub
from cellyard.hub.growth import Growth
from cellyard.hub.journal import Journal
from cellyard.hub.pages.web import Pages
from cellyard.hub.routes import ROUTES, Route
from cellyard.hub.store import CONNECTIONS
from cellyard.sync.wire import Reply, Request

T = TypeVar("T")
Asked = litestar.Request[Any, Any, Any]
_NAMES = ("station", "epoch", "nonce", "signature")
# How long a feed request may wait for something new, and a body may be on its way, in s.
LONGEST_WAIT, LONGEST_BODY = 25, 120.0
JSON = "application/json"
# What the door says to strangers: each counts as a knock of the address that it came from.
_STRANGE = frozenset({400, 401, 403, 404, 413, 415})


class App:
    """Answers for a hub over HTTP."""

    def __init__(self, hub: Hub, journal: Journal, pages: Pages | None = None) -> None:
        self._hub, self._journal, self._pages = hub, journal, pages
        self._threads = anyio.CapacityLimiter(CONNECTIONS)
        self._crowd = Crowd()
        self.growth = Growth(lambda: self._in_thread(hub.total))

    def made(self) -> Litestar:
        """Return the application."""
        pages = self._pages.handlers() if self._pages else ()
        return Litestar(
            route_handlers=[*map(self._route, ROUTES), self._health(), _openapi(), *pages],
            exception_handlers={
                NotFoundException: self._not_there,
                MethodNotAllowedException: self._not_there,
                Exception: self._crashed,
            },
            openapi_config=None,
            logging_config=None,
        )

    async def _in_thread(self, work: Callable[..., T], *given: object) -> T:
        return await to_thread.run_sync(work, *given, limiter=self._threads)

    def _route(self, route: Route) -> HTTPRouteHandler:
        async def carried(request: Asked) -> Response[bytes]:
            return _response(await self._answered(route, request))

        path = route.path.replace("}", ":str}")
        handler = HTTPRouteHandler(path, http_method=route.method, name=route.name, status_code=200)
        return handler(carried)

    async def _answered(self, route: Route, http: Asked) -> Reply:
        bare = _request(http)
        address = http.client.host if http.client else ""
        who = (address, bare.station, bare.epoch)
        if wait := self._crowd.wait(who):
            return self._hub.deny(bare, 429, "busy", wait)
        try:
            body = await _body(http, route.most)
        except (InternalServerException, TimeoutError):  # whoever sent it has gone, or is too slow
            return self._hub.deny(bare, 408, "damaged")
        if body is None:
            return self._hub.deny(bare, 413, "too_large")
        request = msgspec.structs.replace(bare, body=body)
        if route.name == "feed":
            await self._patiently(request, http.query_params.get("wait", ""))
        reply = await self._in_thread(self._hub.answer, request, address)
        if reply.status in _STRANGE:
            self._crowd.strange(who)
        elif reply.status == 200 and bare.station:
            self._crowd.proved(who)
        return reply

    async def _patiently(self, request: Request, wait: str) -> None:
        """Keep a request for a page waiting while there is nothing for it, without a thread."""
        until = time.monotonic() + min(int(wait) if wait.isdecimal() else 0, LONGEST_WAIT)
        while time.monotonic() < until and not self.growth.stopped:
            try:
                seen = await self.growth.total()
            except Trouble:
                return
            if not await self._in_thread(self._hub.quiet, request):
                return
            await self.growth.beyond(seen, until)

    def _health(self) -> HTTPRouteHandler:
        @get("/health", name="health")
        async def health() -> Response[bytes]:
            try:
                await self._in_thread(self._hub.total)
            except Trouble:
                return _said({"database": "unreachable", "version": __version__}, 503)
            return _said({"database": "reachable", "version": __version__}, 200)

        return health

    def _not_there(self, http: Asked, _error: Exception) -> Response[bytes]:
        page = self._pages.stray(http) if self._pages else None
        return page or _response(self._hub.deny(_request(http), 404, "unknown"))

    def _crashed(self, http: Asked, error: Exception) -> Response[bytes]:
        self._journal.crash(error)
        return _response(self._hub.deny(_request(http), 500, "busy"))


def _openapi() -> HTTPRouteHandler:
    @get("/openapi.json", name="openapi")
    async def openapi() -> Response[bytes]:
        return _said(described.document(), 200)

    return openapi


def _said(what: object, status: int) -> Response[bytes]:
    return Response(content=msgspec.json.encode(what), media_type=JSON, status_code=status)


def _request(http: Asked) -> Request:
    """Return a request without its body. Path and query are those that were sent, to the byte."""
    raw, query = http.scope["raw_path"], http.scope["query_string"]
    said = {name: http.headers.get(f"cellyard-{name}", "") for name in _NAMES}
    return Request(
        method=http.method,
        path=(raw + b"?" + query if query else raw).decode("latin-1"),
        media=http.headers.get("content-type", ""),
        station=unquote(said["station"]),
        epoch=said["epoch"],
        nonce=said["nonce"],
        signature=said["signature"],
    )


async def _body(http: Asked, most: int) -> bytes | None:
    """Return the body; None as soon as it is larger than `most` bytes."""
    if int(http.headers.get("content-length", "0")) > most:
        return None
    content = bytearray()
    async with asyncio.timeout(LONGEST_BODY):
        async for part in http.stream():
            content += part
            if len(content) > most:
                return None
    return bytes(content)


def _response(reply: Reply) -> Response[bytes]:
    headers = {"Cellyard-Signature": reply.signature, "Cache-Control": "no-store"}
    if reply.retry_after is not None:
        headers["Retry-After"] = str(math.ceil(reply.retry_after))
    if reply.status in _STRANGE or reply.status == 408:
        # What is left of a body that was too large is not waited for.
        headers["Connection"] = "close"
    return Response(
        content=reply.body, media_type=reply.media, status_code=reply.status, headers=headers
    )
