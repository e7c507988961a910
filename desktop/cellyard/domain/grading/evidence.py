"""What is known of a battery when it is graded."""

from decimal import Decimal
from typing import Literal

import msgspec

# Of the instrument that measured a quantity, on the day it did.
Calibration = Literal["ended", "valid", "unknown"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The measurements and the history of one battery; None is not known.

    A reading without a value (over range, no contact) is None, never a figure that stands for it.
    `…_doubt` is the ± of the instrument in the unit of its quantity. `insulation_at_ceiling` when
    the tester could only tell that it is at least this. `weakest` names the cell behind the
    spread. `lowest_mean_v_ever` is the voltage of all cells by their number: some cell was as low.
    Days are ISO dates. `chemistry` and `family` as in the editions on intake. `stop_ever`
    when it was ever judged STOP (fire, smoke, submerged and the like). `calibration` by
    `capacity`, `resistance`, `spread`, `insulation`; what is not named is unknown. `in_doubt`
    names those of them whose newest result something else speaks against.
    """

    today: str
    rated_ah: Decimal | None = None
    capacity_ah: Decimal | None = None
    capacity_valid: bool = True
    capacity_doubt: Decimal | None = None
    resistance_ohm: Decimal | None = None
    resistance_new_ohm: Decimal | None = None
    resistance_doubt: Decimal | None = None
    resistance_temperature_c: Decimal | None = None
    spread_percent: Decimal | None = None
    spread_doubt: Decimal | None = None
    weakest: str = ""
    insulation_ohm: Decimal | None = None
    insulation_doubt: Decimal | None = None
    insulation_at_ceiling: bool = False
    max_v: Decimal | None = None
    made: str | None = None
    chemistry: str = ""
    family: str = ""
    lowest_cell_v_ever: Decimal | None = None
    lowest_mean_v_ever: Decimal | None = None
    stop_ever: bool = False
    calibration: dict[str, Calibration] = {}
    in_doubt: tuple[str, ...] = ()
