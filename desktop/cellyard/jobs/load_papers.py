"""What a load's papers say: drawn from the store, and the words of the edition of its day.

Nothing here names a person: driver, plate and signatures come from erasable sheets when a copy is
looked at or printed (`jobs.load_copies`), so that what is kept and hashed holds none.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from cellyard.documents.loading_list import LoadingList
from cellyard.documents.outbound_content import (
    GoodsGroup,
    Issue,
    Judgement,
    LoadedLine,
    Package,
    PackageCount,
    Relief,
    Status,
)
from cellyard.documents.package_marks import PackageMarks
from cellyard.documents.packing_list import PackingList
from cellyard.documents.safety_judgement import JointJudgement
from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.shipping import Goods, Group, Paper, issuing
from cellyard.domain.shipping.loading import Survey
from cellyard.jobs import load_judgement, load_parties
from cellyard.words.times import local

Content = JointJudgement | LoadingList | PackingList | PackageMarks


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is wanted of a load: which document, of which of its papers, as what.

    `number` and `qr` are empty while it is only looked at.
    """

    document: str
    part: int = 1
    status: tuple[Status, ...] = ("draft",)
    number: str = ""
    qr: str = ""


def content(known: Known, survey: Survey, asked: Asked) -> Content:
    """Return what a paper says. IndexError when the load has no such part."""
    issue = _issue(known, survey, asked)
    if asked.document == issuing.SAFETY_JUDGEMENT:
        return load_judgement.content(known, survey, issue)
    paper = survey.judgement.papers[asked.part - 1]
    return _CONTENTS[asked.document](known, survey, paper, issue)


def parts(survey: Survey, document: str) -> int:
    """Return how many papers of this kind a load needs: lithium and lead-acid stand apart, but
    are judged together.
    """
    if document == issuing.SAFETY_JUDGEMENT:
        return 1
    papers = survey.judgement.papers
    dangerous = sum(paper.dangerous for paper in papers)
    return dangerous if document == issuing.PACKAGE_MARKS else len(papers)


def _issue(known: Known, survey: Survey, asked: Asked) -> Issue:
    load = survey.load
    return Issue(
        centre=known.centre.name,
        number=asked.number or load.number,
        load=load.number,
        date=load.leaves_on,
        status=asked.status,
        part=asked.part,
        parts=parts(survey, asked.document),
        edition=", ".join(survey.editions),
        fact=load.closed[0],
        hash=load.closed[1],
        qr=asked.qr or load.number,
    )


# --- the papers ---------------------------------------------------------------------------------


def _loading_list(known: Known, survey: Survey, paper: Paper, issue: Issue) -> Content:
    return LoadingList(
        issue=issue,
        consignor=load_parties.consignor(known),
        consignee=load_parties.consignee(known, survey.load),
        carriage=load_parties.carriage(known, survey.load),
        groups=tuple(_group(group) for group in paper.groups),
        relief=_relief(survey, paper),
        judgement=_judgement(survey),
        lines=tuple(_lines(known, survey, paper)),
    )


def _packing_list(known: Known, survey: Survey, paper: Paper, issue: Issue) -> Content:
    return PackingList(
        issue=issue,
        consignor=load_parties.consignor(known),
        consignee=load_parties.consignee(known, survey.load),
        carriage=load_parties.carriage(known, survey.load),
        packages=tuple(_packages(survey, paper)),
    )


def _package_marks(_known: Known, survey: Survey, paper: Paper, issue: Issue) -> Content:
    packages = tuple(_packages(survey, paper))
    return PackageMarks(issue=issue, packages=packages, total=len(packages))


_CONTENTS: dict[str, Callable[[Known, Survey, Paper, Issue], Content]] = {
    issuing.LOADING_LIST: _loading_list,
    issuing.PACKING_LIST: _packing_list,
    issuing.PACKAGE_MARKS: _package_marks,
}


# --- what ---------------------------------------------------------------------------------------


