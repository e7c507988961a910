"""What the yard asks of the store: the whole yard at one moment, and the batteries of one slot."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import energy, yard
from cellyard.domain.battery import Battery
from cellyard.domain.known import Known, Lying
from cellyard.domain.registers import BatteryModel, Zone
from cellyard.domain.yard import Board
from cellyard.ledger.questions import Questions
from cellyard.ui import asking


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A battery with what its card says; `would_do` is the slot that the rules propose now."""

    battery: Battery
    model: BatteryModel | None
    energy: energy.Energy
    outlet: str
    would_do: str = ""


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """The yard at one moment. `abnormal` are the batteries that the board names."""

    zones: tuple[Zone, ...]
    lying: tuple[Lying, ...]
    board: Board
    abnormal: Mapping[str, Stored]
    clear_m: Decimal


def survey(questions: Questions, known: Known) -> Survey:
    """Return the whole yard."""
    zones, lying = tuple(known.zones()), tuple(known.lying())
    board = yard.board(zones, lying, known.edition)
    named = {a.battery for a in board.abnormal if a.battery}
    found = (questions.battery(id_) for id_ in named)
    return Survey(
        zones=zones,
        lying=lying,
        board=board,
        abnormal={b.id: _stored(known, b) for b in found if b is not None},
        clear_m=known.edition.number("quarantine.clear_m"),
    )


def in_slot(questions: Questions, known: Known, slot: str) -> Sequence[Stored]:
    """Return what lies in a slot, then what it is held for."""
    there = sorted(questions.in_slot(slot), key=lambda b: (b.slot != slot, b.placed_at))
    return [_stored(known, b) for b in there]


def by_scan(questions: Questions, known: Known, id_: str, code: str) -> Sequence[Stored]:
    """Return the batteries a scan may mean, each with the slot that would do for it."""
    return [_with_proposal(known, b) for b in asking.by_scan(questions, known, id_, code)]


def _with_proposal(known: Known, battery: Battery) -> Stored:
    """Propose another slot than the one it lies in."""
    edition, stored = known.edition, _stored(known, battery)
    others = [x for x in known.lying() if x.battery != battery.id]
    what = yard.as_lying(battery, stored.model, edition, slot="", held=False)
    picture = yard.Yard(known.zones(), others, edition)
    lies = battery.slot or ""
    would_do = yard.propose(picture, what, station=known.station, away_from=lies).slot
    return msgspec.structs.replace(stored, would_do=would_do or "")


def _stored(known: Known, battery: Battery) -> Stored:
    model = known.model(battery.model)
    partner = known.partner(battery.outlet) if battery.outlet else None
    return Stored(
        battery=battery,
        model=model,
        energy=energy.kwh(battery, model, known.edition),
        outlet=partner.name if partner else battery.outlet or "",
    )
