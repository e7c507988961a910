"""A word chosen from a few by its figure: why a list is opened again, a paper void, a load left."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _


class ChoosingPage(Page):
    """`given(asked, word)`: what was asked and of which paper, and the word that was chosen."""

    given = Signal(object, str)
    half_done = True

    def __init__(self) -> None:
        super().__init__()
        self._asked = ("", "")
        self._word = self._act = ""
        self._keys: tuple[str, ...] = ()
        self._lines = LineList(pad=14)
        self._lines.line_chosen.connect(self._choose)
        head, self._title, self._sub = heading("", "")
        card = form.card(form.column((self._lines, 1)), padding=0)
        self.lay_out(form.holder(form.column(head, (card, 1))), form.stretch())

    def ask(
        self, asked: tuple[str, str], title: str, sub: str, words: Mapping[str, str], act: str
    ) -> None:
        """Ask for a word; `asked` is what, and the number of a paper or ""; `words` by key, `act`
        what the next step does.
        """
        self._asked, self._keys, self._word, self._act = asked, tuple(words), "", act
        self._title.setText(title)
        self._sub.setText(sub)
        self._lines.set_lines(
            [Line(key, _(said), right=str(n)) for n, (key, said) in enumerate(words.items(), 1)]
        )
        self._lines.choose("")
        self._show()

    def _show(self) -> None:
        none = "" if self._word else _("Choose a reason")
        self.say(Primary(self._act, "", not_yet=none))

    def _choose(self, key: str) -> None:
        self._word = key
        self._lines.choose(key)
        self._show()

    def kept(self) -> str:
        return "\n".join((*self._asked, self._word))

    def restore(self, kept: str) -> None:
        word = kept.rpartition("\n")[2]
        if word:
            self._choose(word)

    def digit(self, figure: int) -> bool:
        if figure > len(self._keys):
            return False
        self._choose(self._keys[figure - 1])
        return True

    def enter(self) -> None:
        if self._word:
            self.given.emit(self._asked, self._word)
