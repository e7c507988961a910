"""People: who may enter whom, badge and PIN, names that can be erased and stand in no fact."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from cellyard.documents import hand_over
from cellyard.domain.facts import Role
from cellyard.domain.people import MAY, TRIES
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.jobs import door, erasing, people, shift_board
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.paper_queue import papers
from cellyard.jobs.people import ChangedPerson, Listed, NewPerson
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ledger.verify import verify

NOW = 1_776_000_000_000
FOUNDER = NewPerson(name="Zhao Min", badge="0117", pin="2468", roles=("administrator",))
OPERATOR = NewPerson(name="Li Wei", badge="0231", pin="1357", roles=("operator",))


class Floor:
    """A founded station, and the administrator's id."""

    def __init__(self, folder: Path) -> None:
        centre = Centre(name="Linjiang", jurisdiction="CN")
        order = Founding(centre=centre, station="Intake 1", administrator=FOUNDER)
        self.folder = folder
        self.station, self.administrator = found(folder, order)

    def open_again(self) -> None:
        self.station.close()
        self.station = Station(self.folder)

    def enter(self, new: NewPerson) -> str:
        return people.enter(self.station, new, by=self.administrator)

    def listed(self) -> dict[str, Listed]:
        with self.station.ledger.connection.begin():
            return {p.id: p for p in people.listed(self.station.ledger.registers)}

    def changed(self, id_: str, **different: object) -> ChangedPerson:
        p = self.listed()[id_]
        now = ChangedPerson(id=id_, name=p.name, badge=p.badge, roles=p.roles, active=p.active)
        return msgspec.structs.replace(now, **different)

    def on_disk(self, text: str) -> list[str]:
        """Return the names of the blobs that hold a text, and `facts` when a fact does."""
        blobs = [b for b in (self.folder / "blobs").rglob("*") if b.is_file()]
        found_in = [b.name for b in blobs if text.encode() in b.read_bytes()]
        with self.station.ledger.connection.begin():
            lines = [r for page in facts.pages(self.station.ledger.connection) for r in page]
        return found_in + ["facts" for r in lines if text.encode() in bytes(r.envelope.payload)]


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path)
    yield made
    made.station.close()


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_only_an_administrator_enters_people(floor: Floor) -> None:
    for role in ("operator", "technician", "supervisor", "administrator"):
        id_ = floor.enter(NewPerson(name=role, badge=role, pin="4321", roles=(role,)))
        new = NewPerson(name="x", badge=f"{role}-2", pin="1212", roles=("operator",))
        if role in MAY["people"]:
            people.enter(floor.station, new, by=id_)
            continue
        assert refusal(lambda n=new, i=id_: people.enter(floor.station, n, by=i)) == "role_missing"
        assert not floor.on_disk(f"{role}-2")
    nobody = NewPerson(name="x", badge="9", pin="1212", roles=("operator",))
    assert refusal(lambda: people.enter(floor.station, nobody, by="")) == "sign_in_first"


@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"roles": ()}, "role_needed"),
        ({"pin": "123"}, "pin_shape"),
        ({"pin": "123456789"}, "pin_shape"),
        ({"pin": "１２３４"}, "pin_shape"),
        ({"badge": " 0117 "}, "badge_taken"),
    ],
)
def test_what_cannot_be_entered_leaves_nothing(
    floor: Floor, different: dict[str, object], code: str
) -> None:
    wrong = msgspec.structs.replace(OPERATOR, **different)
    assert refusal(lambda: floor.enter(wrong)) == code
    assert floor.on_disk("Li Wei") == []
    assert list(floor.listed()) == [floor.administrator]


def test_a_badge_signs_in_whoever_carries_it_now(floor: Floor) -> None:
    id_ = floor.enter(OPERATOR)
    assert door.by_badge(floor.station, " 0231 ", NOW).name == "Li Wei"
    bare = floor.enter(msgspec.structs.replace(OPERATOR, name="Ma Rui", badge="", pin="8642"))
    assert refusal(lambda: door.by_badge(floor.station, "", NOW)) == "unknown_badge"
    assert door.by_pin(floor.station, bare, "8642", NOW + 1).id == bare
    assert [p.id for p in door.admits(floor.station)] == [bare, id_, floor.administrator]
    gone = floor.changed(id_, active=False)
    people.change(floor.station, gone, by=floor.administrator)
    assert refusal(lambda: door.by_badge(floor.station, "0231", NOW)) == "unknown_badge"
    assert id_ not in [p.id for p in door.admits(floor.station)]
    heir = floor.changed(bare, badge="0231")
    people.change(floor.station, heir, by=floor.administrator)
    assert door.by_badge(floor.station, "0231", NOW).id == bare
    back = floor.changed(id_, active=True)
    assert refusal(lambda: people.change(floor.station, back, by=floor.administrator)) == (
        "badge_taken"
    )


def test_wrong_pins_close_the_door_for_longer_and_longer_across_restarts(floor: Floor) -> None:
    id_, now = floor.enter(OPERATOR), NOW
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(Refused) as wrong:
            door.by_pin(floor.station, id_, "0000", now)
        assert (wrong.value.code, wrong.value.shown) == ("wrong_pin", {"left": left})
    for seconds in (30, 60, 120, 300, 900, 900):
        with pytest.raises(Refused) as closed:
            door.by_pin(floor.station, id_, "0000", now)
        assert (closed.value.code, closed.value.shown) == ("locked_out", {"seconds": seconds})
        floor.open_again()
        almost = now + seconds * 1000 - 1
        with pytest.raises(Refused) as still:
            door.by_pin(floor.station, id_, OPERATOR.pin, almost)
        assert still.value.shown == {"seconds": 1}
        now += seconds * 1000
    assert door.by_pin(floor.station, floor.administrator, FOUNDER.pin, now).name == "Zhao Min"
    assert door.by_pin(floor.station, id_, OPERATOR.pin, now).id == id_
    assert refusal(lambda: door.by_pin(floor.station, id_, "0000", now)) == "wrong_pin"


