"""The protocol as an OpenAPI document: made from the rows of its requests, so that it is theirs."""

import re
from typing import Any

import msgspec

from cellyard import __version__
from cellyard.hub.routes import ROUTES, Route
from cellyard.sync import messages as m

_BY = {
    "signature": ("Cellyard-Station", "Cellyard-Epoch", "Cellyard-Signature"),
    "nonce": ("Cellyard-Station", "Cellyard-Epoch", "Cellyard-Nonce", "Cellyard-Signature"),
    "nothing": (),
}
_NO = {
    400: "not understood",
    401: "no good nonce or signature",
    403: "not enrolled, taken back, or a wrong code",
    404: "not here",
    409: "a gap or a fork: `have` and `hash` say how far the chain is held",
    413: "too large",
    415: "another content type is wanted",
    426: "no version of the protocol is common; pushing goes on with the nonce in the answer",
    429: "too often: Retry-After says how long to wait",
    503: "the database is away or busy: Retry-After says how long to wait",
}
_REFS = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    spoken = {kind for route in ROUTES for kind in (route.sends, route.gives) if kind}
    kinds = sorted({*spoken, m.Failed}, key=lambda kind: kind.__name__)
    _, components = msgspec.json.schema_components(kinds, ref_template=_REFS)
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    paths["/health"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "cellyard-hub", "version": __version__},
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.says,
        "parameters": [
            *(_parameter("path", name, "string") for name in re.findall(r"{(\w+)}", route.path)),
            *(_parameter("query", name, "integer", must=name == "from") for name in route.query),
            *(_parameter("header", name, "string") for name in _BY[route.needs]),
        ],
        "responses": {
            "200": {
                "description": "done",
                "content": _content(route.media, route.gives, many=route.many),
            },
            **{
                str(status): {"description": why, "content": _content(m.MEDIA, m.Failed)}
                for status, why in _NO.items()
            },
        },
    }
    if route.takes:
        found["requestBody"] = {"required": True, "content": _content(route.takes, route.sends)}
    return found


def _parameter(where: str, name: str, kind: str, *, must: bool = True) -> dict[str, Any]:
    return {"in": where, "name": name, "required": must, "schema": {"type": kind}}


def _content(
    media: str, kind: type[msgspec.Struct] | None, *, many: bool = False
) -> dict[str, Any]:
    if kind is None:
        return {media: {}}
    one = {"$ref": _REFS.format(name=kind.__name__)}
    return {media: {"schema": {"type": "array", "items": one} if many else one}}


def _health() -> dict[str, Any]:
    said = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "health",
        "summary": "Whether the database is reachable, and the version",
        "responses": {
            "200": {"description": "reachable", "content": said},
            "503": {"description": "unreachable", "content": said},
        },
    }
