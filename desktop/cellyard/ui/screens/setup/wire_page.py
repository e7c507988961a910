"""The wire logs of Set up: what is kept of a line, exported to a file, and a log played back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.jobs import ports, wirelogs
from cellyard.jobs.wirelogs import Kept, Meaning, Piece, Replay
from cellyard.ui import form
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.widgets.desk import Button, Choice, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.table import Column, RowState, SmallTable, TableRow
from cellyard.words import N_, _, number, quantity, sentence
from cellyard.words.instruments import FLAGS, instrument_name
from cellyard.words.numbers import clock, day_and_clock, listed, unit_sign

_MEANINGS: dict[Meaning, str] = {
    "read": N_("understood"),
    "asked": N_("our question"),
    "goes_on": N_("goes on"),
    "unknown": N_("not understood"),
}
# More signs than these are no single frame of any instrument.
_MOST_SHOWN = 600
_STATES: dict[Meaning, RowState] = {"asked": "muted", "goes_on": "muted", "unknown": "caution"}


class WirePage(QObject):
    """`closed` when sent away. Files are named, not looked for: nothing opens over the work."""

    closed = Signal()

    def __init__(self, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._folder = folder
        self._instrument: Instrument | None = None
        self._pieces: tuple[Piece, ...] = ()
        head, self._title, self._sub = heading("", "")
        self._target = Field(hint=_("Folder and name of the new file"))
        self._export = Button(_("Export"), icon="ph.download-simple")
        self._file = Field(hint=_("Folder and name of a wire log"))
        self._profile = Choice(list(wirelogs.profile_names().items()))
        self._replay = Button(_("Replay"), icon="ph.play")
        self._table = SmallTable(
            (
                Column(_("Time"), 160),
                Column(_("Bytes"), mono=True),
                Column(_("Meaning"), 226),
            )
        )
        self._message = MessageLine()
        self._facts = KeyValues(key_width=130)
        self._when = Label("", "small", colour="text_muted")
        self._bytes = Label("", "small", mono=True, wrap=True)
        self._means = Label("", "small", wrap=True)
        self.middle, self.side = self._middle(head), self._side()
        self._export.clicked.connect(self._write)
        self._replay.clicked.connect(self._play)
        self._table.row_chosen.connect(self._show_piece)

    def begin(self, instrument: Instrument) -> None:
        """Show what is kept of an instrument's line; its profile is the one to read a log by."""
        self._instrument = instrument
        self._profile.set_key(instrument.profile)
        self._message.clear()
        self._sub.setText("")
        self._export.setEnabled(False)
        self._pieces = ()
        self._table.set_rows([])
        self._show_counts(None)
        self._show_piece("")
        folder, key = self._folder(), instrument.key
        at = datetime.now().astimezone().strftime("%Y%m%d-%H%M")
        self._target.setText(str(Path.home() / f"{wirelogs.path(folder, key).stem}-{at}.jsonl"))
        self._title.setText(_("Wire log of {name}").format(name=instrument_name(instrument)))
        errand(self, "wirelog", lambda: wirelogs.kept(folder, key), self._learn, self._no)

    def _middle(self, head: form.Placed) -> QWidget:
        back = Button(_("All instruments"), icon="ph.arrow-counter-clockwise")
        back.clicked.connect(self.closed)
        for field in (self._target, self._file):
            field.setAccessibleName(field.placeholderText())
        self._profile.setAccessibleName(_("Profile"))
        return form.holder(
            form.column(
                head,
                form.row((self._target, 1), self._export, gap=12),
                form.row((self._file, 1), self._replay, gap=12),
                form.row(Label(_("Read by the profile"), "desk_body"), (self._profile, 1), gap=12),
                (form.card(form.column(self._table), padding=(4, 4)), 1),
                self._message,
                form.row(back, form.stretch(), gap=12),
                gap=10,
            )
        )

    def _side(self) -> QWidget:
        self._show_counts(None)
        hint = _("A log holds bytes of instruments and no names of people. It may be sent on.")
        return form.card(
            form.column(
                Label(_("Played back"), "sub", weight=600),
                self._facts,
                form.line(),
                self._when,
                self._bytes,
                self._means,
                form.stretch(),
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )

    def _learn(self, kept: Kept) -> None:
        wanted = self._instrument is not None and self._instrument.wire_log
        if not kept.size:
            nothing = _("Nothing is kept yet.")
            self._sub.setText(nothing if wanted else _("Its wire log is switched off."))
        else:
            at = day_and_clock(datetime.fromtimestamp(kept.newest).astimezone())
            size = quantity(Decimal(kept.size) / 1000, "kB", 1)
            self._sub.setText(_("{size} kept, the newest at {at}").format(size=size, at=at))
        self._export.setEnabled(bool(kept.size))

    # --- export and replay ----------------------------------------------------------------------

    def _write(self) -> None:
        instrument, named = self._instrument, self._target.text().strip()
        if instrument is None or not named:
            return
        folder, target = self._folder(), Path(named).expanduser()
        self._export.setEnabled(False)

        def written(size: int) -> None:
            self._export.setEnabled(True)
            self._file.setText(str(target))
            kb = quantity(Decimal(size) / 1000, "kB", 1)
            self._message.note(_("Exported."), f"{target.name}, {kb}")

        def refused(no: Refused) -> None:
            self._export.setEnabled(True)
            self._no(no)

        job = lambda: wirelogs.export(folder, instrument.key, target)  # noqa: E731 - one errand
        errand(self, "export", job, written, refused)

    def _play(self) -> None:
        named, profile = self._file.text().strip(), self._profile.key()
        if named:
            self._message.clear()
            file = Path(named).expanduser()
            errand(self, "replay", lambda: wirelogs.replay(file, profile), self._show, self._no)

    def _show(self, replay: Replay) -> None:
        self._pieces = replay.pieces
        self._table.set_rows([_row(n, piece) for n, piece in enumerate(replay.pieces)])
        self._show_counts(replay)
        self._show_piece("0")
        if not replay.frames and not replay.unknown:
            self._message.caution(_("The instrument says nothing in it."))
        elif replay.unknown:
            said = _("Not all of it is understood by this profile.")
            self._message.caution(said, _("Choose another, or look at the marked lines."))
        else:
            self._message.note(_("All of it is understood by this profile."))

    def _show_counts(self, replay: Replay | None) -> None:
        counts = (
            (_("Pieces"), len(replay.pieces) if replay else None),
            (_("Frames"), replay.frames if replay else None),
            (_("Not understood"), replay.unknown if replay else None),
            (_("Broken lines"), replay.wrong if replay else None),
            (_("Left out"), replay.left_out if replay else None),
        )
        self._facts.set_pairs([(name, "" if n is None else number(n)) for name, n in counts])

    def _show_piece(self, key: str) -> None:
        piece = self._pieces[int(key)] if key else None
        at = _at(piece) if piece else None
        self._when.setText(day_and_clock(at) if at else "")
        self._bytes.setText(piece.raw.hex(" ").upper()[:_MOST_SHOWN] if piece else "")
        self._means.setText(_meaning(piece) if piece else "")
        for label in (self._bytes, self._means):
            label.updateGeometry()

    def _no(self, refused: Refused) -> None:
        self._message.wrong(sentence(refused))


def _row(number_of: int, piece: Piece) -> TableRow:
    # Pieces follow each other within ms; their day stands beside the one that is looked at.
    at = _at(piece)
    when = f"{clock(at, seconds=True)}.{piece.at % 1000:03d}" if at else ""
    cells = (when, ports.shown(piece.raw), _meaning(piece))
    return TableRow(str(number_of), cells, _STATES.get(piece.meaning, "rest"))


def _at(piece: Piece) -> datetime | None:
    """Return when a piece came, None when the log does not say."""
    return datetime.fromtimestamp(piece.at / 1000).astimezone() if piece.at else None


def _meaning(piece: Piece) -> str:
    said = [_values(readings) for readings in piece.readings]
    return listed([words for words in said if words]) or _(_MEANINGS[piece.meaning])


def _values(readings: Mapping[str, Reading]) -> str:
    return listed([_value(name, reading) for name, reading in readings.items()])


def _value(name: str, reading: Reading) -> str:
    value, doubts = reading.value, [_(FLAGS[flag]) for flag in reading.flags]
    shown = number(value) if isinstance(value, Decimal) else value or "–"
    return " ".join(part for part in (name, shown, unit_sign(reading.unit), *doubts) if part)
