"""A floor full of batteries for screen tests: every one through the real decisions, at its hour."""

import copy
import shutil
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cellyard import files
from cellyard.domain import intake, registers, yard
from cellyard.domain.facts import Quantity, Section
from cellyard.domain.readings import Flag, Reading
from cellyard.domain.registers import BatteryModel, Centre, Partner, Zone
from cellyard.domain.yard import GridRow
from cellyard.jobs import people
from cellyard.jobs.door import SignedIn
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station

STATION = "Intake 1"
MODELS: dict[str, BatteryModel] = {
    m.key: m for m in registers.parse_models(files.text("models/packs.toml"))
}
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# A yard as in the target pictures: three zones of racks, bays apart.
GRID = (
    ("A", "normal", 3, 3, 5, 700, 110),
    ("D", "recycling", 3, 3, 5, 700, 20),
    ("E", "second_life", 3, 3, 5, 500, 110),
    ("O", "observation", 1, 1, 6, 700, 110),
    ("Q", "quarantine", 1, 1, 4, 700, 110),
    ("R", "receiving", 1, 1, 6, 700, 110),
)
_LOOKS: tuple[Section, ...] = intake.LOOK
_PHOTO = b"\x89PNG no picture, but bytes with a hash"


class Clock:
    """Wall clock in ms that stands still until it is set on."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


class Seen(NamedTuple):
    """What was found on one battery: section, finding."""

    section: Section
    finding: str


def grid(
    rows: Sequence[tuple[str, str, int, int, int, int, int]] = GRID, *, home: str = STATION
) -> tuple[Zone, ...]:
    made = [
        GridRow(
            zone=key,
            purpose=purpose,  # pyright: ignore[reportArgumentType]
            racks=racks,
            levels=levels,
            places=places,
            kg=Decimal(kg),
            kwh=Decimal(kwh),
        )
        for key, purpose, racks, levels, places, kg, kwh in rows
    ]
    layout = yard.zones_from_grid(made, home=home)
    assert not layout.errors
    return layout.zones


class Floor:
    """An open station with three people; call `close`, or hand `station` to a window."""

    def __init__(self, folder: Path, zones: tuple[Zone, ...] = ()) -> None:
        station, self.administrator = found(
            folder,
            Founding(
                centre=Centre(name="Linjiang", jurisdiction="CN"),
                station=STATION,
                administrator=NewPerson(
                    name="Zhao Min",
                    badge="0001",
                    pin="2580",
                    roles=("administrator", "supervisor"),
                ),
                partners=(
                    Partner(key="hengfeng", name="Hengfeng outlet"),
                    Partner(key="lvyuan", name="Lvyuan Dismantling", role="dismantler"),
                    Partner(key="jinma", name="Jinma 4S"),
                ),
                zones=zones or grid(),
            ),
        )
        self.operator = people.enter(
            station,
            NewPerson(name="Li Wei", badge="0002", pin="2580", roles=("operator",)),
            by=self.administrator,
        )
        station.close()
        self.now = Clock(time.time_ns() // 1_000_000)
        self.station = Station(folder, clock=self.now)
        self.ids: dict[str, str] = {}
        self._count = 0

    def again(self, folder: Path) -> "Floor":
        """Return a copy of this (closed) floor in another folder, open."""
        shutil.copytree(self.station.folder, folder)
        return self.reopened(folder)

    def reopened(self, folder: Path) -> "Floor":
        """Return this (closed) floor in a folder that it was copied to, open."""
        other = copy.copy(self)
        other.now = Clock(self.now.at)
        other.station = Station(folder, clock=other.now)
        return other

    def close(self) -> None:
        self.station.close()

    def person(self, id_: str, name: str, *roles: str) -> SignedIn:
        return SignedIn(id=id_, name=name, roles=frozenset(roles))  # pyright: ignore[reportArgumentType]

    @property
    def supervisor(self) -> SignedIn:
        return self.person(self.administrator, "Zhao Min", "supervisor", "administrator")

    @property
    def floor_worker(self) -> SignedIn:
        return self.person(self.operator, "Li Wei", "operator")

    # --- one battery ------------------------------------------------------------------------

    def receive(self, code: str, model: str | None, outlet: str = "hengfeng") -> str:
        """Open a ticket; returns the battery's id."""
        self._count += 1
        id_ = f"{self._count:032x}"
        order = intake.Reception(code=code, outlet=outlet, battery=id_, again=True)
        self._act(intake.receive, order)
        if model is not None:
            self._act(intake.name_model, intake.Naming(battery=id_, model=model))
        return id_

    def examine(self, id_: str, model: str | None, *seen: Seen, manual: bool = False) -> None:
        """Weigh, look and measure; no finding makes a battery that may go on."""
        known = MODELS.get(model or "")
        kg = known.mass_kg if known and known.mass_kg else Decimal("355.2")
        flags: tuple[Flag, ...] = ("manual",) if manual else ()
        self._act(intake.weigh, intake.Weighing(battery=id_, reading=_read(kg, "kg", *flags)))
        found = dict(seen)
        for section in _LOOKS:
            answer = "yes" if section in found else "no"
            order = intake.Looking(
                battery=id_, section=section, answer=answer, finding=found.get(section)
            )
            self._act(intake.inspect, order)
            if section in found:
                self.photograph(id_, section)
        volts = known.nominal_v if known and known.nominal_v else Decimal(350)
        for quantity, value, unit in (
            ("voltage", volts, "V"),
            ("insulation", Decimal(2_100_000), "ohm"),
            ("temperature", Decimal("21.4"), "degC"),
        ):
            self._measure(id_, quantity, value, unit)  # pyright: ignore[reportArgumentType]

    def _measure(self, id_: str, quantity: Quantity, value: Decimal, unit: str) -> None:
        order = intake.Measuring(battery=id_, quantity=quantity, reading=_read(value, unit))
        self._act(intake.measure, order)

    def photograph(self, id_: str, section: Section, content: bytes = b"") -> None:
        blob = self.station.ledger.blobs.put(content or _PHOTO, "image/png")
        self._act(intake.photograph, intake.Picturing(battery=id_, section=section, photo=blob))

    def book_in(self, code: str, model: str | None, *seen: Seen, outlet: str = "hengfeng") -> str:
        """Receive, examine, judge and label; returns the battery's id, not yet put away."""
        id_ = self.receive(code, model, outlet)
        self.examine(id_, model, *seen)
        battery = self.battery(id_)
        if battery.verdict is None:
            self._act(intake.judge, intake.Judging(battery=id_, without_photo=True))
        if self.battery(id_).verdict == "stop":
            self._act(intake.acknowledge, intake.Acknowledging(battery=id_))
        self._act(intake.label, intake.Labelling(battery=id_, printer="pdf"))
        return id_

    def put(self, id_: str, slot: str = "") -> str:
        """Put away or move into a slot, by default the one held for it; returns the slot."""
        battery = self.battery(id_)
        slot = slot or battery.held_slot or ""
        if battery.slot:
            self._act(yard.move, yard.Moving(battery=id_, slot=slot))
        else:
            self._act(yard.place, yard.Placing(battery=id_, slot=slot))
        return slot

    def battery(self, id_: str):
        with self.station.ledger.connection.begin():
            from cellyard.ledger import projections

            battery = projections.read_state(self.station.ledger.connection, id_)
        assert battery is not None
        return battery

    def _act(self, decide, order) -> None:
        self.now.at += 1000
        self.station.record(decide, order, by=self.operator)


