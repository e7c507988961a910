"""The big components of the gallery: the frame, STOP, the plan, a life, lists."""

from PySide6.QtWidgets import QLayout, QWidget

from cellyard.ui import style
from cellyard.ui.form import card, column, holder, row, stretch
from cellyard.ui.widgets.code import CodeField, CodeFields, IdentityCard
from cellyard.ui.widgets.gallery_said import said
from cellyard.ui.widgets.life_line import LifeLine, LifeNode
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.plan import Bay, Cell, PlanLegend, Rack, SlotPlan, SlotState, Zone
from cellyard.ui.widgets.rail import Place, Rail
from cellyard.ui.widgets.status_line import StatusLine
from cellyard.ui.widgets.stop_panel import StopPanel, StopStep
from cellyard.ui.widgets.top_line import CornerButton, TopLine, UserTile

CODE = ("001", "P", "E", "22", "A18K07J", "A6F", "0000412")


def places() -> QLayout:
    """Return everything that is as wide as a screen."""
    return column(
        *_top_lines(),
        StopPanel(said("move"), said("wuling"), "07HPB31P22G06CC7V0001207", _orders()),
        row(_rail(), column(row((PlanLegend(), 0), stretch()), _plan(), _life(), gap=16)),
        row((_identity(), 1), (_menu(), 1), (_found(), 1), (_abnormal(), 1)),
        _status(),
    )


def _orders() -> tuple[StopStep, ...]:
    return (
        StopStep("mdi6.arrow-expand-horizontal", said("back"), said("keep")),
        StopStep("mdi6.forklift", said("forklift"), said("outdoors")),
        StopStep("mdi6.phone-in-talk-outline", said("tell"), said("phone")),
    )


def _top_lines() -> list[QWidget]:
    def made(*corner: QWidget) -> TopLine:
        return TopLine(said("station"), said("centre"), *corner)

    heard = made(UserTile(said("li wei"), said("operator")))
    heard.scan.heard("O-03", said("put away"))
    queueing = made(UserTile(said("li wei"), said("operator")))
    queueing.scan.queueing(3)
    typed = made(CornerButton(said("other language")), CornerButton(said("fire"), icon="ph.fire"))
    typed.scan.typed("0903", said("lid"))
    paused = made(UserTile(said("li wei"), said("operator")))
    paused.scan.pause()
    return [heard, queueing, typed, paused]


def _status() -> StatusLine:
    status = StatusLine()
    status.set_sync("unsent", said("27"))
    status.set_devices(((said("scale"), "well"), (said("meter"), "silent")))
    status.set_note(said("restore"))
    status.set_now(said("day"), "09:42")
    return status


def _rail() -> Rail:
    rail = Rail(
        (
            Place("intake", said("intake"), "ph.sign-in", "F2"),
            Place("yard", said("yard"), "ph.squares-four", "F5"),
            Place("find", said("find"), "ph.magnifying-glass", "F7"),
            Place("tasks", said("tasks"), "ph.flag", "F9"),
        ),
        Place("fire", said("fire"), "ph.fire", "F12"),
    )
    rail.set_here("intake")
    rail.set_count("tasks", 3)
    return rail


def _rack(name: str, pattern: str) -> Rack:
    states: dict[str, SlotState] = {
        "t": "taken",
        "f": "free",
        "h": "held",
        "s": "sealed",
        "i": "look",
        "w": "caution",
        "x": "stop",
        "q": "closed",
    }
    cells = [
        Cell(f"{name}-{number + 1}", states[sign], str(9 + number * 7 % 55))
        for number, sign in enumerate(pattern)
    ]
    return Rack(name, 5, tuple(cells))


def _plan() -> SlotPlan:
    plan = SlotPlan()
    plan.set_plan(_indoors(), _apart())
    plan.choose("O-02")
    plan.refuse("A-01-7")
    return plan


