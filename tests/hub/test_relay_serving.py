"""A relay as a real process before a real central hub: over TLS, its certificate pinned."""

import time
from pathlib import Path

import pytest
from floor import furnished
from hub_process import PATIENCE_S, HubProcess
from hubs import digest, round_of
from relay_process import RelayProcess

from cellyard.domain.refusals import Trouble
from cellyard.jobs import enrolment, membership
from cellyard.jobs.syncing import over_http


def test_over_tls_with_a_pinned_certificate_and_through_to_the_central_hub(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "central") as central, RelayProcess(tmp_path / "relay") as relay:
        central.start()
        floor = furnished(tmp_path / "one")
        way = over_http(central.url, proxy="", certificate=None)
        code = central.said("enrol-code", "--station", "Intake 1")["code"]
        enrolment.enrol(floor.station, way, central.url, code)
        round_of(floor.station, way)
        code = central.said("enrol-code", "--station", "Hall 2", "--relay")["code"]
        assert len(relay.forward_to(central.url, "Hall 2", code)) == 6
        relay.start()
        two = relay.join(tmp_path / "two", "Intake 2")
        pinned = membership.read(two.folder)
        assert pinned is not None
        assert len(pinned.certificate) == 64
        pinned_way = relay.way(two)
        until(lambda: round_of(two, pinned_way).recorded > 0 and digest(two))
        round_of(floor.station, way)
        round_of(two, pinned_way)
        assert digest(two) == digest(floor.station)
        other = over_http(relay.url, proxy="", certificate="0" * 64)
        with pytest.raises(Trouble, match="hub_certificate"):
            round_of(two, other)
        for client in (pinned_way, other, way):
            client.close()
        two.close()
        floor.close()


def until(done) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < ends, "what is waited for does not come"
        time.sleep(0.1)
