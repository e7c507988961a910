"""Set up, store: where the data lie, how they are kept, and the proof that nothing was changed."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cellyard.domain import people
from cellyard.domain.refusals import Refused
from cellyard.jobs import proof
from cellyard.jobs.proof import Kept, Proven
from cellyard.ledger.questions import Counts
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.exporting import ExportCard
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, clock, number, quantity, sentence
from cellyard.words.backups import size
from cellyard.words.ledger import FAULTS

_KEEPERS: dict[str, str] = {
    "keyring": N_("in the keyring of this computer"),
    "file": N_("in a file that only its owner may read"),
}
_DIGEST_GROUP = 8


class StoreSection(Section):
    """Everybody may look and prove; nothing is changed here."""

    key = "store"
    title = N_("Store")
    icon = "ph.database"
    right = "find"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._folder = folder
        self._proving = False
        self._where = Label("", "desk_body", elide=True)
        self._lies = KeyValues(key_width=140)
        self._holds = KeyValues(key_width=140)
        self._sqlite, self._key = MessageLine(), MessageLine()
        self._result = MessageLine()
        self._facts = KeyValues(key_width=108)
        self._digest = Label("", "desk_body", mono=True, wrap=True, lines=2)
        self.exporting = ExportCard(folder)
        self._show_lies("", "", "", "")
        self._show_holds("", "", "")
        self.middle, self.side = self._middle(), self._side()

    def shown(self) -> None:
        may = people.may(self.frame.person.roles, "export")
        self.exporting.allow(allowed=may, reason=self.reason_for("export"))
        self.frame.work(proof.kept, done=self._learn_kept)
        self.learn()

    def learn(self) -> None:
        self.ask(lambda q: (q.counts(), q.digest()), self._learn)

    def primary(self) -> Primary:
        text = _("Verify now")
        if self._proving:
            return Primary(text, working=_("Checking every fact"))
        return Primary(text, _("Work goes on meanwhile"))

    def act(self) -> None:
        if not self._proving:
            self._proving = True
            self._result.clear()
            self.changed.emit()
            folder = self._folder()
            errand(self, "proof", lambda: proof.prove(folder), self._proven, self._not_proven)

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("Every fact is written once, chained to the one before, and sealed.")
        )
        return form.holder(
            form.column(
                head,
                form.card(form.column(self._where, self._lies, gap=2), padding=(12, 6)),
                self._sqlite,
                self._key,
                form.card(
                    form.column(
                        self._holds,
                        form.line(),
                        Label(_("Digest"), "desk_body", colour="text_muted"),
                        self._digest,
                        gap=4,
                    ),
                    padding=(12, 6),
                ),
                self.exporting,
                form.stretch(),
                gap=8,
            )
        )

    def _side(self) -> QWidget:
        hint = _(
            "The proof reads the bytes of every fact, its place in its chain, every seal and "
            "every file. It asks nobody and needs no network."
        )
        return form.card(
            form.column(
                Label(_("Proof"), "sub", weight=600),
                self._result,
                self._facts,
                form.stretch(),
                self.exporting.said,
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )

    def _learn_kept(self, kept: Kept) -> None:
        self._where.setText(_("Data lie in {folder}").format(folder=kept.folder))
        self._where.updateGeometry()
        self._show_lies(size(kept.size), size(kept.free), kept.centre, kept.epoch[:16])
        version = f"SQLite {kept.sqlite}."
        if kept.sqlite_well:
            self._sqlite.note(version)
        else:
            wanted = ".".join(str(part) for part in proof.SQLITE_WELL)
            said = _("Have it replaced by {version} or newer with the next update.")
            self._sqlite.caution(version, said.format(version=wanted))
        key, where = _("Key of this station."), _(_KEEPERS[kept.keeper])
        if kept.keeper == "keyring":
            self._key.note(key, where)
        else:
            self._key.caution(key, _("It lies {where}.").format(where=where))

    def _learn(self, found: tuple[Counts, str]) -> None:
        counts, digest = found
        self._show_holds(
            number(counts.facts), number(counts.batteries), number(counts.open_tickets)
        )
        groups = range(0, len(digest), _DIGEST_GROUP)
        self._digest.setText(" ".join(digest[n : n + _DIGEST_GROUP] for n in groups))
        self._digest.updateGeometry()

    # Each line stands before its value is known: nothing jumps when the answers come.

    def _show_lies(self, size: str, free: str, centre: str, chain: str) -> None:
        names = (_("Size"), _("Free on the disk"), _("Centre"), _("Chain"))
        self._lies.set_pairs(tuple(zip(names, (size, free, centre, chain), strict=True)))

    def _show_holds(self, facts: str, batteries: str, open_tickets: str) -> None:
        names = (_("Facts"), _("Batteries"), _("Open tickets"))
        self._holds.set_pairs(tuple(zip(names, (facts, batteries, open_tickets), strict=True)))

    def _proven(self, proven: Proven) -> None:
        self._proving = False
        if proven.fault:
            said = _(FAULTS[proven.fault])
            self._result.wrong(said.format(station=proven.fault_at, seq=proven.fault_seq))
        else:
            self._result.note(_("All is as it was written."))
        now = datetime.now().astimezone()
        self._facts.set_pairs(
            (
                (_("Facts"), number(proven.facts)),
                (_("Stations"), number(proven.stations)),
                (_("Erased"), number(proven.erased)),
                (_("Took"), quantity(Decimal(f"{proven.seconds:.1f}"), "s")),
                (_("At"), clock(now, seconds=True)),
            )
        )
        self.changed.emit()

    def _not_proven(self, refused: Refused) -> None:
        self._proving = False
        self._result.wrong(sentence(refused))
        self.changed.emit()
