"""A load before its rules: its batteries as cargo, its journey, and what the edition says of both."""

from collections.abc import Sequence

from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.rules import Edition
from cellyard.domain.shipping.cargo import Cargo, Said, Waiting, cargo_of
from cellyard.domain.shipping.journey import Journey
from cellyard.domain.shipping.judgement import Judgement, judge
from cellyard.domain.shipping.load import Load
from cellyard.domain.transport import Use

# What a load's batteries are to the rules of transport, by where they go.
USES: dict[str, Use] = {"second_life": "product", "recycling": "recycling"}


def judged(known: Known, load: Load, batteries: Sequence[Battery], edition: Edition) -> Judgement:
    """Return what the rules say of a load as it stands now. Refused("no_edition")."""
    cargoes = [cargo(known, load, battery, edition) for battery in batteries]
    return judge(cargoes, journey(known, load), edition)


def journey(known: Known, load: Load) -> Journey:
    """Return where a load goes, how, and when."""
    centre = known.centre
    return Journey(
        mode=load.mode,
        jurisdiction=centre.jurisdiction,
        day=load.leaves_on,
        purpose=USES[load.route],
        packagings=centre.packagings,
        max_kg=load.limit_kg,
    )


def cargo(known: Known, load: Load, battery: Battery, edition: Edition) -> Cargo:
    """Return one battery of a load as the rules of transport see it."""
    model, way = known.model(battery.model), battery.leaving
    tare = way.gross_kg - battery.kg if way.gross_kg and battery.kg else None
    said = Said(
        use=USES[load.route],
        un38_3=model.un38_3 if model else "unknown",
        vrla=model.chemistry == "VRLA" if model else False,
        approval=way.approval,
        package=f"{load.id}/{way.package}" if way.package else "",
        **({"tare_kg": tare} if tare else {}),
    )
    return cargo_of(battery, model, known.edition, edition, said, waiting=waiting(load, battery))


def waiting(load: Load, battery: Battery) -> Waiting:
    """Return what keeps a battery here whatever its class is: its stock is another one.

    What is damaged goes to recycling as it is; nothing else does before its discharge to safe,
    and to a second life nothing without its grade.
    """
    sound = battery.stock != "damaged"
    failed = any(not j.passed and not j.pretreatment for j in battery.leaving.judged.values())
    return Waiting(
        untested=sound and load.route == "recycling" and battery.stock != "recycling",
        ungraded=load.route == "second_life" and battery.stock != "second_life",
        failed=failed,
    )
