"""What the paper of the joint safety judgement says of a load: items, and each party's answers."""

from cellyard.documents.outbound_content import Issue
from cellyard.documents.safety_judgement import JointJudgement, JudgedItem, JudgedLine, Verdict
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.shipping import safety
from cellyard.domain.shipping.loading import Survey
from cellyard.jobs import load_parties
from cellyard.words.times import local

# The rule that says which list of items an edition asks.
_PROFILE = "safety.profile"


def content(known: Known, survey: Survey, issue: Issue) -> JointJudgement:
    """Return what the paper says: of every battery of the load, judged or not."""
    edition = survey.edition
    profile = edition.of(_PROFILE)
    at = max((b.leaving.judged_at for b in survey.batteries), default=0)
    return JointJudgement(
        issue=issue,
        consignor=load_parties.consignor(known),
        consignee=load_parties.consignee(known, survey.load),
        edition=edition.id,
        profile=", ".join(profile.choice),
        source=profile.source,
        items=tuple(
            JudgedItem(id=i.id, asks=i.asks, asks_zh=i.asks_zh, source=i.source)
            for i in safety.items(edition)
        ),
        at=f"{local(at):%Y-%m-%d %H:%M}" if at else "",
        lines=tuple(_line(known, survey, battery) for battery in survey.batteries),
    )


def _line(known: Known, survey: Survey, battery: Battery) -> JudgedLine:
    model = known.model(battery.model)
    return JudgedLine(
        code=battery.code,
        ticket=str(battery.ticket),
        model=model.title if model else None,
        consignor=_verdict(survey, battery, "consignor"),
        consignee=_verdict(survey, battery, "consignee"),
    )


def _verdict(survey: Survey, battery: Battery, party: f.Party) -> Verdict | None:
    """Return what a party said; None where an item of the edition has no answer of theirs."""
    said = battery.leaving.judgement(party, survey.edition.id)
    if said is None:
        return None
    answers: dict[str, f.Answer] = dict(said.items)
    found = safety.judged(safety.items(survey.edition), answers)
    if found.missing:
        return None
    against: tuple[tuple[str, f.Answer], ...] = tuple((i, answers[i]) for i in found.failed)
    return Verdict(against=against, treated=said.pretreatment)
