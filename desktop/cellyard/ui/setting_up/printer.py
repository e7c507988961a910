"""The label printer: where labels go, and a test label to see that they come out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cellyard.domain.refusals import Refused
from cellyard.jobs import ports
from cellyard.ui import form, style
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.widgets.desk import Button, Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.words import N_, _, sentence

_KINDS: dict[str, str] = {
    "none": N_("None: kept as PDF"),
    "network": N_("On the network"),
    "serial": N_("On a serial port"),
    "file": N_("Into a folder, as ZPL"),
}
_RAW_PORT = 9100


class PrinterCard(QFrame):
    """`changed` at each change of the target, see `settings.label_target`."""

    changed = Signal()

    def __init__(
        self, target: str, folder: Callable[[], Path], *, title: str = "", hint: str = ""
    ) -> None:
        super().__init__()
        self._hint = hint
        self._folder = folder
        self.setProperty("kind", "card")
        kind, where = _apart(target)
        self._kind = Choice([(key, _(words)) for key, words in _KINDS.items()])
        self._kind.set_key(kind)
        self._kind.setAccessibleName(_("Label printer"))
        self._where = Field(where, mono=True)
        self._test = Button(_("Print a test label"), icon="ph.printer")
        self._said = Label(hint, "small", colour="text_muted", wrap=True)
        self._kind.key_changed.connect(self._chosen)
        self._where.textChanged.connect(self._typed)
        self._test.clicked.connect(self._try)
        head = [Label(title, "sub", weight=600)] if title else []
        inside = form.column(
            *head, self._kind, self._where, self._test, self._said, form.stretch(), gap=12
        )
        inside.setContentsMargins(*(style.px(18),) * 4)
        self.setLayout(inside)
        self._show()

    def target(self) -> str:
        """Return where labels go, as `settings.label_target` says it; "" for nowhere yet."""
        where = self._where.text().strip()
        if not where:
            return ""
        match self._kind.key():
            case "network":
                port = "" if where.rpartition(":")[2].isdigit() else f":{_RAW_PORT}"
                return f"socket://{where}{port}"
            case "file":
                return f"file:{where.rstrip('/')}/"
            case "serial":
                return where
            case _:
                return ""

    def set_target(self, target: str) -> None:
        """Put a target in."""
        kind, where = _apart(target)
        self._kind.set_key(kind)
        self._where.setText(where)

    def _chosen(self, kind: str) -> None:
        if kind == "file" and not self._where.text():
            self._where.setText(str(self._folder() / "printed"))
        elif kind == "none":
            self._where.clear()
        self._typed()

    def _typed(self) -> None:
        self._say(self._hint, "text_muted")
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        kind = self._kind.key()
        hints = {"network": "192.168.1.50", "serial": "/dev/ttyUSB1?baud=115200", "file": ""}
        self._where.setPlaceholderText(hints.get(kind, ""))
        self._where.setAccessibleName(_(_KINDS[kind]))
        self._where.setEnabled(kind != "none")
        self._test.setEnabled(bool(self.target()))

    def _try(self) -> None:
        target = self.target()
        self._test.setEnabled(False)
        self._say(_("Printing …"), "text_muted")
        errand(self, "test label", lambda: ports.test_label(target), self._printed, self._refused)

    def _printed(self, _none: None) -> None:
        self._say(_("The test label went out. Look whether both codes scan."), "text")
        self._show()

    def _refused(self, refused: Refused) -> None:
        self._say(sentence(refused), "text")
        self._show()

    def _say(self, words: str, colour: style.ColourName) -> None:
        self._said.setText(words)
        self._said.set_colour(colour)
        self._said.updateGeometry()


def _apart(target: str) -> tuple[str, str]:
    """Return the kind of a target and what is typed for it."""
    if not target:
        return "none", ""
    if target.startswith("file:"):
        return "file", target.removeprefix("file:")
    if target.startswith("socket://"):
        return "network", target.removeprefix("socket://")
    return "serial", target
