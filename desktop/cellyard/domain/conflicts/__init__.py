"""Conflicts: what cannot all be true, named by kind and what it is about, with its evidence.

No winner is chosen (custody-and-sync.md B): a conflict is a task for a person, who looks.
"""

from cellyard.domain.conflicts.conflict import Conflict, ConflictKind
from cellyard.domain.conflicts.line import Line
from cellyard.domain.conflicts.of_battery import of_battery

__all__ = ["Conflict", "ConflictKind", "Line", "of_battery"]
