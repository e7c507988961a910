r"""Sets up, starts and stops a GW Instek GPT-9000, so that it keeps its limits when nobody watches.

Lines of text, LF: `MANU:EDIT:MODE IR`, `MANU:IR:VOLT 0.500` (kV), `MANU:IR:RHIS 9999` and
`MANU:IR:RLOS 1` (M ohm), `MANU:IR:TTIM 10.0` (s), `FUNC:TEST ON|OFF`. Set commands give no reply;
each is asked back (`0.500kV`, `9999M ohm`, `010.0S`, `TEST OFF`, `MANU MODE`, `IR`). Source:
GPT-9800/9900 user manual, remote control; forms of the replies from public code, and read with or
without their padding.
"""

import re
from decimal import Decimal

from cellyard.devices.exchange import Exchange
from cellyard.domain.refusals import Refused, Trouble

# It answers within some tens of ms. The voltage is off while it is asked.
ANSWER_S = 0.5
OFF = b"FUNC:TEST OFF\n"
ON = b"FUNC:TEST ON\n"
_KILO = Decimal(1000)
# Its own limits (M ohm) as wide as they go: what a value is worth is for the rules to say.
_LOWER, _UPPER = Decimal(1), Decimal(9999)
_NUMBER = r" *(?P<said>[0-9]+(?:\.[0-9]+)?) *"
_KV = re.compile((_NUMBER + "kV *").encode())
_SECONDS = re.compile((_NUMBER + "S *").encode())
_MOHM = re.compile((_NUMBER + "M ?(?:ohm)? *").encode())
# What must be chosen, in this order: without the manual mode, and without IR in it, another
# programme would put another voltage out.
_CHOICES = (
    ("FUNC:TEST", "OFF", re.compile(rb" *(?:TEST *)?(?P<said>ON|OFF) *")),
    ("MAIN:FUNC", "MANU", re.compile(rb" *(?P<said>MANU|AUTO)(?: *MODE)? *")),
    ("MANU:EDIT:MODE", "IR", re.compile(rb" *(?P<said>ACW|DCW|IR|GB) *")),
)


def prepare(line: Exchange, volts: Decimal, seconds: Decimal) -> None:
    """Have the voltage off, and every setting made and read back equal.

    Refused("tester_setting") with what it says instead; Trouble("tester_silent").
    """
    for command, word, form in _CHOICES:
        said = _asked_back(line, command, word, form)
        if said != word:
            raise Refused("tester_setting", setting=command, wanted=word, got=said)
    numbers = (
        ("MANU:IR:VOLT", f"{volts / _KILO:.3f}", _KV),
        ("MANU:IR:RHIS", f"{_UPPER}", _MOHM),
        ("MANU:IR:RLOS", f"{_LOWER}", _MOHM),
        ("MANU:IR:TTIM", f"{seconds:.1f}", _SECONDS),
    )
    for command, wanted, form in numbers:
        said = _asked_back(line, command, wanted, form)
        if Decimal(said) != Decimal(wanted):
            raise Refused("tester_setting", setting=command, wanted=wanted, got=said)


def cleared(line: Exchange) -> bool:
    """Tell whether it shows no result any more. Trouble("tester_silent")."""
    reply = line.ask(b"MEAS?\n", lambda frame: frame.startswith(b"IR"), ANSWER_S)
    if reply is None:
        raise Trouble("tester_silent")
    return b"VIEW" in reply


def _asked_back(line: Exchange, command: str, value: str, form: re.Pattern[bytes]) -> str:
    """Set, and return what the tester says that is set."""
    line.tell(f"{command} {value}\n".encode("ascii"))
    reply = line.ask(f"{command}?\n".encode("ascii"), lambda f: bool(form.fullmatch(f)), ANSWER_S)
    found = form.fullmatch(reply) if reply is not None else None
    if found is None:
        raise Trouble("tester_silent")
    return found["said"].decode("ascii")
