"""The hub's door: who asks, whether they may, what is answered; what carries it is elsewhere."""

import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from cellyard import __version__
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.hub import answers, feed
from cellyard.hub.answers import Asked
from cellyard.hub.log import Log
from cellyard.hub.nonces import Nonces
from cellyard.hub.store import Store
from cellyard.ledger.seals import SealingKey
from cellyard.sync import messages as m
from cellyard.sync import wire
from cellyard.sync.wire import Reply, Request

_STATUS: dict[str, int] = {
    "batch_gap": 409, "bundle_too_large": 413, "chain_not_enrolled": 403, "code_wrong": 403,
    "station_differs": 403, "centre_unknown": 403, "proof_wrong": 403,
}  # fmt: skip
_ERRORS: dict[str, m.Error] = {
    "batch_gap": "gap", "bundle_too_large": "too_large", "chain_not_enrolled": "not_enrolled",
    "code_wrong": "code", "station_differs": "code", "centre_unknown": "centre",
    "proof_wrong": "signature",
}  # fmt: skip


def wall_clock() -> int:
    """Return the wall clock in ms."""
    return time.time_ns() // 1_000_000


class Hub:
    """Answers requests from its store; its `key` signs what it says. `relay` hubs forward."""

    def __init__(
        self,
        store: Store,
        key: SealingKey,
        secret: bytes,
        *,
        central: bool = True,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self.store, self.key, self.central, self.clock = store, key, central, clock
        self.log = Log(store, key.public_key)
        self.nonces = Nonces(secret)
        self.app = __version__
        self.box_key = ""

    def answer(self, request: Request) -> Reply:
        """Answer one request, signed; whatever was wrong with it is said in the reply."""
        try:
            reply = self._answer(request)
        except answers.Denied as no:
            reply = answers.said(no.status, no.failed)
        except Refused as no:
            failed = m.Failed(
                error=_ERRORS.get(no.code, "damaged"), have=int(str(no.shown.get("have", 0)))
            )
            reply = answers.said(_STATUS.get(no.code, 400), failed)
        except (msgspec.MsgspecError, ValueError):
            reply = answers.said(400, m.Failed(error="damaged"))
        return wire.sign_reply(self.key, reply, request)

    def _answer(self, request: Request) -> Reply:
        split = urlsplit(request.path)
        for method, pattern, needs, answer in ROUTES:
            found = re.fullmatch(pattern, split.path)
            if method != request.method or not found:
                continue
            query = {k: v[-1] for k, v in parse_qs(split.query).items()}
            names = tuple(unquote(group) for group in found.groups())
            asked = Asked(request=request, names=names, query=query, centre="")
            if needs:
                asked = self._admit(asked, nonce=needs == "nonce")
            return answer(self, asked)
        return answers.said(404, m.Failed(error="unknown"))

    def _admit(self, asked: Asked, *, nonce: bool) -> Asked:
        """Find the chain that asks, and hold its signature against its key."""
        r, now = asked.request, self.clock()
        chain = (r.station, r.epoch)
        with self.store.reading() as connection:
            known = feed.enrolled(connection, *chain)
        if known is None or r.station == HUB:
            raise Refused("chain_not_enrolled", station=r.station)
        if nonce and not self.nonces.holds(chain, r.nonce, now):
            raise answers.Denied(401, "nonce")
        if not wire.holds(known.seal_key, wire.request_message(r), r.signature):
            raise answers.Denied(401, "signature")
        return msgspec.structs.replace(asked, centre=known.centre, revoked=known.revoked)


# Method, path, what it needs (a signature over a nonce, a signature, or nothing), and the answer.
ROUTES: tuple[tuple[str, str, str, Callable[[Hub, Asked], Reply]], ...] = (
    ("POST", "/v1/enrol", "", answers.enrol),
    ("POST", "/v1/hello", "signature", answers.hello),
    ("PUT", "/v1/log/([^/]+)/([^/]+)", "nonce", answers.push),
    ("GET", "/v1/feed", "nonce", answers.page),
    ("GET", "/v1/heads", "nonce", answers.heads),
    ("GET", "/v1/blobs/([0-9a-f]{64})/head", "nonce", answers.blob_head),
    ("GET", "/v1/blobs/([0-9a-f]{64})", "nonce", answers.blob_part),
    ("PUT", "/v1/blobs/([0-9a-f]{64})", "nonce", answers.blob_add),
)
