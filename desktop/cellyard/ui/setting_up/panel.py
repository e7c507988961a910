"""A panel: one part of setting up, with its middle, its side and the one next step."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellyard.ui import form, style
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label


@dataclass(frozen=True)
class Primary:
    """What the primary button says; `not_yet` is the reason why it cannot be pressed."""

    text: str
    second: str = ""
    not_yet: str = ""
    working: str = ""


class Panel(QObject):
    """What a step of First run and a section of Set up are made of.

    `changed` when the primary or the line in the list at the left has to be asked again.
    """

    changed = Signal()
    key: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.middle = QWidget()
        self.side = QWidget()

    def primary(self) -> Primary | None:
        """Return the one next step, or None when there is nothing to press."""
        return None

    def act(self) -> None:
        """Do the one next step."""

    def back(self) -> bool:
        """Step back inside the panel; False when there is nothing to step back from."""
        return False

    def scan(self, text: str) -> str:
        """Take a scan; return what happened, or "" when it is of no use here."""
        del text
        return ""

    def shown(self) -> None:
        """The panel comes to the front."""

    def left(self) -> None:
        """Another panel comes to the front."""


def show_primary(button: BigButton, primary: Primary | None) -> None:
    """Let the primary button say what the panel wants; its place stays when there is nothing."""
    button.setVisible(primary is not None)
    if primary is None:
        return
    button.set_words(primary.text, primary.second)
    if primary.working:
        button.set_working(primary.working)
    elif primary.not_yet:
        button.set_not_yet(primary.not_yet)
    else:
        button.set_ready()


def heading(
    title: str, sub: str, step: style.Step = "small", *, beside: QWidget | None = None
) -> tuple[QVBoxLayout, Label, Label]:
    """Return the head of a middle column, and its two lines to say something else in.

    `beside` stands at the right of the title.
    """
    first = Label(title, "title", elide=True)
    second = Label(sub, step, colour="text_muted", elide=True)
    if beside is None:
        return form.column(first, second, gap=4), first, second
    return form.column(form.row((first, 1), beside, gap=20), second, gap=0), first, second
