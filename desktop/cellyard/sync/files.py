"""Files between a store and a hub: own ones there, others' here, apart from the facts and behind
them. A file is kept on either side only once its content has proven its name.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Erased
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Person
from cellyard.ledger import file_errands as errands
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.file_errands import Errand, Note
from cellyard.ledger.incoming import Incoming
from cellyard.sync import messages as m
from cellyard.sync.asking import Answered, Asking, as_trouble, decoded

NOT_THERE = 404
PART = m.Limits().blob_part
# A trace of a long discharge is some megabytes; more than the hub takes is no file of ours.
MOST_BYTES = 256 << 20
# What one round carries besides what registers are made of: facts come first.
ROUND_BYTES, ROUND_FILES = 16 << 20, 200
_LOOK, _SOME = 500, 20
PEOPLE = "people"
T = TypeVar("T")


class Notes(NamedTuple):
    """What is to be noted at once: errands that are new, done or have to wait; files that came."""

    new: Sequence[Errand] = ()
    done: Sequence[Errand] = ()
    waiting: Sequence[Errand] = ()
    here: Sequence[str] = ()
    note: Note | None = None
    gone: Sequence[str] = ()
    came: int = 0


def keep(connection: sa.Connection, notes: Notes) -> None:
    """Write notes, in the transaction that is open."""
    errands.done(connection, notes.done)
    errands.wait(connection, notes.waiting)
    errands.come(connection, notes.here)
    errands.keep(connection, notes.new, notes.note)


class Files:
    """Belongs to the thread of sync. `write` has notes written, and what is erased dropped.

    `connection` reads; `station` is the own name: what its facts name is brought to the hub.
    """

    def __init__(
        self,
        connection: sa.Connection,
        blobs: Blobs,
        station: str,
        asking: Asking,
        write: Callable[[Notes], None],
    ) -> None:
        self._connection, self._blobs, self._station = connection, blobs, station
        self._incoming = Incoming(blobs)
        self._asking, self._write = asking, write

    def carry(self, origin: str, newest: int, *, ends: Callable[[], bool]) -> bool:
        """Carry what there is; returns whether some is left. Raises Trouble.

        `newest` is the number of the hub's newest file. It `ends` early for whatever is urgent,
        but not before everything that registers are made of is here.
        """
        try:
            self._look()
            self._learn(origin, newest)
            return self._carry(ends)
        except Answered as no:
            raise as_trouble(no) from no

    # --- what there is to do --------------------------------------------------------------------

    def _look(self) -> None:
        """Note what the facts name that were not looked at yet."""
        note = self._note()
        while rows := self._read(lambda c, pos=note.pos: errands.behind(c, pos, _LOOK)):
            facts = [r for _, r in rows if r]
            note = msgspec.structs.replace(note, pos=rows[-1][0])
            gone = [r.fact.blob for r in facts if isinstance(r.fact, Erased)]
            self._write(Notes(new=list(self._errands(facts)), note=note, gone=gone))

    def _errands(self, facts: Sequence[Recorded]) -> Iterator[Errand]:
        for r, sha256, register in errands.named(facts):
            own = r.envelope.station == self._station
            yield from self._errand(sha256, register, own=own)
            if register == PEOPLE and (sheet := self._sheet(sha256)):
                yield from self._errand(sheet, register, own=own)

    def _errand(self, sha256: str, register: str, *, own: bool) -> Iterator[Errand]:
        if not self._blobs.holds(sha256):
            yield Errand(sha256, "get", register)
        elif own:
            yield Errand(sha256, "put", register)

    def _sheet(self, person: str) -> str:
        """Return the sheet that names a person; "" when none is known of."""
        if not self._blobs.holds(person):
            return ""
        try:
            return msgspec.json.decode(self._blobs.get(person), type=Person).sheet
        except msgspec.MsgspecError:
            return ""

    def _learn(self, origin: str, newest: int) -> None:
        """Learn which files have come to the hub; after its restore, offer all that are here."""
        note = self._note()
        if note.origin != origin:
            offered = self._blobs.names() if note.origin else ()
            note = msgspec.structs.replace(note, origin=origin, listed=0)
            self._write(Notes(new=[Errand(sha256, "put") for sha256 in offered], note=note))
        while note.listed < newest:
            found = self._asking.get(f"/v1/blobs?after={note.listed}", list[m.BlobNo])
            last = max((one.no for one in found), default=newest)
            note = msgspec.structs.replace(note, listed=max(last, note.listed + 1))
            self._write(Notes(here=[one.sha256 for one in found], note=note))

    # --- doing it -------------------------------------------------------------------------------

    def _carry(self, ends: Callable[[], bool]) -> bool:
        carried = files = 0
        while some := self._read(lambda c: errands.open_errands(c, _SOME)):
            done, waiting, new = list[Errand](), list[Errand](), list[Errand]()
            came = 0
            try:
                for errand in some:
                    spent = carried > ROUND_BYTES or files > ROUND_FILES
                    if not errand.register and (spent or ends()):
                        return True
                    files += 1
                    bytes_ = self._get(errand) if errand.what == "get" else self._put(errand)
                    (waiting if bytes_ is None else done).append(errand)
                    carried += bytes_ or 0
                    came += errand.what == "get" and bool(bytes_)
                    if errand.register == PEOPLE and (sheet := self._sheet(errand.sha256)):
                        new.extend(self._errand(sheet, PEOPLE, own=errand.what == "put"))
            finally:
                if done or waiting:
                    self._write(Notes(new=new, done=done, waiting=waiting, came=came))
        return False

    def _get(self, errand: Errand) -> int | None:
        """Fetch a file; returns how many bytes came, None when it is not to be had."""
        sha256 = errand.sha256
        if self._gone(sha256) or self._blobs.holds(sha256):
            self._incoming.drop(sha256)
            return 0
        offset = before = self._incoming.size(sha256)
        while offset <= MOST_BYTES:
            part = self._part(sha256, offset)
            if part is None:
                return None
            if offset == 0 and hashlib.sha256(part).hexdigest() == sha256:
                self._blobs.put(part, "")
                break
            self._incoming.add(sha256, part)
            offset += len(part)
            if len(part) < PART:
                if not self._incoming.keep(sha256):
                    self._incoming.drop(sha256)
                    raise Trouble("hub_unreadable")
                break
        if self._gone(sha256):  # while it was on its way
            self._blobs.erase(sha256)
        return max(offset - before, 1)

    def _part(self, sha256: str, offset: int) -> bytes | None:
        path = f"/v1/blobs/{sha256}?offset={offset}"
        try:
            return self._asking.ask("GET", path, expects=m.BLOB_MEDIA)
        except Answered as no:
            if no.status == NOT_THERE:
                return None
            raise

    def _put(self, errand: Errand) -> int | None:
        """Bring a file; returns how many bytes went, None when the hub does not get it whole."""
        sha256 = errand.sha256
        if self._gone(sha256):
            return 0
        if not self._blobs.holds(sha256):
            return None
        path = self._blobs.path(sha256)
        size, sent = path.stat().st_size, 0
        has = m.BlobHead(offset=0, whole=False)
        if size > PART:  # somebody may have begun; a small one is as soon sent as asked for
            has = self._asking.get(f"/v1/blobs/{sha256}/head", m.BlobHead)
        with path.open("rb") as file:
            while not has.whole and sent <= 2 * size:
                file.seek(has.offset)
                part = file.read(PART)
                to = f"/v1/blobs/{sha256}?offset={has.offset}&size={size}"
                body = self._asking.ask("PUT", to, part, m.BLOB_MEDIA)
                before, has = has, decoded(body, m.BlobHead)
                sent += len(part)
                if not has.whole and has.offset <= before.offset:
                    return None
        return sent if has.whole else None

    # --- the store ------------------------------------------------------------------------------

    def _gone(self, sha256: str) -> bool:
        return self._read(lambda c: errands.is_erased(c, sha256))

    def _note(self) -> Note:
        return self._read(errands.note)

    def _read(self, question: Callable[[sa.Connection], T]) -> T:
        with self._connection.begin():
            return question(self._connection)
