"""Asking a hub: a request signed, its reply believed only with the hub's own signature on it."""

from typing import TypeVar

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.ledger.seals import SealingKey
from cellyard.sync import messages as m
from cellyard.sync import wire
from cellyard.sync.wire import Carry, Reply, Request

T = TypeVar("T")
# What a person has to see to; anything else is tried again.
_FOR_A_PERSON: dict[m.Error, str] = {
    "revoked": "station_revoked",
    "not_enrolled": "station_not_enrolled",
    "fork": "chain_forked",
    "upgrade": "hub_too_new",
    "code": "code_wrong",
    "centre": "centre_unknown",
}
_BUSY = (429, 503)


class Answered(Exception):
    """The hub said no in its own words: `failed` says which, `status` how."""

    def __init__(self, status: int, failed: m.Failed, retry_after: float | None) -> None:
        super().__init__(failed.error)
        self.status, self.failed, self.retry_after = status, failed, retry_after


class Asking:
    """Asks as one chain. `hub_key` (hex) is the key pinned at enrolment."""

    def __init__(self, carry: Carry, key: SealingKey, chain: tuple[str, str], hub_key: str) -> None:
        self._carry, self._key, self._chain, self._hub_key = carry, key, chain, hub_key
        self.nonce = ""

    def ask(
        self, method: str, path: str, body: bytes = b"", media: str = "", *, expects: str = m.MEDIA
    ) -> bytes:
        """Return the body of the reply.

        Trouble("no_route_to_hub") where it is not the hub that answers; raises Answered.
        """
        station, epoch = self._chain
        request = wire.sign_request(
            self._key,
            Request(
                method=method,
                path=path,
                body=body,
                media=media,
                station=station,
                epoch=epoch,
                nonce=self.nonce,
            ),
        )
        reply = self._carry(request)
        # A captive portal, a proxy, another server: whatever it says, nothing is made of it.
        if not wire.holds(self._hub_key, wire.reply_message(reply, request), reply.signature):
            if reply.status in _BUSY:  # whoever stands before the hub may say when to come back
                raise Trouble("hub_busy", retry_after=reply.retry_after)
            raise Trouble("no_route_to_hub")
        if reply.status != 200:
            raise Answered(reply.status, _failed(reply), reply.retry_after)
        if reply.media != expects:
            raise Trouble("no_route_to_hub")
        return reply.body

    def get(self, path: str, kind: type[T]) -> T:
        """Return what a GET answers as a message."""
        return decoded(self.ask("GET", path), kind)

    def send(self, method: str, path: str, message: msgspec.Struct, kind: type[T]) -> T:
        """Send a message and return the one that answers it."""
        return decoded(self.ask(method, path, msgspec.json.encode(message), m.MEDIA), kind)


def decoded(body: bytes, kind: type[T]) -> T:
    """Return a message; Trouble("hub_unreadable") for what is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Trouble("hub_unreadable") from error


def as_trouble(no: Answered) -> Refused | Trouble:
    """Return what a hub's no means to whoever waits: for a person to see to, or to be retried."""
    if code := _FOR_A_PERSON.get(no.failed.error):
        return Refused(code)
    return Trouble("hub_busy", retry_after=no.retry_after)


def _failed(reply: Reply) -> m.Failed:
    try:
        return msgspec.json.decode(reply.body, type=m.Failed)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return m.Failed(error="busy")
