"""Packing a courier file: the facts that its receiver may lack, then the files that they name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain.registers import Person
from cellyard.ledger import file_errands
from cellyard.ledger.batches import Batch
from cellyard.sync import bundle
from cellyard.sync.courier_file import Note, Writing

PAGE = 500
PEOPLE = "people"


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """What went in: facts, files, and how many files had no room (`left_out`); `size` in bytes."""

    facts: int
    files: int
    left_out: int
    size: int


class Content(NamedTuple):
    """A file beside the facts, the register that it belongs to ("" for none), how to read it."""

    sha256: str
    size: int
    register: str
    parts: Callable[[], Iterable[bytes]]


def sheet_of(person: bytes) -> str:
    """Return the sheet that an entry of the register of people names, "" for none."""
    try:
        return msgspec.json.decode(person, type=Person).sheet
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def pack(
    file: Writing,
    note: Note,
    facts: Iterable[Batch],
    choose: Callable[[Mapping[str, str]], Sequence[Content]],
    budget: int,
) -> Packed:
    """Fill a file; `choose` returns, of the files that the facts name, each with its register,
    those to bring.

    What registers are made of always goes along, others until `budget` bytes are used up. OSError,
    Refused("courier_too_large").
    """
    file.note(note)
    named: dict[str, str] = {}
    count = 0
    for page in _pages(facts):
        file.add(b"B", bundle.packed(page))
        for content in (content for batch in page for content in batch.facts):
            count += 1
            for _r, sha256, register in file_errands.named([env.recorded(content)]):
                named.setdefault(sha256, register)
    chosen = choose(named)
    files = sum(_brought(file, chosen, budget))
    return Packed(facts=count, files=files, left_out=len(chosen) - files, size=file.size)


def _brought(file: Writing, chosen: Sequence[Content], budget: int) -> Iterator[int]:
    """Add files one by one, each counted."""
    for one in sorted(chosen, key=lambda c: not c.register):
        if one.size > (file.room if one.register else min(budget, file.room)):
            continue
        budget -= 0 if one.register else one.size
        file.file(one.sha256, one.size)
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
