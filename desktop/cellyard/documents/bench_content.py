"""The content that the papers of the bench share; none of it names a person but `Signer`."""

from decimal import Decimal

import msgspec

from cellyard.documents.trace_plot import Points
from cellyard.domain.facts import (
    CapacityTested,
    Graded,
    GradeOverruled,
    InsulationTested,
    ResistanceTested,
    RunEnded,
    TestKind,
)
from cellyard.domain.registers import Duty


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Which battery a paper is about. None is "unknown", never a guess.

    `parts` is its code in fields, as `(name, text)`, empty when it has none; `chemistry` a marked
    message; `strings` e.g. `96s2p`; rated figures in Ah, kWh and V; `received` an ISO date;
    `verdict` (a marked message) is what stands when the paper is drawn.
    """

    battery: str
    code: str
    parts: tuple[tuple[str, str], ...]
    ticket: int
    station: str
    received: str
    verdict: str | None
    outlet: str | None
    model: str | None
    chemistry: str | None
    strings: str | None
    rated_ah: Decimal | None
    rated_kwh: Decimal | None
    nominal_v: Decimal | None
    max_v: Decimal | None


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument as the register knew it then. `ended`: calibrated no longer on that day."""

    key: str
    duty: Duty | None
    profile: str
    serial: str
    calibrated_until: str
    ended: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A stored reading: what it is first or most of, when (ISO, local), s, V, A, degC, and the
    load's bytes in hex. `others` are those of the instruments that read the temperature and the
    groups: an instrument's key and its frames.
    """

    which: tuple[str, ...]
    at: str
    t: Decimal
    voltage: Decimal
    current: Decimal
    temperature: Decimal | None
    raw: str
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """The trace of a run: SHA-256 of its file (hex), how many samples, at most 2000 points to draw.

    Without a hash the fact names no file; without points the file is not on this station. `cells`
    are the groups' voltages at its end.
    """

    sha256: str
    samples: int = 0
    points: Points = ()
    kept: tuple[Kept, ...] = ()
    cells: tuple[Decimal | None, ...] = ()


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a paper tells of: what it is (a marked message), its reference and hash (hex).

    `raw` are the bytes in hex of a reading that stands in the fact itself.
    """

    what: str
    ref: str
    hash: str
    at: str
    raw: str = ""


class CapacityResult(msgspec.Struct, frozen=True, kw_only=True):
    """A capacity test: its fact, when (ISO, local), its state of health (%), its curves.

    `health` is None where no acceptable result or no rated capacity gives one.
    `end` is how the run ended, as in the fact, or "" when that is not known. `earlier` are
    earlier runs of the battery, with their dates.
    """

    fact: CapacityTested
    at: str
    health: Decimal | None
    end: str
    trace: Trace
    earlier: tuple[tuple[str, Points], ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Tests that read an instrument once, each with its time (ISO, local)."""

    resistance: ResistanceTested | None = None
    resistance_at: str = ""
    insulation: InsulationTested | None = None
    insulation_at: str = ""


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """A run that gave no result: how it ended and when (ISO, local), and what it was to find."""

    ended: RunEnded
    test: TestKind | None
    at: str


class GradeGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The grade by the rules, and the one that two people set in its place."""

    graded: Graded | None
    overruled: GradeOverruled | None = None
    at: str


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """A person's name for a box, only ever from an erasable sheet: no fact holds a name."""

    tested: str | None = None
    second: str | None = None
    checked: str | None = None
