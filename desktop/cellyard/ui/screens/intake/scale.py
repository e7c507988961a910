"""What the scale says now, in a number that may be taken or in one sentence."""

import time
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cellyard.domain.readings import ChannelState, Reading, Sample
from cellyard.jobs.instruments import Attached
from cellyard.words import N_, _, number

# look.md 6: a stale number is muted after 3 s; after 10 s there is none.
STALE_S, GONE_S = 3, 10

Kind = Literal["none", "nothing", "settling", "steady"]

_STATES: dict[ChannelState, str] = {
    "absent": N_("The scale is not connected. Look at its cable, or type the weight."),
    "lost": N_("The scale was unplugged. Plug it in, or type the weight."),
    "backing_off": N_("The scale is not connected. Look at its cable, or type the weight."),
    "opening": N_("Waiting for the scale."),
    "identifying": N_("Waiting for the scale."),
    "silent": N_("The scale says nothing. Switch it on, or type the weight."),
}
_NO_SCALE = N_("This station has no scale. Type the weight.")
_OLD = N_("The scale says nothing. Switch it on, or type the weight.")
_ERROR = N_("The scale reports an error: {raw}. Take everything off and put it on again.")
_FLAGS: tuple[tuple[str, str], ...] = (
    ("over_range", N_("Too heavy for this scale. Take it off at once and type the weight.")),
    ("under_range", N_("The scale shows less than nothing. Take everything off and zero it.")),
    ("negative", N_("The scale shows less than nothing. Take everything off and zero it.")),
    ("busy", N_("Waiting for the scale.")),
)


@dataclass(frozen=True)
class Shown:
    """The scale at one moment: `number` as it is to be read, `sentence` what is to be done.

    `reading` and `sample` are what would be taken while `kind` is "steady".
    """

    kind: Kind
    number: str = ""
    sentence: str = ""
    reading: Reading | None = None
    sample: Sample | None = None


def now(scale: Attached | None, clock: float | None = None) -> Shown:
    """Return what to show of the scale; `clock` is monotonic seconds, now by default."""
    if scale is None:
        return Shown("none", sentence=_(_NO_SCALE))
    if scale.state != "running":
        return Shown("nothing", sentence=_(_STATES[scale.state]))
    sample = scale.newest
    reading = sample.readings.get("weight") if sample else None
    if sample is None or reading is None:
        return Shown("nothing", sentence=_(_STATES["identifying"]))
    age = (time.monotonic() if clock is None else clock) - sample.t
    if age > GONE_S:
        return Shown("nothing", sentence=_(_OLD))
    return _of(reading, sample, stale=age > STALE_S)


def _of(reading: Reading, sample: Sample, *, stale: bool) -> Shown:
    if "fault" in reading.flags:
        raw = sample.raw.decode("ascii", "replace").strip()
        return Shown("nothing", sentence=_(_ERROR).format(raw=raw))
    for flag, sentence in _FLAGS:
        if flag in reading.flags:
            return Shown("nothing", sentence=_(sentence))
    if not isinstance(reading.value, Decimal):
        return Shown("nothing", sentence=_(_STATES["identifying"]))
    shown = number(reading.value)
    if reading.value < 0:
        return Shown("nothing", sentence=_(_FLAGS[1][1]))
    if not reading.steady or stale:
        return Shown("settling", shown, _("Wait until it stands still."))
    if reading.value == 0:
        return Shown("settling", shown, _("The scale is empty. Put the battery on it."))
    return Shown("steady", shown, reading=reading, sample=sample)
