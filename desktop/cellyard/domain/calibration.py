"""How long an instrument is still calibrated, on a day."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.registers import Instrument

# `soon`: still calibrated, but it is time to send it in. `unknown` counts like `past`.
Standing = Literal["valid", "soon", "past", "unknown"]


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """How the calibration stands, and how many days are left of it (0 when none is known)."""

    standing: Standing
    days: int = 0


def calibration(instrument: Instrument, on: str, notice_days: Decimal) -> Calibration:
    """Return how an instrument's calibration stands on an ISO date.

    The day until which it is calibrated is its last. `notice_days` is the bench edition's
    `calibration.notice_days`.
    """
    if not instrument.calibrated_until:
        return Calibration(standing="unknown")
    left = (date.fromisoformat(instrument.calibrated_until) - date.fromisoformat(on)).days
    if left < 0:
        return Calibration(standing="past", days=left)
    return Calibration(standing="soon" if left <= notice_days else "valid", days=left)
