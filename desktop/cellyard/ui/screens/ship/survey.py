"""What Ship asks the store: the loads, one load with all that is said of it, and the stock."""

import msgspec

from cellyard.domain import people
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Standing
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, CarriageSheet, Partner
from cellyard.domain.shipping import issuing, receipt
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.loading import Survey, survey
from cellyard.jobs import load_copies, load_papers, shipping
from cellyard.jobs.load_papers import Asked
from cellyard.ledger.questions import Questions

_MOST = 200


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The newest loads, how many batteries each has, which of them have a difference that nobody
    has settled, and the partners by key.
    """

    loads: tuple[Load, ...]
    batteries: dict[str, int]
    unsettled: frozenset[str]
    partners: dict[str, Partner]
    may_ship: bool

    def partner(self, key: str) -> str:
        found = self.partners.get(key)
        return found.name if found else key


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One load now. `survey` is None when no rules are in force on its day, and when it has left
    the gate or was given up: what may travel is asked no more.

    `parts` are the papers that it needs, as (document, part); `standing` what they would be now.
    """

    load: Load
    batteries: tuple[Battery, ...]
    models: dict[str, BatteryModel]
    consignee: Partner | None
    carrier: Partner | None
    driver: CarriageSheet | None
    survey: Survey | None
    standing: Standing
    unreleased: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]

    def model(self, battery: Battery) -> BatteryModel | None:
        return self.models.get(battery.model or "")

    @property
    def blocked(self) -> tuple[str, ...]:
        """The batteries that may not travel, worst first."""
        return tuple(b.battery for b in self.survey.judgement.blocks) if self.survey else ()

    @property
    def to_judge(self) -> tuple[Battery, ...]:
        """The batteries that both parties have not accepted yet."""
        edition = self.survey.edition.id if self.survey else ""
        return tuple(b for b in self.batteries if not b.leaving.accepted(edition))

    @property
    def to_issue(self) -> tuple[tuple[str, int], ...]:
        """The papers that are not issued yet, as (document, part)."""
        issued = {(d.document, d.part) for d in self.load.standing_documents}
        return tuple(paper for paper in self.parts if paper not in issued)


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """The loading list of a load as a PDF, with its number once it is issued; `no` says why an
    issued one cannot be shown.
    """

    pdf: bytes = b""
    number: str = ""
    no: Refused | None = None


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What may be added to a load: in stock, and on no list."""

    to: Shown
    batteries: tuple[Battery, ...]
    models: dict[str, BatteryModel]


def overview(questions: Questions, known: Known) -> Overview:
    """Return the newest loads."""
    loads = tuple(questions.loads.newest(count=_MOST))
    lists = {load.id: questions.loads.batteries(load.id) for load in loads}
    return Overview(
        loads=loads,
        batteries={id_: len(batteries) for id_, batteries in lists.items()},
        unsettled=frozenset(
            load.id for load in loads if receipt.open_differences(load, lists[load.id])
        ),
        partners={p.key: p for p in questions.registers.partners()},
        may_ship=people.may(known.roles(known.actor), "ship"),
    )


def shown(questions: Questions, known: Known, load_id: str) -> Shown | None:
    """Return a load with all that is said of it, or None when there is none."""
    try:
        load = known.loads.of(load_id)
    except Refused:
        return None
    found = _judged(known, load)
    stands = shipping.standing(known, found) if found else "draft"
    batteries = found.batteries if found else tuple(known.loads.batteries(load.id))
    return Shown(
        load=load,
        batteries=batteries,
        models=_models(questions),
        consignee=known.partner(load.consignee),
        carrier=known.partner(load.carrier) if load.carrier else None,
        driver=shipping.driver_of(questions.blobs, load),
        survey=found,
        standing=stands,
        unreleased=shipping.unreleased(known, found) if found else (),
        parts=_parts(found) if found else (),
    )


def _judged(known: Known, load: Load) -> Survey | None:
    if load.state not in ("open", "sealed"):
        return None
    try:
        return survey(known, load)
    except Refused:
        return None


def _parts(found: Survey) -> tuple[tuple[str, int], ...]:
    return tuple(
        (document, part)
        for document in issuing.PAPERS
        for part in range(1, load_papers.parts(found, document) + 1)
    )


def paper(questions: Questions, known: Known, load_id: str) -> Paper | None:
    """Return the loading list that stands, else as it would be issued now; None while there is
    nothing on it.
    """
    try:
        load = known.loads.of(load_id)
        lists = (d for d in load.standing_documents if d.document == issuing.LOADING_LIST)
        if issued := next(lists, None):
            return _copy(questions, load, issued.number)
        found = _judged(known, load)
        if found is None:
            return None
        asked = Asked(document=issuing.LOADING_LIST, status=(shipping.standing(known, found),))
        return Paper(pdf=shipping.drawn(known, found, asked))
    except Refused:
        return None


def _copy(questions: Questions, load: Load, number: str) -> Paper:
    try:
        return Paper(pdf=load_copies.copy(questions, load, number), number=number)
    except Refused as no:
        return Paper(number=number, no=no)


def stock(questions: Questions, known: Known, load_id: str) -> Stock | None:
    """Return what may be added to a load, or None when its list is not open."""
    to = shown(questions, known, load_id)
    if to is None or to.load.state != "open":
        return None
    found = questions.yard.stock("second_life", "recycling", "damaged")
    free = tuple(b for b in found if not b.leaving.load)
    return Stock(to=to, batteries=free, models=_models(questions))


def _models(questions: Questions) -> dict[str, BatteryModel]:
    return {m.key: m for m in questions.registers.models()}
