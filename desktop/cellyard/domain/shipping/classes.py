"""The class that a battery travels under: rows T1 to T13 of an edition, or the reason it stays."""

from decimal import Decimal

import msgspec

from cellyard.domain.rules import Edition
from cellyard.domain.shipping.cargo import Cargo
from cellyard.domain.shipping.goods import Block, Choice, Goods, Gravity
from cellyard.domain.shipping.journey import Journey, check_in_force
from cellyard.domain.shipping.packing import chosen
from cellyard.domain.transport import Kind, MarkRow, NameRow, TransportRow, WasteCode

AIR = "T13"
_GRAMS = Decimal(1000)
# Rows that only name other rows: by family, then by an undiagnosed condition.
_DEPTH = 3


class Asked(msgspec.Struct, frozen=True):
    """One battery, its journey and the edition that is asked."""

    cargo: Cargo
    journey: Journey
    edition: Edition

    def block(self, code: str, rule: str, gravity: Gravity = "never", **shown: object) -> Block:
        cargo = self.cargo
        named = gravity == "never" and cargo.condition != "intact"
        reason = cargo.reasons[0] if cargo.reasons and named else ""
        return Block(
            battery=cargo.battery,
            code=code,
            rule=rule,
            edition=self.edition.id,
            gravity=gravity,
            reason=reason,
            shown=shown,
        )


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
    found = row_of(asked)
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
        rule = via[0] if via else row.id
        code = "packaging_missing" if packing.wanted else "no_packing_fits"
        return asked.block(code, rule, packing=" / ".join(packing.wanted))
    if no := _waiting(asked):
        return no
    return _goods(
        asked, row, via, Choice(what="packing", value=packing.row.title, rule=packing.row.id)
    )


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
    barred = next((r for r in edition.transport if r.blocks and _fits(r, asked, cargo.kind)), None)
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


# --- which row -----------------------------------------------------------------------------------


def row_of(asked: Asked) -> tuple[TransportRow, tuple[str, ...]] | None:
    """Return the row that fits, and the rows by way of which it was found.

    A prototype, a portable or equipment that its own row does not fit goes as any other; a
    battery in a vehicle does not.
    """
    kinds: tuple[Kind, ...] = (_kind(asked),)
    if kinds[0] in ("prototype", "portable", "equipment"):
        kinds = (*kinds, "usual")
    for kind in kinds:
        rows = (r for r in asked.edition.transport if not r.blocks)
        row = next((r for r in rows if _fits(r, asked, kind)), None)
        if row is not None:
            return _followed(row, asked)
    return None


def _kind(asked: Asked) -> Kind:
    """Reliefs for small ones never fit a traction pack or module, whatever somebody says."""
    cargo = asked.cargo
    if cargo.kind not in ("portable", "equipment"):
        return cargo.kind
    if cargo.level != "cell" or not cargo.small or cargo.kg is None:
        return "usual"
    heavy = cargo.kg * _GRAMS > asked.edition.number("portable.max_g")
    return "usual" if heavy and cargo.kind == "portable" else cargo.kind


def _followed(row: TransportRow, asked: Asked) -> tuple[TransportRow, tuple[str, ...]] | None:
    via: tuple[str, ...] = ()
    condition = asked.cargo.condition
    for _ in range(_DEPTH):
        if not row.like:
            return row, via
        via = (*via, row.id)
        if row.conditions == ("undiagnosed",):
            condition = "damaged" if asked.cargo.reaction_ruled_out else "reactive"
        like = (r for r in asked.edition.transport if r.id in row.like)
        found = next(
            (
                r
                for r in like
                if (not r.conditions or condition in r.conditions)
                and (not r.uses or asked.cargo.use in r.uses)
            ),
            None,
        )
        if found is None:
            return None
        row = found
    return None


