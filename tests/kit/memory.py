"""A store in memory for domain tests: real decisions, real envelopes, the real fold, no disk."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from cellyard import files
from cellyard.domain import codes, envelope, ids, intake, registers, rules, yard
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.facts import BlobRef, Entry, Role
from cellyard.domain.fold import fold
from cellyard.domain.intake.expected import by_code
from cellyard.domain.known import Announced, Known, Lying
from cellyard.domain.readings import Flag, Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Instrument, Notice, Partner, Price, Zone

Order = TypeVar("Order")

CN = rules.parse(files.text("rules/cn-2026-3.toml"))
EU = rules.parse(files.text("rules/eu-2026-3.toml"))
BENCH = rules.parse(files.text("rules/bench-2026-2.toml"))
VALUE = rules.parse(files.text("rules/value-2026-1.toml"))
GRADING = rules.parse(files.text("rules/grading-2026-2.toml"))
MODELS = registers.parse_models(files.text("models/packs.toml"))
ZONES = yard.zones_from_grid(yard.SAMPLE_GRID, home="intake-1").zones

PACK = "001PE22A18K07JA6F0000412"  # a made-up code of an e-208, as in the pictures
CELL = "04QCB76836300JBC40000903"  # a real one: EVE LF280K
PHOTO = BlobRef(sha256="0" * 64, size=3, media="image/jpeg")
MINUTE = 60_000


class Notices:
    """What outlets have announced to a store in memory."""

    def __init__(self, noticed: list[Notice]) -> None:
        self._noticed = noticed

    def all(self) -> list[Notice]:
        return self._noticed

    def with_code(self, key: str) -> Sequence[Announced]:
        return by_code(self._noticed).get(key, ())


class Memory:
    """Implements `Known`, and writes what decisions return as a ledger would."""

    def __init__(
        self,
        *,
        edition: rules.Edition = CN,
        models: Sequence[BatteryModel] = MODELS,
        zones: Sequence[Zone] = ZONES,
    ) -> None:
        self.edition = edition
        self.now = int(dt.datetime(2026, 4, 14, 9, 41, tzinfo=dt.UTC).timestamp() * 1000)
        self.station = "intake-1"
        self.actor = "operator"
        self.facts: list[Recorded] = []
        self.people: dict[str, frozenset[Role]] = {
            "operator": frozenset({"operator"}),
            "second": frozenset({"operator"}),
            "technician": frozenset({"technician"}),
            "supervisor": frozenset({"supervisor"}),
            "administrator": frozenset({"administrator"}),
            "visitor": frozenset(),
        }
        self.instruments: Sequence[Instrument] = ()
        self.noticed: list[Notice] = []
        self.entered: list[Price] = []
        self._models = {m.key: m for m in models}
        self._zones = zones
        self._ids = 0

    # --- Known ------------------------------------------------------------------------------

    @property
    def today(self) -> str:
        return dt.datetime.fromtimestamp(self.now / 1000, dt.UTC).date().isoformat()

    def edition_of(self, subject: str) -> rules.Edition:
        return {"bench": BENCH, "grading": GRADING, "value": VALUE}[subject]

    def fresh_id(self) -> str:
        self._ids += 1
        return ids.time_ordered_id(self.now, self._ids.to_bytes(10, "big"))

    def next_ticket(self) -> int:
        return 1 + max((b.ticket for b in self.batteries()), default=1183)

    def roles(self, person: str) -> frozenset[Role]:
        return self.people.get(person, frozenset())

    def battery(self, id_: str) -> Battery:
        line = self.line(id_)
        if not line:
            raise Refused("unknown_battery")
        return fold(line, ids.battery(id_))

    def with_code(self, key: str) -> list[Battery]:
        return [
            b
            for b in self.batteries()
            if not b.withdrawn and key in {codes.key(i.code) for i in b.identifiers}
        ]

    def model(self, key: str | None) -> BatteryModel | None:
        return self._models.get(key or "")

    def model_version(self, key: str) -> int:
        return 1 if key in self._models else 0

    def model_by_prefix(self, prefix: str) -> BatteryModel | None:
        for model in self._models.values():
            if prefix in model.prefixes:
                return model
        chosen = [b.model for b in self.batteries() if b.code[:7] == prefix and b.model]
        return self.model(chosen[-1]) if chosen else None

    @property
    def prices(self) -> Sequence[Price]:
        return self.entered

    def partner(self, key: str) -> Partner | None:
        return Partner(key=key, name=key) if key.startswith("outlet-") else None

    @property
    def notices(self) -> Notices:
        return Notices(self.noticed)

    def zones(self) -> Sequence[Zone]:
        return self._zones

    def lying(self) -> list[Lying]:
        found: list[Lying] = []
        for b in self.batteries():
            if b.withdrawn:
                continue
            for slot, held in ((b.slot, False), (b.held_slot, True)):
                if slot is not None:
                    model = self.model(b.model)
                    found.append(yard.as_lying(b, model, self.edition, slot=slot, held=held))
        return found

    # --- writing and asking -----------------------------------------------------------------

    def record(
        self, decide: Callable[[Known, Order], Sequence[Entry]], order: Order, by: str = "operator"
    ) -> list[Recorded]:
        """Decide and write as one act; the clock goes on by a second."""
        self.actor = by
        entries = decide(self, order)
        act = self.fresh_id()
        written = [self._write(entry, act, by) for entry in entries]
        self.now += 1000
        return written

    def _write(self, entry: Entry, act: str, by: str) -> Recorded:
        seq = len(self.facts) + 1
        subject = [r for r in self.facts if r.envelope.subject == entry.subject]
        bare = Envelope(
            v=envelope.VERSION,
            centre="test",
            station=self.station,
            epoch="e",
            seq=seq,
            prev=self.facts[-1].hash if self.facts else envelope.NO_PREVIOUS,
            order=seq,
            at=self.now,
            after=(subject[-1].ref,) if subject else (),
            act=act,
            actor=by,
            type=type(entry.fact).__name__,
            tv=1,
            subject=entry.subject,
            payload=envelope.encode_payload(entry.fact),
            blobs=entry.blobs,
        )
        recorded = envelope.recorded(envelope.encode(bare))
        self.facts.append(recorded)
        return recorded

    def line(self, id_: str) -> list[Recorded]:
        return [r for r in self.facts if r.envelope.subject == ids.battery(id_)]

    def batteries(self) -> list[Battery]:
        lines: dict[str, list[Recorded]] = {}
        for r in self.facts:
            if r.envelope.subject.startswith("battery/"):
                lines.setdefault(r.envelope.subject, []).append(r)
        return [fold(line, subject) for subject, line in lines.items()]

    def step(self, id_: str) -> str:
        b = self.battery(id_)
        return intake.step(b, self.model(b.model), self.edition)


def reading(value: str | None, unit: str, *flags: Flag) -> Reading:
    return Reading(value=None if value is None else Decimal(value), unit=unit, flags=flags)


def bare(b: Battery) -> bytes:
    """The state as bytes, apart from the line that it was folded from."""
    return msgspec.json.encode(msgspec.structs.replace(b, newest=(), place=(0, "", "", 0)))


def refused(
    store: Memory,
    decide: Callable[[Known, Order], Sequence[Entry]],
    order: Order,
    by: str = "operator",
) -> Refused:
    """Return the refusal; nothing may have been written."""
    before = len(store.facts)
    try:
        store.record(decide, order, by)
    except Refused as no:
        assert len(store.facts) == before
        return no
    raise AssertionError(f"{decide.__name__} was not refused")


def arrive(store: Memory, code: str = PACK, model: str | None = "peugeot-e-208-50-kwh") -> str:
    """Book in a battery by its code and name its model; returns its id."""
    id_ = store.fresh_id()
    store.record(intake.receive, intake.Reception(code=code, battery=id_, again=True))
    if store.battery(id_).model != model:
        store.record(intake.name_model, intake.Naming(battery=id_, model=model))
    return id_


def weigh(store: Memory, id_: str, kg: str = "355.2") -> None:
    store.record(intake.weigh, intake.Weighing(battery=id_, reading=reading(kg, "kg")))


def look(store: Memory, id_: str, **answers: str) -> None:
    """Answer all five sections: `case_damage="dented"` names a finding; the rest is no."""
    for section in intake.LOOK:
        said = answers.get(section, "no")
        answer, finding = (said, None) if said in ("no", "cant_tell") else ("yes", said)
        order = intake.Looking(battery=id_, section=section, answer=answer, finding=finding)
        store.record(intake.inspect, order)


def measure(
    store: Memory,
    id_: str,
    volts: str | None = "394.2",
    ohm: str | None = "2000000",
    t: str | None = "21",
) -> None:
    for quantity, value, unit in (
        ("voltage", volts, "V"),
        ("insulation", ohm, "ohm"),
        ("temperature", t, "degC"),
    ):
        order = intake.Measuring(battery=id_, quantity=quantity, reading=reading(value, unit))
        store.record(intake.measure, order)


def judged(store: Memory, code: str = PACK, kg: str = "355.2", **answers: str) -> str:
    """Take an e-208 through intake up to its verdict; returns its id."""
    id_ = arrive(store, code)
    weigh(store, id_, kg)
    look(store, id_, **answers)
    if store.battery(id_).verdict is None:
        measure(store, id_)
        store.record(intake.judge, intake.Judging(battery=id_, without_photo=True))
    return id_
