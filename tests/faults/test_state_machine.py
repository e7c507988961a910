"""Stations and a hub, on SQLite and on PostgreSQL, in whatever order things happen to them."""

from pathlib import Path

import pytest
from fault_table import Fault, Tally
from hub_places import HubPlace, OnPostgres
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from machine import Machine
from postgres import started
from simulated_base import base


def played(ground, tries: int) -> Tally:
    class Here(Machine):
        pass

    Here.ground = staticmethod(ground)
    chosen = settings(
        max_examples=tries,
        stateful_step_count=15 if tries < 10 else 40,
        # Each step takes long: what failed is told as it was found.
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=tries < 100,
    )
    run_state_machine_as_test(Here, settings=chosen)
    return Tally(tries, 0)


def on_file(folder: Path, tries: int) -> Tally:
    base(folder / "base")
    return played(lambda: (folder / "base", folder / "run", None), tries)


def on_postgres(folder: Path, tries: int) -> Tally:
    with started() as server:
        first = OnPostgres(server, folder / "hub")
        base(folder / "base", first)
        before: list[OnPostgres] = []

        def ground() -> tuple[Path, Path, HubPlace]:
            for place in before:
                place.drop(place.url)
            before[:] = [OnPostgres(server, folder / "hub", first.url)]
            return folder / "base", folder / "run", before[0]

        return played(ground, tries)


FAULTS = (
    Fault(
        "any order of things, SQLite",
        "Hypothesis: part, at once, again, crash, relay, copies, clone, revoked",
        2,
        200,
        on_file,
    ),
    Fault("any order of things, PostgreSQL", "the same on a real server", 1, 100, on_postgres),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_in_any_order(fault: Fault) -> None:
    assert fault.tried(fault.small).losses == 0
