"""Standing for an edition at a station: as it was seen, by whom, and for a demonstration."""

from collections.abc import Iterator
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
        qualifying = Qualifying(person=self.by, qualification="site_safety", until=LATE)
        self.station.record(rules.qualify, qualifying, by=self.by)
        longer = msgspec.structs.replace(self.edition, valid_to=LATE)
        registers.publish(self.station, [longer], by=self.by)

    @property
    def edition(self) -> Edition:
        return next(e for e in self.station.ledger.registers.editions() if e.id == GRADING)

    def release(self, seen: Edition | None = None) -> None:
        seen = seen or self.edition
        order = Releasing(edition=GRADING, confirmed=seen.unconfirmed(), until=LATE)
        releases.release(self.station, order, seen, by=self.by)

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
