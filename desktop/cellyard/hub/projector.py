"""Projecting behind: what the facts of each centre say, folded into a cache that can be dropped.

    FOLDER/lock              held by the one process of a machine that projects
    FOLDER/CENTRE/ledger.db  a replica, as a station without a chain of its own would have it
    FOLDER/CENTRE/blobs      what its registers say, but nothing about people

It follows the log as a station does: page by page, each held against the tree of the log.
"""

import os
import re
import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard import durable
from cellyard.domain.facts import Erased
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import blobs, feed
from cellyard.hub import tables as t
from cellyard.hub.store import Store
from cellyard.ledger import counterparts, schema
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.questions import Questions
from cellyard.ledger.replica import Replica
from cellyard.sync import checkpoint
from cellyard.sync.checkpoint import Cursor
from cellyard.sync.checkpoint import Place as Seen

PAGE = 2000
# How often the log is looked at for something new, in s.
LOOKS_S = 0.5
_MEDIA = ""  # of a copy it is not asked
# What a copy is dropped for, and made anew: it is only ever a copy.
_SPOILED = frozenset(
    {"store_newer", "store_unreadable", "store_guards_missing", "fold_damaged", "fact_damaged"}
)


def folder_in(home: Path) -> Path:
    """Return where the copies of a hub's folder lie."""
    return home / "projection"


@contextmanager
def projecting(store: Store, hub_key: str, home: Path) -> Generator["Projector"]:
    """Project in a thread of its own until the end, beside what else a hub's folder holds."""
    projector, ended = Projector(store, hub_key, folder_in(home)), threading.Event()
    folder_in(home).mkdir(parents=True, exist_ok=True)
    thread = threading.Thread(target=projector.run, args=(ended,), name="projector")
    thread.start()
    try:
        yield projector
    finally:
        ended.set()
        thread.join()


