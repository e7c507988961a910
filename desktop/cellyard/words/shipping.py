"""The words of transport: conditions, uses, families, papers, and why something stays here."""

from collections.abc import Mapping
from decimal import Decimal

from cellyard.domain.shipping.goods import Block, Choice, Goods
from cellyard.domain.shipping.load import LoadState
from cellyard.domain.transport import Condition, Family, Kind, SafetyItem, Use
from cellyard.words.catalogue import N_, _, language
from cellyard.words.intake import REASONS, reason
from cellyard.words.numbers import number
from cellyard.words.shipping_refusals import SENTENCES
from cellyard.words.times import when

CONDITIONS: dict[Condition, str] = {
    "intact": N_("Intact"),
    "damaged": N_("Damaged or defective"),
    "reactive": N_("Liable to react"),
    "undiagnosed": N_("Cannot be diagnosed"),
}
USES: dict[Use, str] = {
    "product": N_("For use"),
    "recycling": N_("For recycling"),
    "disposal": N_("For disposal"),
}
KINDS: dict[Kind, str] = {
    "usual": N_("Traction battery"),
    "prototype": N_("Prototype"),
    "portable": N_("Portable, mixed collection"),
    "equipment": N_("In household equipment"),
    "vehicle": N_("In its vehicle"),
}
FAMILIES: dict[Family, str] = {
    "lithium_ion": N_("Lithium ion"),
    "lithium_metal": N_("Lithium metal"),
    "sodium_ion": N_("Sodium ion"),
    "nimh": N_("Nickel-metal hydride"),
    "nicd": N_("Nickel-cadmium"),
    "lead_acid": N_("Lead-acid"),
    "unknown": N_("Unknown chemistry"),
}
STATES: dict[LoadState, str] = {
    "open": N_("Open"),
    "sealed": N_("List closed"),
    "dispatched": N_("On the road"),
    "arrived": N_("Arrived"),
    "received": N_("Received"),
    "cancelled": N_("Given up"),
}
# By word, as the safety judgement names what was done before.
PRETREATMENTS: dict[str, str] = {
    "": N_("Nothing was done"),
    "terminals_insulated": N_("Terminals insulated"),
    "drained": N_("Fluids drained"),
    "discharged": N_("Discharged"),
    "sealed_in": N_("Sealed in"),
    "repaired": N_("Repaired"),
}
# What has to travel with a transport document.
ALSO: dict[str, str] = {
    "approval_copy": N_("Copy of the authority’s approval"),
    "transfer_manifest": N_("Hazardous-waste manifest of the authority"),
}
# What was chosen for a battery, as the screen explains it.
CHOICES: dict[str, str] = {
    "condition": N_("Condition"),
    "row": N_("Rule"),
    "like": N_("Treated as"),
    "exempt": N_("Exempt"),
    "name": N_("Name"),
    "name_zh": N_("Chinese name"),
    "class": N_("Class"),
    "label": N_("Label"),
    "label_side": N_("Label edge"),
    "packing": N_("Packing"),
    "mark": N_("Package mark"),
    "letters": N_("Letters"),
    "provisions": N_("Provisions"),
    "wording": N_("Wording"),
    "wording_zh": N_("Chinese wording"),
    "category": N_("Transport category"),
    "tunnel": N_("Tunnel code"),
    "also": N_("Travels with the paper"),
    "waste_code": N_("Waste code"),
    "prefix": N_("Prefix"),
}
_VALUES: dict[str, Mapping[str, str]] = {
    "condition": {**CONDITIONS},
    "also": ALSO,
    "waste_code": {"": N_("none on the list")},
}


def why(block: Block, now_ms: int) -> str:
    """Return why something stays, the finding behind it first, in the language spoken now."""
    shown = {key: _shown(key, value, now_ms) for key, value in block.shown.items()}
    said = _(SENTENCES[block.code]).format(**shown)
    if block.reason not in REASONS:
        return said
    return f"{reason(block.reason)}{_gap()}{said}"


def class_and_packing(goods: Goods) -> str:
    """Return what a line of the load says: `UN 3480, P903 (2)`; with its special provision 376."""
    if goods.exempt:
        return _("Exempt, {packing}").format(packing=goods.packing)
    parts = [f"UN {goods.number}", goods.packing]
    if goods.wording:
        parts += [f"SP {provision}" for provision in goods.provisions]
    return ", ".join(parts)


def chosen(choice: Choice) -> tuple[str, str]:
    """Return what was chosen and what it is, in the language spoken now; law speaks its own."""
    words = _VALUES.get(choice.what, {})
    value = choice.value
    return _(CHOICES[choice.what]), _(words[value]) if value in words else value


def asks(item: SafetyItem) -> str:
    """Return an item of the safety judgement in the language spoken now; it is the edition's."""
    return item.asks_zh if language() == "zh_CN" else item.asks


def _gap() -> str:
    return "" if language() == "zh_CN" else " "


def _shown(key: str, value: object, now_ms: int) -> object:
    if key == "until" and isinstance(value, int):
        return when(value, now_ms)
    return number(value) if isinstance(value, Decimal) else value
