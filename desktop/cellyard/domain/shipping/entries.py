"""What an edition calls a battery: its entry in the list of dangerous goods, marks, waste code."""

from cellyard.domain.shipping.asked import Asked
from cellyard.domain.transport import MarkRow, NameRow, TransportRow, WasteCode


def name_of(asked: Asked) -> NameRow | None:
    """Return its UN number and proper shipping name; None when the edition names none."""
    cargo = asked.cargo
    vehicle = cargo.kind == "vehicle"
    sealed = cargo.vrla and cargo.family == "lead_acid"
    wanted = (cargo.family, vehicle, sealed)
    return next(
        (n for n in asked.edition.name if (n.family, n.vehicle, n.sealed) == wanted),
        None,
    )


def marks_of(asked: Asked, row: TransportRow) -> tuple[MarkRow, ...]:
    """Return the words that its package carries beside the UN number."""
    cargo = asked.cargo
    return tuple(
        m
        for m in asked.edition.mark
        if row.id in m.rows and cargo.family in m.families and (not m.uses or cargo.use in m.uses)
    )


def waste_code_of(asked: Asked) -> WasteCode | None:
    """Return the code of what goes out as waste, by the day on which it does; that of the region
    before the general one.
    """
    cargo, journey = asked.cargo, asked.journey
    if cargo.use == "product":
        return None
    fitting = [
        w
        for w in asked.edition.waste_code
        if cargo.family in w.families
        and cargo.kind in w.kinds
        and w.valid_from <= journey.day <= w.valid_to
        and w.region in ("", journey.region)
    ]
    return max(fitting, key=lambda w: w.region != "", default=None)
