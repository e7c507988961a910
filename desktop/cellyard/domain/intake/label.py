"""The label of a battery: written down when it goes to a printer, before it prints."""

from collections.abc import Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about, take


class Labelling(msgspec.Struct, frozen=True, kw_only=True):
    """Print labels on this printer (or into a file of this name)."""

    battery: str
    printer: str
    copies: int = 1


def label(known: Known, order: Labelling) -> Sequence[Entry]:
    """Write that labels were asked for. Refused: not_judged (the label shows the verdict),
    copies_wrong.
    """
    battery = take(known, "label", order.battery)
    if battery.verdict is None:
        raise Refused("not_judged", ticket=battery.ticket)
    if order.copies < 1:
        raise Refused("copies_wrong")
    return about(battery.id, f.Labelled(printer=order.printer, copies=order.copies))


def high_voltage(model: BatteryModel | None, edition: Edition) -> bool:
    """Return whether the label bears the sign: above the edition's limit, or voltage unknown."""
    voltage = model.max_v if model else None
    return voltage is None or voltage > edition.number("label.high_voltage")
