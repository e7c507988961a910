"""Releases: who stands for the editions of a store, and who is qualified to."""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from cellyard.domain import release as rules
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Entry, Qualification
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.release import Releasing
from cellyard.domain.rules import Edition
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ledger.releases import Releases

QUALIFICATIONS: tuple[Qualification, ...] = get_args(Qualification)


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands for an edition: `name` is "" once erased; `demo` where nothing is real.

    `until` is the last ISO date on which it counts, "" once the person is not qualified any more.
    """

    person: str
    name: str
    until: str
    demo: bool


def release(station: Station, order: Releasing, seen: Edition, *, by: str) -> Sequence[Recorded]:
    """Stand for an edition as it was seen; in a training centre that is a demonstration's.

    Refused as `domain.release.release`, and ("edition_anew") when it is another by now.
    """

    def decide(known: Known, order: Releasing) -> Sequence[Entry]:
        if known.releases.edition(order.edition) != seen:
            raise Refused("edition_anew", edition=order.edition)
        demo = order.demo or known.centre.training
        return rules.release(known, msgspec.structs.replace(order, demo=demo))

    return station.record(decide, order, by=by)


def standing(questions: Questions) -> dict[str, Stands]:
    """Return who stands for which edition as it is now, by edition."""
    registers, releases = questions.registers, questions.releases
    people = {person.id: person for person in registers.people()}
    found: dict[str, Stands] = {}
    for edition in registers.editions():
        if (stands := releases.of(edition.id)) is not None:
            person = people.get(stands.person)
            sheet = registers.sheet(person) if person else None
            found[edition.id] = Stands(
                person=stands.person,
                name=sheet.name if sheet else "",
                until=rules.lasts_until(releases, edition, stands),
                demo=stands.demo,
            )
    return found


def qualified(releases: Releases, person: str) -> Mapping[Qualification, str]:
    """Return what a person was entered as, each with its last ISO date, past ones too."""
    found: dict[Qualification, str] = {}
    for qualification in QUALIFICATIONS:
        if until := releases.qualified_until(person, qualification):
            found[qualification] = until
    return found
