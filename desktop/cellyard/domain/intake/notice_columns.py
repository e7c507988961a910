"""The columns of an outlet's list: found by their headers, in English or Chinese, with units."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

import msgspec

Field = Literal["code", "model", "kg", "kwh", "vin", "chemistry", "note"]
FIELDS: tuple[Field, ...] = ("code", "model", "kg", "kwh", "vin", "chemistry", "note")

# A grid is what a file holds: the row's number in it, and its cells as texts.
Grid = Sequence[tuple[int, Sequence[str]]]

# The header stands under titles and addresses, but not deep in the list.
_HEADER_WITHIN = 20

_NAMES: dict[Field | Literal["date"], str] = {
    "code": "code batterycode packcode barcode batteryid batteryserial batteryserialnumber serial "
    "serialnumber serialno sn gbt34014 tractionbatterycode 电池编码 电池代码 编码 电池包编码 "
    "电池包编号 电池编号 动力电池编码 动力电池代码 国标码 条码 条形码 序列号 溯源编码 电池溯源编码",
    "model": "model batterymodel packmodel product productmodel 型号 电池型号 产品型号 规格型号 "
    "电池包型号 电池规格型号",
    "kg": "mass weight grossmass grossweight batteryweight batterymass massgross weightgross "
    "质量 重量 毛重 电池重量 电池质量 单重",
    "kwh": "energy ratedenergy nominalenergy batteryenergy energyrated 电量 能量 额定能量 额定电量 "
    "电池电量 标称能量 电池能量",
    "vin": "vin vehicleidentificationnumber chassisnumber chassisno 车架号 车辆识别代码 "
    "车辆识别代号 车辆识别码",
    "chemistry": "chemistry cellchemistry batterychemistry batterytype 类型 电池类型 化学体系 "
    "电池种类 材料体系 电池材料",
    "note": "note notes remark remarks condition comment comments state 备注 状态 电池状态 外观 "
    "情况 说明 状况 外观状况",
    "date": "date expected expectedon expecteddate arrival arrivaldate deliverydate 日期 到货日期 "
    "预计到货日期 预计到达日期 送达日期 交付日期 送货日期",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
# Of these only the unit tells what is meant: a capacity may be in Ah, which is no energy.
_BY_UNIT = {"", "capacity", "ratedcapacity", "nominalcapacity", "容量", "额定容量"}

# What one of a unit is in kg, and in kWh.
KG = {
    "kg": Decimal(1), "kgs": Decimal(1), "公斤": Decimal(1), "千克": Decimal(1),
    "g": Decimal("0.001"), "克": Decimal("0.001"), "t": Decimal(1000), "吨": Decimal(1000),
}  # fmt: skip
KWH = {
    "kwh": Decimal(1), "千瓦时": Decimal(1), "度": Decimal(1), "mwh": Decimal(1000),
    "wh": Decimal("0.001"), "瓦时": Decimal("0.001"),
}  # fmt: skip

_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_WIDE = {n: chr(n - 0xFEE0) for n in range(0xFF01, 0xFF5F)} | {0x3000: " "}


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Where each field stands, and in what unit; `aside` are the headers nobody understands.

    `first` is the place in the grid of the first row under the header.
    """

    first: int
    places: dict[str, int]
    units: dict[str, Decimal]
    aside: tuple[str, ...] = ()


def narrow(text: str) -> str:
    """Return a text with the figures and signs of a Chinese keyboard as plain ones."""
    return text.translate(_WIDE)


def find(grid: Grid) -> Columns | None:
    """Return the columns of a list; None when no row of its beginning names a code column."""
    best: Columns | None = None
    for at in range(min(len(grid), _HEADER_WITHIN)):
        found = _columns(_header(grid, at), at + 1)
        if "code" in found.places and (not best or len(found.places) > len(best.places)):
            best = found
    return best


def _header(grid: Grid, at: int) -> list[str]:
    """Return the headers of a row; of merged cells only the first one bears the words."""
    above = grid[at - 1][1] if at else ()
    return [one or other for one, other in zip_longest(grid[at][1], above, fillvalue="")]


def _columns(header: Sequence[str], first: int) -> Columns:
    places: dict[str, int] = {}
    units: dict[str, Decimal] = {}
    aside: list[str] = []
    for at, text in enumerate(header):
        field, unit = _meaning(text)
        if field and field not in places:
            places[field] = at
            units[field] = unit
        elif text.strip():
            aside.append(text.strip())
    return Columns(first=first, places=places, units=units, aside=tuple(aside))


def _meaning(header: str) -> tuple[str | None, Decimal]:
    """Return the field that a header names and what one of its unit is in kg or kWh."""
    words = _WORDS.findall(narrow(header).lower())
    for field, known in (("kg", KG), ("kwh", KWH)):
        if words and words[-1] in known:
            name = "".join(words[:-1])
            named = _FIELD_OF.get(name)
            if named == field or name in _BY_UNIT:
                return field, known[words[-1]]
    latin = "".join(word for word in words if word.isascii())
    other = "".join(word for word in words if not word.isascii())
    names = ("".join(words), latin, other)
    return next((_FIELD_OF[n] for n in names if n in _FIELD_OF), None), Decimal(1)
