"""The places of the rail: one line a screen. Each is imported when it is first opened."""

from collections.abc import Callable

import msgspec

from cellyard.domain.facts import Role
from cellyard.ui.screen import Frame, Screen
from cellyard.words import N_


class PlaceInRail(msgspec.Struct, frozen=True, kw_only=True):
    """Where a screen stands in the rail, and who sees it there."""

    key: str
    name: str
    icon: str
    function_key: str
    roles: frozenset[Role]
    open: Callable[[Frame], Screen]


def _intake(frame: Frame) -> Screen:
    from cellyard.ui.screens.intake import IntakeScreen

    return IntakeScreen(frame)


def _bench(frame: Frame) -> Screen:
    from cellyard.ui.screens.bench import BenchScreen

    return BenchScreen(frame)


def _grade(frame: Frame) -> Screen:
    from cellyard.ui.screens.grading import GradeScreen

    return GradeScreen(frame)


def _yard(frame: Frame) -> Screen:
    from cellyard.ui.screens.yard import YardScreen

    return YardScreen(frame)


def _find(frame: Frame) -> Screen:
    from cellyard.ui.screens.find import FindScreen

    return FindScreen(frame)


def _shift(frame: Frame) -> Screen:
    from cellyard.ui.screens.shift import ShiftScreen

    return ShiftScreen(frame)


def _tasks(frame: Frame) -> Screen:
    from cellyard.ui.screens.tasks import TasksScreen

    return TasksScreen(frame)


def _ship(frame: Frame) -> Screen:
    from cellyard.ui.screens.ship import ShipScreen

    return ShipScreen(frame)


def _setup(frame: Frame) -> Screen:
    from cellyard.ui.screens.setup import SetupScreen

    return SetupScreen(frame)


ALL: frozenset[Role] = frozenset({"operator", "technician", "supervisor", "administrator"})
BENCH: frozenset[Role] = ALL - {"operator"}
OFFICE: frozenset[Role] = frozenset({"supervisor", "administrator"})

SCREENS: tuple[PlaceInRail, ...] = (
    PlaceInRail(
        key="intake",
        name=N_("Intake"),
        icon="ph.sign-in",
        function_key="F2",
        roles=ALL - {"technician"},
        open=_intake,
    ),
    PlaceInRail(
        key="bench",
        name=N_("Bench"),
        icon="ph.activity",
        function_key="F3",
        roles=BENCH,
        open=_bench,
    ),
    PlaceInRail(
        key="grade",
        name=N_("Grade"),
        icon="ph.medal",
        function_key="F4",
        roles=BENCH,
        open=_grade,
    ),
    PlaceInRail(
        key="yard",
        name=N_("Yard"),
        icon="ph.squares-four",
        function_key="F5",
        roles=ALL,
        open=_yard,
    ),
    PlaceInRail(
        key="ship",
        name=N_("Ship"),
        icon="ph.truck",
        function_key="F6",
        roles=OFFICE,
        open=_ship,
    ),
    PlaceInRail(
        key="find",
        name=N_("Find"),
        icon="ph.magnifying-glass",
        function_key="F7",
        roles=ALL,
        open=_find,
    ),
    PlaceInRail(
        key="shift",
        name=N_("Shift"),
        icon="ph.users-three",
        function_key="F8",
        roles=OFFICE,
        open=_shift,
    ),
    PlaceInRail(
        key="tasks",
        name=N_("Tasks"),
        icon="ph.flag",
        function_key="F9",
        roles=OFFICE,
        open=_tasks,
    ),
    PlaceInRail(
        key="setup",
        name=N_("Set up"),
        icon="ph.sliders-horizontal",
        function_key="F10",
        roles=OFFICE,
        open=_setup,
    ),
)
