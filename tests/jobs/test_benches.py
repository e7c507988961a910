"""Whose hands a channel is in: one load, one tester, one thread, whatever the register says."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cellyard.devices.bench.channel import BenchChannel
from cellyard.domain.registers import Duty, Instrument
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments


def there(key: str, duty: Duty = "load", profile: str = "itech-it8500") -> Instrument:
    return Instrument(
        key=key, station="s", profile=profile, port=f"/dev/none-{key}", duty=duty, channel="1"
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Instruments]:
    found = Instruments(Benches(tmp_path))
    yield found
    found.stop()


@pytest.mark.parametrize(
    ("duty", "profile"), [("load", "itech-it8500"), ("insulation", "gwinstek-gpt9000")]
)
def test_of_two_on_one_channel_only_one_is_acted_on(
    running: Instruments, duty: Duty, profile: str
) -> None:
    two = [there(key, duty, profile) for key in ("a", "b")]
    running.attach(two)
    acted_on = [i for i in two if running.benches.attendant(i) is not None]
    assert len(acted_on) == 1
    left = next(i for i in two if i not in acted_on)
    running.attach([left])
    attendant = running._lines[left.key][1].attendant
    assert attendant is not None
    assert attendant is running.benches.attendant(left)
    assert attendant.view.key == "1"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_second_load_is_kept_from_a_channel_that_works(running: Instruments) -> None:
    first, second = there("a"), there("b")
    running.attach([first])
    channel = running.benches.of("1")
    channel._shown.show(phase="running")
    running.attach([second])
    assert running.benches.attendant(first) is channel
    assert running._lines["b"][1].attendant is None
    channel._shown.show(phase="free")
    running.attach([second])
    now = running._lines["b"][1].attendant
    assert isinstance(now, BenchChannel)
    assert now is not channel
    assert now.view.load == "b"


def test_a_load_that_draws_unwatched_keeps_the_app_open(running: Instruments) -> None:
    running.attach([there("a")])
    channel, benches = running.benches.of("1"), running.benches
    channel._shown.show(phase="look", on=True, voltage=Decimal(40))
    assert benches.loads_on() == ["1"]
    channel._shown.show(voltage=None)  # it is not there: nobody could switch it off
    assert benches.loads_on() == []
    channel._shown.show(on=False, voltage=Decimal(40))
    assert benches.loads_on() == []
