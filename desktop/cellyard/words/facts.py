"""What each fact says, in words: the middle column of a battery's line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.envelope import Recorded
from cellyard.words import intake, notices, yard
from cellyard.words.bench_facts import said_of_bench
from cellyard.words.catalogue import N_, _
from cellyard.words.conflicts import said_of_answer
from cellyard.words.numbers import listed, number, quantity, unit_sign
from cellyard.words.shipping_facts import said_of_shipping
from cellyard.words.watch_facts import said_of_watch

# Names of what facts only refer to: the subject of a register entry, or the ref of a fact.
Names = Mapping[str, str]

REGISTERS: dict[f.Register, str] = {
    "people": N_("people"),
    "partners": N_("partners"),
    "models": N_("models"),
    "slots": N_("slots"),
    "instruments": N_("instruments"),
    "editions": N_("rule editions"),
    "centre": N_("centre"),
    "notices": N_("advance notices"),
    "prices": N_("prices"),
}
_GROUNDS: dict[str, str] = {
    "retention_ended": N_("retention has ended"),
    "request_of_the_person": N_("the person asked for it"),
}
# A correction names what it takes back; beyond these it counts.
_NAMED = 2

# Why nobody stands for an edition any more.
WITHDRAWN: dict[str, str] = {
    "mistake": N_("a mistake in it"),
    "adviser_left": N_("the adviser has left"),
}

# Why a station is no longer believed.
REVOKED: dict[str, str] = {
    "lost": N_("the computer is lost or stolen"),
    "replaced": N_("another computer has taken its place"),
    "copied": N_("it was copied"),
    "closed": N_("the station is closed"),
}

_Release = f.QualificationGranted | f.QualificationRevoked | f.EditionReleased | f.ReleaseWithdrawn
_Identity = f.Received | f.Identified | f.ModelAssigned | f.OutletNamed | f.TakenOver
_Evidence = f.Weighed | f.Inspected | f.Photographed | f.Measured


def said(recorded: Recorded, names: Names | None = None) -> str:
    """Return what happened as one short line in the language spoken now.

    `names` gives words to what the fact only refers to: `register/models/KEY`,
    `register/partners/KEY`, and for a correction the refs of the facts taken back.
    """
    named, fact = names or {}, recorded.fact
    if isinstance(fact, f.IntakeFact):
        return _of_intake(fact, named)
    if isinstance(fact, f.BenchFact):
        return said_of_bench(fact)
    if isinstance(fact, f.WatchFact):
        return said_of_watch(fact)
    if isinstance(fact, f.LeavingFact | f.LoadFact):
        return said_of_shipping(fact)
    if isinstance(fact, f.StationFact):
        return _of_the_station(fact, named)
    if isinstance(fact, f.AnsweringFact):
        return said_of_answer(fact)
    return _("{kind}: update the app to read it").format(kind=fact.kind)


def measured(value: Decimal, unit: str) -> str:
    """Return a number of a fact with its unit as people write it, e.g. `388.4 V`, `2.1 MΩ`."""
    for size, prefix in ((10**6, "M"), (10**3, "k")):
        if unit == "ohm" and abs(value) >= size:
            return quantity((value / size).normalize(), f"{prefix}Ω")
    return quantity(value, unit_sign(unit))


def _of_the_station(fact: f.StationFact, names: Names) -> str:
    match fact:
        case f.Corrected():
            return _taken_back(fact, names)
        case f.StationOpened():
            return _("Station opened, version {version}").format(version=fact.app)
        case f.Enrolled():
            return _("Enrolled at the central server: {station}").format(station=fact.station)
        case f.Revoked():
            words = _("Enrolment of {station} taken back: {reason}")
            return words.format(station=fact.station, reason=_(REVOKED[fact.reason]))
        case f.Published():
            register = _(REGISTERS[fact.register])
            return _("Register of {register}: {key}, version {version}").format(
                register=register, key=fact.key, version=fact.version
            )
        case f.RoleGranted():
            return _("Role given: {role}").format(role=_(yard.ROLES[fact.role]))
        case f.RoleRevoked():
            return _("Role taken away: {role}").format(role=_(yard.ROLES[fact.role]))
        case f.Erased():
            return _("Name erased: {ground}").format(ground=_(_GROUNDS[fact.ground]))
        case (
            f.QualificationGranted()
            | f.QualificationRevoked()
            | f.EditionReleased()
            | f.ReleaseWithdrawn()
        ):
            return _of_release(fact)


def _of_release(fact: _Release) -> str:
    match fact:
        case f.QualificationGranted():
            words = _("Qualified until {date}: {qualification}")
            return words.format(
                qualification=_(yard.QUALIFICATIONS[fact.qualification]), date=fact.until
            )
        case f.QualificationRevoked():
            words = _("No longer qualified: {qualification}")
            return words.format(qualification=_(yard.QUALIFICATIONS[fact.qualification]))
        case f.EditionReleased():
            words = _("Edition {edition} released until {date}")
            return words.format(edition=fact.edition, date=fact.until)
        case f.ReleaseWithdrawn():
            words = _("Release of edition {edition} withdrawn: {reason}")
            return words.format(edition=fact.edition, reason=_(WITHDRAWN[fact.reason]))


def _of_intake(fact: f.IntakeFact, names: Names) -> str:
    match fact:
        case f.Received() | f.Identified() | f.ModelAssigned() | f.OutletNamed() | f.TakenOver():
            return _of_identity(fact, names)
        case f.Weighed() | f.Inspected() | f.Photographed() | f.Measured():
            return _of_evidence(fact)
        case f.Triaged() | f.Acknowledged() | f.Labelled() | f.Distinguished():
            return _of_judgement(fact)
        case f.SlotHeld() | f.Placed():
            return _of_place(fact)


def _of_identity(fact: _Identity, names: Names) -> str:
    match fact:
        case f.Received():
            words = (
                _("Received, ticket {ticket}")
                if fact.code
                else _("Received without a readable code, ticket {ticket}")
            )
            words = words.format(ticket=number(fact.ticket, 0))
            if fact.expected:
                row = notices.expected_words(fact.expected)
                words = _("{received}, {row}").format(received=words, row=row)
            if not fact.outlet:
                return words
            return _("{received}, from {outlet}").format(
                received=words, outlet=_name(names, "partners", fact.outlet)
            )
        case f.Identified():
            return _("Code read: {code}").format(code=fact.code)
        case f.ModelAssigned():
            if fact.model is None:
                return _("Model unknown")
            told = (
                _("Model {model}, by its code")
                if fact.how == "prefix"
                else _("Model {model}, chosen")
            )
            return told.format(model=_name(names, "models", fact.model))
        case f.OutletNamed():
            return _("Comes from {outlet}").format(outlet=_name(names, "partners", fact.outlet))
        case f.TakenOver():
            return _("Ticket taken over")


def _of_evidence(fact: _Evidence) -> str:
    match fact:
        case f.Weighed():
            return _by_hand(
                _("Weighed {weight}").format(weight=quantity(fact.kg, "kg")), fact.evidence
            )
        case f.Inspected():
            seen = [_(intake.ANSWERS[fact.answer])]
            if fact.finding:
                seen.append(_(intake.FINDINGS.get(fact.finding, fact.finding)))
            return _("{section}: {seen}").format(
                section=_section(fact.section), seen=listed([_lower(word) for word in seen])
            )
        case f.Photographed():
            return _("Photo: {section}").format(section=_section(fact.section))
        case f.Measured():
            what = _(intake.QUANTITIES[fact.quantity])
            if fact.value is None:
                return _("{quantity}: no reading").format(quantity=what)
            return _by_hand(
                _("{quantity} {value}").format(
                    quantity=what, value=measured(fact.value, fact.unit)
                ),
                fact.evidence,
            )


def _of_judgement(fact: f.Triaged | f.Acknowledged | f.Labelled | f.Distinguished) -> str:
    match fact:
        case f.Triaged():
            verdict = _(intake.VERDICTS[fact.verdict])
            if not fact.reasons:
                return _("Verdict {verdict}").format(verdict=verdict)
            reason = intake.reason(fact.reasons[0]).rstrip(".。")
            return _("Verdict {verdict}: {reason}").format(verdict=verdict, reason=_lower(reason))
        case f.Acknowledged():
            return _("{verdict} read and confirmed").format(
                verdict=_(intake.VERDICTS[fact.verdict])
            )
        case f.Labelled():
            if fact.copies == 1:
                return _("Label printed")
            return _("{count} labels printed").format(count=fact.copies)
        case f.Distinguished():
            return _("Looked at: another battery with the same code")


def _of_place(fact: f.SlotHeld | f.Placed) -> str:
    match fact:
        case f.SlotHeld():
            return _("{slot} held for it").format(slot=fact.slot)
        case f.Placed():
            if fact.came_from:
                where = _("Moved from {before} to {slot}").format(
                    before=fact.came_from, slot=fact.slot
                )
            else:
                where = _("Put away in {slot}").format(slot=fact.slot)
            if not fact.overruled:
                return where
            reason = yard.OVERRULE_REASONS.get(fact.overruled, fact.overruled)
            return _("{moved}, all the same: {reason}").format(
                moved=where, reason=_lower(_(reason))
            )


def _taken_back(fact: f.Corrected, names: Names) -> str:
    if fact.reason == f.UNDO:
        return _("Undone: {what}").format(what=_what(fact.facts, names))
    reason = intake.CORRECTION_REASONS.get(fact.reason, fact.reason)
    return _("Taken back: {what} ({reason})").format(
        what=_what(fact.facts, names), reason=_lower(_(reason))
    )


def _what(refs: Sequence[str], names: Names) -> str:
    """Name the first facts taken back, and count the rest."""
    what = [_lower(names[ref]) if ref in names else _fact(ref) for ref in refs[:_NAMED]]
    if len(refs) > _NAMED:
        what.append(_("{count} more").format(count=len(refs) - _NAMED))
    return listed(what)


def _fact(ref: str) -> str:
    return _("fact {number}").format(number=number(int(ref.rpartition("/")[2]), 0))


def _name(names: Names, register: f.Register, key: str) -> str:
    return names.get(ids.register_entry(register, key), key)


def _section(section: f.Section) -> str:
    return _(intake.SECTIONS[section][0]).rstrip("?？")


def _by_hand(words: str, evidence: f.Evidence) -> str:
    return _("{words}, by hand").format(words=words) if evidence.manual else words


def _lower(words: str) -> str:
    """Begin small within a sentence, unless it begins with a name or a figure."""
    if words[1:2].isupper() or not words:
        return words
    return words[0].lower() + words[1:]
