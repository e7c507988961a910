"""What Ship does beyond one decision: papers one after the other, signatures, printing."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from cellyard.domain.facts import Party
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import issuing
from cellyard.domain.shipping.load import Load
from cellyard.jobs import load_copies, paper_queue, shipping
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ui import paper_printer
from cellyard.ui.screen import Frame
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.signing import DrawnSignature, ToSign
from cellyard.words import _
from cellyard.words.shipping_facts import PAPERS

T = TypeVar("T")
Refusing = Callable[[Refused], None]


class Acts:
    """Every act of Ship on the writer's thread; `done` comes when it is durable."""

    def __init__(self, frame: Frame, refused: Refusing) -> None:
        self._frame, self._refused = frame, refused

    def issue(self, shown: Shown, done: Callable[[int], None]) -> None:
        """Issue every paper that the load lacks; drafts that need not be are made void first."""
        load, by = shown.load, self._frame.person.id
        drafts = [d for d in load.standing_documents if d.standing == "draft"]
        anew = shown.standing != "draft" and not shown.to_issue
        wanted = shown.to_issue or tuple((d.document, d.part) for d in drafts if anew)

        def work(station: Station) -> int:
            for paper in drafts if anew else ():
                void = issuing.Voiding(load=load.id, number=paper.number, reason="edition_changed")
                station.record(issuing.void, void, by=by)
            for document, part in wanted:
                new = shipping.NewPaper(load=load.id, document=document, part=part)
                shipping.issue(station, new, by=by)
            return len(wanted)

        self._frame.work(work, done=done, refused=self._refused)

    def to_sign(
        self, load: Load, number: str, party: Party, then: Callable[[ToSign], None]
    ) -> None:
        """Fetch a paper to be signed by a party."""
        issued = shipping.issued(load, number)
        name = self._frame.person.name if party == "consignor" else ""
        title = _(PAPERS[issued.document])

        def ask(questions: Questions) -> ToSign | Refused:
            try:
                pdf = load_copies.copy(questions, load, number)
            except Refused as no:
                return no
            return ToSign(number, title, pdf, issued.pages_hash, party, name)

        self._ask(ask, then, "ship/sign")

    def sign(self, load: Load, drawn: DrawnSignature, done: Callable[[str], None]) -> None:
        """Keep a signature, write that the party has signed, and seal the paper anew with it."""
        by, paper = self._frame.person.id, drawn.paper
        party = paper.role
        if party == "witness":
            raise ValueError("no paper of a load asks for a witness")

        new = shipping.NewSignature(
            load=load.id,
            number=paper.number,
            party=party,
            name=drawn.name,
            strokes=drawn.strokes,
        )

        def work(station: Station) -> str:
            shipping.sign(station, new, by=by)
            return paper.number

        self._frame.work(work, done=done, refused=self._refused)

    def copy(self, load: Load, number: str, then: Callable[[bytes], None]) -> None:
        """Fetch a paper as people see it."""

        def ask(questions: Questions) -> bytes | Refused:
            try:
                return load_copies.copy(questions, load, number)
            except Refused as no:
                return no

        self._ask(ask, then, "ship/copy")

    def print_papers(self, load: Load, numbers: Sequence[str], done: Callable[[str], None]) -> None:
        """Queue papers for the document printer; `done` gets its name, "" when there is none.

        Each is kept until the printer has taken it, whatever happens meanwhile.
        """
        settings = self._frame.settings

        def copies(questions: Questions) -> list[bytes] | Refused:
            try:
                return [load_copies.copy(questions, load, number) for number in numbers]
            except Refused as no:
                return no

        def queue(pdfs: list[bytes]) -> None:
            def work(station: Station) -> str:
                printer = paper_printer.printer(settings.paper_printer)
                for pdf, number in zip(pdfs, numbers, strict=True):
                    if printer:
                        paper_queue.papers(station.folder).put(
                            pdf,
                            printer,
                            title=number,
                            copies=settings.paper_copies,
                            document=number,
                        )
                return printer

            self._frame.work(work, done=done, refused=self._refused)

        self._ask(copies, queue, "ship/print")

    def _ask(
        self, question: Callable[[Questions], T | Refused], then: Callable[[T], None], key: str
    ) -> None:
        def answer(found: T | Refused) -> None:
            if isinstance(found, Refused):
                self._refused(found)
            else:
                then(found)

        self._frame.ask(question, answer, key=key)
