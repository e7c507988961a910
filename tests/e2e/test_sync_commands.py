"""The commands of the central server: from a code to two stations that hold the same."""

from pathlib import Path

from asked import refused, run, said
from floor import code, furnished
from http_hubs import served
from hubs import HubOnFile

from cellyard.domain.fingerprint import six_words
from cellyard.jobs.station import Station, identity


def test_a_second_station_joins_and_both_hold_the_same(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    floor = furnished(one)
    floor.close()
    hub = HubOnFile(tmp_path / "hub")
    hub.centre = floor.station.identity.centre
    with served(hub.hub.answer) as url:
        for words in ("acorn " * 6, ""):
            asked = ("enrol", "--hub", url, "--code", hub.code("Intake 1"))
            shown = said(*asked, data=one)["words"]
            assert tuple(shown) == six_words(hub.hub.key.public_key, identity(one).public_key)
            if words:
                assert "not the words" in refused("enrol", "--words", words, data=one)
                assert "does not know" in refused("sync", "--once", data=one)
        said("enrol", "--words", " ".join(shown).upper(), data=one)
        assert said("sync", "--once", data=one)["sent"] > 20

        asked = ("join", str(two), "--hub", url, "--station", "Intake 2")
        shown = said(*asked, "--code", hub.code("Intake 2"))["words"]
        joined = said("join", str(two), "--words", " ".join(shown))
        assert joined["facts"] > 20
        assert joined["files"] > 20
        with Station(two) as station:
            assert "already runs" in refused("sync", "--once", data=two)
            assert len(station.ledger.registers.people()) == 2

        floor = floor.again(tmp_path / "copy")  # the same station, its folder moved
        floor.book_in(code(7), "nissan-leaf-40-kwh")
        floor.close()
        moved = tmp_path / "copy"
        plain = run("sync", "--once", data=moved)
        assert plain.returncode == 0, plain.stderr
        said("sync", "--once", data=two)
        said("sync", "--once", data=moved)
        assert said("digest", data=two) == said("digest", data=moved)
        assert said("verify", data=two)["ok"] is True
    assert "no way" in refused("sync", "--once", data=two)
    hub.close()
