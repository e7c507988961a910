"""What a test reads off the Find screen, and the one fact it chooses there."""

from front import Front
from PySide6.QtCore import QPoint, QRectF

from cellyard.ui.widgets import draw
from cellyard.ui.widgets.life_line import LifeNode


def whole(stage: Front, said: list[draw.Said]) -> list[draw.Said]:
    """Leave out what is scrolled out of the list of results: it is painted, but not seen."""
    found = stage.screen._results._list.viewport()
    seen = QRectF(found.mapTo(stage.window, QPoint()), found.size())
    listed = [s for s in said if s.where == "QWidget" and s.area and s.area.left() < seen.right()]
    return [s for s in said if s not in listed or (s.area and seen.contains(s.area))]


def hits(stage: Front) -> list[str]:
    return stage.screen._results._keys


def chosen(stage: Front) -> str:
    return stage.screen._battery


def choose_fact(stage: Front, kind: str) -> str:
    """Choose the newest fact of a kind in the table; returns its ref."""
    told = [t for t in stage.screen._detail.story.line if t.recorded.envelope.type == kind][-1]
    stage.screen._detail.table.choose(told.ref)
    stage.screen._detail.table.chosen.emit(told.ref)
    return told.ref


def nodes(stage: Front) -> list[LifeNode]:
    return list(stage.screen._detail._life._nodes)
