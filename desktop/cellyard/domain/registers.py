"""Entries of the registers: versioned records of what we merely know."""

import tomllib
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import Role
from cellyard.domain.readings import Link

Purpose = Literal[
    "normal",
    "second_life",
    "recycling",
    "observation",
    "quarantine",
    "receiving",
    "lead_acid",
    "nimh",
]


class RegisterEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version's content, kept as a blob."""


class Centre(RegisterEntry, frozen=True, kw_only=True):
    """The centre itself. `training` marks a store where nothing is real.

    `address` to `meeting_point` are for the fire brigade, as somebody entered them; papers name
    the consignor's address, too.
    `packagings` are those at hand that a packing instruction asks for by name (`P908`, `P911`).
    `region` is a part of the jurisdiction with waste codes of its own (`DE`), "" for none.
    """

    name: str
    jurisdiction: str
    region: str = ""
    uscc: str = ""
    training: bool = False
    address: str = ""
    gate_phone: str = ""
    hydrants: str = ""
    main_switch: str = ""
    meeting_point: str = ""
    packagings: tuple[str, ...] = ()


class Partner(RegisterEntry, frozen=True, kw_only=True):
    """An outlet, dismantler, carrier or consignee: a company, never a person."""

    key: str
    name: str
    role: Literal["outlet", "dismantler", "carrier", "consignee"] = "outlet"
    uscc: str = ""
    city: str = ""


class Person(RegisterEntry, frozen=True, kw_only=True):
    """Who may sign in. Never a fact and never leaves the centre; the name is in the sheet.

    `salt` (64 hex digits) keeps the hash of this record from being guessed.
    """

    id: str
    sheet: str
    badge: str
    pin_hash: str
    roles: tuple[Role, ...]
    active: bool = True
    salt: str


class PersonalSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What names a person: an erasable blob with a random salt inside."""

    name: str
    phone: str = ""
    salt: str
    retention: Literal["staff"] = "staff"


class CarriageSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Who drives a load, and in what: an erasable blob with a random salt inside."""

    driver: str = ""
    plate: str = ""
    phone: str = ""
    permit: str = ""
    salt: str
    retention: Literal["carriage"] = "carriage"


class BatteryModel(RegisterEntry, frozen=True, kw_only=True):
    """A type of battery. kWh and V are rated; `prefixes` are code beginnings (7 signs) seen on it.

    `max_v` is the voltage when full: series cells times the chemistry's charging limit where no
    source names it. `resistance_new_ohm` is the a.c. resistance of a new one, `un38_3` whether the
    type passed the tests of UN 38.3. Fields that nobody knows are None. `source` says where the
    figures come from.
    """

    key: str
    make: str
    name: str
    level: Literal["pack", "module", "cell"] = "pack"
    chemistry: str
    kwh: Decimal
    mass_kg: Decimal | None = None
    series: int | None = None
    parallel: int | None = None
    nominal_v: Decimal | None = None
    max_v: Decimal | None = None
    capacity_ah: Decimal | None = None
    resistance_new_ohm: Decimal | None = None
    prefixes: tuple[str, ...] = ()
    un38_3: Literal["yes", "no", "unknown"] = "unknown"
    source: str
    confidence: str

    @property
    def title(self) -> str:
        return f"{self.make} {self.name}"


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A place for batteries. `name` is zone, rack, level, place (`A-01-1-1`) or zone and bay."""

    name: str
    rack: str
    level: int
    max_kg: Decimal
    max_kwh: Decimal
    home: str = ""


class Zone(RegisterEntry, frozen=True, kw_only=True):
    """A part of the yard for one purpose, with its slots in walking order.

    `max_kg` and `max_kwh` limit the zone as a whole; without them its slots' limits add up.
    """

    key: str
    purpose: Purpose
    title: str = ""
    outdoors: bool = False
    max_kg: Decimal | None = None
    max_kwh: Decimal | None = None
    slots: tuple[Slot, ...]


Duty = Literal[
    "scale", "scanner", "meter", "thermometer", "load", "insulation", "bms", "label_printer"
]


class Instrument(RegisterEntry, frozen=True, kw_only=True):
    """A device at a station: which profile on which port, for what, calibrated until when.

    `link` only where the port's settings differ from the profile's usual ones. `channel` is the
    bench channel that it works on, `accuracy` its limit of error in percent of reading. For what
    can put current or high voltage on a battery, `stop_confirmed` is the day on which an
    administrator has seen its hard-wired stop work; without it, it is never switched on.
    `identity` is its port's VID:PID:serial:location, by which it is found under any port name.
    `wire_log` when every byte of its line is kept.
    """

    key: str
    station: str
    profile: str
    port: str
    duty: Duty
    serial: str = ""
    calibrated_until: str = ""
    identity: str = ""
    link: Link | None = None
    channel: str = ""
    accuracy: Decimal | None = None
    stop_confirmed: str = ""
    wire_log: bool = False


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One battery that an outlet announces. `row` is its row in the outlet's list.

    `code` is in normal form when it conforms, else as written; `meant` the conforming code that
    was probably meant. `model`, `chemistry` and `condition` are the outlet's own words. Masses and
    energies are what the outlet claims; None where it says nothing.
    """

    row: int
    code: str
    meant: str = ""
    model: str = ""
    kg: Decimal | None = None
    kwh: Decimal | None = None
    chemistry: str = ""
    vin: str = ""
    condition: str = ""


class Notice(RegisterEntry, frozen=True, kw_only=True):
    """What an outlet says will come. `outlet` is a partner's key, `expected_on` an ISO date.

    `source` is the SHA-256 of the list's file, whose name is not kept: it may name a person.
    `taken_at` (ms) is when it was taken over here. `closed`: nothing more is expected of it.
    """

    key: str
    outlet: str
    expected_on: str
    source: str
    taken_at: int
    lines: tuple[NoticeLine, ...]
    closed: bool = False


What = Literal[
    "lithium",
    "nickel",
    "cobalt",
    "manganese",
    "copper",
    "aluminium",
    "graphite",
    "second_life_a",
    "second_life_b",
    "second_life_c",
    "treatment",
]
Per = Literal["kg", "kg_carbonate", "kwh"]


class Price(RegisterEntry, frozen=True, kw_only=True):
    """What somebody pays or takes from a day on (`since`, ISO date); none comes with the program.

    A material is paid `per` kg of the element, lithium also per kg of its carbonate; a second life
    per usable kWh of its grade; treatment costs its amount per rated kWh. `currency` has three
    letters (ISO 4217), `source` says who named the price. One entered by mistake is `withdrawn`.
    """

    key: str
    what: What
    per: Per
    amount: Decimal
    currency: str
    since: str
    source: str
    withdrawn: bool = False


# What can put current or high voltage on a battery: its stop is tried by hand, and written down.
ARMED: frozenset[Duty] = frozenset({"load", "insulation"})


class _ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[BatteryModel, ...]


def parse_models(text: str) -> list[BatteryModel]:
    """Return the models of a TOML file of `[[model]]` tables; ValueError when one is wrong."""
    models = list(msgspec.convert(tomllib.loads(text, parse_float=Decimal), _ModelFile).model)
    keys = [m.key for m in models]
    if len(set(keys)) != len(keys):
        twice = sorted({k for k in keys if keys.count(k) > 1})
        raise ValueError(f"models entered twice: {', '.join(twice)}")
    return models
