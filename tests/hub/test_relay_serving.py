"""A relay as a real process before a real central hub: over TLS, its certificate pinned."""

from pathlib import Path

import pytest
from floor import furnished
from hub_process import HubProcess
from hubs import digest, round_of

from cellyard.domain.refusals import Trouble
from cellyard.jobs import enrolment, membership
from cellyard.jobs.syncing import over_http


def test_over_tls_with_a_pinned_certificate_and_through_to_the_central_hub(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "central") as central, HubProcess(tmp_path / "relay") as relay:
        central.start()
        floor = furnished(tmp_path / "one")
        way = over_http(central.url, proxy="", certificate=None)
        code = central.said("enrol-code", "--station", "Intake 1")["code"]
        enrolment.enrol(floor.station, way, central.url, code)
        round_of(floor.station, way)
        code = central.said("enrol-code", "--station", "Hall 2", "--relay")["code"]
        words = relay.said("relay", "--of", central.url, "--name", "Hall 2", "--code", code)
        assert len(words["words"]) == 6
        relay.launch()
        url = listening(relay)
        code = relay.said("enrol-code", "--station", "Intake 2")["code"]
        first = over_http(url, proxy="", certificate=None)
        two = enrolled(tmp_path / "two", first, url, code)
        pinned = membership.read(two.folder)
        assert pinned is not None
        assert len(pinned.certificate) == 64
        pinned_way = over_http(url, proxy="", certificate=pinned.certificate)
        until(lambda: round_of(two, pinned_way).recorded > 0 and digest(two))
        round_of(floor.station, way)
        round_of(two, pinned_way)
        assert digest(two) == digest(floor.station)
        other = over_http(url, proxy="", certificate="0" * 64)
        with pytest.raises(Trouble, match="hub_certificate"):
            round_of(two, other)
        for client in (first, pinned_way, other, way):
            client.close()
        two.close()
        floor.close()


def listening(relay: HubProcess) -> str:
    until(lambda: any(e["event"] == "listening" for e in relay.events()))
    at = next(e["at"][0] for e in relay.events() if e["event"] == "listening")
    return f"https://{at}"


def enrolled(folder: Path, carry, url: str, code: str):
    for _n in range(100):
        try:
            return enrolment.join(folder, carry, url, "Intake 2", code)
        except Trouble:
            pause()
    raise AssertionError("the relay does not enrol")


def until(done) -> None:
    for _n in range(200):
        if done():
            return
        pause()
    raise AssertionError("what is waited for does not come")


def pause() -> None:
    import threading

    threading.Event().wait(0.1)
