"""The battery label, 100 x 70 mm: what it is, what to do with it and why, for eye and scanner.

    0 ┌───────────────────────────────────────────┐ dots, 8 per mm
      │ shape  WORD 中文          (white on black) │
  136 ├────────────┬─────────────────────┬────────┤
      │            │ Model               │  Data  │
      │     QR     │ Chemistry   Voltage │ Matrix │
      │            │ Weight      Energy  └────────┤
      │            │ Received    Ticket           │
      │            │ Why                          │
  469 ├────────────┴──────────────────────────────┤
      │ code in full, as large as fits            │
  560 └───────────────────────────────────────────┘ fact number and hash in the last line

A roll has its own white edge, so the QR code keeps the four quiet modules of ISO/IEC 18004 and
the Data Matrix the one of ISO/IEC 16022.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from cellyard.documents import boxes, fonts, label_code, shapes, symbols
from cellyard.documents.document import both, document
from cellyard.documents.page import Page
from cellyard.documents.shapes import Verdict
from cellyard.words import N_, in_language, quantity

_TITLE = N_("Battery label")

WIDTH, HEIGHT = 800, 560
MARGIN = 24
BAND = 136
RULE = 469

_QR_ROOM = RULE - BAND  # 333: 29 modules of 9 dots and 4 quiet ones on each side, to the dot
_FIELDS = 336  # left edge of the words: where the quiet zone ends
_COLUMN = 560
_RIGHT = WIDTH - MARGIN
_MATRIX_TOP = 148
_MATRIX_ROOM = 144  # 22 modules of 6 dots and the quiet one on each side

_LABEL = 18
_CODE_END, _CODE_ROOM = HEIGHT - 30, WIDTH - 2 * MARGIN


class BatteryLabel(msgspec.Struct, frozen=True, kw_only=True):
    """What a battery label says. None is "unknown", never a guess.

    `code` is as kept and may be empty; `battery` is the id's 32 hex digits; `fact` is
    `station/epoch/seq` of the fact that the label was printed for and `hash` its hash in hex.
    `high_voltage` is False only where the rules know that nobody needs the sign.
    """

    verdict: Verdict
    model: str | None
    chemistry: str | None
    chemistry_zh: str | None
    max_voltage: Decimal | None
    weight_kg: Decimal | None
    weight_manual: bool
    kwh: Decimal | None
    kwh_estimated: bool
    received: str
    reason_en: str
    reason_zh: str
    ticket: int
    station: str
    code: str
    battery: str
    fact: str
    hash: str
    high_voltage: bool = True


STATE_WORDS: dict[Verdict, str] = {
    "stop": N_("STOP"),
    "watch": N_("WATCH"),
    "check": N_("CHECK"),
    "go": N_("GO"),
}


def identity(label: BatteryLabel) -> str:
    """Return the content of the QR code."""
    return symbols.own_code(label.battery, label.code)


def draw(label: BatteryLabel) -> bytes:
    """Return the label as a PDF of exactly 100 x 70 mm.

    Any code is taken: what was read never stops a battery. Raises Refused("missing_glyph") for
    other words, and Refused("no_paper_font").
    """
    page = Page(WIDTH, HEIGHT, title=f"{both(_TITLE)} {label.ticket}")
    _band(page, label.verdict)
    edge = _symbols(page, label)
    _fields(page, label, edge)
    page.rect(0, RULE, WIDTH, 3)
    _foot(page, label)
    return page.finish()


def _zh(message: str) -> str:
    return in_language("zh_CN", message)


def _band(page: Page, verdict: Verdict) -> None:
    page.rect(0, 0, WIDTH, BAND)
    shapes.state(page, verdict, (32, 18), 100, "white")
    english = STATE_WORDS[verdict] + " "
    chinese = in_language("zh_CN", STATE_WORDS[verdict])
    room = _RIGHT - 164
    size = min(108.0, 100 * room / page.measure(english + chinese, 100))
    baseline = BAND / 2 + size * fonts.text_face().cap / 2
    page.text(164, baseline, english, size, bold=True, ink="white")
    x = 164 + page.measure(english, size)
    page.text(x, baseline, chinese, size, bold=True, ink="white")


def _symbols(page: Page, label: BatteryLabel) -> int:
    """Draw both symbols and return the left edge of the right one's quiet zone."""
    # A code too long for its symbol is left out of it, never cut: the id alone finds the battery.
    anonymous = identity(msgspec.structs.replace(label, code=""))
    left = symbols.fitted(
        symbols.QR_LEVELS,
        [identity(label), anonymous],
        room=_QR_ROOM,
        quiet=4,
        dots=range(9, 4, -1),
    )
    slack = (_QR_ROOM - left.side) // 2
    page.modules(left.modules, _FIELDS - _QR_ROOM + slack, BAND + slack, left.dots)
    contents = [label.code, anonymous] if label.code else [anonymous]
    right = symbols.fitted(
        [symbols.data_matrix], contents, room=_MATRIX_ROOM, quiet=1, dots=range(6, 3, -1)
    )
    x = _RIGHT - right.side
    page.modules(right.modules, x, _MATRIX_TOP, right.dots)
    return x - 2 * right.dots


