"""The editions of a centre and their rules as Set up lists them."""

from collections.abc import Iterable

from cellyard.domain.confidence import UNCONFIRMED
from cellyard.domain.confirming import Asked
from cellyard.domain.rules import Edition, Rule
from cellyard.ui.setting_up.rules import (
    CONFIDENCE,
    JURISDICTIONS,
    SUBJECTS,
    edition_name,
)
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import _, ngettext, number
from cellyard.words.editions import said
from cellyard.words.numbers import unit_sign


def options(editions: Iterable[Edition], law: str) -> list[tuple[str, str]]:
    """Return the editions as id and name: by subject, those of the centre's own law first."""
    subjects = list(SUBJECTS)
    ordered = sorted(
        editions,
        key=lambda e: (subjects.index(e.subject), e.jurisdiction not in ("", law), e.id),
    )
    return [(e.id, edition_name(e.id)) for e in ordered]


def facts(edition: Edition, *, in_force: bool) -> tuple[tuple[str, str], ...]:
    """Return what there is to know of an edition, as names and values."""
    law = edition.jurisdiction
    rules = _("{count}, {open} to confirm")
    count, open_ = len(edition.sources()), len(edition.unconfirmed())
    return (
        (_("Law"), _(JURISDICTIONS.get(law, law)) if law else _("any")),
        (_("Valid"), f"{edition.valid_from} – {edition.valid_to}"),
        (_("In force"), _("yes") if in_force else _("no")),
        (_("Rules"), rules.format(count=count, open=open_)),
    )


def columns() -> tuple[Column, ...]:
    """Return the columns of the rules, in the language spoken now."""
    return (
        Column(_("Rule")),
        Column(_("Value"), 160, align="right"),
        Column(_("Known from"), 150),
    )


def row(rule: Rule, *, own: str = "") -> TableRow:
    """Return a rule as a row; `own` is the number that is typed in place of its own, if any."""
    if own:
        return TableRow(rule.id, (rule.id, _in_unit(own, rule), _("your own")), "rest", "done")
    known = _(CONFIDENCE[rule.confidence])
    state = "muted" if rule.confidence in UNCONFIRMED else "rest"
    count = len(rule.choice)
    # Words that end early would be other words; the side says them all.
    several = ngettext("{count} word", "{count} words", count).format(count=count)
    return TableRow(rule.id, (rule.id, several if count > 1 else value(rule), known), state)


def value(rule: Rule) -> str:
    """Return a rule's number with its unit, or its words."""
    if rule.value is None:
        return ", ".join(rule.choice)
    return _in_unit(number(rule.value.normalize()), rule)


def told_row(one: Asked) -> TableRow:
    """Return a row or a cell of an edition: what it says runs under its name."""
    state = "muted" if one.confidence in UNCONFIRMED else "rest"
    known = _(CONFIDENCE[one.confidence])
    return TableRow(one.id, (one.id, "", known), state, reason=said(one))


def source(rule: Rule | Asked) -> str:
    """Return where a rule comes from, and how well it is known."""
    known = _("{source} ({confidence})")
    return known.format(source=rule.source, confidence=_(CONFIDENCE[rule.confidence]))


def _in_unit(figure: str, rule: Rule) -> str:
    return f"{figure} {unit_sign(rule.unit)}".strip()
