"""Facts of a battery's way in: from the scan at the gate to the slot in the yard."""

from decimal import Decimal
from typing import Literal

from cellyard.domain.facts.payload import (
    Answer,
    Decided,
    Evidence,
    Payload,
    Quantity,
    Section,
    Verdict,
)


class Received(Payload, frozen=True, kw_only=True):
    """A battery came in and a ticket was opened. `code` is as read; empty when unreadable."""

    ticket: int
    code: str
    scheme: str
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    carrier: str = ""
    outlet: str | None = None
    expected: str | None = None


class Identified(Payload, frozen=True, kw_only=True):
    """A further identifier of the same battery, or a better reading of its code."""

    code: str
    scheme: str
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    carrier: str = ""


class ModelAssigned(Payload, frozen=True, kw_only=True):
    """What type of battery it is: an entry of the model register, or `model=None` for unknown.

    `how` tells whether the code's type prefix named it or a person chose it.
    """

    model: str | None
    version: int = 0
    how: Literal["prefix", "chosen", "unknown"]


class OutletNamed(Payload, frozen=True, kw_only=True):
    """Where it comes from: an entry of the partner register."""

    outlet: str


class Weighed(Payload, frozen=True, kw_only=True):
    """Gross mass on the scale, in kg with the digits the scale gave."""

    kg: Decimal
    evidence: Evidence


class Inspected(Payload, frozen=True, kw_only=True):
    """One section of the triage form, answered. `finding` names what was seen."""

    section: Section
    answer: Answer
    finding: str | None = None


class Photographed(Payload, frozen=True, kw_only=True):
    """A photo (the fact's blob) of what a section found."""

    section: Section


class Measured(Payload, frozen=True, kw_only=True):
    """One reading: V, ohm, degC. `value` None: tried, no reading; it counts as the worst case."""

    quantity: Quantity
    value: Decimal | None
    unit: str
    evidence: Evidence


class Triaged(Payload, frozen=True, kw_only=True):
    """The verdict and why, worst reason first.

    `second` is who agreed that it is better now than the evidence so far had made it: what was
    found before then counts no more, until it is found again.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    decided: Decided
    second: str | None = None


class Acknowledged(Payload, frozen=True, kw_only=True):
    """A person has read a STOP and says so."""

    verdict: Verdict


class Labelled(Payload, frozen=True, kw_only=True):
    """A label was handed to a printer: evidence that it was asked for.

    `printer` is its port or address; `file` or `pdf` for a file, never its path, since folders
    bear the names of people.
    """

    printer: str
    copies: int = 1


class SlotHeld(Payload, frozen=True, kw_only=True):
    """A slot is kept for this battery until it lies somewhere."""

    slot: str
    decided: Decided


class Placed(Payload, frozen=True, kw_only=True):
    """The battery lies in a slot, confirmed by scanning the slot. `came_from` on a move.

    `overruled` is the supervisor's reason (a word, no free text) for another station's slot.
    """

    slot: str
    came_from: str | None = None
    decided: Decided
    overruled: str = ""


class TakenOver(Payload, frozen=True, kw_only=True):
    """Another person goes on with a half-done ticket."""

    person: str


class Distinguished(Payload, frozen=True, kw_only=True):
    """A person looked: this is another battery than `other`, though both carry the same code."""

    other: str


IntakeFact = (
    Received
    | Identified
    | ModelAssigned
    | OutletNamed
    | Weighed
    | Inspected
    | Photographed
    | Measured
    | Triaged
    | Acknowledged
    | Labelled
    | SlotHeld
    | Placed
    | TakenOver
    | Distinguished
)
