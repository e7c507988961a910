"""The files of a relay: what became whole here goes to the central hub, what did there comes."""

import sqlalchemy as sa

from cellyard.domain.refusals import Trouble
from cellyard.hub import blobs
from cellyard.hub import tables as t
from cellyard.hub.store import Store
from cellyard.sync import messages as m
from cellyard.sync.asking import Answered, Asking, as_trouble, decoded

PART, SOME = m.Limits().blob_part, 50


class Files:
    """Belongs to the thread that forwards; `origin` and `newest` are the central hub's.

    How far each side has come is kept in the numbers of either. Another origin has perhaps lost
    files that it had: all are offered again.
    """

    def __init__(self, store: Store, centre: str, asking: Asking) -> None:
        self._store, self._centre, self._asking = store, centre, asking

    def carry(self, origin: str, newest: int) -> None:
        """Carry what there is; raises Trouble."""
        try:
            brought, fetched = self._begin(origin)
            while fetched < newest:
                found = self._asking.get(f"/v1/blobs?after={fetched}", list[m.BlobNo])
                for one in found:
                    self._get(one.sha256)
                fetched = max((one.no for one in found), default=newest)
                self._keep(fetched=fetched)
            while mine := self._behind(brought):
                for one in mine:
                    self._put(one.sha256)
                    brought = one.no
                self._keep(brought=brought)
        except Answered as no:
            raise as_trouble(no) from no

    def _begin(self, origin: str) -> tuple[int, int]:
        u = t.upstream.c
        wanted = sa.select(u.origin, u.brought, u.fetched).where(u.centre == self._centre)
        with self._store.reading() as connection:
            row = connection.execute(wanted).one()
        if row.origin == origin:
            return row.brought, row.fetched
        self._keep(origin=origin, brought=0, fetched=0)
        return 0, 0

    def _keep(self, **changed: int | str) -> None:
        with self._store.writing() as connection:
            kept = sa.update(t.upstream).where(t.upstream.c.centre == self._centre)
            connection.execute(kept.values(**changed))

    def _behind(self, no: int) -> list[m.BlobNo]:
        with self._store.reading() as connection:
            return blobs.behind(connection, self._centre, no, SOME)

    def _get(self, sha256: str) -> None:
        with self._store.reading() as connection:
            has = blobs.head(connection, self._centre, sha256)
            if has.whole or blobs.erased(connection, self._centre, sha256):
                return
        offset = has.offset
        while not has.whole:
            path = f"/v1/blobs/{sha256}?offset={offset}"
            part = self._asking.ask("GET", path, expects=m.BLOB_MEDIA)
            with self._store.writing() as connection:
                has = blobs.add(connection, self._centre, sha256, offset, part)
            if not has.whole and (len(part) < PART or has.offset <= offset):
                raise Trouble("hub_unreadable")
            offset = has.offset

    def _put(self, sha256: str) -> None:
        has = self._asking.get(f"/v1/blobs/{sha256}/head", m.BlobHead)
        while not has.whole:
            with self._store.reading() as connection:
                size = blobs.head(connection, self._centre, sha256).offset
                content = blobs.part(connection, self._centre, sha256, has.offset)
            if not content:
                return  # erased meanwhile
            to = f"/v1/blobs/{sha256}?offset={has.offset}&size={size}"
            body = self._asking.ask("PUT", to, content[:PART], m.BLOB_MEDIA)
            before, has = has, decoded(body, m.BlobHead)
            if not has.whole and has.offset <= before.offset:
                return
