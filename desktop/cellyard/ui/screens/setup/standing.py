"""The instruments of a station as Set up lists them: how calibration and stop stand today."""

from decimal import Decimal

import msgspec

from cellyard.domain import rules
from cellyard.domain.calibration import Calibration, calibration
from cellyard.domain.registers import ARMED, Instrument
from cellyard.ledger.questions import Questions
from cellyard.ui.setting_up.rules import today
from cellyard.ui.setting_up.words import port_name
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import _, ngettext
from cellyard.words.instruments import instrument_name

_NOTICE = "calibration.notice_days"
# They read codes, print, or are part of the battery: no laboratory calibrates them.
_NO_MEASURE = frozenset({"scanner", "label_printer", "bms"})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument and how its calibration stands today."""

    instrument: Instrument
    calibration: Calibration


def standing(questions: Questions, station: str) -> dict[str, Standing]:
    """Return the instruments of a station by key: those in use first, by channel and duty."""
    registers, on = questions.registers, today()
    law = registers.centre().jurisdiction
    bench = rules.in_force(registers.editions(), on, law, "bench")
    known = {rule.id for rule in bench.rule} if bench else set[str]()
    notice = bench.number(_NOTICE) if bench and _NOTICE in known else Decimal(0)
    here = [i for i in registers.instruments() if i.station == station]
    return {
        i.key: Standing(instrument=i, calibration=calibration(i, on, notice))
        for i in sorted(here, key=lambda i: (not i.port, i.channel, i.duty, i.key))
    }


def columns() -> tuple[Column, ...]:
    """Return the columns of the list, in the language spoken now."""
    return (
        Column(_("Instrument"), 172),
        Column(_("Port"), 80),
        Column(_("Serial no.")),
        Column(_("Calibrated"), 112),
        Column(_("Stop tried"), 112),
    )


def row(key: str, item: Standing) -> TableRow:
    """Return an instrument as a row; what wants care has its triangle."""
    i = item.instrument
    unsure = i.duty in ARMED and not i.stop_confirmed
    stop = "" if i.duty not in ARMED else _("not yet") if unsure else i.stop_confirmed
    port = port_name(i.port) if i.port else _("none")
    cells = (instrument_name(i), port, i.serial, _left(item), stop)
    overdue = i.duty not in _NO_MEASURE and item.calibration.standing != "valid"
    if not i.port:
        return TableRow(key, cells, "muted")
    return TableRow(key, cells, "caution" if overdue or unsure else "rest")


def _left(item: Standing) -> str:
    """Return how the calibration stands, in a word or an ISO date; "" for what has none."""
    if item.instrument.duty in _NO_MEASURE:
        return ""
    match item.calibration.standing:
        case "unknown":
            return _("unknown")
        case "past":
            return _("past")
        case "soon":
            days = item.calibration.days
            return ngettext("{count} day left", "{count} days left", days).format(count=days)
        case "valid":
            return item.instrument.calibrated_until
