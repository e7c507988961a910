"""Five stations and a hub in one thread, as bad as a seed says: in the end all have everything."""

import random
from pathlib import Path

import pytest
from fault_table import Fault, Tally
from simulated import Simulation
from simulated_base import base, chance

STEPS = 120


def simulated(folder: Path, seeds: range, *, disasters: bool) -> Tally:
    """Play these seeds; a failure names its seed."""
    base(folder / "base")
    tasks = 0
    for seed in seeds:
        try:
            with chance(random.Random(seed)):
                simulation = Simulation(folder / "base", folder / "run", seed, disasters=disasters)
                simulation.run(STEPS)
                simulation.settle()
                simulation.check()
                simulation.close()
                tasks += simulation.tasks
        except BaseException as error:
            error.add_note(f"seed {seed}, disasters {disasters}")
            raise
    assert tasks, "stations never contradicted each other"
    return Tally(len(seeds), 0)


def bad_network(folder: Path, tries: int) -> Tally:
    return simulated(folder, range(tries), disasters=False)


def disasters(folder: Path, tries: int) -> Tally:
    return simulated(folder, range(100, 100 + tries), disasters=True)


FAULTS = (
    Fault(
        "bad network",
        "seeds: lost, late, twice, spoiled, cut, partitions, crashes, clocks +-3 d",
        2,
        300,
        bad_network,
    ),
    Fault(
        "restores, clones, revocations",
        "seeds: the same, and older copies of station and hub, a station twice",
        2,
        300,
        disasters,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_simulated(fault: Fault) -> None:
    assert fault.tried(fault.small).losses == 0
