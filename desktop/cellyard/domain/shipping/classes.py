"""The class that a battery travels under: rows T1 to T13 of an edition, or the reason it stays."""

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping import decision, entries
from cellyard.domain.shipping.asked import Asked
from cellyard.domain.shipping.cargo import Cargo
from cellyard.domain.shipping.goods import Block, Goods, Rows
from cellyard.domain.shipping.journey import Journey, check_in_force
from cellyard.domain.shipping.packing import chosen
from cellyard.domain.transport import NameRow, PackingRow, TransportRow

AIR = "T13"


def classify(cargo: Cargo, journey: Journey, edition: Edition) -> Goods | Block:
    """Return the class of a battery on its journey, or the gravest reason why it stays here.

    Nothing goes by air. What nobody knows is the worse case. Refused("no_edition") when the
    edition does not rule this jurisdiction on the day the battery goes out.
    """
    check_in_force(edition, journey)
    return classified(Asked(cargo, journey, edition))


def classified(asked: Asked) -> Goods | Block:
    """Return what `classify` does, of an edition that is known to be in force."""
    if no := _barred(asked):
        return no
    found = decision.row_of(asked)
    if found is None:
        cargo = asked.cargo
        return asked.block(
            "no_row", "W-9", family=cargo.family, condition=cargo.condition, kind=cargo.kind
        )
    row, via = found
    if row.tested and asked.cargo.un38_3 != "yes":
        return asked.block("type_not_tested", row.id, "not_yet")
    packing = chosen(asked.cargo, row, asked.edition, asked.journey.packagings)
    if packing.row is None:
        # The row by which it was found says more than the one that it is treated as.
        rule = (*via, row)[0].id
        code = "packaging_missing" if packing.wanted else "no_packing_fits"
        no = asked.block(code, rule, packing=" / ".join(packing.wanted))
        return msgspec.structs.replace(no, would_do=packing.fitting)
    if no := _waiting(asked):
        return no
    return _goods(asked, row, via, packing.row)


def _barred(asked: Asked) -> Block | None:
    """What no packing and no waiting helps: the mode, the unknown, the missing weight."""
    cargo, mode, edition = asked.cargo, asked.journey.mode, asked.edition
    if mode == "air":
        return asked.block("never_by_air", AIR)
    if not cargo.waiting.judged:
        return asked.block("not_triaged", "W-8", "not_yet")
    if cargo.waiting.unread:
        return asked.block("facts_unread", "W-7", "not_yet")
    if cargo.family == "unknown":
        return asked.block("chemistry_unknown", "W-10", "not_yet")
    barred = decision.barring(asked)
    if barred is not None:
        return asked.block("never_by_rail" if mode == "rail" else "never_by_this", barred.id)
    if all(rule.id != f"mode.{mode}" for rule in edition.rule):
        return asked.block("mode_unruled", "W-9", mode=mode)
    if cargo.kg is None:
        return asked.block("not_weighed", "W-1", "not_yet")
    return None


def _waiting(asked: Asked) -> Block | None:
    """What keeps it here for the time being."""
    cargo, waiting = asked.cargo, asked.cargo.waiting
    waits: tuple[tuple[bool, str, str, dict[str, object]], ...] = (
        (waiting.failed, "judgement_failed", "safety.failed", {}),
        (waiting.on_hold, "on_hold", "W-5", {}),
        (
            waiting.observed_until > 0,
            "under_observation",
            "W-4",
            {"until": waiting.observed_until},
        ),
        (waiting.on_bench, "on_the_bench", "W-6", {}),
        (waiting.untested, "untested", "W-2", {}),
        (waiting.ungraded, "ungraded", "W-3", {}),
        (waiting.undischarged, "undischarged", "W-13", {}),
        (cargo.use != asked.journey.purpose, "other_purpose", "W-11", {"use": cargo.use}),
    )
    for stays, code, rule, shown in waits:
        if stays:
            return asked.block(code, rule, "not_yet", **shown)
    return None


# --- what it says --------------------------------------------------------------------------------


def _goods(
    asked: Asked, row: TransportRow, via: tuple[TransportRow, ...], packing: PackingRow
) -> Goods | Block:
    cargo, journey = asked.cargo, asked.journey
    exempt = journey.mode in row.exempt
    name = None if exempt else entries.name_of(asked)
    if name is None and not exempt:
        return asked.block("no_name", "W-9", family=cargo.family)
    waste = entries.waste_code_of(asked)
    if waste is None and cargo.use != "product":
        return asked.block("no_waste_code", "W-12", family=cargo.family, day=journey.day)
    marks = entries.marks_of(asked, row)
    rows = Rows(row=row, via=via, packing=packing, name=name, marks=marks, waste=waste)
    goods = _of_rows(asked, rows)
    return _named(goods, name, asked.edition) if name else goods


def _of_rows(asked: Asked, rows: Rows) -> Goods:
    cargo, row, waste = asked.cargo, rows.row, rows.waste
    by_road = asked.journey.mode == "road"
    return Goods(
        battery=cargo.battery,
        code=cargo.code,
        edition=asked.edition.id,
        rule=(*rows.via, row)[0].id,
        rows=rows,
        family=cargo.family,
        condition=cargo.condition,
        treated_as=row.conditions[0] if len(row.conditions) == 1 else cargo.condition,
        use=cargo.use,
        packing=rows.packing.title,
        marks=tuple(m.text for m in rows.marks),
        wording=row.wording,
        wording_zh=row.wording_zh,
        provisions=row.provisions,
        category=row.category if by_road else "",
        tunnel=row.tunnel if by_road else "",
        exempt=rows.name is None,
        waste_code=waste.code if waste else "",
        hazardous=waste is not None and waste.hazardous,
        also=(*row.also, *(waste.papers if waste else ())),
        package=cargo.package,
        gross_kg=cargo.gross_kg,
        kwh=cargo.kwh,
    )


def _named(goods: Goods, name: NameRow, edition: Edition) -> Goods:
    waste = goods.use != "product"
    prefix, prefix_zh = edition.of("waste.prefix").choice if waste else ("", "")
    return msgspec.structs.replace(
        goods,
        number=name.number,
        name=name.name,
        name_zh=name.name_zh,
        prefix=prefix,
        prefix_zh=prefix_zh,
        class_=name.class_,
        label=name.label,
        marks=(f"UN {name.number}", *goods.marks),
    )
