"""The courier file: what one station knows reaches another by hand, once, whole or not at all."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from floor import code, furnished
from hubs import HubOnFile, digest, round_of

from cellyard.cli import main
from cellyard.domain.refusals import Refused
from cellyard.jobs import courier, keys, receivers
from cellyard.jobs.station import Station
from cellyard.ledger import errands, file_errands, leaving
from cellyard.sync.courier_file import Head, Held, Note, Reading, Writing


class Yard:
    """A furnished station and one that joined, both enrolled; the second knows what the hub did.

    Made once; each test works on a copy (`of`).
    """

    def __init__(self, folder: Path, of: "Yard | None" = None) -> None:
        if of:
            shutil.copytree(of.folder, folder, dirs_exist_ok=True)
        self.folder = folder
        self.hub = HubOnFile(folder / "hub")
        self.floor = of.floor.reopened(folder / "one") if of else furnished(folder / "one")
        self.one = self.floor.station
        self.post = folder / "post"
        self.post.mkdir(exist_ok=True)
        if of:
            self.two = Station(folder / "two")
            self.hub.centre = self.one.identity.centre
        else:
            self.hub.enrol(self.one)
            round_of(self.one, self.hub.hub.answer)
            self.two = self.hub.join(folder / "two", "Intake 2")
            round_of(self.two, self.hub.hub.answer)
            round_of(self.one, self.hub.hub.answer)

    def carry(self, sender: Station, to: Station, **more: int) -> courier.Taken:
        return courier.take_into(to, self.made(sender, to.identity.station, **more))

    def made(self, sender: Station, to: str, **more: int) -> Path:
        return courier.make(sender.folder, to, self.post, **more)[0]

    def close(self) -> None:
        self.two.close()
        self.floor.close()
        self.hub.close()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    made = Yard(tmp_path_factory.mktemp("first"))
    made.close()
    return made


@pytest.fixture
def yard(tmp_path: Path, first: Yard) -> Iterator[Yard]:
    made = Yard(tmp_path, first)
    yield made
    made.close()


def refused(sender: Path, to: Station) -> str:
    before = digest(to), to.written
    with pytest.raises(Refused) as no:
        courier.take_into(to, sender)
    assert (digest(to), to.written) == before
    return no.value.code


def test_what_one_station_knows_reaches_the_other_without_a_network(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    assert digest(yard.two) != digest(yard.one)
    taken = yard.carry(yard.one, yard.two)
    assert taken.facts > 5
    assert (taken.station, taken.gaps, taken.forks) == ("Intake 1", (), ())
    assert digest(yard.two) == digest(yard.one)


def test_the_files_of_the_registers_come_along_and_others_within_the_budget(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    with yard.one.ledger.connection.begin():
        named = file_errands.all_named(yard.one.ledger.connection)
    sheets = {p.sheet for p in yard.one.ledger.registers.people()}
    held = [s for s in (*named, *sheets) if yard.one.ledger.blobs.holds(s)]
    registers = [s for s in held if s in sheets or named[s]]
    others = [s for s in held if s not in registers]
    assert registers
    assert others
    path, packed = courier.make(yard.one.folder, "Intake 2", yard.post, 0)
    assert (packed.files, packed.left_out) == (len(registers), len(others))
    assert courier.take_into(yard.two, path).files == len(registers)
    assert yard.two.ledger.registers.models() == yard.one.ledger.registers.models()
    # What had no room is asked for by the file that goes back.
    assert yard.carry(yard.two, yard.one).facts >= 0
    assert yard.carry(yard.one, yard.two).files == len(others)
    assert all(yard.two.ledger.blobs.intact(sha256) for sha256 in held)


def test_taken_twice_nothing_changes(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    path = yard.made(yard.one, "Intake 2")
    courier.take_into(yard.two, path)
    before = yard.two.written
    again = courier.take_into(yard.two, path)
    assert (again.facts, again.files, yard.two.written) == (0, 0, before)


def test_the_next_file_holds_only_what_the_file_that_came_back_lacked(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    whole = yard.carry(yard.one, yard.two)
    yard.carry(yard.two, yard.one)
    yard.floor.book_in(code(78), "nissan-leaf-40-kwh")
    path, packed = courier.make(yard.one.folder, "Intake 2", yard.post)
    assert 0 < packed.facts < 3 * whole.facts
    assert packed.facts < len(everything(yard.one)) / 2
    assert courier.take_into(yard.two, path).facts == packed.facts
    assert digest(yard.two) == digest(yard.one)


def everything(station: Station) -> list[tuple[str, str, int]]:
    with station.ledger.connection.begin():
        rows = station.ledger.connection.exec_driver_sql("SELECT station, epoch, seq FROM fact")
        return [tuple(row) for row in rows]


def test_a_gap_is_told_and_answered_by_the_file_that_goes_back(yard: Yard, tmp_path: Path) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    lost = yard.made(yard.one, "Intake 2")
    # As if the first file had arrived and been answered: the next one begins behind it.
    note = Note(centre="", app="", at=0, heads=tuple(Held(*h[:3]) for h in heads(yard.one)))
    says(yard.one, yard.two, note)
    yard.floor.book_in(code(78), "nissan-leaf-40-kwh")
    taken = yard.carry(yard.one, yard.two)
    assert taken.facts == 0
    (gap,) = taken.gaps
    assert gap[0] == "Intake 1"
    yard.carry(yard.two, yard.one)
    filled = yard.carry(yard.one, yard.two)
    assert filled.gaps == ()
    assert digest(yard.two) == digest(yard.one)
    assert courier.take_into(yard.two, lost).facts == 0


def heads(station: Station) -> list[leaving.ChainHead]:
    with station.ledger.connection.begin():
        return leaving.heads(station.ledger.connection)


def says(station: Station, receiver: Station, note: Note) -> None:
    import msgspec

    who = receiver.identity
    key = receivers.counterpart((who.station, who.epoch))
    hub_key = receivers.pinned(station.folder).hub_key
    station.ledger.apply((), hub_key=hub_key, state=msgspec.json.encode(note), of=key)


def test_a_bit_turned_anywhere_refuses_the_whole_file(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    path = yard.made(yard.one, "Intake 2")
    whole = path.read_bytes()
    said = {"courier_not_one", "courier_damaged", "courier_not_for_us", "courier_sender_unknown"}
    for at in (0, 3, 5, *range(6, 200, 7), 250, 400, 5000, len(whole) - 70, len(whole) - 1):
        turned = bytearray(whole)
        turned[at] ^= 1
        path.write_bytes(turned)
        assert refused(path, yard.two) in said


def test_cut_off_anywhere_or_lengthened_it_is_refused(yard: Yard) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    whole = yard.made(yard.one, "Intake 2").read_bytes()
    path = yard.post / "cut.courier"
    begin = whole.index(b"}") + 1
    cuts = (0, 3, 20, begin, begin + 80, begin + 80 + (1 << 16) + 16, len(whole) - 64)
    for size in (*cuts, len(whole) - 1):
        assert size < len(whole)
        path.write_bytes(whole[:size])
        assert refused(path, yard.two) in ("courier_not_one", "courier_damaged")
    # Cut at a piece, with the signature put behind again; and something added.
    path.write_bytes(whole[: begin + 80 + (1 << 16) + 16] + whole[-64:])
    assert refused(path, yard.two) == "courier_damaged"
    path.write_bytes(whole + b"\0")
    assert refused(path, yard.two) == "courier_damaged"


def test_only_its_receiver_can_open_it(yard: Yard, tmp_path: Path) -> None:
    three = yard.hub.join(tmp_path / "three", "Bench 1")
    round_of(three, yard.hub.hub.answer)
    path = yard.made(yard.one, "Intake 2")
    assert refused(path, three) == "courier_not_for_us"
    for name in ("Intake 9", "Intake 1"):
        with pytest.raises(Refused, match="courier_nobody"):
            yard.made(yard.one, name)
    three.close()


def test_another_centre_a_stranger_and_a_newer_version_are_refused(
    yard: Yard, tmp_path: Path
) -> None:
    who = yard.one.identity
    key = keys.read(yard.one.folder, who.epoch).key
    box_key = keys.make_box(yard.two.folder, yard.two.identity.epoch)
    head = Head(station=who.station, epoch=who.epoch, receiver=box_key)
    path = tmp_path / "forged.courier"
    with Writing(path, head, key) as file:
        file.note(Note(centre="another", app="", at=0, heads=()))
    assert refused(path, yard.two) == "courier_other_centre"
    stranger = Head(station="Bench 7", epoch=who.epoch, receiver=box_key)
    with Writing(path, stranger, key) as file:
        file.note(Note(centre=who.centre, app="", at=0, heads=()))
    assert refused(path, yard.two) == "courier_sender_unknown"
    # Signed by somebody who is enrolled, in the name of another.
    other = keys.read(yard.two.folder, yard.two.identity.epoch).key
    with Writing(path, head, other) as file:
        file.note(Note(centre=who.centre, app="", at=0, heads=()))
    assert refused(path, yard.two) == "courier_damaged"
    with Writing(path, Head(v=2, station="x", epoch="y", receiver=box_key), key):
        pass
    assert refused(path, yard.two) == "courier_newer"
    with pytest.raises(Refused, match="courier_too_large"):
        Reading(path, keys.box(yard.two.folder, yard.two.identity.epoch), most=100)
    with Writing(path, head, key, most=1 << 20) as small:
        small.add(b"D", bytes(1 << 19))
        with pytest.raises(Refused, match="courier_too_large"):
            small.add(b"D", bytes(1 << 19))
    assert list(tmp_path.glob("*.part")) == []


def test_what_came_by_hand_is_offered_to_the_hub_and_counted_once(yard: Yard) -> None:
    """The first station never meets the hub again; the second carries what it brought there."""
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    yard.carry(yard.one, yard.two)
    hub = yard.hub.hub.answer
    first = round_of(yard.two, hub)
    assert first.sent > 5
    with yard.two.ledger.connection.begin():
        assert errands.after(yard.two.ledger.connection) == {}
    nothing = round_of(yard.two, hub)
    assert (nothing.requests, nothing.sent, nothing.received) == (1, 0, 0)
    # Who wrote it finds it there.
    late = round_of(yard.one, hub)
    assert (late.sent, late.unsent) == (0, 0)
    assert digest(yard.two) == digest(yard.one)
    assert len(everything(yard.two)) == len(set(everything(yard.two))) == len(everything(yard.one))


def test_by_command(yard: Yard, capsys: pytest.CaptureFixture[str]) -> None:
    yard.floor.book_in(code(77), "nissan-leaf-40-kwh")
    folder, out = str(yard.one.folder), str(yard.post / "week.courier")
    assert main(["courier", "make", "--data", folder, "--to", "Intake 2", "--out", out]) == 0
    assert "week.courier: " in capsys.readouterr().out
    assert main(["courier", "make", "--data", folder, "--to", "Intake 2", "--out", out]) == 1
    assert "nothing is written over" in capsys.readouterr().err
    two = str(yard.two.folder)
    assert main(["courier", "take", "--data", two, out]) == 1
    assert "already runs" in capsys.readouterr().err
    yard.two.close()
    assert main(["courier", "take", "--data", two, out]) == 0
    assert capsys.readouterr().out.startswith("From Intake 1: ")
    assert main(["courier", "take", "--data", two, out]) == 0
    assert "nothing new" in capsys.readouterr().out
    yard.two = Station(Path(two))
    assert digest(yard.two) == digest(yard.one)
