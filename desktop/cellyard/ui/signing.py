"""Signing a paper on the glass: what is signed, who signs, the pad, and the paper beside it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import signature
from cellyard.domain.signature import Role, Stroke
from cellyard.ui import form, style
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.ui.widgets.signature_pad import SignaturePad
from cellyard.words import N_, _, ngettext
from cellyard.words.shipping_facts import PARTIES

_ROLES: dict[Role, str] = {**PARTIES, "witness": N_("Witness")}


@dataclass(frozen=True)
class ToSign:
    """A paper to sign: its number, the PDF that is shown, and the hash that the signature binds.

    `name` is the signer's where it is known (who works now); a driver types theirs, which goes
    into the personal sheet and nowhere else.
    """

    number: str
    title: str
    pdf: bytes
    sha256: str
    role: Role
    name: str = ""


@dataclass(frozen=True)
class DrawnSignature:
    """What was signed: the paper, the name, and the strokes."""

    paper: ToSign
    name: str
    strokes: tuple[Stroke, ...]


class Signing(QWidget):
    """The page of a signature. `signed` gives a DrawnSignature, `left` is Esc.

    The screen that shows it gives it Enter (`enter`), Esc (`escape`) and UNDO (`undo`).
    """

    signed = Signal(object)
    left = Signal()

    def __init__(self, paper: ToSign) -> None:
        super().__init__()
        self.paper = paper
        self._done = False
        self._name = Field(paper.name, hint=_("Name of who signs"), floor=True)
        self._name.setAccessibleName(_("Name of who signs"))
        if paper.name:  # never shown before it has its place: alone it would be a window
            self._name.hide()
        else:
            self.setFocusProxy(self._name)
        self._name.textChanged.connect(self._show)
        self.pad = SignaturePad(_("Sign here"))
        self.pad.changed.connect(self._show)
        self.view = PaperView()
        self.view.turned.connect(self._count)
        self._pages = Label(step="body", elide=True)
        self._sign = BigButton(_("Sign"), key=_("Enter"), icon="mdi6.draw")
        self._undo = BigButton(_("Undo stroke"), "secondary", icon="ph.arrow-counter-clockwise")
        self._clear = BigButton(_("Clear"), "secondary", icon="ph.backspace")
        self._back = BigButton(_("Back"), "secondary", key=_("Esc"))
        self._sign.clicked.connect(self.enter)
        self._undo.clicked.connect(self.undo)
        self._clear.clicked.connect(self.pad.clear)
        self._back.clicked.connect(self.left)
        self.setLayout(form.row((self._left(), 1), self._right()))
        self.view.show_paper(paper.pdf, paper.title)
        self._show()

    def enter(self) -> None:
        """Accept the signature, once."""
        if self._reason() or self._done:
            return
        self._done = True
        self._sign.set_working(_("Keeping the signature"))
        name = self._name.text().strip()
        self.signed.emit(DrawnSignature(self.paper, name, self.pad.strokes))

    def refuse(self) -> None:
        """Let it be signed again: what was given was not taken."""
        self._done = False
        self._show()

    @property
    def drawn(self) -> tuple[str, tuple[Stroke, ...]]:
        """The name as it is typed so far, and the strokes so far."""
        return self._name.text(), self.pad.strokes

    def take_back(self, name: str, strokes: tuple[Stroke, ...]) -> None:
        """Take back what `drawn` returned, after the page was built anew."""
        self._name.setText(name)
        self.pad.put(strokes)

    def undo(self) -> None:
        """Take the last stroke back."""
        self.pad.undo()

    def escape(self) -> bool:
        """Leave without a signature."""
        self.left.emit()
        return True

    def _left(self) -> QWidget:
        paper = self.paper
        who = f"{_(_ROLES[paper.role])}  {paper.name}".strip()
        return form.holder(
            form.column(
                Label(_("You sign this paper"), "sub", colour="text_muted"),
                Label(f"{paper.title}  {paper.number}", "title", elide=True),
                self._pages,
                Label(signature.groups(paper.sha256), "body", mono=True, elide=True),
                form.gap(12),
                Label(who, "lead", weight=600, elide=True),
                self._name,
                form.gap(8),
                (self.pad, 1),
                form.gap(16),
                form.row(self._undo, self._clear, form.stretch()),
                gap=4,
            )
        )

    def _right(self) -> QWidget:
        card = form.card(form.column((self.view, 1)), padding=(16, 12))
        column = form.column((card, 1), self._back, self._sign, gap=16)
        return form.holder(column, width=style.now().side / style.now().scale)

    def _count(self) -> None:
        pages = ngettext("{count} page", "{count} pages", self.view.pages)
        self._pages.setText(pages.format(count=self.view.pages))

    def _reason(self) -> str:
        """Return why it cannot be accepted yet, "" when it can."""
        if not self._name.text().strip():
            return _("Type the name first")
        if not self.pad.strokes:
            return _("Sign on the line")
        return "" if signature.is_enough(self.pad.strokes) else _("That is too little")

    def _show(self) -> None:
        drawn = bool(self.pad.strokes)
        for button in (self._undo, self._clear):
            if drawn:
                button.set_ready()
            else:
                button.set_not_yet("")
        self._sign.set_words(_("Sign"), self._name.text().strip())
        if reason := self._reason():
            self._sign.set_not_yet(reason)
        else:
            self._sign.set_ready()
