"""Shared by the tests of the devices: simulated instruments."""

from collections.abc import Iterator

import pytest

from cellyard.devices.simulator import Simulation


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with Simulation() as running:
        yield running
