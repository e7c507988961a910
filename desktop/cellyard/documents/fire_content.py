"""What the fire sheet says: the four figures, what is abnormal and where, the zones, the site."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.registers import Purpose
from cellyard.domain.rules import Confidence

# How an abnormal battery stands. `unknown`: nobody has judged it, or its slot is gone.
State = Literal["stop", "closed", "watch", "unknown"]
# Where batteries are that lie in no zone: on a bench, or not put away yet.
Elsewhere = Literal["bench", "arriving", "lost"]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody entered about the site in Set up; "" where nobody did."""

    address: str = ""
    gate_phone: str = ""
    hydrants: str = ""
    main_switch: str = ""
    meeting_point: str = ""


class Abnormal(msgspec.Struct, frozen=True, kw_only=True):
    """A battery that a firefighter must know of.

    `place` is its slot or bench channel, "" while it has none; `bound_for` the slot it is being
    moved to. `findings` are reasons of the rules, the worst first; `hold` the word for why nobody
    may touch it. `temperature` is the newest
    reading (degC), None for no reading; `age_min` how old it is.
    """

    state: State
    zone: str
    place: str
    bound_for: str = ""
    name: str | None
    chemistry: str | None
    kwh: Decimal
    findings: tuple[str, ...] = ()
    hold: str = ""
    temperature: Decimal | None = None
    age_min: int | None = None


class ZoneSum(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in one zone; `key` is its letter, or where batteries are that lie in none.

    `kwh` and `kg` take the unknown as the worst case; `chemistries` of what is there, "" for
    unknown. `discharged` batteries ended below their limit in the procedure discharge to safe.
    """

    key: str
    title: str = ""
    purpose: Purpose | Elsewhere
    outdoors: bool = False
    count: int
    kwh: Decimal
    kg: Decimal
    chemistries: tuple[str, ...] = ()
    discharged: int = 0


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a rule edition, where it comes from, and how well it is known."""

    value: Decimal
    source: str
    confidence: Confidence


class FireSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one moment. `at` is `2026-11-27 11:07:09`, `heard` other stations with theirs.

    `highest_v` is the highest voltage of any battery here, when full or as measured (V), None when
    none is known; of `voltage_unknown` batteries nobody knows it when full. `energy_unknown` of
    them are counted with the worst case. `people` stays None while nobody has counted them.
    """

    centre: str
    training: bool = False
    site: Site = Site()
    station: str
    at: str
    heard: tuple[tuple[str, str], ...] = ()
    highest_v: Decimal | None
    voltage_unknown: int = 0
    energy_unknown: int = 0
    people: int | None = None
    abnormal: tuple[Abnormal, ...] = ()
    zones: tuple[ZoneSum, ...]
    clear_m: Source | None
    again_h: Source | None
    edition: str

    @property
    def count(self) -> int:
        """How many batteries are on site."""
        return sum(zone.count for zone in self.zones)

    @property
    def kwh(self) -> Decimal:
        """The energy of all of them."""
        return sum((zone.kwh for zone in self.zones), Decimal(0))

    @property
    def keep_clear(self) -> Sequence[str]:
        """The letters of the zones to keep clear of."""
        apart = ("quarantine", "observation")
        return [zone.key for zone in self.zones if zone.purpose in apart]
