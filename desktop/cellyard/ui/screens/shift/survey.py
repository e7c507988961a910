"""What Shift asks the store: the day, its risk, the open tasks, and the sheet of it all."""

import msgspec

from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.jobs import hand_over, shift_board
from cellyard.jobs.shift_board import Board, Point
from cellyard.jobs.tasks import watch_rules
from cellyard.ledger.questions import Questions
from cellyard.ui import paper_printer
from cellyard.ui.open_tasks import Overview, overview


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """The day at one moment, what a person has to see to, and the rules of readings if any."""

    board: Board
    tasks: Overview
    watch: Edition | None


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-over sheet as it is now, its moment (ms), and the printer that would take it."""

    pdf: bytes
    at: int
    printer: str


def shift(questions: Questions, known: Known) -> Shift:
    """Return the day so far."""
    board = shift_board.board(questions, known.now)
    return Shift(board=board, tasks=overview(questions, known), watch=watch_rules(questions, known))


def risk(questions: Questions, known: Known) -> tuple[Point, ...]:
    """Return the waiting risk from the first thing done today until now."""
    board = shift_board.board(questions, known.now)
    return shift_board.risk_since(questions, board.since, known.now)


def sheet(questions: Questions, known: Known, incoming: str, printer: str) -> Drawn | Refused:
    """Draw the hand-over sheet; `incoming` takes over, "" while nobody is named."""
    found = shift(questions, known)
    people = (known.actor, incoming)
    content = shift_board.sheet(questions, known.station, found.board, found.tasks.tasks, people)
    try:
        pdf = hand_over.render(content)
    except Refused as no:
        return no
    return Drawn(pdf=pdf, at=known.now, printer=paper_printer.printer(printer))