def code(number: int) -> str:
    """Return a conforming code; the serial is what differs."""
    return f"001PE22A18K07JA6F{number % 10_000_000:07d}"


def _read(value: Decimal, unit: str, *flags: Flag) -> Reading:
    return Reading(value=value, unit=unit, flags=flags)


def furnished(folder: Path, zones: tuple[Zone, ...] = ()) -> Floor:
    """Return a small floor with one battery of each kind that a screen tells apart, open.

    `ids` names them: sound, second (LEAF), twin (the same code), swollen (in O-01), leaking (held
    for quarantine, not there yet), waiting (not put away), cell and other cell (in one slot),
    unknown (no model, no conforming code), open (only received).
    """
    floor = Floor(folder, zones)
    floor.now.at -= 4 * DAY
    leaf, cells = "nissan-leaf-40-kwh", "eve-lf280k-cell"
    floor.ids = {"sound": floor.book_in(code(1), "peugeot-e-208-50-kwh")}
    floor.put(floor.ids["sound"])
    floor.now.at += DAY
    swollen = Seen("case_damage", "swollen")
    floor.ids["swollen"] = floor.book_in(code(3), "hyundai-kona-electric-64-kwh", swollen)
    floor.now.at += DAY
    for name, text, model in (
        ("swollen", "", None),
        ("second", code(2), leaf),
        ("twin", code(2), leaf),
        ("cell", "04QCB76836300JBC40000903", cells),
        ("other cell", "04QCB76836300JBC40000904", cells),
        ("unknown", "ZOE-R240-BB1-609037", None),
    ):
        if text:
            floor.ids[name] = floor.book_in(text, model, outlet="lvyuan")
        floor.put(floor.ids[name])
    floor.now.at += DAY
    leaking = Seen("acute_hazard", "leaking")
    floor.ids["leaking"] = floor.book_in(code(4), "wuling-mini-ev-13-9-kwh", leaking)
    floor.ids["waiting"] = floor.book_in(code(5), "peugeot-e-208-50-kwh", outlet="jinma")
    floor.ids["open"] = floor.receive(code(7), None)
    return floor
