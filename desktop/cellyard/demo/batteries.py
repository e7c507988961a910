"""The twenty-four batteries of the demonstration shift; centres, people and codes are made up."""

from typing import Literal

import msgspec

from cellyard.domain.facts import Answer, Section, Verdict

Story = Literal[
    "plain",
    "leaking",
    "thermal_event",
    "unreadable",
    "duplicate",
    "relabelled",
    "wrong_slot",
    "undo",
    "user_switch",
    "killed",
]


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A battery on the truck, as it is and as it is expected to be judged.

    `model` is what is typed when the code's type prefix is not known yet. Weights in kg, `volts`
    at the service plug, `megohms` of insulation, case and ambient temperature in degC; an empty
    text is typed as "no reading". Below 60 V nobody asks for the insulation. `door` is the station
    that books it in.
    """

    code: str
    outlet: str
    kg: str
    volts: str
    verdict: Verdict
    model: str = ""
    megohms: str = "5.6"
    case: str = "22.5"
    ambient: str = "21.0"
    looks: tuple[tuple[Section, Answer, str], ...] = ()
    story: Story = "plain"
    door: Literal[1, 2] = 1


OUTLETS: tuple[tuple[str, str], ...] = (
    ("hengfeng", "Hengfeng"),
    ("donghai", "Donghai Auto"),
    ("nanshan", "Nanshan Dismantling"),
)

Looks = tuple[tuple[Section, Answer, str], ...]

DENTED: Looks = (("case_damage", "yes", "dented"),)
SWOLLEN: Looks = (("case_damage", "yes", "swollen"),)
LEAKING: Looks = (("acute_hazard", "yes", "leaking"),)
BURNT: Looks = (("misuse", "yes", "thermal_event"),)
SCRATCHED: Looks = (("case_damage", "yes", "scratched"),)
HIDDEN: Looks = (("internal_safety", "cant_tell", ""),)
PLUG_MISSING: Looks = (("safety_features", "yes", "plug_missing"),)

LF280 = "04QCB76"
E208 = "001PE22"
KONA = "001PE31"
MINI = "07HPB31"
DOLPHIN = "04QPB45"
ATTO = "04QPB50"
ZOE = "0BZPE44"
ID3 = "08PPE62"


def _code(prefix: str, trace: str, made: str, serial: int) -> str:
    return f"{prefix}{trace}{made}{serial:07d}"


BATTERIES: tuple[Incoming, ...] = (
    Incoming(
        code=_code(E208, "A18K07J", "A6F", 412),
        outlet="hengfeng",
        model="e-208",
        kg="355.2",
        volts="388.4",
        verdict="go",
    ),
    Incoming(
        code=_code(E208, "A18K07J", "A6F", 431),
        outlet="hengfeng",
        kg="356.1",
        volts="391.0",
        verdict="watch",
        looks=DENTED,
    ),
    Incoming(
        code=_code(DOLPHIN, "B22M01A", "C3B", 77),
        outlet="hengfeng",
        model="dolphin 44",
        kg="308.0",
        volts="339.5",
        verdict="go",
    ),
    Incoming(
        code=_code(MINI, "P22G06C", "C7V", 1207),
        outlet="hengfeng",
        model="mini ev 13.9",
        kg="117.6",
        volts="105.2",
        verdict="stop",
        looks=LEAKING,
        story="leaking",
    ),
    Incoming(
        code=_code(KONA, "KN19B02", "A5J", 77),
        door=2,
        outlet="hengfeng",
        model="kona 67",
        kg="451.8",
        volts="352.0",
        verdict="watch",
        looks=SWOLLEN,
    ),
    Incoming(
        code=_code(DOLPHIN, "B22M01A", "C3B", 78),
        outlet="hengfeng",
        kg="308.4",
        volts="338.9",
        verdict="go",
        story="undo",
    ),
    Incoming(
        code="",
        outlet="hengfeng",
        model="leaf 39",
        kg="302.5",
        volts="347.1",
        verdict="check",
        story="unreadable",
    ),
    Incoming(
        code="LEAF-C-0071836",
        outlet="hengfeng",
        model="leaf cell",
        kg="0.8",
        volts="4.16",
        verdict="go",
    ),
    Incoming(
        code=_code(E208, "A18K07J", "A6F", 412),
        outlet="donghai",
        kg="355.9",
        volts="386.2",
        verdict="check",
        story="duplicate",
    ),
    Incoming(
        code=_code(ZOE, "ZE40R24", "983", 9037),
        outlet="donghai",
        model="zoe ze 40",
        kg="305.0",
        volts="351.6",
        verdict="stop",
        looks=BURNT,
        story="thermal_event",
    ),
    Incoming(
        code=_code(ZOE, "ZE40R24", "984", 9041),
        outlet="donghai",
        kg="304.6",
        volts="356.0",
        verdict="go",
        story="wrong_slot",
    ),
    Incoming(
        code="LEAF-M-0071901",
        outlet="donghai",
        model="leaf module",
        kg="3.8",
        volts="8.21",
        verdict="check",
        looks=SCRATCHED,
    ),
    Incoming(
        code=_code(DOLPHIN, "B22M01A", "C4C", 112),
        outlet="donghai",
        kg="309.1",
        volts="337.7",
        verdict="go",
        story="killed",
    ),
    Incoming(
        code="LEAF-M-0071902",
        outlet="donghai",
        model="leaf module",
        kg="3.8",
        volts="8.18",
        verdict="go",
    ),
    Incoming(
        code=_code(MINI, "P22G06C", "C7W", 1312),
        door=2,
        outlet="donghai",
        kg="117.9",
        volts="104.4",
        verdict="watch",
        looks=HIDDEN,
    ),
    Incoming(
        code=_code(ATTO, "B23N04C", "D2R", 31),
        outlet="donghai",
        model="yuan plus 60",
        kg="401.8",
        volts="399.7",
        verdict="watch",
        megohms="0.02",
    ),
    Incoming(
        code="LEAF40-ZE1-0068112",
        outlet="nanshan",
        model="leaf 39",
        kg="303.3",
        volts="350.2",
        verdict="go",
        story="user_switch",
    ),
    Incoming(
        code=_code(DOLPHIN, "B22M01A", "C5D", 140),
        door=2,
        outlet="nanshan",
        kg="241.0",
        volts="336.1",
        verdict="check",
        story="relabelled",
    ),
    Incoming(
        code="LEAF-M-0071903",
        outlet="nanshan",
        model="leaf module",
        kg="3.8",
        volts="8.15",
        verdict="go",
    ),
    Incoming(
        code="LEAF-M-0071904",
        outlet="nanshan",
        model="leaf module",
        kg="3.9",
        volts="8.09",
        verdict="go",
    ),
    Incoming(
        code=_code(ID3, "MEB12A1", "C1P", 5121),
        outlet="nanshan",
        model="id.3 62",
        kg="374.2",
        volts="395.1",
        verdict="watch",
        case="34.5",
    ),
    Incoming(
        code="LEAF-M-0071905",
        outlet="nanshan",
        model="leaf module",
        kg="3.8",
        volts="8.11",
        verdict="check",
        looks=PLUG_MISSING,
    ),
    Incoming(
        code="LEAF-M-0071906",
        outlet="nanshan",
        model="leaf module",
        kg="3.8",
        volts="8.20",
        verdict="go",
    ),
    Incoming(
        code=_code(LF280, "836300J", "BC4", 904),
        outlet="nanshan",
        kg="5.4",
        volts="3.31",
        verdict="go",
    ),
)

FIRST = tuple(battery for battery in BATTERIES if battery.door == 1)
SECOND = tuple(battery for battery in BATTERIES if battery.door == 2)
# Both doors book it in while they know nothing of each other.
TWICE = FIRST[-1]
