"""Founding: one act, all or nothing, and nothing that stood before is ever removed."""

import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Published, RoleGranted, StationOpened
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre, Partner
from cellyard.domain.rules import in_force
from cellyard.domain.yard import SAMPLE_GRID, zones_from_grid
from cellyard.jobs import door, founding
from cellyard.jobs.founding import TRAINING, Founding, found, shipped_editions, shipped_models
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import IDENTITY, Station, is_founded
from cellyard.ledger import facts
from cellyard.ledger.verify import verify

ORDER = Founding(
    centre=Centre(name="Linjiang", jurisdiction="CN"),
    station="Intake 1",
    administrator=NewPerson(name="Zhao Min", badge="0117", pin="2468", roles=("administrator",)),
    partners=(Partner(key="OUT-1", name="Jiangbei outlet"),),
    zones=zones_from_grid(SAMPLE_GRID, home="Intake 1").zones,
)


def _line(station: Station) -> list[Recorded]:
    with station.ledger.connection.begin():
        return [r for page in facts.pages(station.ledger.connection) for r in page]


def test_everything_stands_in_one_act_and_proves(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    station, administrator = found(folder, ORDER)
    with station:
        line = _line(station)
        assert isinstance(line[0].fact, StationOpened)
        assert len({r.envelope.act for r in line}) == 1
        published = [r.fact for r in line if isinstance(r.fact, Published)]
        counts = {name: sum(p.register == name for p in published) for name in
                  ("centre", "editions", "models", "partners", "slots", "people")}  # fmt: skip
        assert counts == {
            "centre": 1,
            "editions": len(shipped_editions()),
            "models": len(shipped_models()),
            "partners": 1,
            "slots": len(ORDER.zones),
            "people": 1,
        }
        assert [r.fact.role for r in line if isinstance(r.fact, RoleGranted)] == ["administrator"]
        assert all(b"Zhao" not in bytes(r.envelope.payload) for r in line)
        assert door.by_badge(station, "0117").id == administrator
        assert not (folder / f"{IDENTITY}.part").exists()
    proof = verify(folder, station.identity.public_key)
    assert (proof.ok, proof.facts) == (True, len(line))
    if station.key_keeper == "file":
        key = next((folder / "keys").iterdir())
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="already_founded"):
        found(folder, ORDER)


def test_training_has_its_own_centre(tmp_path: Path) -> None:
    training = msgspec.structs.replace(
        ORDER, centre=Centre(name="Linjiang", jurisdiction="CN", training=True)
    )
    station, _administrator = found(tmp_path, training)
    with station:
        assert station.identity.centre == TRAINING
        with station.ledger.connection.begin():
            assert station.ledger.registers.centre().training
            there = station.ledger.registers.instruments()
            editions = station.ledger.registers.editions()
        assert {i.duty for i in there if i.channel} == {"load", "thermometer", "meter", "bms"}
        assert next(i for i in there if i.duty == "load").stop_confirmed
        ours = in_force(editions, "2026-11-27", "CN", "grading")
        assert ours is not None
        assert (ours.id, ours.made_from) == ("grading-centre-2026-1", "grading-2026-2")


@pytest.mark.parametrize("crash", ["_first_entries", "write_identity"])
def test_what_a_crash_left_behind_is_cleared_and_founding_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    real: Callable[..., object] = getattr(founding, crash)

    def fails(*given: object) -> None:
        if crash == "_first_entries":
            real(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(founding, crash, fails)
        with pytest.raises(KeyboardInterrupt):
            found(tmp_path, ORDER)
    assert not is_founded(tmp_path)
    assert (tmp_path / "ledger.db").exists()
    station, _administrator = found(tmp_path, ORDER)
    with station:
        sheets = list((tmp_path / "blobs").rglob("*"))
        with station.ledger.connection.begin():
            kept = [p.sheet for p in station.ledger.registers.people()]
        named = [b for b in sheets if b.is_file() and b"Zhao" in b.read_bytes()]
        assert [b.name for b in named] == kept
        assert _line(station)[0].envelope.seq == 1


def test_a_store_that_lost_its_identity_is_never_touched(tmp_path: Path) -> None:
    found(tmp_path, ORDER)[0].close()
    (tmp_path / IDENTITY).rename(tmp_path / "elsewhere")
    before = (tmp_path / "ledger.db").read_bytes()
    with pytest.raises(Refused, match="store_without_station"):
        found(tmp_path, ORDER)
    assert (tmp_path / "ledger.db").read_bytes() == before
    (tmp_path / "elsewhere").rename(tmp_path / IDENTITY)
    Station(tmp_path).close()


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where the folder should be")
    with pytest.raises(Refused, match="file_not_written"):
        found(tmp_path / "file" / "station", ORDER)


def test_a_wrong_pin_shape_founds_nothing(tmp_path: Path) -> None:
    wrong = msgspec.structs.replace(
        ORDER, administrator=msgspec.structs.replace(ORDER.administrator, pin="12a4")
    )
    with pytest.raises(Refused, match="pin_shape"):
        found(tmp_path, wrong)
    assert not is_founded(tmp_path)
    found(tmp_path, ORDER)[0].close()