def test_roles_badge_pin_and_name_change_and_the_old_name_is_gone(floor: Floor) -> None:
    id_ = floor.enter(OPERATOR)
    roles: tuple[Role, ...] = ("supervisor", "technician")
    order = floor.changed(id_, name="Li Wen", badge="0999", pin="97531", roles=roles)
    people.change(floor.station, order, by=floor.administrator)
    assert door.by_pin(floor.station, id_, "97531", NOW).roles == frozenset(roles)
    assert refusal(lambda: door.by_pin(floor.station, id_, OPERATOR.pin, NOW)) == "wrong_pin"
    assert door.by_badge(floor.station, "0999", NOW).name == "Li Wen"
    assert floor.on_disk("Li Wei") == []
    assert len(floor.on_disk("Li Wen")) == 1
    again = floor.changed(id_)
    people.change(floor.station, again, by=floor.administrator)
    assert door.by_pin(floor.station, id_, "97531", NOW).id == id_


def test_nobody_locks_the_last_door_from_outside(floor: Floor) -> None:
    me = floor.administrator
    for order in (floor.changed(me, active=False), floor.changed(me, roles=("operator",))):
        assert refusal(lambda o=order: people.change(floor.station, o, by=me)) == (
            "own_administrator_role"
        )
    assert refusal(lambda: people.erase(floor.station, me, by=me)) == "own_administrator_role"
    second = floor.enter(msgspec.structs.replace(OPERATOR, roles=("administrator",)))
    people.erase(floor.station, me, by=second)
    assert refusal(lambda: floor.enter(OPERATOR)) == "role_missing"


def test_erasure_leaves_no_name_badge_or_pin_and_the_chain_whole(floor: Floor) -> None:
    id_ = floor.enter(OPERATOR)
    people.change(floor.station, floor.changed(id_, badge="0777"), by=floor.administrator)
    door.by_badge(floor.station, "0777", NOW)
    people.erase(floor.station, id_, by=floor.administrator)
    for text in ("Li Wei", '"0231"', '"0777"'):
        assert floor.on_disk(text) == []
    assert len(floor.on_disk("argon2id")) == 1
    assert floor.station.notes.kept() == {}
    left = floor.listed()[id_]
    assert (left.name, left.badge, left.roles, left.active) == ("", "", (), False)
    assert refusal(lambda: door.by_pin(floor.station, id_, OPERATOR.pin, NOW)) == "unknown_person"
    order = floor.changed(id_, name="Li Wei", roles=("operator",))
    assert refusal(lambda: people.change(floor.station, order, by=floor.administrator)) == (
        "person_erased"
    )
    proof = verify(floor.folder, floor.station.identity.public_key)
    assert proof.ok
    assert proof.erased


def naming(outgoing: str, incoming: str) -> bytes:
    sheet = msgspec.structs.replace(hand_over.sample(), outgoing=outgoing, incoming=incoming)
    return hand_over.draw(sheet)


def test_the_kept_hand_over_sheets_of_who_is_erased_go_and_those_of_others_stay(
    floor: Floor,
) -> None:
    id_ = floor.enter(OPERATOR)
    for at, incoming in enumerate(("Li Wei", "Ma Rui")):
        shift_board.keep(floor.folder, naming("Zhao Min", incoming), NOW + at * 86_400_000)
    (floor.folder / "documents" / "hand-over-2026-04-14-0600.pdf").write_bytes(b"%PDF-1.7 torn")
    people.erase(floor.station, id_, by=floor.administrator)
    (kept,) = (floor.folder / "documents").glob("hand-over-*.pdf")
    assert kept.name.startswith("hand-over-2026-04-13")


def test_a_power_cut_in_an_erasure_is_made_good_at_the_next_start(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = floor.enter(OPERATOR)
    with monkeypatch.context() as cut:
        cut.setattr(type(floor.station.ledger.blobs), "erase", lambda *_: None)
        people.erase(floor.station, id_, by=floor.administrator)
        papers(floor.folder).put(naming("Zhao Min", "Li Wei"), "Gate", title="Hand-over")
    assert floor.on_disk("Li Wei")
    floor.open_again()
    erasing.finish(floor.station)
    assert floor.on_disk("Li Wei") == []
    assert papers(floor.folder).waiting() == []


def test_what_waits_for_the_printer_and_names_who_is_erased_is_printed_no_more(
    floor: Floor,
) -> None:
    id_, other = floor.enter(OPERATOR), papers(floor.folder)
    other.put(naming("Zhao Min", "Li Wei"), "Gate", title="Hand-over")
    other.put(naming("Zhao Min", "Ma Rui"), "Gate", title="Hand-over")
    phone = ChangedPerson(id=id_, name="Li Wei", badge="0231", roles=("operator",), phone="77")
    people.change(floor.station, phone, by=floor.administrator)
    assert len(other.waiting()) == 2
    people.erase(floor.station, id_, by=floor.administrator)
    assert [paper.number for paper in other.waiting()] == [2]


def test_no_name_and_no_badge_stands_in_any_fact(floor: Floor) -> None:
    floor.enter(OPERATOR)
    for text in ("Zhao", "Li Wei", "0117", "0231", "argon2"):
        assert "facts" not in floor.on_disk(text)
