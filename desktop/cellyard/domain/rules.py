"""Rule editions: dated thresholds with jurisdiction, source and confidence; never in code."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from cellyard.domain import transport as t
from cellyard.domain.confidence import UNCONFIRMED, Confidence
from cellyard.domain.facts import Verdict
from cellyard.domain.refusals import Refused


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

    `subject` is what it rules: `intake` (and the yard), `bench`, `grading` or `transport`. An empty
    jurisdiction fits any. `made_from` names the edition that a centre has changed numbers of;
    it is empty for those that come with the program.
    """

    id: str
    title: str
    subject: str = "intake"
    jurisdiction: str
    valid_from: str
    valid_to: str
    made_from: str = ""
    rule: tuple[Rule, ...] = ()
    finding: tuple[FindingRule, ...] = ()
    zone: tuple[ZoneRule, ...] = ()
    chemistry_family: dict[str, str] = {}
    transport: tuple[t.TransportRow, ...] = ()
    name: tuple[t.NameRow, ...] = ()
    packing: tuple[t.PackingRow, ...] = ()
    mark: tuple[t.MarkRow, ...] = ()
    waste_code: tuple[t.WasteCode, ...] = ()
    segregation: tuple[t.Segregation, ...] = ()
    safety_item: tuple[t.SafetyItem, ...] = ()

    def of(self, id_: str) -> Rule:
        """Return a rule by id. Refused("rule_missing"): a centre's own may be older than a rule."""
        for rule in self.rule:
            if rule.id == id_:
                return rule
        raise Refused("rule_missing", rule=id_, edition=self.id)

    def number(self, id_: str) -> Decimal:
        """Return a rule's number, in the rule's unit. Refused as `of`."""
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

    def sources(self) -> list[tuple[str, str, Confidence]]:
        """Return id, source and confidence of every rule, row and cell (`T4.wording`)."""
        plain = (*self.rule, *self.finding, *self.zone)
        rows = (
            *self.transport,
            *self.name,
            *self.packing,
            *self.mark,
            *self.waste_code,
            *self.segregation,
            *self.safety_item,
        )
        said: list[tuple[str, str, Confidence]] = [(x.id, x.source, x.confidence) for x in plain]
        return [*said, *(cell for row in rows for cell in t.of_cells(row))]

    def unconfirmed(self) -> tuple[str, ...]:
        """Return the ids known from memory or proposed only: a person confirms each of them."""
        return tuple(id_ for id_, _, confidence in self.sources() if confidence in UNCONFIRMED)


def parse(text: str) -> Edition:
    """Return the edition of a TOML file; ValueError when it is wrong or names anything twice."""
    edition = msgspec.convert(tomllib.loads(text, parse_float=Decimal), Edition)
    ids = [id_ for id_, _, _ in edition.sources()]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ValueError(f"edition {edition.id} names twice: {', '.join(twice)}")
    return edition


def in_force(
    editions: list[Edition], on: str, jurisdiction: str, subject: str = "intake"
) -> Edition | None:
    """Return the newest edition on a subject in a jurisdiction, valid on an ISO date, or None.

    Of those that begin on the same day a centre's own wins, and of these the last one made.
    """
    fitting = [
        e
        for e in editions
        if e.subject == subject
        and e.jurisdiction in ("", jurisdiction)
        and e.valid_from <= on <= e.valid_to
    ]
    return max(fitting, key=lambda e: (e.valid_from, e.made_from != "", _count(e.id)), default=None)


def in_force_or_last(
    editions: list[Edition], on: str, jurisdiction: str, subject: str = "intake"
) -> Edition:
    """Return the edition on a subject in force on an ISO date, else the one that ended last.

    Refused("no_edition") when there is none for this jurisdiction at all.
    """
    found = in_force(editions, on, jurisdiction, subject)
    if found is not None:
        return found
    fitting = [e for e in editions if e.subject == subject and e.jurisdiction in ("", jurisdiction)]
    if not fitting:
        raise Refused("no_edition", jurisdiction=jurisdiction, day=on)
    return max(fitting, key=lambda e: e.valid_to)


def own_id(edition: Edition, taken: Iterable[str], year: int) -> str:
    """Return a free id for an edition made from this one: `bench-centre-2026-1`."""
    begins = f"{edition.id.partition('-')[0]}-centre-{year}-"
    last = max((_count(id_) for id_ in taken if id_.startswith(begins)), default=0)
    return f"{begins}{last + 1}"


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What a centre makes of an edition: other numbers by rule id, from and to an ISO date."""

    id: str
    title: str
    valid_from: str
    valid_to: str
    numbers: Mapping[str, Decimal]


def changed(edition: Edition, own: Own) -> Edition:
    """Return the edition with a centre's own numbers, each marked as that: P, and what it was.

    Refused: `edition_title_missing`, `edition_dates_wrong` (no dates, backwards, or earlier than
    the edition it is made from, which would then still win), `edition_unchanged`,
    `rule_number_wrong` for what is no number, or not above zero where the old one is,
    `rule_missing`. KeyError for a rule that carries no number.
    """
    if not own.title.strip():
        raise Refused("edition_title_missing")
    dates = (own.valid_from, own.valid_to)
    if not all(is_date(d) for d in dates) or not edition.valid_from <= dates[0] <= dates[1]:
        raise Refused("edition_dates_wrong", earliest=edition.valid_from)
    other = {id_: n for id_, n in own.numbers.items() if n != edition.number(id_)}
    if not other:
        raise Refused("edition_unchanged")
    return msgspec.structs.replace(
        edition,
        id=own.id,
        title=own.title.strip(),
        valid_from=own.valid_from,
        valid_to=own.valid_to,
        made_from=edition.id,
        rule=tuple(_own(r, other[r.id]) if r.id in other else r for r in edition.rule),
    )


def is_date(text: str) -> bool:
    """Tell whether this is a day of the calendar as an ISO date, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _own(rule: Rule, number: Decimal) -> Rule:
    old = rule.value
    if old is None or not number.is_finite() or (number <= 0 < old):
        raise Refused("rule_number_wrong", rule=rule.id, text=str(number))
    source = f"centre's own, was {old:f} {rule.unit}".strip()
    return msgspec.structs.replace(rule, value=number, source=source, confidence="P")


def _count(id_: str) -> int:
    """Return the number at the end of an id, 0 when there is none."""
    last = id_.rpartition("-")[2]
    return int(last) if last.isdecimal() else 0
