"""What the demonstration proves must not come out otherwise by chance."""

import string

import pytest

from cellyard.demo.people import EVERYBODY
from cellyard.jobs.people import NewPerson


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_what_names_a_person_stands_in_no_fact_by_chance(person: NewPerson) -> None:
    for said in (person.name, person.badge, person.phone):
        assert not said or not set(said) <= set(string.hexdigits)
