"""The look round a battery: five sections answered no, yes or can't tell, findings, photos."""

from collections.abc import Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Answer, BlobRef, Entry, Section
from cellyard.domain.intake.triage import LOOK, findings
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.ticket import about, take, with_file


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one section; `finding` names what was seen when the answer is yes."""

    battery: str
    section: Section
    answer: Answer
    finding: str | None = None


class Picturing(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of what a section found; the file is already beside the ledger."""

    battery: str
    section: Section
    photo: BlobRef


def inspect(known: Known, order: Looking) -> Sequence[Entry]:
    """Write one answer; a later one takes its place. What makes it STOP is written with it.

    Refused: section_is_measured for short circuit; unknown_finding.
    """
    battery = take(known, "inspect", order.battery)
    if order.section not in LOOK:
        raise Refused("section_is_measured")
    finding = order.finding if order.answer == "yes" else None
    offered = {r.id for r in findings(known.edition, order.section)}
    if finding is not None and finding not in offered:
        raise Refused("unknown_finding", finding=finding)
    seen = f.Inspected(section=order.section, answer=order.answer, finding=finding)
    return [*about(battery.id, seen), *consequences(known, battery, [seen])]


def photograph(known: Known, order: Picturing) -> Sequence[Entry]:
    """Write that a photo shows a section."""
    battery = take(known, "inspect", order.battery)
    return with_file(battery.id, f.Photographed(section=order.section), order.photo)
