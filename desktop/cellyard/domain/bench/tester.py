"""An insulation tester as every floor sees it: what it is to do, and how it stands."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import Trip
from cellyard.domain.refusals import Refused

# `free`: nothing of ours goes on. `arming`: settings are made and read back, the voltage is off.
# `testing`: the voltage is on. `stopping`: off was sent and is not seen yet. `ended`: over, `end`
# tells how. `look`: the line was lost while the voltage may have been on; a person has to look.
TesterPhase = Literal["free", "arming", "testing", "stopping", "ended", "look"]
TesterEnd = Literal["completed", "stopped", "guard", "not_armed"]


class InsulationPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One insulation test that we start: V, s, and what ends it at once (degC, s by the wall).

    `longest` is how long the voltage may be on (s); the tester's own timer ends it before.
    """

    battery: str
    channel: str
    tester: str
    volts: Decimal
    seconds: Decimal
    longest: Decimal
    temperature_high: Decimal
    temperature_age: Decimal
    silent: Decimal
    by: str
    second: str | None


class Tester(msgspec.Struct, frozen=True, kw_only=True):
    """One tester now: `key` is its channel, `name` its instrument, the values are ohm, V, s.

    `startable`: we can start it; another is started by a person at its panel, and its result
    counts for the battery that was `joined` before: `ready` once such a result is there. `on`:
    it says that a test goes on, whoever started it. `stuck`: told to switch off, it stays on.
    `seen_off`: in `look`, a person has had it switched off and it says so.
    """

    key: str
    name: str
    startable: bool
    phase: TesterPhase = "free"
    plan: InsulationPlan | None = None
    joined: str = ""
    ready: bool = False
    on: bool = False
    elapsed: float = 0.0
    insulation: Decimal | None = None
    at_least: bool = False
    test_voltage: Decimal | None = None
    duration: Decimal | None = None
    judgement: str = ""
    end: TesterEnd | None = None
    trip: Trip | None = None
    refused: Refused | None = None
    stuck: bool = False
    seen_off: bool = False

    @property
    def busy(self) -> bool:
        """True while its channel must be left alone."""
        return self.phase in ("arming", "testing", "stopping", "look")
