"""Rule editions: dated thresholds with jurisdiction, source and confidence; never in code."""

import tomllib
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.facts import Verdict

# facts.md: V official text, V2 secondary source, D derived, M from memory, P our proposal.
Confidence = Literal["V", "V2", "D", "M", "P"]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One threshold or choice. `value` and `unit` for numbers, `choice` for words."""

    id: str
    value: Decimal | None = None
    unit: str = ""
    choice: tuple[str, ...] = ()
    source: str
    confidence: Confidence


class FindingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one reason of a verdict means.

    `section` is one of the six of special provision 376, or `identity`. `offered` findings are
    chosen by a person after Yes; the others follow from an answer, a reading or the code.
    `photo` when the finding asks for one.
    """

    id: str
    section: str
    verdict: Verdict
    rule: str
    offered: bool = False
    photo: bool = False
    source: str
    confidence: Confidence


class ZoneRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may lie in zones of one purpose.

    `verdicts` name the verdicts allowed, `none` for a battery not judged yet; `families` the
    chemistry families allowed, all when empty; `after` what must have been done with a battery
    first (`grade`, `discharge`).
    """

    id: str
    purpose: str
    verdicts: tuple[str, ...]
    families: tuple[str, ...] = ()
    after: str = ""
    source: str
    confidence: Confidence


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dated set of rules. `valid_from` and `valid_to` are ISO dates, both inclusive.

    `subject` is what it rules: `intake` (and the yard), `bench` or `grading`. An empty
    jurisdiction fits any.
    """

    id: str
    title: str
    subject: str = "intake"
    jurisdiction: str
    valid_from: str
    valid_to: str
    rule: tuple[Rule, ...] = ()
    finding: tuple[FindingRule, ...] = ()
    zone: tuple[ZoneRule, ...] = ()
    chemistry_family: dict[str, str] = {}

    def of(self, id_: str) -> Rule:
        """Return a rule by id; KeyError when the edition lacks it."""
        for rule in self.rule:
            if rule.id == id_:
                return rule
        raise KeyError(f"edition {self.id} has no rule {id_}")

    def number(self, id_: str) -> Decimal:
        """Return a rule's number, in the rule's unit."""
        value = self.of(id_).value
        if value is None:
            raise KeyError(f"rule {id_} of edition {self.id} carries no number")
        return value

    def reason(self, id_: str) -> FindingRule:
        """Return what a reason means; KeyError when the edition lacks it."""
        for finding in self.finding:
            if finding.id == id_:
                return finding
        raise KeyError(f"edition {self.id} has no reason {id_}")

    def zone_rule(self, purpose: str) -> ZoneRule | None:
        """Return what may lie in zones of a purpose, or None when the edition is silent."""
        return next((z for z in self.zone if z.purpose == purpose), None)


def parse(text: str) -> Edition:
    """Return the edition of a TOML file; ValueError when it is wrong or names anything twice."""
    edition = msgspec.convert(tomllib.loads(text, parse_float=Decimal), Edition)
    ids = [x.id for part in (edition.rule, edition.finding, edition.zone) for x in part]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ValueError(f"edition {edition.id} names twice: {', '.join(twice)}")
    return edition


def in_force(
    editions: list[Edition], on: str, jurisdiction: str, subject: str = "intake"
) -> Edition | None:
    """Return the newest edition on a subject in a jurisdiction, valid on an ISO date, or None."""
    fitting = [
        e
        for e in editions
        if e.subject == subject
        and e.jurisdiction in ("", jurisdiction)
        and e.valid_from <= on <= e.valid_to
    ]
    return max(fitting, key=lambda e: e.valid_from, default=None)
