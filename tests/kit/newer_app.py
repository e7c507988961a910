"""Facts as another app writes them: a newer one, or one gone wrong, in the name of a station."""

from urllib.parse import quote

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain import ids
from cellyard.domain.envelope import Envelope
from cellyard.jobs import keys, membership
from cellyard.jobs.station import Station
from cellyard.ledger import facts, leaving
from cellyard.ledger.batches import Batch
from cellyard.sync import bundle
from cellyard.sync import messages as m
from cellyard.sync.asking import Asking
from cellyard.sync.wire import Carry


def push(station: Station, carry: Carry, **changed: object) -> None:
    """Push a fact behind what a station has, which does not know of it: its opening, `changed`."""
    who, connection = station.identity, station.ledger.connection
    with connection.begin():
        head = leaving.head(connection, who.station, who.epoch)
        last = facts.of_subject(connection, ids.station(who.station))[-1].envelope
    written: dict[str, object] = {"seq": head.seq + 1, "prev": head.hash.hex(), "order": 900}
    fact: Envelope = msgspec.structs.replace(
        last, station=who.station, epoch=who.epoch, **{**written, **changed}
    )
    content, key = env.encode(fact), keys.read(station.folder, who.epoch).key
    seal = key.seal(env.fact_hash(content))
    batch = Batch(who.station, who.epoch, head.seq + 1, head.hash, (content,), seal)
    pinned = membership.read(station.folder)
    assert pinned is not None
    asking = Asking(carry, key, (who.station, who.epoch), pinned.answers_with)
    hello = m.Hello(oldest=1, newest=1, app="", seq=head.seq, hash=head.hash.hex(), clock=0)
    asking.nonce = asking.send("POST", "/v1/hello", hello, m.Welcome).nonce
    path = f"/v1/log/{quote(who.station)}/{who.epoch}?from={batch.seq}"
    asking.ask("PUT", path, bundle.packed([batch]), bundle.MEDIA)
