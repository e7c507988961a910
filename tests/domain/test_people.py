"""Roles and their acts, the shape of a PIN, the growing delay."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellyard.domain import people
from cellyard.domain.facts import Role
from cellyard.domain.refusals import Refused
from cellyard.words.yard import ROLES

SET_UP = {
    "people",
    "partners",
    "slots",
    "models",
    "instruments",
    "central_server",
    "confirm_stop",
    "editions",
    "prices",
    "notices",
    "export",
    "backups",
}
BENCH = {"test", "grade", "downgrade"}
SUPERVISORS = {"correct_stored", "overrule", "ship", "release_hold"}


def test_every_act_of_every_role() -> None:
    assert people.MAY.keys() == set(get_args(people.Act))
    assert ROLES.keys() == set(get_args(Role))
    for act in get_args(people.Act):
        for role in get_args(Role):
            expected = act not in SET_UP | SUPERVISORS
            if act in SUPERVISORS:
                expected = role == "supervisor"
            elif act in BENCH:
                expected = role in ("technician", "supervisor")
            elif act in {"people", "confirm_stop", "editions", "prices", "central_server"}:
                expected = role == "administrator"
            elif act in SET_UP:
                expected = role in ("supervisor", "administrator")
            assert people.may(frozenset({role}), act) is expected
        assert not people.may(frozenset(), act)
        assert people.may(frozenset(get_args(Role)), act)


@given(st.text(max_size=10))
def test_a_pin_is_four_to_eight_figures(pin: str) -> None:
    sound = 4 <= len(pin) <= 8 and all(sign in "0123456789" for sign in pin)
    if sound:
        people.check_pin(pin)
        return
    with pytest.raises(Refused, match="pin_shape"):
        people.check_pin(pin)


@pytest.mark.parametrize("pin", ["1234", "00000000", "١٢٣٤", "123", "123456789", "12 34"])
def test_pins_at_the_edge(pin: str) -> None:
    if pin in ("1234", "00000000"):
        people.check_pin(pin)
    else:
        with pytest.raises(Refused, match="pin_shape"):
            people.check_pin(pin)


def test_the_delay_begins_with_the_fifth_wrong_pin_and_grows() -> None:
    assert [people.tries_left(n) for n in range(7)] == [5, 4, 3, 2, 1, 0, 0]
    delays = [people.lockout_ms(n) // 1000 for n in range(12)]
    assert delays == [0] * 5 + [30, 60, 120, 300, 900, 900, 900]
    people.check_not_locked(0, 1)
    people.check_not_locked(5000, 5000)
    with pytest.raises(Refused) as no:
        people.check_not_locked(5001, 5000)
    assert no.value.shown == {"seconds": 1}
