"""How well a rule is known: what may be printed as it is, and what a person must confirm first."""

from typing import Literal

# facts.md: V official text, V2 secondary source, D derived, M from memory, P our proposal.
Confidence = Literal["V", "V2", "D", "M", "P"]
UNCONFIRMED: frozenset[Confidence] = frozenset({"M", "P"})
