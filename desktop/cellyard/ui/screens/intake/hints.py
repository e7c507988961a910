"""The second line of a row of the look: what to look for, what was found, and its photo."""

from cellyard.domain import intake
from cellyard.domain.battery import Inspection
from cellyard.domain.facts import Answer, Section
from cellyard.domain.rules import FindingRule
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.words import _, ngettext
from cellyard.words.intake import FINDINGS, SECTIONS

CAMERA = "ph.camera"
_NOT_SEEN = Inspection(answer=None, finding=None)


def row_hint(
    ticket: Ticket,
    section: Section,
    *,
    answer: Answer | None,
    marked: str | None,
    naming: bool,
    armed: bool,
) -> tuple[str, str]:
    """Return the words and their icon.

    `marked` is a finding not written yet, `naming` while Yes steps through the findings, `armed`
    while the next photo belongs to this row.
    """
    if armed:
        return _("Take the photo now"), CAMERA
    if answer == "cant_tell":
        return _("Counts as damaged"), ""
    if answer != "yes":
        return _(SECTIONS[section][1]), ""
    seen = ticket.battery.inspections.get(section, _NOT_SEEN)
    offered = intake.findings(ticket.edition, section)
    rule = next((r for r in offered if r.id == (marked or seen.finding)), None)
    if naming and len(offered) > 1:
        return _stepping(offered, rule), ""
    return _found(seen, rule)


def _found(seen: Inspection, rule: FindingRule | None) -> tuple[str, str]:
    finding = _(FINDINGS.get(rule.id, rule.id)) if rule else ""
    if seen.photos:
        taken = ngettext("{count} photo taken", "{count} photos taken", seen.photos)
        return _both(finding, taken.format(count=seen.photos)), CAMERA
    if rule and rule.photo:
        return _both(finding, _("Photo: scan CAMERA")), CAMERA
    return finding or _("Press Yes again to name it"), ""


def _stepping(offered: tuple[FindingRule, ...], marked: FindingRule | None) -> str:
    """Return what is marked, and what Yes would mark next."""
    names = [r.id for r in offered]
    following = names[(names.index(marked.id) + 1) % len(names)] if marked else names[0]
    after = _("Yes again: {finding}").format(finding=_(FINDINGS.get(following, following)))
    return _both(_(FINDINGS.get(marked.id, marked.id)) if marked else "", after)


def _both(finding: str, after: str) -> str:
    """Return what was found and what goes with it as one line."""
    return _("{finding}. {after}").format(finding=finding, after=after) if finding else after
