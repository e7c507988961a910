"""Asking a hub to know a station: keys, proof and code go out, what is pinned comes back."""

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.ledger.seals import SealingKey
from cellyard.sync import messages as m
from cellyard.sync import wire
from cellyard.sync.asking import decoded
from cellyard.sync.wire import Carry, Request

_NO: dict[m.Error, str] = {
    "code": "code_wrong",
    "centre": "centre_unknown",
    "signature": "proof_wrong",
    "upgrade": "hub_too_new",
}


def enrol(carry: Carry, key: SealingKey, wanted: m.Enrol) -> m.Enrolment:
    """Return what the hub says of itself; a person compares its words before it is believed.

    Refused("code_wrong"), ("centre_unknown"), Trouble("no_route_to_hub") or ("hub_busy").
    """
    proof = key.sign(m.proof_message(wanted)).hex()
    body = msgspec.json.encode(msgspec.structs.replace(wanted, proof=proof))
    request = Request(method="POST", path="/v1/enrol", body=body, media=m.MEDIA)
    reply = carry(request)
    if reply.media != m.MEDIA:
        raise Trouble("no_route_to_hub")
    if reply.status != 200:
        failed = decoded(reply.body, m.Failed)
        if code := _NO.get(failed.error):
            raise Refused(code)
        raise Trouble("hub_busy", retry_after=reply.retry_after)
    answer = decoded(reply.body, m.Enrolment)
    if not wire.holds(
        answer.reply_key or answer.hub_key, wire.reply_message(reply, request), reply.signature
    ):
        raise Trouble("no_route_to_hub")
    return answer
