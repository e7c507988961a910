"""Set up, models: the types of battery, each figure with its source."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.registers import BatteryModel
from cellyard.jobs.founding import shipped_editions
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.screens.setup.register import RegisterSection
from cellyard.ui.setting_up.rules import CONFIDENCE
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import N_, _, number
from cellyard.words.codes import CHEMISTRIES, LEVELS

_NUMBERS = ("kwh", "mass_kg", "nominal_v", "max_v", "capacity_ah")
_COUNTS = ("series", "parallel")
_PREFIX = 7
# Whether the type has passed the tests of UN 38.3.
_TESTED: dict[str, str] = {
    "yes": N_("tests passed"),
    "no": N_("tests not passed"),
    "unknown": N_("nobody has said"),
}
# Nine rows of fields stand above the primary button.
_GAP = 5


class ModelsSection(RegisterSection[BatteryModel]):
    """Rated figures. A changed model counts for batteries that come in from then on."""

    key = "models"
    title = N_("Models")
    icon = "ph.stack"
    right = "models"

    def __init__(self, frame: Frame) -> None:
        fields = Fields(
            make=Field(hint=_("Make")),
            name=Field(hint=_("Name")),
            level=Choice([(key, _(words)) for key, words in LEVELS.items()]),
            chemistry=Choice([(key, _said(key)) for key in _chemistries()]),
            kwh=Field(right=True),
            mass_kg=Field(right=True),
            series=Field(right=True),
            parallel=Field(right=True),
            nominal_v=Field(right=True),
            max_v=Field(right=True),
            capacity_ah=Field(right=True),
            prefixes=Field(mono=True, hint=_("7 signs each")),
            source=Field(hint=_("name plate, data sheet …")),
            confidence=Choice([(key, _(words)) for key, words in CONFIDENCE.items()]),
            un38_3=Choice([(key, _(words)) for key, words in _TESTED.items()]),
        )
        columns = (
            Column(_("Model")),
            Column(_("Chemistry"), 110),
            Column("kWh", 82, align="right"),
            Column("kg", 82, align="right"),
            Column(_("max. V"), 82, align="right"),
        )
        sub = _("Rated figures by the maker; each with its source.")
        super().__init__(frame, columns, fields, sub=sub, new=_("Enter a model"), search=True)
        self.side = self._side()
        self.fields.fill(self.values(None))

    def _side(self) -> QWidget:
        f = self.fields
        pairs = (
            ("kWh", "kwh", "kg", "mass_kg"),
            (_("in series"), "series", _("parallel"), "parallel"),
            (_("nominal V"), "nominal_v", _("max. V"), "max_v"),
        )
        rows = [
            [form.caption(a, f[one]), f[one], form.caption(b, f[two]), f[two]]
            for a, one, b, two in pairs
        ]
        for _a, one, _b, two in pairs:
            f[one].setMinimumWidth(1)
            f[two].setMinimumWidth(1)
        f["make"].setAccessibleName(_("Make"))
        f["name"].setAccessibleName(_("Name"))
        names = form.row((f["make"], 2), (f["name"], 3), gap=8)
        rest = form.form(
            (_("Code begins"), f["prefixes"]),
            (_("Source"), f["source"]),
            (_("Known from"), f["confidence"]),
            (_("UN 38.3"), f["un38_3"]),
            gap=_GAP,
        )
        f["level"].setAccessibleName(_("Is a"))
        f["chemistry"].setAccessibleName(_("Chemistry"))
        kind = form.row((f["level"], 1), (f["chemistry"], 1), gap=8)
        figures = form.grid(rows, gap=(8, _GAP), stretches=(0, 1, 0, 1))
        return self._side_card(form.column(names, kind, figures, rest, gap=_GAP))

    def question(self, questions: Questions) -> dict[str, BatteryModel]:
        models = sorted(questions.registers.models(), key=lambda m: m.title.lower())
        return {m.key: m for m in models}

    def row(self, key: str, item: BatteryModel) -> TableRow:
        figures = (item.kwh, item.mass_kg, item.max_v)
        shown = tuple("" if v is None else number(v.normalize()) for v in figures)
        return TableRow(key, (item.title, _said(item.chemistry), *shown))

    def matches(self, item: BatteryModel, wanted: str) -> bool:
        return wanted in f"{item.title} {item.chemistry} {' '.join(item.prefixes)}".lower()

    def values(self, item: BatteryModel | None) -> dict[str, str]:
        if item is None:
            names = dict.fromkeys(self.fields.values(), "")
            return {
                **names,
                "level": "pack",
                "chemistry": "LFP",
                "confidence": "M",
                "un38_3": "unknown",
            }
        numbers = {name: _shown(getattr(item, name)) for name in (*_NUMBERS, *_COUNTS)}
        return {
            "make": item.make,
            "name": item.name,
            "level": item.level,
            "chemistry": item.chemistry,
            **numbers,
            "prefixes": " ".join(item.prefixes),
            "source": item.source,
            "confidence": item.confidence,
            "un38_3": item.un38_3,
        }

    def named(self, item: BatteryModel | None) -> str:
        return item.title if item else _("A new model")

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        needed = {
            "make": _("The make is missing"),
            "name": _("The name is missing"),
            "kwh": _("The kWh are missing"),
            "source": _("The source is missing: where do the figures come from?"),
        }
        found = {name: said for name, said in needed.items() if not values[name].strip()}
        for name in (*_NUMBERS, *_COUNTS):
            text = values[name].strip()
            if text and _decimal(text, whole=name in _COUNTS) is None:
                found[name] = _("“{text}” is no number above 0.").format(text=text)
        if any(len(prefix) != _PREFIX for prefix in values["prefixes"].split()):
            found["prefixes"] = _("A code begins with 7 signs: maker, level, chemistry, type")
        return found

    def save(self, item: BatteryModel | None, values: Mapping[str, str]) -> None:
        key = item.key if item else self._new_key(values)
        typed = {name: text.strip() for name, text in values.items()}
        figures = {name: _decimal(typed[name]) for name in _NUMBERS}
        counts = {name: int(typed[name]) if typed[name] else None for name in _COUNTS}
        prefixes = typed["prefixes"].upper().split()
        whole = {**typed, **figures, **counts, "key": key, "prefixes": prefixes}
        model = msgspec.convert(whole, BatteryModel)
        self.publish([model], lambda: self.saved(key), self.not_saved)

    def _new_key(self, values: Mapping[str, str]) -> str:
        """Return a key like those of the shipped models, that no model has yet."""
        words = f"{values['make']} {values['name']} {values['kwh']} kwh".lower()
        key = "-".join("".join(c if c.isalnum() else " " for c in words).split())
        number_of = 2
        made = key
        while made in self.items:
            made, number_of = f"{key}-{number_of}", number_of + 1
        return made


def _chemistries() -> list[str]:
    """Return the chemistries that some edition knows the family of."""
    return sorted({key for edition in shipped_editions() for key in edition.chemistry_family})


def _said(chemistry: str) -> str:
    words = _(CHEMISTRIES[chemistry]) if chemistry in CHEMISTRIES else chemistry
    return chemistry if words == chemistry else f"{chemistry}, {words}"


def _shown(value: Decimal | int | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _decimal(text: str, *, whole: bool = False) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value <= 0 or (whole and value != int(value)):
        return None
    return value
