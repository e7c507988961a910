"""Standing for an edition at a station: as it was seen, by whom, and for a demonstration."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from cellyard.domain import release as rules
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.domain.release import Qualifying, Releasing
from cellyard.domain.rules import Edition
from cellyard.jobs import people, registers, releases
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import ChangedPerson, NewPerson
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions

FOUNDER = NewPerson(name="Zhao Min", badge="0117", pin="2468", roles=("administrator",))
LATE = "2099-12-31"
GRADING = "grading-2026-2"


class Centred:
    """A founded station whose administrator is the site's safety officer."""

    def __init__(self, folder: Path, *, training: bool) -> None:
        centre = Centre(name="Linjiang", jurisdiction="CN", training=training)
        order = Founding(centre=centre, station="Intake 1", administrator=FOUNDER)
        self.folder = folder
        self.station, self.by = found(folder, order)
        self.qualify(LATE)
        longer = msgspec.structs.replace(self.edition, valid_to=LATE)
        registers.publish(self.station, [longer], by=self.by)

    @property
    def edition(self) -> Edition:
        return next(e for e in self.station.ledger.registers.editions() if e.id == GRADING)

    def release(self, seen: Edition | None = None, until: str = LATE) -> None:
        seen = seen or self.edition
        order = Releasing(edition=GRADING, confirmed=seen.unconfirmed(), until=until)
        releases.release(self.station, order, seen, by=self.by)

    def qualify(self, until: str) -> None:
        order = Qualifying(person=self.by, qualification="site_safety", until=until)
        self.station.record(rules.qualify, order, by=self.by)

    def paper(self, on: str) -> str:
        """Return what a paper under the edition is on an ISO date."""
        with closing(Questions(self.folder)) as questions:
            now = self.station.ledger.now()
            known = questions.known(station=self.station.identity.station, actor=self.by, now=now)
            return rules.standing(known, (GRADING,), on)

    def standing(self) -> dict[str, releases.Stands]:
        questions = Questions(self.folder)
        try:
            return releases.standing(questions)
        finally:
            questions.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centred]:
    made = Centred(tmp_path / "station", training=False)
    yield made
    made.station.close()


def test_a_release_names_who_stands_and_until_when(centre: Centred) -> None:
    assert centre.standing() == {}
    centre.release()
    stands = centre.standing()[GRADING]
    assert (stands.person, stands.name, stands.until) == (centre.by, "Zhao Min", LATE)
    assert not stands.demo


def test_in_a_training_centre_every_release_is_a_demonstrations(tmp_path: Path) -> None:
    made = Centred(tmp_path / "station", training=True)
    made.release()
    assert made.standing()[GRADING].demo
    made.station.close()


def test_an_edition_is_stood_for_only_as_it_was_seen(centre: Centred) -> None:
    seen = centre.edition
    other = msgspec.structs.replace(seen, title="Another text")
    registers.publish(centre.station, [other], by=centre.by)
    with pytest.raises(Refused) as refused:
        centre.release(seen)
    assert refused.value.code == "edition_anew"
    assert centre.standing() == {}


def test_a_release_ends_with_what_it_stood_for(centre: Centred) -> None:
    centre.release()
    other = msgspec.structs.replace(centre.edition, title="Another text")
    registers.publish(centre.station, [other], by=centre.by)
    assert centre.standing() == {}


# An edition of 2026, released until an ISO date by who is qualified until another one.
FROM, TO = "2026-01-01", LATE


@pytest.mark.parametrize(
    ("released", "qualified", "on", "is_"),
    [
        (TO, TO, "2025-12-31", "draft"),
        (TO, TO, FROM, "final"),
        (TO, TO, TO, "final"),
        (TO, TO, "2100-01-01", "draft"),
        ("2099-06-30", TO, "2099-06-30", "final"),
        ("2099-06-30", TO, "2099-07-01", "draft"),
        (TO, "2099-03-31", "2099-03-31", "final"),
        (TO, "2099-03-31", "2099-04-01", "draft"),
        (TO, "", "2099-01-01", "draft"),
    ],
)
def test_a_paper_is_final_from_the_first_day_to_the_last_on_which_somebody_qualified_stands(
    centre: Centred, released: str, qualified: str, on: str, is_: str
) -> None:
    whole = msgspec.structs.replace(centre.edition, valid_from=FROM)
    registers.publish(centre.station, [whole], by=centre.by)
    assert centre.paper(on) == "draft"
    centre.release(until=released)
    centre.qualify(qualified)
    assert centre.paper(on) == is_
    assert centre.standing()[GRADING].until == min(released, qualified)


def test_a_value_that_was_not_confirmed_makes_drafts(centre: Centred) -> None:
    seen = centre.edition
    order = Releasing(edition=GRADING, confirmed=seen.unconfirmed()[1:], until=LATE)
    with pytest.raises(Refused) as refused:
        releases.release(centre.station, order, seen, by=centre.by)
    assert (refused.value.code, refused.value.shown["count"]) == ("rules_unconfirmed", 1)
    assert centre.paper("2026-12-01") == "draft"


def test_who_is_qualified_no_more_stands_for_nothing(centre: Centred) -> None:
    centre.qualify("")
    with pytest.raises(Refused) as refused:
        centre.release()
    assert refused.value.code == "not_qualified"


def test_a_qualification_is_written_in_one_act_with_the_person(centre: Centred) -> None:
    new = NewPerson(
        name="Li Wei", badge="0231", pin="1357", roles=("operator",), qualified={"dg_adviser": LATE}
    )
    id_ = people.enter(centre.station, new, by=centre.by)
    changed = ChangedPerson(
        id=id_, name="Li Wei", badge="0231", roles=("technician",), qualified={"dg_adviser": "x"}
    )
    with pytest.raises(Refused) as refused:
        people.change(centre.station, changed, by=centre.by)
    assert refused.value.code == "qualification_date_wrong"
    assert qualified(centre.station, id_) == {"dg_adviser": LATE}
    entered = people.listed(centre.station.ledger.registers)
    assert next(p for p in entered if p.id == id_).roles == ("operator",)
    taken = msgspec.structs.replace(changed, qualified={"dg_adviser": "", "site_safety": LATE})
    people.change(centre.station, taken, by=centre.by)
    assert qualified(centre.station, id_) == {"site_safety": LATE}


def qualified(station: Station, person: str) -> dict[str, str]:
    questions = Questions(station.folder)
    try:
        return dict(releases.qualified(questions.releases, person))
    finally:
        questions.close()
