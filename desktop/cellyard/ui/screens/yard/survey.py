"""What the yard asks of the store: the whole yard now or then, and the batteries of one slot."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import energy, ids, yard
from cellyard.domain.battery import Battery
from cellyard.domain.fold import fold
from cellyard.domain.known import Known, Lying
from cellyard.domain.registers import BatteryModel, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.watch import Watch
from cellyard.domain.yard import Board, watching
from cellyard.ledger.questions import Questions
from cellyard.ledger.yard import Lay
from cellyard.ui import asking


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A battery with what its card says; `would_do` is the slot that the rules propose now.

    `state` is how it stands under observation, None where the edition rules none.
    """

    battery: Battery
    model: BatteryModel | None
    energy: energy.Energy
    outlet: str
    edition: Edition
    state: watching.Standing | None = None
    would_do: str = ""

    @property
    def readable(self) -> bool:
        """True when somebody may go and read it: it is watched, or on hold."""
        battery = self.battery
        kept = battery.stored and battery.watch.hold is not None
        return self.state is not None and (watching.is_watched(battery) or kept)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """The yard at one moment (ms; 0: now). `abnormal` are the batteries that the board names.

    `begins` is the first moment that anything is known of.
    """

    zones: tuple[Zone, ...]
    lying: tuple[Lying, ...]
    board: Board
    abnormal: Mapping[str, Stored]
    clear_m: Decimal
    moment: int = 0
    begins: int = 0


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
        begins=questions.yard.begins(),
    )


def past(questions: Questions, known: Known, moment: int, begins: int = 0) -> Survey:
    """Return the yard as it was at a moment in ms, in the zones of today."""
    edition = known.edition
    lays = questions.yard.lay_at(moment)
    models = {key: known.model(key) for key in {lay.model for lay in lays}}
    ever_held = questions.yard.ever_held(lay.battery for lay in lays)
    held = {id_: _told(questions, id_, moment).watch for id_ in ever_held}
    pairs = [(_then(lay, held.get(lay.battery, Watch())), lay, models[lay.model]) for lay in lays]
    lying = tuple(
        yard.as_lying(b, model, edition, slot=lay.slot, held=bool(lay.held))
        for b, lay, model in pairs
    )
    zones = tuple(known.zones())
    board = yard.board(zones, lying, edition)
    named = {a.battery for a in board.abnormal if a.battery}
    return Survey(
        zones=zones,
        lying=lying,
        board=board,
        abnormal={b.id: _bare(known, b, model) for b, _lay, model in pairs if b.id in named},
        clear_m=edition.number("quarantine.clear_m"),
        moment=moment,
        begins=begins,
    )


def _then(lay: Lay, watch: Watch) -> Battery:
    """Return as much of a battery as a map shows of it."""
    kg = None if lay.kg is None else Decimal(lay.kg)
    return Battery(
        id=lay.battery,
        slot=None if lay.held else lay.slot,
        held_slot=lay.slot if lay.held else None,
        verdict=lay.verdict,
        kg=kg,
        model=lay.model,
        triaged_at=lay.since,
        placed_at=lay.since,
        watch=Watch(hold=watch.hold),
    )


def _told(questions: Questions, id_: str, moment: int) -> Battery:
    """Return a battery as its facts up to a moment tell it."""
    known = [r for r in questions.line(id_) if r.envelope.at <= moment]
    return fold(known, ids.battery(id_))


def in_slot(questions: Questions, known: Known, slot: str) -> Sequence[Stored]:
    """Return what lies in a slot, then what it is held for."""
    there = sorted(questions.in_slot(slot), key=lambda b: (b.slot != slot, b.placed_at))
    return [_stored(known, b) for b in there]


def in_slot_then(questions: Questions, known: Known, slot: str, moment: int) -> Sequence[Stored]:
    """Return what lay in a slot at a moment, as its facts up to then tell it."""
    lays = [lay for lay in questions.yard.lay_at(moment) if lay.slot == slot]
    told = (_told(questions, id_, moment) for id_ in dict.fromkeys(lay.battery for lay in lays))
    return [_bare(known, b, known.model(b.model)) for b in told]


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
    edition = known.edition
    rules = watching.rules_watch(edition)
    state = watching.standing(battery, edition, known.now) if rules else None
    stored = _bare(known, battery, known.model(battery.model))
    return msgspec.structs.replace(stored, state=state)


def _bare(known: Known, battery: Battery, model: BatteryModel | None) -> Stored:
    """Return a battery without timers: at a past moment nobody is to look any more."""
    partner = known.partner(battery.outlet) if battery.outlet else None
    return Stored(
        battery=battery,
        model=model,
        energy=energy.kwh(battery, model, known.edition),
        outlet=partner.name if partner else battery.outlet or "",
        edition=known.edition,
    )