class Projector:
    """`step` and `close` belong to one thread; whatever reads may be asked from any."""

    def __init__(self, store: Store, hub_key: str, folder: Path) -> None:
        self._store, self._hub_key, self._folder = store, hub_key, folder
        self._lock: int | None = None
        self._replicas: dict[str, Replica] = {}
        self.trouble: dict[str, Refused | Trouble] = {}

    # --- following ------------------------------------------------------------------------------

    def run(self, ended: threading.Event) -> None:
        """Project whatever arrives until `ended` is set, then close."""
        try:
            while not ended.is_set():
                if not self._step_or_none():
                    ended.wait(LOOKS_S)
        finally:
            self.close()

    def _step_or_none(self) -> int:
        with suppress(Trouble):  # the database is away: it is looked for again
            return self.step()
        return 0

    def catch_up(self) -> None:
        """Project all that is there."""
        while self.step():
            pass

    def step(self) -> int:
        """Project a page of each centre; returns how many facts that were.

        0 while another process of this machine projects. What keeps one centre from going on is
        told in `trouble`, and keeps no other.
        """
        if not self._holds():
            return 0
        done = 0
        for centre in self.centres():
            try:
                done += self._follow(centre)
                self.trouble.pop(centre, None)
            except (Refused, Trouble) as no:
                self.trouble[centre] = no
                if no.code in _SPOILED:
                    self._drop(centre)
        return done

    def close(self) -> None:
        for replica in self._replicas.values():
            replica.close()
        self._replicas.clear()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _holds(self) -> bool:
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock = durable.hold(self._folder / "lock")
            except BlockingIOError:
                return False
        return True

    def _follow(self, centre: str) -> int:
        replica = self._replica(centre)
        kept = replica.state()
        cursor = msgspec.json.decode(kept, type=Cursor) if kept else Cursor()
        with self._store.reading() as connection:
            origin = _origin(connection, centre)
            if not _goes_on(connection, centre, cursor, origin):
                self._drop(centre)
                return self._follow(centre)
            found, ended = feed.page(connection, centre, cursor.place.size, PAGE)
        if found:
            place = checkpoint.grown(cursor.place, checkpoint.hashes(found))
            if (place.size, place.root) != (ended.size, ended.root.hex()):
                raise Trouble("hub_log_differs")
            state = msgspec.json.encode(Cursor(origin=origin, place=place))
            arrived = replica.apply(found, state)
            gone = (r.fact.blob for r in arrived.facts if isinstance(r.fact, Erased))
            for blob in gone:
                self._blobs(centre).erase(blob)
        self._fetch(centre, replica)
        return sum(len(batch.facts) for batch in found)

    def _fetch(self, centre: str, replica: Replica) -> None:
        """Take what the registers say out of the database, as far as it has come."""
        here = self._blobs(centre)
        missing = [sha for sha in replica.contents() if not here.holds(sha)]
        if not missing:
            return
        c = t.blob.c
        whole = sa.select(c.sha256).where(c.centre == centre, c.whole == 1)
        with self._store.reading() as connection:
            there = {row.sha256 for row in connection.execute(whole)}
            for sha in there.intersection(missing):
                content = blobs.content(connection, centre, sha)
                if content is not None:
                    here.put(content, _MEDIA)

    def _replica(self, centre: str) -> Replica:
        if centre not in self._replicas:
            folder = self.folder(centre)
            self._replicas[centre] = Replica(folder, centre, self._hub_key)
        return self._replicas[centre]

    def _drop(self, centre: str) -> None:
        """Drop a copy: of a log that is no more (the hub was restored), or one that is spoiled."""
        if (replica := self._replicas.pop(centre, None)) is not None:
            replica.close()
        shutil.rmtree(self.folder(centre), ignore_errors=True)

    def _blobs(self, centre: str) -> Blobs:
        return Blobs(self.folder(centre) / "blobs")

    # --- reading --------------------------------------------------------------------------------

    def centres(self) -> list[str]:
        """Return every centre, the longest known first as its id happens to sort."""
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(t.centre.c.id).order_by(t.centre.c.id))
            return [row.id for row in rows]

    def folder(self, centre: str) -> Path:
        """Return where the copy of a centre lies; whatever a centre calls itself, inside."""
        plain = re.fullmatch("[0-9a-f]{32}", centre)
        return self._folder / (centre if plain else sha256(centre.encode()).hexdigest())

    @contextmanager
    def questions(self, centre: str) -> Generator[Questions]:
        """Ask a centre's copy. Refused("no_store") while there is none yet."""
        questions = Questions(self.folder(centre))
        try:
            yield questions
        finally:
            questions.close()

    def size(self, centre: str) -> int:
        """Return how many facts of a centre are projected."""
        folder = self.folder(centre)
        try:
            schema.refuse_other(folder)
            with schema.reading(folder) as connection:
                kept = counterparts.kept(connection, self._hub_key)
        except Refused:
            return 0
        return msgspec.json.decode(kept, type=Cursor).place.size if kept else 0

    def lag(self, centre: str) -> int:
        """Return how many facts of a centre are not projected yet."""
        with self._store.reading() as connection:
            size = feed.place(connection, centre).size
        return max(0, size - self.size(centre))

    def digest(self, centre: str) -> str:
        """Return the digest of what is folded; at equal heads it is that of every station."""
        with self.questions(centre) as questions:
            return questions.digest()


def _origin(connection: sa.Connection, centre: str) -> str:
    c = t.centre.c
    return connection.execute(sa.select(c.origin).where(c.id == centre)).scalar_one()


def _goes_on(connection: sa.Connection, centre: str, cursor: Cursor, origin: str) -> bool:
    """Tell whether what is projected is a beginning of the log as it is now."""
    if cursor.origin == origin or cursor.place == Seen():
        return True
    at = feed.place_at(connection, centre, cursor.place.size)
    return at is not None and at.root.hex() == cursor.place.root