def _group(group: Group) -> GoodsGroup:
    wording = ((group.wording, group.wording_zh),) if group.wording else ()
    return GoodsGroup(
        un=group.number,
        name=group.full_name,
        name_zh=group.full_name_zh,
        danger=group.class_,
        label=group.label,
        exempt=group.exempt,
        tunnel=group.tunnel,
        packages=(PackageCount(count=group.packages, kind="packages", kind_zh="件"),),
        gross_kg=group.kg,
        statements=wording,
        wording=group.marks,
        waste_codes=(group.waste_code,) if group.waste_code else (),
    )


def _relief(survey: Survey, paper: Paper) -> Relief | None:
    points = survey.judgement.points
    categories = [g.category for g in paper.groups if g.category]
    if points is None or not categories:
        return None
    limit = survey.edition.number("points.limit")
    plates = survey.judgement.plates
    return Relief(category=min(categories), points=points, limit=limit, plates=plates)


def _judgement(survey: Survey) -> Judgement | None:
    edition, ways = survey.edition.id, [b.leaving for b in survey.batteries]
    both = [(w.judgement("consignor", edition), w.judgement("consignee", edition)) for w in ways]
    if not ways or not all(one and other for one, other in both):
        return None
    return Judgement(
        passed=all(w.accepted(edition) for w in ways),
        at=f"{local(max(w.judged_at for w in ways)):%Y-%m-%d %H:%M}",
        pretreated=sum(any(said and said.pretreatment for said in pair) for pair in both),
    )


def _lines(known: Known, survey: Survey, paper: Paper) -> list[LoadedLine]:
    there = {b.id: b for b in survey.batteries}
    return [
        _line(known, there[goods.battery], goods, package)
        for package, inside in _packed(survey, paper)
        for goods in inside
    ]


def _line(known: Known, battery: Battery, goods: Goods, package: int) -> LoadedLine:
    model, given = known.model(battery.model), battery.bench.given
    return LoadedLine(
        code=battery.code,
        ticket=str(battery.ticket),
        model=model.title if model else None,
        chemistry=model.chemistry if model else None,
        grade=given.grade if given else None,
        mark=next(iter(_wording(goods)), ""),
        packing=goods.packing,
        package=str(package),
        kwh=model.kwh if model else None,
        kg=battery.kg,
    )


def _wording(goods: Goods) -> tuple[str, ...]:
    """Return what stands on a package beside its UN number, which papers say by itself."""
    return tuple(mark for mark in goods.marks if not mark.startswith("UN "))


def _packages(survey: Survey, paper: Paper) -> list[Package]:
    there = {b.id: b for b in survey.batteries}
    return [
        _package(n, [there[goods.battery] for goods in inside], inside)
        for n, inside in _packed(survey, paper)
    ]


def _packed(survey: Survey, paper: Paper) -> list[tuple[int, list[Goods]]]:
    """Return the packages of a paper, numbered; what nobody packed together is one by itself."""
    goods = {g.battery: g for g in survey.judgement.goods}
    packages: dict[str, list[Goods]] = {}
    for group in paper.groups:
        for id_ in group.batteries:
            packages.setdefault(goods[id_].package or id_, []).append(goods[id_])
    return list(enumerate(packages.values(), start=1))


def _package(n: int, batteries: Sequence[Battery], goods: Sequence[Goods]) -> Package:
    first = goods[0]
    masses = [b.kg for b in batteries]
    known = [kg for kg in masses if kg is not None]
    return Package(
        number=str(n),
        kind="package",
        kind_zh="件",
        instruction=first.packing,
        un_mark=None,
        un=first.number,
        label=first.label,
        wording=_wording(first),
        codes=tuple(b.code or f"#{b.ticket}" for b in batteries),
        net_kg=sum(known, Decimal(0)) if len(known) == len(masses) else None,
        gross_kg=sum((g.gross_kg for g in goods), Decimal(0)),
    )