class _Field(NamedTuple):
    """A place on the label: what stands above and what stands below."""

    x: int
    y: int
    width: int
    label: str
    value: Sequence[str] | None
    note: str | None = None
    sign: bool = False
    height: int = 42


def _fields(page: Page, label: BatteryLabel, edge: int) -> None:
    first = _COLUMN - 12 - _FIELDS
    second = _RIGHT - _COLUMN
    chemistry = label.chemistry and [label.chemistry, label.chemistry_zh or ""]
    rows = (
        _Field(_FIELDS, 144, edge - _FIELDS, N_("Model"), label.model and [label.model], height=48),
        _Field(_FIELDS, 216, 144, N_("Chemistry"), chemistry),
        _Field(
            490, 216, edge - 490, N_("Max voltage"), _quantity(label.max_voltage, "V"),
            sign=label.high_voltage,
        ),
        _Field(
            _FIELDS, 282, first, N_("Weight"), _quantity(label.weight_kg, "kg"),
            note=N_("typed") if label.weight_manual else None,
        ),
        _Field(
            _COLUMN, 282, second, N_("Energy"), _quantity(label.kwh, "kWh"),
            note=N_("estimated") if label.kwh_estimated else None,
        ),
        _Field(_FIELDS, 340, first, N_("Received"), [label.received]),
        _Field(_COLUMN, 340, second, N_("Ticket"), [f"{label.ticket} · {label.station}"]),
        _Field(_FIELDS, 398, _RIGHT - _FIELDS, N_("Why"), [label.reason_en, label.reason_zh],
            height=46,
        ),
    )  # fmt: skip
    for field in rows:
        _place(page, field)


def _quantity(value: Decimal | None, unit: str) -> list[str] | None:
    return None if value is None else [quantity(value, unit)]


def _place(page: Page, field: _Field) -> None:
    name = both(field.label)
    if field.note and field.value:
        name += f" · {both(field.note)}"
    size = min(_LABEL, _LABEL * field.width / page.measure(name, _LABEL))
    page.text(field.x, field.y + 17, name, size)
    x, width = field.x, field.width
    if field.sign:
        shapes.high_voltage(page, x - 1, field.y + 23, 30)
        x, width = x + 36, width - 36
    value = field.value or [N_("unknown"), _zh(N_("unknown"))]
    size, lines = boxes.fit(page, value, width, field.height)
    top = field.y + 22
    for at, line in enumerate(lines):
        page.text(
            x,
            top + size * (boxes.ASCENT + boxes.PITCH * at),
            line,
            size,
            bold=size >= boxes.BOLD_FROM,
        )


def _foot(page: Page, label: BatteryLabel) -> None:
    fact = both(N_("Fact"))
    proof = f"{fact} {label.fact} · {label.hash[:12]}"
    page.text(MARGIN, HEIGHT - 9, proof, min(16, 16 * 560 / page.measure(proof, 16)))
    shown = fonts.shown(label.code, fonts.text_face())
    if shown and label_code.draw(page, shown, RULE + 3, _CODE_END, _CODE_ROOM):
        return
    why = N_("The code is too long for a label") if label.code else N_("No readable code")
    words = " · ".join((both(why), both(N_("battery id"))))
    page.text(MARGIN, RULE + 24, words, _LABEL, bold=True)
    label_code.draw(page, label.battery.upper(), RULE + 30, _CODE_END, _CODE_ROOM)


def sample() -> BatteryLabel:
    """Return the label of no battery, for a test print."""
    return BatteryLabel(
        verdict="check",
        model="Test print 测试打印",
        chemistry="LFP",
        chemistry_zh="磷酸铁锂",
        max_voltage=Decimal("403.2"),
        weight_kg=Decimal("355.2"),
        weight_manual=True,
        kwh=Decimal(52),
        kwh_estimated=True,
        received="2026-01-01",
        reason_en="Test of the printer",
        reason_zh="打印机测试",
        ticket=0,
        station="TEST",
        code="TEST0O8B1I5S2Z",
        battery="0" * 32,
        fact="TEST/0/0",
        hash="0" * 64,
    )


BATTERY_LABEL = document("battery-label", _TITLE, BatteryLabel, sample, draw, label=True)