def _indoors() -> tuple[Zone, ...]:
    receiving = tuple(Bay(f"R-{n}", "taken" if n < 3 else "free") for n in range(1, 7))
    return (
        Zone(
            "A",
            said("bench"),
            ("1184 / 1600 kWh", "8.9 / 14.0 t"),
            0.74,
            racks=(
                _rack("A-01", "tttttttftt" + "ftttt"),
                _rack("A-02", "ttttttt" + "ftttttttt"[:8]),
                _rack("A-03", "ttfttitthh" + "ftftt"),
            ),
        ),
        Zone(
            "E",
            said("second life"),
            (said("nearly full"), "962 / 1000 kWh"),
            0.96,
            near=True,
            racks=(
                _rack("E-01", "ssssssssss" + "tfttt"),
                _rack("E-02", "ttwtxtqttt" + "ttttf"),
            ),
        ),
        Zone("R", said("receiving"), bays=receiving),
    )


def _apart() -> tuple[Zone, ...]:
    return (
        Zone(
            "O",
            said("observation"),
            walls=True,
            bays=(
                Bay("O-01"),
                Bay("O-02", "caution", note=said("read in")),
                Bay("O-03", "taken", said("wuling")),
                Bay("O-04", "held"),
            ),
        ),
        Zone(
            "Q",
            said("quarantine"),
            note=said("clear"),
            distance="15 m",
            bays=(
                Bay("Q-01", "closed", note=said("day 3")),
                Bay("Q-02", "stop", note=said("coming")),
                Bay("Q-03"),
                Bay("Q-04"),
            ),
        ),
    )


def _life() -> QWidget:
    lanes = tuple(
        said(lane) for lane in ("outlet", "road", "receiving", "bench lane", "stock", "load")
    )
    life = LifeLine(lanes)
    life.set_life(
        (
            LifeNode(0, said("collected"), "2 Apr"),
            LifeNode(1, said("loaded"), "9 Apr"),
            LifeNode(2, said("ok"), "9 Apr", hole=said("hole")),
            LifeNode(4, "A-02-1-4"),
            LifeNode(3, said("capacity"), "11 Apr"),
            LifeNode(4, "E-01-2-3"),
            LifeNode(5, said("in load"), "14 Apr"),
            LifeNode(5, now=True),
        )
    )
    return card(row(life), padding=16)


def _identity() -> QWidget:
    identity = IdentityCard()
    identity.set_battery("Peugeot e-208", "50 kWh", CODE, (said("pack"), said("made")))
    empty = IdentityCard()
    empty.set_empty(said("no ticket"), said("first"))
    meanings = ("maker", "cell", "spec", "spec", "trace", "date", "serial")
    fields = CodeFields(
        [CodeField(text, said(words)) for text, words in zip(CODE, meanings, strict=True)]
    )
    return holder(column(identity, empty, fields, stretch()))


def _listed(pad: float, chosen: str, *lines: Line) -> QWidget:
    made = LineList(pad=pad)
    made.set_lines(lines)
    made.choose(chosen)
    made.setMinimumHeight(made.height_of_all())
    return card(column(made, stretch(), gap=0), padding=0)


def _menu() -> QWidget:
    return _listed(
        15,
        "ports",
        Line("people", said("people"), icon="ph.users-three"),
        Line("ports", said("ports"), icon="ph.link"),
        Line("models", said("models"), said("130"), shape="done"),
        Line("zones", said("zones"), said("130"), shape="now"),
        Line("later", said("measure"), said("plug"), shape="todo", quiet=True),
    )


def _found() -> QWidget:
    code = "04QCB76836300JBC40000903"
    return _listed(
        14,
        "1",
        Line("1", code, said("kona"), said("in load"), mono=True, mark=(20, 24)),
        Line("2", "ZOE-R240-BB1-60903", said("kona"), "D-02-1-1", mono=True, mark=(14, 18)),
    )


def _abnormal() -> QWidget:
    return _listed(
        style.tokens().space.s1,
        "2",
        Line("", said("now"), head=True),
        Line(
            "1", said("leaking"), said("wuling"), right="Q-02", right_second="10:17", shape="stop"
        ),
        Line(
            "2", said("swollen"), said("kona"), right="O-02", right_second="0:18", shape="caution"
        ),
        Line(
            "3", said("case"), said("kona"), right="Q-01", right_second="12:00", shape="quarantine"
        ),
    )
