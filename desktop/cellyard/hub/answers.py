"""What the hub answers to each request, once it is known who asks."""

from collections.abc import Callable
from typing import Protocol

import msgspec
import sqlalchemy as sa

from cellyard.domain.refusals import Refused
from cellyard.hub import blobs, enrolling, feed
from cellyard.hub import tables as t
from cellyard.hub.log import Distrusted, Log
from cellyard.hub.nonces import Nonces
from cellyard.hub.store import Store
from cellyard.hub.upstream import Upstream
from cellyard.ledger.batches import Fork
from cellyard.ledger.seals import SealingKey
from cellyard.sync import bundle, checkpoint
from cellyard.sync import messages as m
from cellyard.sync.wire import Reply, Request

PAGE, LARGEST_PAGE = 500, 5000
# No log is longer; sums with it are still whole numbers of every database.
_MOST = 1 << 53


class Answering(Protocol):
    """The hub, as its answers see it."""

    store: Store
    log: Log
    key: SealingKey
    nonces: Nonces
    upstream: Upstream | None
    certificate: str
    box_key: str
    clock: Callable[[], int]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request with the names in its path, its query, and the centre and key of who asks."""

    request: Request
    names: tuple[str, ...]
    query: dict[str, str]
    address: str = ""
    centre: str = ""
    seal_key: str = ""

    def number(self, name: str, otherwise: int) -> int:
        return min(max(0, int(self.query.get(name, otherwise))), _MOST)


class Denied(Refused):
    """What is refused with a status and an error of the protocol itself."""

    def __init__(
        self,
        status: int,
        error: m.Error | None = None,
        *,
        failed: m.Failed | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__("denied")
        self.status, self.retry_after = status, retry_after
        self.failed = failed or m.Failed(error=error or "damaged")


class _Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The versions that a station speaks: what is read of a hello before anything else."""

    oldest: int
    newest: int


def said(status: int, message: msgspec.Struct, retry_after: float | None = None) -> Reply:
    """Return a reply that says a message."""
    body = msgspec.json.encode(message)
    return Reply(status=status, body=body, media=m.MEDIA, retry_after=retry_after)


def enrol(hub: Answering, asked: Asked) -> Reply:
    wanted = msgspec.json.decode(asked.request.body, type=m.Enrol)
    now, address = hub.clock(), asked.address
    # One after the other: of many who guess at once, each is counted before the next is heard.
    with hub.store.alone() as connection:
        if wait := enrolling.knock(connection, wanted.code, address, now=now):
            raise Denied(429, "busy", retry_after=wait / 1000)
        try:
            with connection.begin_nested():
                centre = enrolling.enrol(connection, hub.log, hub.key, wanted, address, now=now)
                origin = _origin(connection, centre)
        except Refused as no:
            refused = no
        else:
            return said(200, _enrolment(hub, wanted, centre, origin))
    raise refused


def _enrolment(hub: Answering, wanted: m.Enrol, centre: str, origin: str) -> m.Enrolment:
    return m.Enrolment(
        centre=centre,
        station=wanted.station,
        epoch=wanted.epoch,
        hub_key=hub.log.hub_key,
        hub_box_key=hub.upstream.hub_box_key if hub.upstream else hub.box_key,
        origin=origin,
        reply_key=hub.key.public_key if hub.upstream else "",
        certificate=hub.certificate,
    )


def hello(hub: Answering, asked: Asked) -> Reply:
    r, now = asked.request, hub.clock()
    spoken = msgspec.json.decode(r.body, type=_Spoken)
    if spoken.oldest > m.NEWEST or spoken.newest < m.OLDEST:
        raise _too_far(hub, asked)
    hello = msgspec.json.decode(r.body, type=m.Hello)
    seen = {"seen_at": now, "app": hello.app, "skew": hello.clock - now, "unsent": hello.unsent}
    with hub.store.writing() as connection:
        c = t.chain.c
        mine = (c.centre == asked.centre, c.station == r.station, c.epoch == r.epoch)
        connection.execute(sa.update(t.chain).where(*mine).values(seen))
        chain = feed.known(connection, asked.centre, r.station, r.epoch)
        place = feed.place(connection, asked.centre)
        origin = _origin(connection, asked.centre)
        files = blobs.newest(connection, asked.centre)
        common = _common(connection, asked.centre, hello)
    answer = m.Welcome(
        oldest=m.OLDEST,
        newest=m.NEWEST,
        origin=origin,
        acked=chain.seq,
        hash=chain.hash.hex(),
        checkpoint=checkpoint.signed(hub.key, origin, asked.centre, place.size, place.root),
        nonce=hub.nonces.give((r.station, r.epoch), now),
        skew=hello.clock - now,
        common=common,
        limits=m.Limits(),
        central=hub.upstream is None,
        recorded=chain.recorded if hub.upstream else chain.seq,
        files=files,
    )
    return said(200, answer)


