"""The words of what a person confirms in a rule edition: its fields, and what stands in them."""

from collections.abc import Mapping
from decimal import Decimal

from cellyard.domain.confirming import Asked, Said
from cellyard.words import intake, shipping, yard
from cellyard.words.catalogue import N_, _
from cellyard.words.codes import LEVELS
from cellyard.words.numbers import listed, number, quantity, unit_sign
from cellyard.words.shipping_facts import MODES

# field of a rule, a row or a cell: what it says. A rule's own number or words need none.
FIELDS: dict[str, str] = {
    "after": N_("after"),
    "also": N_("travels with the paper"),
    "apart": N_("not in one"),
    "asks": N_("asks"),
    "asks_zh": N_("asks in Chinese"),
    "category": N_("transport category"),
    "choice": "",
    "class": N_("class"),
    "code": N_("code"),
    "conditions": N_("condition"),
    "declared_from_kg": N_("declared from kg"),
    "exempt": N_("exempt"),
    "families": N_("chemistry"),
    "family": N_("chemistry"),
    "hazardous": N_("hazardous waste"),
    "instruction": N_("packing instruction"),
    "kind": N_("what it is"),
    "kinds": N_("what it is"),
    "label": N_("label"),
    "levels": N_("size"),
    "like": N_("treated as"),
    "max_kg": N_("up to kg"),
    "meaning": N_("meaning"),
    "min_kg": N_("from kg"),
    "modes": N_("carriage"),
    "name": N_("proper shipping name"),
    "name_zh": N_("Chinese proper shipping name"),
    "needs": N_("packaging at hand"),
    "number": N_("UN number"),
    "blocks": N_("never travels"),
    "offered": N_("offered to a person"),
    "one": N_("this"),
    "other": N_("never with"),
    "packing": N_("packing"),
    "papers": N_("papers"),
    "paragraph": N_("paragraph"),
    "photo": N_("with a photo"),
    "provisions": N_("special provisions"),
    "purpose": N_("zone"),
    "region": N_("region"),
    "relief_kg": N_("exempt up to kg"),
    "rows": N_("rows"),
    "rule": N_("rule"),
    "sealed": N_("does not spill"),
    "section": N_("section"),
    "small": N_("small batteries only"),
    "tested": N_("UN 38.3 passed"),
    "text": N_("words on the package"),
    "tunnel": N_("tunnel code"),
    "uses": N_("use"),
    "valid_from": N_("from"),
    "valid_to": N_("until"),
    "value": "",
    "vehicle": N_("in its vehicle"),
    "verdict": N_("verdict"),
    "verdicts": N_("verdict"),
    "wording": N_("wording"),
    "wording_zh": N_("Chinese wording"),
}
# What is kept apart.
APART: dict[str, str] = {
    "package": N_("package"),
    "unit": N_("transport unit"),
    "paper": N_("paper"),
}
_SECTIONS = {key: question for key, (question, _hint) in intake.SECTIONS.items()}
_FAMILIES: Mapping[str, str] = {**shipping.FAMILIES}
_VERDICTS: Mapping[str, str] = {**intake.VERDICTS}
_KINDS: Mapping[str, str] = {**shipping.KINDS}
_SIDES: Mapping[str, str] = {**shipping.FAMILIES, **shipping.CONDITIONS}
# By the name of the field; what is in none of them is said as it stands: a row, an instruction.
_VALUES: dict[str, Mapping[str, str]] = {
    "also": shipping.ALSO,
    "apart": APART,
    "conditions": {**shipping.CONDITIONS},
    "exempt": {**MODES},
    "families": _FAMILIES,
    "family": _FAMILIES,
    "kind": _KINDS,
    "kinds": _KINDS,
    "levels": LEVELS,
    "modes": {**MODES},
    "one": _SIDES,
    "other": _SIDES,
    "papers": shipping.ALSO,
    "purpose": {**yard.PURPOSES},
    "section": {**_SECTIONS},
    "uses": {**shipping.USES},
    "verdict": _VERDICTS,
    "verdicts": _VERDICTS,
}


def said(asked: Asked) -> str:
    """Return what is to be confirmed in one line, in the language spoken now."""
    parts = [_part(name, value, asked.unit) for name, value in asked.said]
    if asked.id in intake.REASONS:
        parts = [intake.reason(asked.id), *parts]
    return " · ".join(parts) if parts else _("Holds as its source says")


def _part(name: str, value: Said, unit: str) -> str:
    field = _(FIELDS[name]) if FIELDS[name] else ""
    match value:
        case bool():
            return field if value else _("not: {field}").format(field=field)
        case Decimal():
            figure = value.normalize()
            shown = quantity(figure, unit_sign(unit)) if unit else number(figure)
        case str():
            shown = _word(name, value)
        case tuple():
            shown = listed([_word(name, one) for one in value])
    return _("{field}: {value}").format(field=field, value=shown) if field else shown


def _word(name: str, value: str) -> str:
    words = _VALUES.get(name, {})
    return _(words[value]) if value in words else value
