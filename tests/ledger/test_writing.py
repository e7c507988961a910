"""Writing: what stands in an envelope, what a refusal leaves, files, registers and notes."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
import stores

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Entry, Labelled, Published, RoleGranted, RoleRevoked
from cellyard.domain.ids import person
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre, Partner
from cellyard.ledger.ledger import Ledger
from cellyard.ledger.notes import Attempts, Notes
from cellyard.ledger.questions import Questions
from cellyard.ledger.registers import publication, store_content
from cellyard.ledger.verify import verify


@pytest.fixture
def ledger(tmp_path: Path):
    opened = stores.ledger(tmp_path, clock=stores.ticking())
    yield opened
    opened.close()


def test_an_envelope_says_who_when_after_what_and_in_which_act(ledger: Ledger):
    granted = Entry(subject=person("olga"), fact=RoleGranted(person="olga", role="operator"))
    (role,) = stores.write(ledger, granted)
    first = stores.write(ledger, *stores.ticket(1), *stores.ticket(2), by="olga")
    again = stores.write(ledger, stores.ticket(1)[3], by="olga")
    facts = [role, *first, *again]
    assert [r.envelope.seq for r in facts] == [*range(2, 14)]
    assert [r.envelope.order for r in facts] == [*range(2, 14)]
    assert [r.envelope.prev for r in facts[1:]] == [r.hash for r in facts[:-1]]
    assert len({r.envelope.act for r in first}) == 1
    assert len({r.envelope.act for r in facts}) == 3
    assert {r.envelope.at for r in first} == {role.envelope.at + 1000}
    assert {r.envelope.actor for r in (*first, *again)} == {"olga"}
    # Each fact stands after the newest of its own battery, and after the role of who wrote it.
    assert first[0].envelope.after == (role.ref,)
    assert first[1].envelope.after == (first[0].ref, role.ref)
    assert first[5].envelope.after == (role.ref,)
    assert again[0].envelope.after == (first[4].ref, role.ref)
    for r in facts:
        assert env.recorded(env.encode(r.envelope)) == r


def test_the_newest_role_is_the_one_given_or_taken_last(ledger: Ledger):
    for fact in (
        RoleGranted(person="olga", role="operator"),
        RoleGranted(person="olga", role="supervisor"),
        RoleRevoked(person="olga", role="supervisor"),
    ):
        (newest,) = stores.write(ledger, Entry(subject=person("olga"), fact=fact))
    # Something of tomorrow about the person is no role.
    stores.write(ledger, Entry(subject=person("olga"), fact=Labelled(printer="file")))
    (written,) = stores.write(ledger, stores.ticket(1)[0], by="olga")
    assert written.envelope.after == (newest.ref,)


def test_the_wall_clock_orders_nothing(tmp_path: Path):
    at = iter([3_000_000_000_000, 1_000, 2_000, 0, 0])
    ledger = stores.ledger(tmp_path, clock=lambda: next(at))
    for number in (1, 2, 3):
        stores.write(ledger, *stores.ticket(number))
    ledger.close()
    ledger = stores.ledger(tmp_path, clock=lambda: next(at))
    (last, *_) = stores.write(ledger, *stores.ticket(4))
    ledger.close()
    assert last.envelope.order == last.envelope.seq == 17
    assert verify(tmp_path).ok


def test_a_refusal_or_a_crash_in_a_decision_writes_nothing(ledger: Ledger, tmp_path: Path):
    def refusing(known: Known, code: str) -> Sequence[Entry]:
        assert known.next_ticket() == 1
        raise Refused(code)

    def crashing(_known: Known, _order: None) -> Sequence[Entry]:
        raise ZeroDivisionError

    with pytest.raises(Refused, match="unstable_weight"):
        ledger.record(refusing, "unstable_weight")
    with pytest.raises(ZeroDivisionError):
        ledger.record(crashing, None)
    assert ledger.record(lambda _known, _order: (), None) == []
    assert verify(tmp_path).facts == 1
    stores.write(ledger, *stores.ticket(1))
    assert verify(tmp_path).facts == 6


def test_nothing_is_written_before_the_chain_is_opened(tmp_path: Path):
    ledger = Ledger(tmp_path, stores.CHAIN, stores.KEY)
    other = stores.begins(key=stores.SealingKey(bytes(32)))
    for wrong in (stores.ticket(1)[0], other):
        with pytest.raises(Refused, match="no_centre"):
            stores.write(ledger, wrong)
    stores.write(ledger, stores.begins())
    ledger.close()


@pytest.mark.parametrize(
    "other",
    [
        {"chain": msgspec.structs.replace(stores.CHAIN, centre="ANOTHER")},
        {"chain": msgspec.structs.replace(stores.CHAIN, station="Bench 1")},
        {"chain": msgspec.structs.replace(stores.CHAIN, epoch="0f" * 16)},
        {"key": stores.SealingKey(bytes(32))},
    ],
)
def test_another_station_or_key_does_not_go_on_with_a_chain(
    ledger: Ledger, tmp_path: Path, other: dict[str, object]
):
    ledger.close()
    with pytest.raises(Refused, match="station_differs"):
        stores.ledger(tmp_path, **other)  # pyright: ignore[reportArgumentType]
    assert verify(tmp_path).ok


def test_decisions_see_one_moment_of_the_store(ledger: Ledger):
    stores.write(ledger, *stores.ticket(1), *stores.ticket(7))
    seen: list[Known] = []

    def looking(known: Known, _order: None) -> Sequence[Entry]:
        seen.append(known)
        key = stores.code(7)
        assert known.next_ticket() == 8
        assert [b.ticket for b in known.with_code(key)] == [7]
        assert known.battery(stores.battery_id(1)).ticket == 1
        assert known.lying() == [] if known.zones() else True
        assert known.fresh_id()[:12] == f"{known.now:012x}"
        with pytest.raises(Refused, match="unknown_battery"):
            known.battery("nobody")
        with pytest.raises(Refused, match="no_centre"):
            _ = known.edition
        return ()

    ledger.record(looking, None, by="olga")
    assert seen[0].actor == "olga"
    assert seen[0].station == stores.CHAIN.station


# --- files -------------------------------------------------------------------------------------


def test_a_file_is_stored_once_verified_and_mended(ledger: Ledger):
    blobs = ledger.blobs
    first = blobs.put(b"a photo", "image/jpeg")
    path = blobs.path(first.sha256)
    written = path.stat().st_mtime_ns
    assert blobs.put(b"a photo", "image/jpeg") == first
    assert (path.stat().st_mtime_ns, first.size, first.media) == (written, 7, "image/jpeg")
    path.write_bytes(b"a phot0")
    with pytest.raises(Refused, match="blob_damaged"):
        blobs.get(first.sha256)
    assert not blobs.intact(first.sha256)
    blobs.put(b"a photo", "image/jpeg")
    assert blobs.get(first.sha256) == b"a photo"
    blobs.erase(first.sha256)
    blobs.erase(first.sha256)
    assert not blobs.holds(first.sha256)
    with pytest.raises(Refused, match="blob_missing"):
        blobs.get(first.sha256)


@pytest.mark.parametrize("name", ["", "../../head", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_a_file_has_no_other_name_than_its_hash(ledger: Ledger, name: str):
    assert not ledger.blobs.holds(name)
    with pytest.raises(ValueError, match="SHA-256"):
        ledger.blobs.get(name)


# --- registers ---------------------------------------------------------------------------------


def published(ledger: Ledger, content: Partner | Centre, version: int) -> Recorded:
    register, key = ("partners", content.key) if isinstance(content, Partner) else ("centre",) * 2
    blob = store_content(ledger.blobs, content)
    return stores.write(ledger, publication(register, key, version, blob))[0]


def test_readers_see_the_newest_version_of_an_entry_at_once(ledger: Ledger, tmp_path: Path):
    questions = Questions(tmp_path)
    with pytest.raises(Refused, match="no_centre"):
        questions.registers.centre()
    published(ledger, Centre(name="Test", jurisdiction="CN"), 1)
    assert questions.registers.centre().name == "Test"
    for version, name in enumerate(("Heng", "Hengfeng", "Heng"), start=1):
        partner = Partner(key="h", name=name)
        r = published(ledger, partner, version)
        assert isinstance(r.fact, Published)
        for registers in (ledger.registers, questions.registers):
            assert registers.partners() == [partner]
            assert registers.version("partners", "h") == version
    assert ledger.registers.version("partners", "nobody") == 0
    # Cached by its hash, a version needs its file only once; unread, it is known by its hash.
    ledger.blobs.erase(r.fact.sha256)
    assert questions.registers.partners() == [partner]
    other = Questions(tmp_path)
    assert other.registers.partners() == []
    other.close()
    questions.close()


# --- local notes -------------------------------------------------------------------------------


def test_notes_outlive_the_app(tmp_path: Path):
    ledger = stores.ledger(tmp_path)
    notes = Notes(ledger.connection)
    scans = [notes.hear(f"code {n}", "wedge", n) for n in range(3)]
    notes.done(scans[1].no)
    for key in ("intake/1/kg", "intake/1/v", "intake_1/v", "find"):
        notes.keep(key, f"of {key}")
    notes.keep("find", "")
    notes.keep("intake/1/kg", "308.4")
    notes.put_attempts("olga", Attempts(failures=1))
    notes.put_attempts("olga", Attempts(failures=3, locked_until=99))
    ledger.close()
    ledger = stores.ledger(tmp_path)
    notes = Notes(ledger.connection)
    assert notes.waiting() == [scans[0], scans[2]]
    assert notes.kept("intake/") == {"intake/1/kg": "308.4", "intake/1/v": "of intake/1/v"}
    assert set(notes.kept()) == {"intake/1/kg", "intake/1/v", "intake_1/v"}
    assert notes.attempts("olga") == Attempts(failures=3, locked_until=99)
    assert notes.attempts("nobody") == Attempts()
    assert verify(tmp_path).facts == 1
    ledger.close()