def _too_far(hub: Answering, asked: Asked) -> Denied:
    """No version is common: the station may still send what it has, with what is said here."""
    chain = (asked.request.station, asked.request.epoch)
    with hub.store.reading() as connection:
        has = feed.known(connection, asked.centre, *chain)
    failed = m.Failed(
        error="upgrade",
        have=has.seq,
        hash=has.hash.hex(),
        oldest=m.OLDEST,
        newest=m.NEWEST,
        nonce=hub.nonces.give(chain, hub.clock()),
    )
    return Denied(426, failed=failed)


def _common(connection: sa.Connection, centre: str, hello: m.Hello) -> int:
    """Return the largest size at which the station's log is this one."""
    for seen in (hello.here, *hello.earlier):
        place = feed.place_at(connection, centre, seen.size)
        if place and (seen.size == 0 or place.root.hex() == seen.root):
            return seen.size
    return 0


def push(hub: Answering, asked: Asked) -> Reply:
    if asked.query.get("from") is None:
        return said(400, m.Failed(error="damaged"))
    found = bundle.read(asked.request.body)
    if not found.batches or any(b.chain != asked.names or b.seq < 1 for b in found.batches):
        return said(400, m.Failed(error="damaged"))
    if found.batches[0].seq != asked.number("from", 0):
        return said(400, m.Failed(error="damaged"))
    carried = asked.names != (asked.request.station, asked.request.epoch)
    try:
        key = "" if carried else asked.seal_key
        chain, size = hub.log.push(asked.centre, found.batches, key, carried=carried)
    except Fork as fork:
        return said(409, m.Failed(error="fork", have=fork.seq, hash=fork.held.hex()))
    except Distrusted:
        return said(403, m.Failed(error="revoked"))
    return said(200, m.Acked(acked=chain.seq, hash=chain.hash.hex(), size=size))


def page(hub: Answering, asked: Asked) -> Reply:
    most = min(max(1, asked.number("limit", PAGE)), LARGEST_PAGE)
    with hub.store.reading() as connection:
        found, place = feed.page(connection, asked.centre, asked.number("after", 0), most)
        origin = _origin(connection, asked.centre)
    signed = checkpoint.signed(hub.key, origin, asked.centre, place.size, place.root)
    return Reply(status=200, body=bundle.packed(found, signed), media=bundle.MEDIA)


def heads(hub: Answering, asked: Asked) -> Reply:
    with hub.store.reading() as connection:
        found = feed.heads(connection, asked.centre)
    return Reply(status=200, body=msgspec.json.encode(found), media=m.MEDIA)


def blob_list(hub: Answering, asked: Asked) -> Reply:
    with hub.store.reading() as connection:
        found = blobs.behind(connection, asked.centre, asked.number("after", 0), LARGEST_PAGE)
    return Reply(status=200, body=msgspec.json.encode(found), media=m.MEDIA)


def blob_head(hub: Answering, asked: Asked) -> Reply:
    with hub.store.reading() as connection:
        return said(200, blobs.head(connection, asked.centre, asked.names[0]))


def blob_part(hub: Answering, asked: Asked) -> Reply:
    with hub.store.reading() as connection:
        content = blobs.part(connection, asked.centre, asked.names[0], asked.number("offset", 0))
    if content is None:
        raise Denied(404, "unknown")
    return Reply(status=200, body=content, media=m.BLOB_MEDIA)


def blob_add(hub: Answering, asked: Asked) -> Reply:
    offset, size = asked.number("offset", 0), asked.number("size", 0)
    with hub.store.writing() as connection:
        body = asked.request.body
        return said(200, blobs.add(connection, asked.centre, asked.names[0], offset, body, size))


def _origin(connection: sa.Connection, centre: str) -> str:
    c = t.centre.c
    return connection.execute(sa.select(c.origin).where(c.id == centre)).scalar_one()
