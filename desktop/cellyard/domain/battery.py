"""A battery as its facts tell it: everything the floor knows of one, at one moment."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.bench.record import Bench
from cellyard.domain.conflicts.conflict import Conflict
from cellyard.domain.leaving import Leaving
from cellyard.domain.watch import Stay, Watch

Stock = Literal["", "second_life", "recycling", "damaged"]
_OF_PLACE = frozenset({"two_places", "moved_after_dispatch"})


class Identifier(msgspec.Struct, frozen=True, kw_only=True):
    """A code that the battery carries, as read."""

    code: str
    scheme: str
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    carrier: str = ""


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one section of the triage form, and how many photos show it.

    `answer` is None when a photo came before the answer; `lifted` when two people have agreed
    since that the verdict is better than it says.
    """

    answer: f.Answer | None
    finding: str | None
    photos: int = 0
    lifted: bool = False


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """The newest reading of one quantity; `value` None is no reading. `at` in ms; `lifted` as of
    an inspection.
    """

    value: Decimal | None
    unit: str
    at: int
    evidence: f.Evidence
    lifted: bool = False


class Act(msgspec.Struct, frozen=True, array_like=True):
    """One act on the battery: when (ms), by whom, what kinds of facts, and their refs."""

    id: str
    at: int
    by: str
    kinds: tuple[str, ...]
    facts: tuple[str, ...]


class Battery(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the floor knows of one battery now. `id` is 32 hex digits; times are ms.

    `stop_ever`: it was judged STOP once, whatever it is judged now.
    `acts` are the acts that stand, oldest first: what Undo goes back through. `opaque` is true
    when a fact of a newer version stands in the line: nothing risky may be decided then.
    `placed` is the fact that put it into its slot, `overruled` the reason for another station's.
    `merged` is the battery that this one turned out to be. `tangled` once stations wrote of it
    without knowing of each other, `conflicts` what cannot all be true since.
    """

    id: str
    ticket: int = 0
    station: str = ""
    received_at: int = 0
    owner: str = ""
    identifiers: tuple[Identifier, ...] = ()
    outlet: str | None = None
    expected: str | None = None
    model: str | None = None
    model_version: int = 0
    model_how: str = ""
    kg: Decimal | None = None
    weight_evidence: f.Evidence | None = None
    inspections: dict[str, Inspection] = {}
    measurements: dict[str, Measurement] = {}
    verdict: f.Verdict | None = None
    reasons: tuple[str, ...] = ()
    triage: f.Decided | None = None
    triaged_at: int = 0
    stop_ever: bool = False
    acknowledged: bool = False
    labels: int = 0
    held_slot: str | None = None
    slot: str | None = None
    came_from: str | None = None
    placed_at: int = 0
    placed: str = ""
    overruled: str = ""
    distinguished: tuple[str, ...] = ()
    stays: tuple[Stay, ...] = ()
    bench: Bench = Bench()
    watch: Watch = Watch()
    leaving: Leaving = Leaving()
    withdrawn: bool = False
    opaque: bool = False
    merged: str = ""
    tangled: bool = False
    conflicts: tuple[Conflict, ...] = ()
    acts: tuple[Act, ...] = ()
    newest: tuple[str, ...] = ()
    place: tuple[int, str, str, int] = (0, "", "", 0)

    @property
    def identifier(self) -> Identifier | None:
        """The code it goes by: the newest reading."""
        return self.identifiers[-1] if self.identifiers else None

    @property
    def code(self) -> str:
        return self.identifiers[-1].code if self.identifiers else ""

    @property
    def stored(self) -> bool:
        """True when it lies in a slot: the ticket is done."""
        return self.slot is not None and not self.gone

    @property
    def open(self) -> bool:
        """True while its ticket is not done: it lies nowhere yet, and has not left either."""
        return not self.gone and self.slot is None and not self.left

    @property
    def left(self) -> bool:
        """True when it left the gate with a load."""
        return self.leaving.left_at > 0 and not self.gone

    @property
    def gone(self) -> bool:
        """True when it never was a thing of its own: its reception taken back, or merged."""
        return self.withdrawn or bool(self.merged)

    @property
    def conflict(self) -> Conflict | None:
        """What cannot all be true of it, the first of them; None when all can."""
        return self.conflicts[0] if self.conflicts and not self.gone else None

    @property
    def other_places(self) -> tuple[str, ...]:
        """The slots where it may lie too, as long as nobody has looked."""
        places = (s.what for c in self.conflicts if c.kind in _OF_PLACE for s in c.said)
        return tuple(sorted({p for p in places if p} - {self.slot or ""}))

    @property
    def other_loads(self) -> tuple[str, ...]:
        """The loads it may be on too, as long as nobody has looked."""
        loads = (s.what for c in self.conflicts if c.kind == "two_loads" for s in c.said)
        return tuple(sorted(set(loads) - {self.leaving.load}))

    @property
    def stock(self) -> Stock:
        """What stock it belongs to: ready to be listed for a load, or "" while it is not."""
        if not self.stored or self.watch.hold is not None:
            return ""
        if self.verdict in ("stop", "watch"):
            return "damaged"
        if self.bench.discharged:
            return "recycling"
        given = self.bench.given
        return "second_life" if given and given.route == "second_life" else ""
