"""Papers on their way to the document printer: each whole as PDF, until the printer took it.

A paper is no label: a second one beside the first may travel in a second cab. So one that was
being handed over when the power went, or that broke off half-way, is not sent again by itself.
It waits for a person who has looked at the printer and says: print it again, or it is here.
"""

import functools
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import paper_pages, print_queue
from cellyard.jobs.print_queue import Flushed, PrintQueue

FOLDER = "papers"


class Paper(print_queue.Job, frozen=True, kw_only=True):
    """A paper that waits. `document` is its number on the paper, "" for a report without one.

    `wanted`: how often a person has asked for it. Begun as often, it may have come out already.
    """

    pdf: bytes
    copies: int = 1
    document: str = ""
    wanted: int = 1

    @property
    def doubtful(self) -> bool:
        """True when it may have been printed and a person has to say so."""
        return self.begun >= self.wanted


class NotTaken(Trouble):
    """The printer took nothing of a paper, and said so: it simply waits on."""


# Hands a paper to its printer; calls what it is given before the first page leaves. Raises
# Trouble: before that call nothing has left; after it something may have, unless it is NotTaken.
Hand = Callable[[Paper, Callable[[], None]], None]


class PaperQueue(PrintQueue[Paper]):
    """The papers that wait at a station. Durable before `put` returns, whatever happens then."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Paper, ".paper", "paper_not_kept")
        self._handing: int | None = None
        self._settling = threading.Lock()

    def put(
        self, pdf: bytes, printer: str, *, title: str, copies: int = 1, document: str = ""
    ) -> Paper:
        """Keep a paper for the printer of that name and have it printed.

        `title` stands in the printer's own queue: it names no person. Raises
        Trouble("paper_not_kept") when the disk does not take it, Refused("paper_unreadable") for
        what is no PDF.
        """
        paper_pages.count(pdf)
        kept = self._put(
            lambda number: Paper(
                number=number,
                title=title,
                target=printer,
                pdf=pdf,
                copies=copies,
                document=document,
            )
        )
        self.awake.set()
        return kept

    def doubtful(self) -> list[Paper]:
        """Return the papers that may have been printed, oldest first; none that is being so."""
        return [p for p in self.waiting() if p.doubtful and p.number != self._handing]

    def again(self, number: int) -> None:
        """Print a doubtful paper once more: a person has seen that it did not come out.

        Refused as `drop`.
        """
        with self._settling:
            paper = self._find(number)
            self._keep(msgspec.structs.replace(paper, wanted=paper.begun + 1))
        self.awake.set()

    def drop(self, number: int) -> None:
        """Let a paper go: a person has it in their hands, or wants it no more.

        Refused("paper_being_printed") while it is handed over, ("paper_gone") when it is no more.
        """
        with self._settling:
            self._find(number)
            self._remove(number)

    def flush(self, hand: Hand) -> Flushed[Paper]:
        """Hand over what waits, oldest first, but no doubtful paper.

        A printer in trouble keeps its papers for the next call. Blocks: on a thread of its own.
        """
        try:
            return self._round(lambda paper: self._send(paper, hand))
        finally:
            self._handing = None

    def _send(self, paper: Paper, hand: Hand) -> int | None:
        if paper.doubtful or not self._take_up(paper):
            return None
        copy = paper.begun + 1
        try:
            # On disk before the first page leaves: after a power cut it counts as doubtful.
            hand(paper, lambda: self._keep(msgspec.structs.replace(paper, begun=copy)))
        except NotTaken:
            self._keep(paper)
            raise
        return copy

    def _take_up(self, paper: Paper) -> bool:
        """Let nobody else at a paper; False when it was let go since it was read."""
        with self._settling:
            there = self._path(paper.number).exists()
            self._handing = paper.number if there else None
            return there

    def _find(self, number: int) -> Paper:
        if number == self._handing:
            raise Refused("paper_being_printed")
        found = next((p for p in self.waiting() if p.number == number), None)
        if found is None:
            raise Refused("paper_gone")
        return found


@functools.cache
def papers(folder: Path) -> PaperQueue:
    """Return the paper queue of a station's folder, one for the whole process."""
    return PaperQueue(folder / FOLDER)
