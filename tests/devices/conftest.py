"""Shared by the tests of the devices: simulated instruments, and no thread left behind."""

import threading
from collections.abc import Iterator

import pytest

from cellyard.devices.simulator import Simulation


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert not set(threading.enumerate()) - before


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with Simulation() as running:
        yield running
