"""What Enter and Esc mean on the channel in front."""

from typing import Literal

from cellyard.ui.screens.bench.joined import Call
from cellyard.ui.screens.bench.survey import Proposal
from cellyard.ui.stand import Stand

Enter = Literal[
    "",
    "stop",
    "go_on",
    "close_test",
    "first",
    "begin",
    "call",
    "leave",
    "leave_test",
    "take_result",
]
Escape = Literal["", "stop", "call_off", "step_out", "let_go", "leave"]


def enter(stand: Stand, joined: Proposal | None, call: Call | None) -> Enter:
    """Return what the primary button does; "" while it waits for something."""
    if stand.stuck:
        return ""
    if stand.urgent:
        return "stop"
    if stand.looks:
        return "go_on" if stand.looks == "load" else "close_test"
    if joined is not None and (stand.free or stand.never_began):
        return _begin(joined, call)
    if stand.free:
        return "first"
    if stand.over:
        return "leave" if stand.channel.phase != "free" else "leave_test"
    ready = stand.channel.phase == "free" and stand.tester is not None and stand.tester.ready
    return "take_result" if ready else ""


def _begin(joined: Proposal, call: Call | None) -> Enter:
    if call is not None or joined.plan is None or joined.refused is not None:
        return ""
    return "call" if joined.second else "begin"


def escape(stand: Stand | None, *, joined: bool, call: Call | None) -> Escape:
    """Return what stopping or stepping back means; `joined` while a battery is."""
    if stand is not None and stand.may_be_on:
        return "stop"
    if call is not None:
        return "call_off"
    if stand is not None and stand.tests and stand.channel.phase == "free":
        return "step_out"
    if joined:
        return "let_go"
    return "leave" if stand is not None and stand.over else ""
