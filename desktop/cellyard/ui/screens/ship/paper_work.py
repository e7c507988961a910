"""The papers of the load on screen: issued, looked at, signed, printed."""

import msgspec

from cellyard.domain.refusals import Refused
from cellyard.domain.signature import Stroke
from cellyard.ui import paper_printer
from cellyard.ui.screens.ship import next_step
from cellyard.ui.screens.ship.acts import Acts
from cellyard.ui.screens.ship.desk import Desk
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.signing import DrawnSignature, Signing, ToSign
from cellyard.words import _, ngettext


class HalfSigned(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that is being drawn: of which paper, as whom, and who works meanwhile."""

    number: str
    party: str
    person: str
    name: str
    strokes: tuple[Stroke, ...]


class PaperWork:
    """Draws, shows, prints the papers, and has them signed. While they are drawn and written the
    desk is busy.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self._frame = desk, desk.frame
        self._acts = Acts(desk.frame, self._refuse)
        self._signing: Signing | None = None
        self._person = ""
        desk.stack.currentChanged.connect(self._drop_signing)

    def _refuse(self, no: Refused) -> None:
        if self._signing is not None:
            self._signing.refuse()
        self._desk.refuse(no)

    def issue(self, shown: Shown) -> None:
        """Issue every paper that the load lacks."""

        def done(count: int) -> None:
            self._desk.end()
            words = ngettext("{count} paper issued", "{count} papers issued", count)
            self._frame.note(shown.load.number, words.format(count=count))
            self._desk.back()

        if self._desk.begin():
            self._desk.pages.load.show_working(_("Drawing the papers"))
            self._acts.issue(shown, done)

    def open(self) -> None:
        """Show the papers of the load."""
        if self._desk.found is not None:
            self._desk.pages.papers.show_papers(self._desk.found)
            self._desk.show_page(self._desk.pages.papers)

    def show_copy(self, number: str) -> None:
        """Show a paper as people see it."""
        if self._desk.found is not None:
            view = self._desk.pages.papers.paper
            load = self._desk.found.load
            self._acts.copy(load, number, lambda pdf: view.show_paper(pdf, number))

    def print_papers(self, numbers: tuple[str, ...]) -> None:
        """Queue papers for the document printer."""
        found = self._desk.found
        if found is None or not numbers or not all(numbers):
            return

        def done(printer: str) -> None:
            if printer:
                words = paper_printer.queued(printer)
                self._frame.note(found.load.number, words)
            else:
                self._frame.refuse(Refused("no_paper_printer"))

        self._acts.print_papers(found.load, numbers, done)

    # --- signing --------------------------------------------------------------------------------

    def ask_signature(self, shown: Shown) -> None:
        """Ask for the signature that is due."""
        wanted = next_step.to_sign(shown)
        if wanted is not None:
            self._acts.to_sign(shown.load, *wanted, self._open_signing)

    def undo(self) -> bool:
        """Take back the last stroke; False where nobody signs."""
        if self._signing is None:
            return False
        self._signing.undo()
        return True

    def come_back(self) -> None:
        """Ship comes to the front again: what another person began to sign is theirs."""
        if self._signing is not None and self._person != self._frame.person.id:
            self._desk.back()

    def kept(self) -> str:
        """Return the signature that is being drawn, "" for none."""
        if self._signing is None:
            return ""
        paper, (name, strokes) = self._signing.paper, self._signing.drawn
        half = HalfSigned(
            number=paper.number,
            party=paper.role,
            person=self._person,
            name=name,
            strokes=strokes,
        )
        return msgspec.json.encode(half).decode()

    def sign_again(self, kept: str) -> None:
        """Go on with a signature that `kept` returned, if it is still due and the same person
        works here.
        """
        half, found = msgspec.json.decode(kept, type=HalfSigned), self._desk.found
        wanted = next_step.to_sign(found) if found else None
        if found is None or wanted is None or wanted != (half.number, half.party):
            return
        if half.person != self._frame.person.id:
            return

        def open_(paper: ToSign) -> None:
            self._open_signing(paper)
            if self._signing is not None:
                self._signing.take_back(half.name, half.strokes)

        number, party = wanted
        self._acts.to_sign(found.load, number, party, open_)

    def _open_signing(self, paper: ToSign) -> None:
        page = Signing(paper)
        page.signed.connect(self._signed)
        page.left.connect(self._desk.back)
        self._desk.stack.addWidget(page)
        self._desk.show_page(page)
        self._signing, self._person = page, self._frame.person.id

    def _signed(self, drawn: DrawnSignature) -> None:
        if self._desk.found is not None and self._desk.begin():
            self._acts.sign(self._desk.found.load, drawn, self._was_signed)

    def _was_signed(self, number: str) -> None:
        self._desk.end()
        self._frame.note(number, _("Signed"))
        self._desk.back()

    def _drop_signing(self) -> None:
        """Let a signature go that is no longer in front."""
        page = self._signing
        if page is not None and self._desk.page is not page:
            self._signing = None
            self._desk.stack.removeWidget(page)
            page.deleteLater()