def _fits(row: TransportRow, asked: Asked, kind: Kind) -> bool:
    cargo = asked.cargo
    return (
        (row.blocks or row.kind == kind)
        and (not row.families or cargo.family in row.families)
        and (not row.conditions or cargo.condition in row.conditions)
        and (not row.uses or cargo.use in row.uses)
        and (not row.modes or asked.journey.mode in row.modes)
    )


# --- what it says --------------------------------------------------------------------------------


def _goods(asked: Asked, row: TransportRow, via: tuple[str, ...], packing: Choice) -> Goods | Block:
    cargo, journey, edition = asked.cargo, asked.journey, asked.edition
    exempt = journey.mode in row.exempt
    name = None if exempt else _name(asked)
    if name is None and not exempt:
        return asked.block("no_name", "W-9", family=cargo.family)
    waste = _waste_code(asked)
    if waste is None and cargo.use != "product":
        return asked.block("no_waste_code", "W-12", family=cargo.family, day=journey.day)
    marks = _marks(asked, row)
    by_road = journey.mode == "road"
    goods = Goods(
        battery=cargo.battery,
        code=cargo.code,
        edition=edition.id,
        rule=(*via, row.id)[0],
        choices=_choices(row, via, packing, name=name, marks=marks, waste=waste),
        family=cargo.family,
        condition=cargo.condition,
        treated_as=row.conditions[0] if len(row.conditions) == 1 else cargo.condition,
        use=cargo.use,
        packing=packing.value,
        packing_rule=packing.rule,
        marks=tuple(m.text for m in marks),
        wording=row.wording,
        wording_zh=row.wording_zh,
        provisions=row.provisions,
        category=row.category if by_road else "",
        tunnel=row.tunnel if by_road else "",
        exempt=exempt,
        waste_code=waste.code if waste else "",
        hazardous=waste is not None and waste.hazardous,
        also=(*row.also, *(waste.papers if waste else ())),
        package=cargo.package,
        gross_kg=cargo.gross_kg,
        kwh=cargo.kwh,
    )
    return _named(goods, name, edition) if name else goods


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


def _choices(
    row: TransportRow,
    via: tuple[str, ...],
    packing: Choice,
    *,
    name: NameRow | None,
    marks: list[MarkRow],
    waste: WasteCode | None,
) -> tuple[Choice, ...]:
    found = [Choice(what="row", value=id_, rule=id_) for id_ in (*via, row.id)]
    if name is not None:
        found.append(Choice(what="name", value=f"UN {name.number}", rule=name.id))
        found.append(Choice(what="label", value=name.label, rule=name.id))
    found.append(packing)
    found += [Choice(what="mark", value=m.text, rule=m.id) for m in marks]
    for what, value in (
        ("wording", row.wording),
        ("category", row.category),
        ("tunnel", row.tunnel),
    ):
        if value:
            cell = any(c.name == what for c in row.cell)
            found.append(
                Choice(what=what, value=value, rule=f"{row.id}.{what}" if cell else row.id)
            )
    if waste is not None:
        found.append(Choice(what="waste_code", value=waste.code, rule=waste.id))
        if name is not None:
            found.append(Choice(what="prefix", value="WASTE", rule="waste.prefix"))
    return tuple(found)


def _name(asked: Asked) -> NameRow | None:
    cargo = asked.cargo
    vehicle = cargo.kind == "vehicle"
    sealed = cargo.vrla and cargo.family == "lead_acid"
    return next(
        (
            n
            for n in asked.edition.name
            if (n.family, n.vehicle, n.sealed) == (cargo.family, vehicle, sealed)
        ),
        None,
    )


def _marks(asked: Asked, row: TransportRow) -> list[MarkRow]:
    cargo = asked.cargo
    return [
        m
        for m in asked.edition.mark
        if row.id in m.rows and cargo.family in m.families and (not m.uses or cargo.use in m.uses)
    ]


def _waste_code(asked: Asked) -> WasteCode | None:
    """Return the code of what goes out as waste; that of the region before the general one."""
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
