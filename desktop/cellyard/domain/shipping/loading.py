"""A load before its rules: its batteries as cargo, its journey, and what is said of both."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.rules import Edition
from cellyard.domain.shipping.cargo import Cargo, Said, Waiting, cargo_of
from cellyard.domain.shipping.journey import Journey
from cellyard.domain.shipping.judgement import Judgement, judge
from cellyard.domain.shipping.load import Load
from cellyard.domain.transport import Use
from cellyard.domain.yard import watching


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """A load with everything that is said of it: its batteries, the edition, and its judgement.

    `intake` is the edition by which verdicts and their times are read now.
    """

    load: Load
    batteries: tuple[Battery, ...]
    edition: Edition
    intake: str
    judgement: Judgement

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that papers of this load stand under: of transport, of verdicts as they
        were given and as they are read, and of grades.
        """
        triages = (b.triage.edition for b in self.batteries if b.triage)
        grades = (b.bench.given.edition for b in self.batteries if b.bench.given)
        return tuple(dict.fromkeys((self.edition.id, *sorted({self.intake, *triages, *grades}))))


def survey(known: Known, load: Load) -> Survey:
    """Return what is said of a load as it stands now. Refused("no_edition")."""
    edition = known.releases.on("transport", load.leaves_on)
    batteries = tuple(known.loads.batteries(load.id))
    found = judged(known, load, batteries, edition)
    return Survey(
        load=load, batteries=batteries, edition=edition, intake=known.edition.id, judgement=found
    )


_NOTHING = Decimal(0)
# What a load's batteries are to the rules of transport, by where they go.
USES: dict[str, Use] = {"second_life": "product", "recycling": "recycling"}


def judged(known: Known, load: Load, batteries: Sequence[Battery], edition: Edition) -> Judgement:
    """Return what the rules say of a load as it stands now. Refused("no_edition")."""
    tares = _tares(batteries)
    cargoes = [cargo(known, b, edition, tare=tares.get(b.id, _NOTHING)) for b in batteries]
    return judge(cargoes, journey(known, load), edition)


def journey(known: Known, load: Load) -> Journey:
    """Return where a load goes, how, and when."""
    centre = known.centre
    return Journey(
        mode=load.mode,
        jurisdiction=centre.jurisdiction,
        region=centre.region,
        day=load.leaves_on,
        purpose=USES[load.route],
        packagings=centre.packagings,
        max_kg=load.limit_kg,
    )


def cargo(known: Known, battery: Battery, edition: Edition, *, tare: Decimal) -> Cargo:
    """Return one battery of a load as the rules of transport see it; `tare` in kg."""
    model, way = known.model(battery.model), battery.leaving
    said = Said(
        use=_use(battery),
        un38_3=model.un38_3 if model else "unknown",
        vrla=model.chemistry == "VRLA" if model else False,
        approval=way.approval,
        package=str(way.package or ""),
        tare_kg=tare,
    )
    return cargo_of(battery, model, known.edition, edition, said, waiting=waiting(known, battery))


def _tares(batteries: Sequence[Battery]) -> dict[str, Decimal]:
    """Return by battery what its packaging weighs; what a package shares is counted once."""
    inside: dict[int, list[Battery]] = defaultdict(list)
    for battery in batteries:
        if battery.leaving.package:
            inside[battery.leaving.package].append(battery)
    tares: dict[str, Decimal] = {}
    for members in inside.values():
        gross = max(b.leaving.gross_kg or _NOTHING for b in members)
        net = sum((b.kg or _NOTHING for b in members), _NOTHING)
        tares[members[0].id] = max(gross - net, _NOTHING)
    return tares


def waiting(known: Known, battery: Battery) -> Waiting:
    """Return what keeps a battery here whatever its class is.

    What is damaged goes to recycling as it is. Nothing else goes anywhere before its tests and
    its grade, and to recycling only when it was discharged to safe.
    """
    bench = battery.bench
    to_test = battery.stock == "" and bench.given is None and bench.capacity is None
    judged = battery.leaving.judged.values()
    return Waiting(
        observed_until=_observed_until(known, battery),
        untested=to_test,
        ungraded=battery.stock == "" and bench.given is None and not to_test,
        undischarged=battery.stock == "" and bench.given is not None,
        failed=any(not j.passed and not j.pretreatment for j in judged),
    )


def _observed_until(known: Known, battery: Battery) -> int:
    """Return when the observation of what is judged WATCH may end (ms), 0 once it may."""
    if battery.verdict != "watch" or not watching.rules_watch(known.edition):
        return 0
    least = watching.standing(battery, known.edition, known.now).least
    return least if known.now < least else 0


def _use(battery: Battery) -> Use:
    """What a battery is to the rules of transport: second life is a product, all else is waste."""
    return "product" if battery.stock == "second_life" else "recycling"
