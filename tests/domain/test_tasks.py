"""Tasks from what is known: when each begins, when it is urgent, and when it is gone."""

from decimal import Decimal

import msgspec
import pytest
from memory import CN

from cellyard.domain import facts as f
from cellyard.domain import tasks
from cellyard.domain.battery import Battery
from cellyard.domain.known import Release
from cellyard.domain.leaving import Leaving
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.receipt import task_of
from cellyard.domain.tasks import Kind, Task
from cellyard.domain.watch import Hold, Observation, Watch
from cellyard.domain.yard.watching import HOUR

TODAY = "2026-11-27"
NOTICE = Decimal(30)
LOAD = Load(id="aa", number="L-1", consignee="donghe", leaves_on=TODAY)
SEALED = f.LoadSealed(
    batteries=1, kg=Decimal(300), kwh=Decimal(40), decided=f.Decided(edition="e", rules=())
)


def battery(name: str, outcome: f.Outcome | None) -> Battery:
    return Battery(id=name, leaving=Leaving(load="aa", outcome=outcome))


def of_load(load: Load, *batteries: Battery) -> list[Task]:
    return list(tasks.of_loads([load], lambda _id: batteries, TODAY))


def kinds(found: list[Task]) -> list[tuple[Kind, bool]]:
    return [(task.kind, task.urgent) for task in found]


@pytest.mark.parametrize(
    ("leaves_on", "expected"),
    [
        ("2026-11-28", []),
        ("2026-11-27", [("not_left", False)]),
        ("2026-11-26", [("not_left", True)]),
    ],
)
def test_a_load_asks_to_leave_from_its_day_on(
    leaves_on: str, expected: list[tuple[Kind, bool]]
) -> None:
    load = msgspec.structs.replace(LOAD, leaves_on=leaves_on)
    assert kinds(of_load(load)) == expected
    assert kinds(of_load(msgspec.structs.replace(load, sealed=SEALED))) == expected
    assert of_load(msgspec.structs.replace(load, cancelled="mistake")) == []


def test_a_load_on_the_road_waits_for_its_receipt_without_being_judged() -> None:
    gone = msgspec.structs.replace(LOAD, leaves_on="2026-11-01", dispatched_at=5)
    assert kinds(of_load(gone)) == [("not_received", False)]
    assert of_load(gone)[0].at == 5


def test_each_difference_is_a_task_until_it_is_answered_and_again_when_told_otherwise() -> None:
    received = msgspec.structs.replace(
        LOAD, dispatched_at=5, arrived_at=6, received_at=7, differences=2
    )
    missing, heavy, right = (
        battery("b1", "missing"),
        battery("b2", "other_mass"),
        battery("b3", "as_listed"),
    )
    found = of_load(received, missing, heavy, right)
    assert [(t.battery, t.outcome, t.urgent) for t in found] == [
        ("b1", "missing", True),
        ("b2", "other_mass", True),
    ]
    answer = f.Resolved(task=task_of(missing), answer="found")
    answered = msgspec.structs.replace(received, resolved={answer.task: answer})
    assert [t.battery for t in of_load(answered, missing, heavy, right)] == ["b2"]
    otherwise = battery("b1", "damaged")
    assert [t.battery for t in of_load(answered, otherwise, heavy, right)] == ["b1", "b2"]


def test_a_difference_is_a_task_before_the_receipt_is_complete() -> None:
    arrived = msgspec.structs.replace(LOAD, dispatched_at=5, arrived_at=6)
    found = of_load(arrived, battery("b1", "damaged"), battery("b2", None))
    assert kinds(found) == [("not_received", False), ("difference", True)]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("", []),
        ("2026-12-28", []),
        ("2026-12-27", [("calibration", False)]),
        ("2026-11-27", [("calibration", False)]),
        ("2026-11-26", [("calibration", True)]),
    ],
)
def test_a_calibration_is_told_of_ahead_and_urgent_once_it_has_ended(
    until: str, expected: list[tuple[Kind, bool]]
) -> None:
    meter = Instrument(
        key="m", station="s", profile="p", port="", duty="meter", calibrated_until=until
    )
    assert kinds(list(tasks.of_instruments([meter], TODAY, NOTICE))) == expected


