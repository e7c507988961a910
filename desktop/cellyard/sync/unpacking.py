"""Unpacking a courier file: gone through once to prove all of it, then again to store it by pages.

So nothing is stored of a file that is not whole, not for us, or not from whom it says.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Enrolled
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.ledger import batches
from cellyard.ledger.batches import Batch
from cellyard.sync import bundle
from cellyard.sync.courier_file import FileBegins, Note, Reading

Chain = tuple[str, str]
Sections = Iterator[tuple[bytes, bytes]]


class Store(Protocol):
    """Whoever receives, as far as proving needs it."""

    def key(self, chain: Chain) -> str | None:
        """The key (hex) of an enrolled chain; None for a stranger's."""
        ...

    def revoked(self, chain: Chain) -> bool:
        """Tell whether nobody speaks for a chain any more: it was revoked, or left behind."""
        ...

    def relay(self, chain: Chain) -> bool:
        """Tell whether what a chain enrols counts."""
        ...

    def last(self, chain: Chain) -> int:
        """How far a chain is held."""
        ...


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds, once all of it is proven.

    `gaps` are chains whose facts do not join what is held here, by the last number that is: the
    sender is told so in the file that goes back.
    """

    sender: Chain
    note: Note
    facts: int
    files: int
    gaps: tuple[tuple[str, str, int], ...] = ()


def prove(file: Reading, store: Store, centre: str) -> Proven:
    """Go through a file and hold everything in it against what is known; nothing is stored.

    Refused("courier_other_centre"), ("courier_damaged"), ("courier_sender_unknown"),
    ("courier_sender_revoked"), and as `batches.proven`.
    """
    return _Proof(file, store, centre).run()


class _Proof:
    def __init__(self, file: Reading, store: Store, centre: str) -> None:
        self._file, self._store, self._centre = file, store, centre
        self._note: Note | None = None
        self._keys: dict[Chain, str] = {}
        self._relays: set[Chain] = set()
        self._have: dict[Chain, int] = {}
        self._gaps: dict[Chain, int] = {}
        self._facts = self._files = 0

    def run(self) -> Proven:
        for content in contents(self._file):
            self._go_on(content)
        # The signature is held against the sender's key last: the file may bring the key.
        sender = (self._file.head.station, self._file.head.epoch)
        key = self._key(sender)
        if key is None:
            raise Refused("courier_sender_unknown", station=sender[0])
        if self._note is None or not self._file.signed_by(key):
            raise self._file.damaged()
        if self._store.revoked(sender):
            raise Refused("courier_sender_revoked", station=sender[0])
        return Proven(
            sender=sender,
            note=self._note,
            facts=self._facts,
            files=self._files,
            gaps=tuple((*chain, have) for chain, have in self._gaps.items()),
        )

    def _go_on(self, content: "Note | list[Batch] | FileComing") -> None:
        if isinstance(content, Note) is not (self._note is None):
            raise self._file.damaged()
        match content:
            case Note():
                self._note = content
                if content.centre != self._centre:
                    raise Refused("courier_other_centre")
            case FileComing():
                self._files += 1
            case list():
                for batch in content:
                    self._take(batch)

    def _key(self, chain: Chain) -> str | None:
        return self._store.key(chain) or self._keys.get(chain)

    def _take(self, batch: Batch) -> None:
        key = self._key(batch.chain)
        if key is None:
            raise Refused("chain_not_enrolled", station=batch.station, epoch=batch.epoch[:8])
        for one in batches.proven(batch, key, self._centre):
            if one.envelope.type == Enrolled.__name__:
                self._heed(one.recorded())
        have = self._have.get(batch.chain) or self._store.last(batch.chain)
        if batch.seq > have + 1:
            self._gaps.setdefault(batch.chain, have)
        else:
            self._have[batch.chain] = max(have, batch.last)
            self._facts += len(batch.facts)

    def _heed(self, r: Recorded) -> None:
        fact, by = r.fact, (r.envelope.station, r.envelope.epoch)
        if not isinstance(fact, Enrolled):
            return
        chain = (fact.station, fact.epoch)
        if by[0] == HUB and fact.relay:
            self._relays.add(chain)
        if by[0] == HUB or by in self._relays or self._store.relay(by):
            self._keys.setdefault(chain, fact.seal_key)


def joining(page: Sequence[Batch], proven: Proven) -> list[Batch]:
    """Return those batches of a page that join what is held."""
    behind = {(station, epoch): have for station, epoch, have in proven.gaps}
    return [b for b in page if b.chain not in behind or b.seq <= behind[b.chain] + 1]


class FileComing:
    """A file beside the facts, to be gone through once before what follows it.

    It is held against its hash at its end: Refused("courier_damaged").
    """

    def __init__(self, file: Reading, begun: FileBegins, sections: Sections) -> None:
        self.sha256, self.size = begun.sha256, begun.size
        self._file, self._sections = file, sections
        self._behind: tuple[bytes, bytes] | None = None
        self._through = False

    def __iter__(self) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for kind, content in () if self._through else self._sections:
            if kind != b"D":
                self._behind = kind, content
                break
            digest.update(content)
            size += len(content)
            yield content
        if not self._through and (digest.hexdigest(), size) != (self.sha256, self.size):
            raise self._file.damaged()
        self._through = True

    def behind(self) -> tuple[bytes, bytes] | None:
        """Return the section that follows, None for none."""
        for _part in self:
            pass
        return self._behind


def contents(file: Reading) -> Iterator[Note | list[Batch] | FileComing]:
    """Go through what a file holds: its note, pages of batches, and files, each with its parts."""
    sections = file.sections()
    section = next(sections, None)
    while section is not None:
        found = _content(file, *section, sections)
        yield found
        section = found.behind() if isinstance(found, FileComing) else next(sections, None)


def _content(
    file: Reading, kind: bytes, content: bytes, sections: Sections
) -> Note | list[Batch] | FileComing:
    try:
        match kind:
            case b"N":
                return msgspec.json.decode(content, type=Note)
            case b"K":
                begun = msgspec.json.decode(content, type=FileBegins)
                return FileComing(file, begun, sections)
            case b"B":
                return list(bundle.read(content).batches)
            case _:
                raise file.damaged()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise file.damaged() from error
