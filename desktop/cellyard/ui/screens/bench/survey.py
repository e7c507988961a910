"""What the bench asks of the store: what waits, who is on a channel, and what a run would do."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.bench import begin, queue
from cellyard.domain.bench.begin import Beginning
from cellyard.domain.bench.plan import Plan, plan_of, type_of
from cellyard.domain.bench.queue import Waiting
from cellyard.domain.facts import RunKind
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.ledger.questions import Questions


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A battery with the model that names it."""

    battery: Battery
    model: BatteryModel | None = None


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a channel, riskiest first, and the batteries on the channels by their id."""

    waiting: tuple[Waiting, ...] = ()
    named: dict[str, Named] = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What would be done with a battery on a channel. `plan` is None where nobody can know.

    `second` tells whether two people are needed, above `two_people` V; `refused` is what stands
    in the way besides.
    """

    battery: Battery
    model: BatteryModel | None
    channel: str
    test: RunKind
    plan: Plan | None = None
    instruments: tuple[Instrument, ...] = ()
    second: bool = False
    two_people: Decimal = Decimal(0)
    refused: Refused | None = None


def survey(questions: Questions, known: Known, on_channels: Sequence[str]) -> Survey:
    """Return what waits, and the batteries that are on channels now."""
    waiting = [(b, known.model(b.model)) for b in questions.waiting("capacity", "discharge")]
    found = queue.queue(waiting, known.edition_of("bench"), known.edition, known.now)
    there = (questions.battery(id_) for id_ in on_channels)
    named = {b.id: Named(battery=b, model=known.model(b.model)) for b in there if b is not None}
    return Survey(waiting=tuple(found), named=named)


def propose(known: Known, battery_id: str, channel: str) -> Proposal:
    """Return what the bench would do with this battery next, and what stands in the way."""
    battery = known.battery(battery_id)
    there = tuple(i for i in known.instruments if i.channel == channel)
    found = Proposal(
        battery=battery,
        model=known.model(battery.model),
        channel=channel,
        test="discharge" if queue.waits_for(battery) == "discharge" else "capacity",
        instruments=there,
    )
    try:
        found = _planned(known, found)
        begin.plan(known, Beginning(battery=battery_id, channel=channel, test=found.test, run=""))
    except Refused as no:
        # The second person comes with the next scan, and is no obstacle before.
        if no.code != "second_person_missing":
            return msgspec.structs.replace(found, refused=no)
        return _refused_besides(found)
    return found


def _planned(known: Known, found: Proposal) -> Proposal:
    """Work out the run without asking whether it may begin."""
    edition = known.edition_of("bench")
    kind = type_of(found.battery, found.model)
    two_people = edition.number("two_people_v")
    plan = plan_of(
        found.test,
        kind,
        edition,
        found.instruments,
        battery=found.battery.id,
        channel=found.channel,
    )
    second = kind.max_voltage > two_people
    return msgspec.structs.replace(found, plan=plan, second=second, two_people=two_people)


def _refused_besides(found: Proposal) -> Proposal:
    """Say what is in the way of the channel already, before the second person is called."""
    try:
        begin.check_channel(found.instruments, found.channel)
    except Refused as no:
        return msgspec.structs.replace(found, refused=no)
    return found