def edition(id_: str, valid_from: str, valid_to: str, jurisdiction: str = "CN") -> Edition:
    return Edition(
        id=id_,
        title=id_,
        jurisdiction=jurisdiction,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def of_editions(*editions: Edition, released: str = "") -> list[Task]:
    def stands(id_: str) -> Release | None:
        if not released:
            return None
        return Release(
            edition=id_,
            sha256="",
            person="p",
            qualification="site_safety",
            until=released,
            demo=False,
            confirmed=(),
            at=0,
        )

    return list(tasks.of_editions(editions, "CN", stands, TODAY, NOTICE))


def test_an_edition_that_ends_is_a_task_unless_another_follows() -> None:
    ends = edition("a", "2026-01-01", "2026-12-10")
    assert [(t.kind, t.name, t.days) for t in of_editions(ends)] == [("edition", "a", 13)]
    follows = edition("b", "2026-12-11", "2027-12-31")
    assert of_editions(ends, follows) == []
    gap = edition("b", "2026-12-12", "2027-12-31")
    assert kinds(of_editions(ends, gap)) == [("edition", False)]
    elsewhere = edition("b", "2026-12-11", "2027-12-31", "EU")
    assert kinds(of_editions(ends, elsewhere)) == [("edition", False)]


def test_rules_that_have_ended_are_urgent() -> None:
    ended = edition("a", "2026-01-01", "2026-11-26")
    assert kinds(of_editions(ended)) == [("edition", True)]
    assert of_editions(edition("a", "2026-01-01", "2026-11-26", "EU")) == []


def test_who_stands_for_an_edition_is_asked_again_in_time() -> None:
    stands = edition("a", "2026-01-01", "2027-12-31")
    assert of_editions(stands, released="2027-06-30") == []
    assert kinds(of_editions(stands, released="2026-12-05")) == [("release", False)]
    assert kinds(of_editions(stands, released="2026-11-20")) == [("release", True)]


def test_a_qualification_that_was_never_entered_does_not_end() -> None:
    def of(until: str) -> list[tuple[Kind, bool]]:
        found = tasks.of_qualification("p", "dg_adviser", until, TODAY, NOTICE)
        return kinds(list(found))

    assert of("") == []
    assert of("2027-06-30") == []
    assert of("2026-12-05") == [("qualification", False)]
    assert of("2026-11-26") == [("qualification", True)]


def test_without_days_of_notice_only_what_has_ended_is_a_task() -> None:
    never = Decimal(-1)
    assert list(tasks.of_qualification("p", "dg_adviser", TODAY, TODAY, never)) == []
    assert len(list(tasks.of_qualification("p", "dg_adviser", "2026-11-26", TODAY, never))) == 1


def test_a_walk_comes_before_the_desk_and_the_urgent_before_the_rest() -> None:
    papers = list(tasks.of_papers(2))
    late = msgspec.structs.replace(LOAD, leaves_on="2026-11-20")
    soon = list(tasks.of_qualification("p", "dg_adviser", "2026-12-05", TODAY, NOTICE))
    order = tasks.in_order([*soon, *of_load(late), *papers])
    assert [task.kind for task in order] == ["paper", "not_left", "qualification"]
    assert list(tasks.of_papers(0)) == []


def of_watched(battery: Battery, now: int) -> list[tuple[Kind, bool]]:
    return kinds(list(tasks.of_watched([battery], CN, now)))


def test_what_was_observed_for_as_long_as_there_is_waits_for_a_decision() -> None:
    most = 72 * HOUR
    look = Observation(at=most, clean=True, temperature=Decimal(21), ambient=None, seen="", by="")
    watched = Battery(
        id="b1", slot="O-01", verdict="watch", triaged_at=1, watch=Watch(observations=(look,))
    )
    assert of_watched(watched, most) == []
    assert of_watched(watched, most + 1) == [("observed", False)]
    assert of_watched(watched, most + 2 * HOUR) == [("reading", False), ("observed", False)]
    held = Watch(observations=(look,), hold=Hold(reason="recall", at=1, by=""))
    for decided in (
        msgspec.structs.replace(watched, watch=held),
        msgspec.structs.replace(watched, leaving=Leaving(load="aa")),
        msgspec.structs.replace(watched, verdict="stop"),
    ):
        assert ("observed", False) not in of_watched(decided, most + 1)
