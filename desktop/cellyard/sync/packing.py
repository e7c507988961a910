"""Packing a courier file: the facts that its receiver may lack, then the files that they name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain.facts import BlobRef
from cellyard.ledger import registers
from cellyard.ledger.batches import Batch
from cellyard.sync import bundle
from cellyard.sync.courier_file import Note, Writing

PAGE = 500


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """What went in: facts, files, and how many files had no room (`left_out`); `size` in bytes."""

    facts: int
    files: int
    left_out: int
    size: int


class Content(NamedTuple):
    """A file beside the facts, and how to read it in parts."""

    ref: BlobRef
    parts: Callable[[], Iterable[bytes]]


def pack(
    file: Writing,
    note: Note,
    facts: Iterable[Batch],
    choose: Callable[[Sequence[BlobRef]], Sequence[Content]],
    budget: int,
) -> Packed:
    """Fill a file; `choose` returns, of the files that the facts name, those to bring.

    What registers are made of always goes along, others until `budget` bytes are used up. OSError,
    Refused("courier_too_large").
    """
    file.note(note)
    named: dict[str, BlobRef] = {}
    count = 0
    for page in _pages(facts):
        file.add(b"B", bundle.packed(page))
        for content in (content for batch in page for content in batch.facts):
            count += 1
            named |= {ref.sha256: ref for ref in env.decode_envelope(content).blobs}
    chosen = choose(list(named.values()))
    files = sum(_brought(file, chosen, budget))
    return Packed(facts=count, files=files, left_out=len(chosen) - files, size=file.size)


def _brought(file: Writing, chosen: Sequence[Content], budget: int) -> Iterator[int]:
    """Add files one by one, each counted."""
    for one in sorted(chosen, key=lambda c: c.ref.media != registers.MEDIA):
        always = one.ref.media == registers.MEDIA
        if one.ref.size > (file.room if always else min(budget, file.room)):
            continue
        budget -= 0 if always else one.ref.size
        file.file(one.ref.sha256, one.ref.size)
        for part in one.parts():
            file.add(b"D", part)
        yield 1


def _pages(facts: Iterable[Batch]) -> Iterator[list[Batch]]:
    page: list[Batch] = []
    for batch in facts:
        page.append(batch)
        if sum(len(b.facts) for b in page) >= PAGE:
            yield page
            page = []
    if page:
        yield page
