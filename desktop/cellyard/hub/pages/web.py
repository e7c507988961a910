"""The site over HTTP: what the web framework carries to it and back."""

from collections.abc import Callable
from http import cookies
from typing import Any
from urllib.parse import parse_qsl, unquote

import litestar
from anyio import CapacityLimiter, to_thread
from litestar import Response
from litestar.datastructures import ResponseHeader
from litestar.handlers import HTTPRouteHandler

from cellyard.hub.door import Hub
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.site import FILES, PLACES, Site
from cellyard.hub.pages.visit import Page, Visit
from cellyard.hub.projector import Projector

Asked = litestar.Request[Any, Any, Any]
# A pasted list of three hundred batteries is some tens of kilobytes.
MOST_BYTES, MOST_FIELDS = 1 << 20, 4000
_FORM_MEDIA = "application/x-www-form-urlencoded"


def pages(hub: Hub, projector: Projector) -> "Pages":
    """Return the network page of a hub."""
    desk = Desk(hub.store, hub.log, hub.key, projector)
    return Pages(Site(desk, hub.form_secret), hub.clock)


class Pages:
    """Carries visits to a site, a few at a time: each works in a thread."""

    def __init__(self, site: Site, clock: Callable[[], int]) -> None:
        self._site, self._clock = site, clock
        self._threads = CapacityLimiter(8)

    def handlers(self) -> list[HTTPRouteHandler]:
        """Return what answers each page, for the application to list among its own."""
        paths: dict[str, list[str]] = {}
        for place in PLACES:
            paths.setdefault(place.path.replace("}", ":path}"), []).append(place.method)
        for path in FILES:
            paths[path] = ["GET"]
        return [self._handler(path, methods) for path, methods in paths.items()]

    def _handler(self, path: str, methods: list[str]) -> HTTPRouteHandler:
        async def carried(request: Asked) -> Response[bytes]:
            return await self._carried(request)

        handler = HTTPRouteHandler(path, http_method=methods, status_code=200)  # pyright: ignore[reportArgumentType]
        return handler(carried)

    def stray(self, request: Asked) -> Response[bytes] | None:
        """Return the page for who has lost their way; None for what is no browser."""
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return None
        return _response(self._site.answer(_visit(request, b"", self._clock())))

    async def _carried(self, request: Asked) -> Response[bytes]:
        body = await _body(request)
        if body is None:
            return Response(content=b"", status_code=413)
        visit = _visit(request, body, self._clock())
        page = await to_thread.run_sync(self._site.answer, visit, limiter=self._threads)
        return _response(page)


def _visit(http: Asked, body: bytes, now: int) -> Visit:
    media = http.headers.get("content-type", "").partition(";")[0].strip().lower()
    form: dict[str, str] = {}
    if body and media == _FORM_MEDIA:
        form = _pairs(body.decode("utf-8", "replace"))
    return Visit(
        method=http.method,
        path=unquote(http.scope["raw_path"].decode("latin-1"), errors="replace"),
        query=_pairs(http.scope["query_string"].decode("latin-1")),
        form=form,
        cookies=_cookies(http.headers.get("cookie", "")),
        languages=http.headers.get("accept-language", ""),
        address=http.client.host if http.client else "",
        secure=http.scope["scheme"] == "https",
        own_form=http.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"),
        host=http.headers.get("host", ""),
        now=now,
    )


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: kept.value for name, kept in cookies.SimpleCookie(header).items()}
    except cookies.CookieError:
        return {}


async def _body(http: Asked) -> bytes | None:
    """Return the body; None as soon as it is larger than a form ever is."""
    content = bytearray()
    async for part in http.stream():
        content += part
        if len(content) > MOST_BYTES:
            return None
    return bytes(content)


def _response(page: Page) -> Response[bytes]:
    # A list, not a mapping: each cookie has a header of its own.
    headers = [ResponseHeader(name=name, value=value) for name, value in page.headers]
    return Response(
        content=page.body, status_code=page.status, media_type=page.media, headers=headers
    )
