"""The yard: where a battery may lie and why, putting it there, and the figures of it all."""

from cellyard.domain.yard.board import Abnormal, AbnormalKind, Board, ZoneTotals, board
from cellyard.domain.yard.layout import (
    PURPOSES,
    SAMPLE_GRID,
    GridRow,
    Layout,
    RowError,
    enough,
    zones_from_grid,
)
from cellyard.domain.yard.limits import may_lie
from cellyard.domain.yard.picture import Objection, Yard, as_lying, damaged
from cellyard.domain.yard.place import Moving, OverruleReason, Placing, move, place
from cellyard.domain.yard.proposal import Proposal, proposal_for, propose
from cellyard.domain.yard.sheet import zones_from_csv

__all__ = [
    "PURPOSES",
    "SAMPLE_GRID",
    "Abnormal",
    "AbnormalKind",
    "Board",
    "GridRow",
    "Layout",
    "Moving",
    "Objection",
    "OverruleReason",
    "Placing",
    "Proposal",
    "RowError",
    "Yard",
    "ZoneTotals",
    "as_lying",
    "board",
    "damaged",
    "enough",
    "may_lie",
    "move",
    "place",
    "proposal_for",
    "propose",
    "zones_from_csv",
    "zones_from_grid",
]
