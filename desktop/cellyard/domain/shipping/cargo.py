"""One battery as the rules of transport see it: what it is, in what condition, what for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.codes import Level
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.domain.transport import Condition, Family, Kind, Use

Tested = Literal["yes", "no", "unknown"]
_WH = Decimal(1000)
# Worse is greater. What cannot be diagnosed stands where its risk of a reaction puts it.
_INTACT, _DAMAGED, _REACTIVE = 0, 1, 2


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps a battery here for the time being, whatever its class is.

    `observed_until` is the end of its observation in ms, 0 when none runs; `undischarged` before
    the discharge to safe that it needs; `on_bench` while a run is open; `unread` when a newer
    program wrote a fact of it; `judged` when it has its verdict; `failed` while the joint safety
    judgement has failed and nothing was done about it.
    """

    judged: bool = True
    observed_until: int = 0
    on_hold: bool = False
    on_bench: bool = False
    untested: bool = False
    undischarged: bool = False
    ungraded: bool = False
    unread: bool = False
    failed: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What no reading tells of a battery, and somebody has to say.

    `un38_3`: its type passed the tests of UN 38.3. `approval` is the number of a competent
    authority's approval for this battery. `package` joins batteries that share one package;
    without it each is a package of its own. `tare_kg` is what its packaging weighs.
    """

    use: Use
    kind: Kind = "usual"
    vrla: bool = False
    un38_3: Tested = "unknown"
    approval: str = ""
    package: str = ""
    tare_kg: Decimal = Decimal(0)


class Cargo(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a load. `kg` is the battery's own mass, None when nobody has weighed it.

    `small` up to 20 Wh a cell or 100 Wh a battery, as the edition has it; no traction pack or
    module is. `reaction_ruled_out`: undiagnosed, but no gas, heat or leak was found by who
    looked, and its temperature is known. `reasons` are those of its verdict, worst first.
    """

    battery: str
    code: str = ""
    chemistry: str = ""
    family: Family = "unknown"
    level: Level = "pack"
    condition: Condition = "undiagnosed"
    reaction_ruled_out: bool = False
    reasons: tuple[str, ...] = ()
    use: Use
    kind: Kind = "usual"
    small: bool = False
    vrla: bool = False
    un38_3: Tested = "unknown"
    approval: str = ""
    package: str = ""
    kg: Decimal | None = None
    tare_kg: Decimal = Decimal(0)
    kwh: Decimal = Decimal(0)
    waiting: Waiting = Waiting()

    @property
    def gross_kg(self) -> Decimal:
        """Mass with packaging in kg; of what nobody has weighed, the packaging alone."""
        return (self.kg or Decimal(0)) + self.tare_kg


def cargo_of(
    battery: Battery,
    model: BatteryModel | None,
    intake: Edition,
    transport: Edition,
    said: Said,
    *,
    waiting: Waiting | None = None,
) -> Cargo:
    """Return a battery as cargo: family by its model, condition by what was found on it.

    `intake` tells what its reasons mean, `transport` what follows from them. What nobody knows
    is the worse case: no model is an unknown family, no verdict cannot be diagnosed. Whether it
    is judged, on hold, on the bench, or written to by a newer program the battery itself tells.
    """
    rated = energy.kwh(battery, model, intake)
    level = energy.level(battery, model)
    small_wh = transport.number("small.cell_wh")
    condition, ruled_out = condition_of(battery, intake, transport)
    return Cargo(
        battery=battery.id,
        code=battery.code,
        chemistry=model.chemistry if model else "",
        family=family_of(model, transport),
        level=level,
        condition=condition,
        reaction_ruled_out=ruled_out,
        reasons=battery.reasons,
        use=said.use,
        kind=said.kind,
        small=level == "cell" and not rated.estimated and rated.kwh * _WH <= small_wh,
        vrla=said.vrla,
        un38_3=said.un38_3,
        approval=said.approval,
        package=said.package,
        kg=battery.kg,
        tare_kg=said.tare_kg,
        kwh=rated.kwh,
        waiting=_waiting(battery, waiting or Waiting()),
    )


def _waiting(battery: Battery, said: Waiting) -> Waiting:
    return msgspec.structs.replace(
        said,
        judged=said.judged and battery.verdict is not None,
        on_hold=said.on_hold or battery.watch.hold is not None,
        on_bench=said.on_bench or battery.bench.run is not None,
        unread=said.unread or battery.opaque,
    )


def family_of(model: BatteryModel | None, transport: Edition) -> Family:
    """Return the family that its name in transport hangs on; `unknown` is no guess."""
    named = transport.chemistry_family.get(model.chemistry, "") if model else ""
    return msgspec.convert(named or "unknown", Family)


def condition_of(battery: Battery, intake: Edition, transport: Edition) -> tuple[Condition, bool]:
    """Return the condition by the reasons of its verdict, and whether a reaction is ruled out.

    Special provision 376: damaged or defective is what leaked, vented, is defective for safety
    or damaged, and what cannot be diagnosed prior to carriage. Which verdicts, sections and
    reasons mean which of these, the edition says (`condition.*`). What once was STOP is never
    intact again.
    """
    calm = _calm(battery)
    if battery.verdict is None:
        return "undiagnosed", False
    meant = {x.id: {x.id, x.verdict, x.section, x.rule} for x in intake.finding}
    # A reason of another edition means at least what its verdict means.
    tags = (meant.get(reason, {reason, battery.verdict}) for reason in battery.reasons)
    found = [_one(of, transport, calm=calm) for of in tags]
    worst: tuple[int, Condition] = max(found, key=lambda f: f[0], default=(_INTACT, "intact"))
    if worst[0] < _REACTIVE and battery.verdict == "stop":
        worst = (_REACTIVE, "reactive")
    if worst[0] < _DAMAGED and (battery.verdict == "watch" or battery.stop_ever):
        worst = (_DAMAGED, "damaged")
    return worst[1], calm


def _one(meant: Iterable[str], transport: Edition, *, calm: bool) -> tuple[int, Condition]:
    tags = frozenset(meant)
    if tags.intersection(transport.of("condition.undiagnosed").choice):
        return (_DAMAGED if calm else _REACTIVE), "undiagnosed"
    if tags.intersection(transport.of("condition.reactive").choice):
        return _REACTIVE, "reactive"
    if tags.intersection(transport.of("condition.damaged").choice):
        return _DAMAGED, "damaged"
    return _INTACT, "intact"


def _calm(battery: Battery) -> bool:
    """Tell whether somebody looked for gas, heat and leaks and found none, thermometer included."""
    seen = battery.inspections.get("acute_hazard")
    warm = battery.measurements.get("temperature")
    return (
        seen is not None
        and seen.answer == "no"
        and warm is not None
        and warm.value is not None
        and battery.verdict != "stop"
    )
