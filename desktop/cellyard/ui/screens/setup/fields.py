"""The fields of a form by name: their values as texts, so that a form can be kept and filled."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.ui.widgets.desk import Check, Choice, Field

_TICKED = "yes"


class Fields(QObject):
    """`changed` when a person changed something. Secret fields are never among the values."""

    changed = Signal()

    def __init__(self, **fields: Field | Choice | Check) -> None:
        super().__init__()
        self._fields = fields
        self._filling = False
        for field in fields.values():
            match field:
                case Field():
                    field.textChanged.connect(self._tell)
                case Choice():
                    field.key_changed.connect(self._tell)
                case Check():
                    field.toggled.connect(self._tell)

    def __getitem__(self, name: str) -> QWidget:
        return self._fields[name]

    def values(self) -> dict[str, str]:
        """Return what stands in the fields, a tick as "yes"."""
        return {name: _value(field) for name, field in self._fields.items() if not _secret(field)}

    def secret(self, name: str) -> str:
        """Return what stands in a secret field."""
        field = self._fields[name]
        return field.text() if isinstance(field, Field) else ""

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in, without saying so; fields that are not named become empty."""
        self._filling = True
        for name, field in self._fields.items():
            value = values.get(name, "")
            match field:
                case Field():
                    field.setText(value)
                case Choice():
                    field.set_key(value)
                case Check():
                    field.setChecked(value == _TICKED)
        self._filling = False

    def set_wrong(self, wrong: Mapping[str, str]) -> None:
        """Mark the fields that are not right."""
        for name, field in self._fields.items():
            if isinstance(field, Field) and field.wrong != wrong.get(name, ""):
                field.set_wrong(wrong.get(name, ""))

    def set_enabled(self, *, enabled: bool) -> None:
        """Let the fields be changed, or only be read."""
        for field in self._fields.values():
            if isinstance(field, Field):
                field.setReadOnly(not enabled)
            else:
                field.setEnabled(enabled)

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()


def ticked(ticked: bool) -> str:  # noqa: FBT001 - a value, not a switch
    """Return the value of a tick."""
    return _TICKED if ticked else ""


def _secret(field: QWidget) -> bool:
    return isinstance(field, Field) and field.echoMode() == Field.EchoMode.Password


def _value(field: Field | Choice | Check) -> str:
    match field:
        case Field():
            return field.text()
        case Choice():
            return field.key()
        case Check():
            return ticked(field.isChecked())
