"""The hub's door: who asks, whether they may, what is answered; what carries it is elsewhere."""

import hashlib
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from cellyard import __version__
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import answers, feed
from cellyard.hub.answers import Asked
from cellyard.hub.log import Log
from cellyard.hub.nonces import Nonces
from cellyard.hub.routes import ROUTES, Route
from cellyard.hub.store import Store
from cellyard.hub.upstream import Upstream
from cellyard.ledger.seals import SealingKey
from cellyard.sync import messages as m
from cellyard.sync import wire
from cellyard.sync.wire import Reply, Request

_STATUS: dict[str, int] = {
    "batch_gap": 409, "bundle_too_large": 413, "chain_not_enrolled": 403, "code_wrong": 403,
    "station_differs": 403, "centre_unknown": 403, "proof_wrong": 403, "relay_not_ready": 503,
}  # fmt: skip
_ERRORS: dict[str, m.Error] = {
    "batch_gap": "gap", "bundle_too_large": "too_large", "chain_not_enrolled": "not_enrolled",
    "code_wrong": "code", "station_differs": "code", "centre_unknown": "centre",
    "proof_wrong": "signature", "relay_not_ready": "busy",
}  # fmt: skip
# How long whoever found the database away, or in somebody else's hands, is to wait, in s.
_AWAY_S = 5.0
_ROUTES: tuple[tuple[Route, re.Pattern[str]], ...] = tuple(
    (route, re.compile(route.pattern)) for route in ROUTES
)


# What the forms of the network page are known by.
_FORMS = b"cellyard-forms-v1\0"


class _Chain(msgspec.Struct, frozen=True, kw_only=True):
    station: m.Name
    epoch: m.Epoch


def wall_clock() -> int:
    """Return the wall clock in ms."""
    return time.time_ns() // 1_000_000


class Hub:
    """Answers requests from its store; its `key` signs what it says.

    A relay has an `upstream`, the central hub: that one's facts say who is enrolled. `certificate`
    is the SHA-256 (hex) of the one that it has made for itself.
    """

    def __init__(
        self,
        store: Store,
        key: SealingKey,
        secret: bytes,
        *,
        box_key: str = "",
        upstream: Upstream | None = None,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self.store, self.key, self.clock = store, key, clock
        self.upstream = upstream
        self.log = Log(store, upstream.hub_key if upstream else key.public_key)
        self.nonces = Nonces(secret)
        self.form_secret = hashlib.sha256(_FORMS + secret).digest()
        self.app = __version__
        self.box_key = box_key
        self.certificate = ""
        # Centres whose logs were found shorter than remembered when the hub was opened.
        self.begun_anew: list[str] = []

    def answer(self, request: Request, address: str = "") -> Reply:
        """Answer one request at once, signed; whatever was wrong with it is said in the reply.

        `address` is where it came from, for those who try codes.
        """
        try:
            reply = self._answer(request, address)
        except answers.Denied as no:
            reply = answers.said(no.status, no.failed, no.retry_after)
        except Refused as no:
            failed = m.Failed(
                error=_ERRORS.get(no.code, "damaged"), have=int(str(no.shown.get("have", 0)))
            )
            reply = answers.said(_STATUS.get(no.code, 400), failed)
        except Trouble:
            reply = answers.said(503, m.Failed(error="busy"), _AWAY_S)
        except (msgspec.MsgspecError, ValueError):
            reply = answers.said(400, m.Failed(error="damaged"))
        return wire.sign_reply(self.key, reply, request)

    def deny(
        self, request: Request, status: int, error: m.Error, retry_after: float | None = None
    ) -> Reply:
        """Return a no to what was not even looked at, signed."""
        reply = answers.said(status, m.Failed(error=error), retry_after)
        return wire.sign_reply(self.key, reply, request)

    def total(self) -> int:
        """Return how many facts are held of all centres together."""
        with self.store.reading() as connection:
            return feed.total(connection)

    def quiet(self, request: Request) -> bool:
        """Tell whether a page of the feed that may be asked for would be empty now."""
        try:
            _route, asked = self._asked(request, "")
            with self.store.reading() as connection:
                return feed.place(connection, asked.centre).size <= asked.number("after", 0)
        except (Refused, Trouble, msgspec.MsgspecError, ValueError):
            return False  # there is something to say

    def _answer(self, request: Request, address: str) -> Reply:
        route, asked = self._asked(request, address)
        return route.answer(self, asked)

    def _asked(self, request: Request, address: str) -> tuple[Route, Asked]:
        split = urlsplit(request.path)
        for route, pattern in _ROUTES:
            found = pattern.fullmatch(split.path)
            if route.method != request.method or not found:
                continue
            if route.takes and request.media != route.takes:
                raise answers.Denied(415, "unsupported")
            if len(request.body) > route.most:
                raise answers.Denied(413, "too_large")
            asked = Asked(
                request=request,
                names=tuple(unquote(group) for group in found.groups()),
                query={k: v[-1] for k, v in parse_qs(split.query).items()},
                address=address,
            )
            return route, asked if route.needs == "nothing" else self._admit(asked, route)
        raise answers.Denied(404, "unknown")

    def _admit(self, asked: Asked, route: Route) -> Asked:
        """Find the chain that asks, and hold its signature against its key."""
        r, now = asked.request, self.clock()
        msgspec.convert({"station": r.station, "epoch": r.epoch}, _Chain)
        chain = (r.station, r.epoch)
        with self.store.reading() as connection:
            known = feed.enrolled(connection, *chain)
        if known is None or r.station == HUB:
            raise Refused("chain_not_enrolled", station=r.station)
        if route.needs == "nonce" and not self.nonces.holds(chain, r.nonce, now):
            raise answers.Denied(401, "nonce")
        if not wire.holds(known.seal_key, wire.request_message(r), r.signature):
            raise answers.Denied(401, "signature")
        if known.revoked and not route.revoked:
            raise answers.Denied(403, "revoked")
        return msgspec.structs.replace(asked, centre=known.centre, seal_key=known.seal_key)
