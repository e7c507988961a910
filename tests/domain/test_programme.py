"""Walking a programme: rests, loads, the weakest cell, and the rounds of a discharge."""

from decimal import Decimal

import channels

from cellyard.domain.bench.programme import Moment, Move, Programme, Progress, next_move

D = Decimal


class Walk:
    """Samples given to a programme, one after another."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.progress = Progress()

    def __call__(self, t: str, voltage: str, *cells: str | None, on: bool = True) -> Move:
        now = Moment(
            t=D(t),
            voltage=D(voltage),
            current=D(-10) if on else D(0),
            on=on,
            cells=tuple(None if c is None else D(c) for c in cells),
        )
        self.progress, move = next_move(self.programme, self.progress, now)
        return move

    @property
    def step(self) -> str:
        return self.programme.steps[self.progress.step].name


def test_a_capacity_test_rests_draws_and_settles() -> None:
    walk = Walk(channels.plan().programme)
    assert [s.name for s in walk.programme.steps] == ["rest", "test", "settle"]
    assert walk("0", "50", on=False) == "stay"
    assert walk("119.9", "50", on=False) == "stay"
    assert walk("120", "50", on=False) == "on"
    assert walk("121", "49") == "stay"
    assert walk("9000", "33.601") == "stay"
    assert walk("9001", "33.600") == "off"
    assert (walk.step, walk.progress.since) == ("settle", D(9001))
    assert walk("9120", "36", on=False) == "stay"
    assert walk("9121", "36", on=False) == "done"


def test_the_weakest_cell_ends_a_string() -> None:
    walk = Walk(channels.plan(cells=True).programme)
    assert walk("120", "50", on=False) == "on"
    assert walk("121", "45", "3.9", None, "2.81") == "stay"
    assert walk("122", "45", "3.9", None, "2.80") == "off"


def test_a_discharge_goes_on_gently_then_rests_for_the_rebound() -> None:
    walk = Walk(channels.plan("discharge").programme)
    names = [(s.name, s.ampere) for s in walk.programme.steps]
    assert names == [("discharge", D(10)), ("gentle", D(1)), ("rebound", D(0))]
    assert walk.programme.steps[0].down_to == 12
    assert walk.programme.steps[2].limit == 24
    assert walk("0", "49") == "stay"
    assert walk("100", "12") == "on"
    assert walk.step == "gentle"
    assert walk("101", "20") == "stay"
    assert walk("200", "11.9") == "off"
    assert walk("799", "23", on=False) == "stay"
    assert walk("800", "24", on=False) == "done"
    assert walk.progress.round == 1


def test_above_its_limit_it_is_drawn_again_three_times_at_most() -> None:
    walk = Walk(channels.plan("discharge").programme)
    at = 0
    for turn in (1, 2, 3):
        assert walk.progress.round == turn
        assert walk(str(at), "11") == "on"
        assert walk(str(at + 10), "11") == "off"
        last = walk(str(at + 610), "24.001", on=False)
        at += 620
        assert last == ("above" if turn == 3 else "on")
    assert (walk.step, walk.progress.round) == ("rebound", 3)


def test_a_cell_in_a_string_is_not_driven_to_reversal() -> None:
    walk = Walk(channels.plan("discharge", cells=True).programme)
    assert walk("1", "30", "2.7", "0.21") == "stay"
    assert walk("2", "30", "2.7", "0.2") == "on"
