"""A station restored on a new computer loses nothing of what it wrote before, wherever it stood."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import backed_up
import msgspec
import pytest
import stores
from held import Named, beside_log, check_log, in_log, in_store
from hubs import URL, HubOnFile, digest, round_of
from in_step import Direct
from keeping import Counted, keep
from relays import RelayOnFile

from cellyard.domain import ids
from cellyard.domain.facts import Enrolled
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import courier as hub_courier
from cellyard.hub import feed, operations
from cellyard.jobs import aside, courier, enrolment, membership, recovering
from cellyard.jobs.proof import proof
from cellyard.jobs.restoring import restore
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.sync import messages as m
from cellyard.sync.wire import Reply, Request


class Centre:
    """A hub, and the station that is restored, again and again; `kept` is all that was said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hub = folder, HubOnFile(folder / "hub")
        self.said: set[Named] = set()
        self._number = 0
        self._open: list[Station] = []
        self.station = self.opened(backed_up.station(folder / "pc1", tickets=3).station)
        self.said |= in_store(folder / "pc1")

    def opened(self, station: Station) -> Station:
        self._open.append(station)
        return station

    def work(self, station: Station, acts: int = 2) -> None:
        """Book batteries in, each with a photo of its own."""
        for _ in range(acts):
            self._number += 1
            number = 100 + self._number
            stores.write(station.ledger, *stores.ticket(number))
            backed_up.photograph(station.ledger, b"photo %d" % number * 99, number)
        self.said |= in_store(station.folder)

    def backup(self) -> Path:
        self._number += 1
        now = 1_790_000_000_000 + self._number * 1000
        return backed_up.made(self.station.folder, self.folder / "backups", now=now)

    def restored(self, backup: Path) -> Station:
        """Let the station go on from a backup on a new computer."""
        self._number += 1
        self.station = self.opened(restore(backup, self.folder / f"pc{self._number}"))
        return self.station

    def enrol(self) -> None:
        self.hub.enrol(self.station)

    def keep(self, *stations: Station) -> None:
        for station in stations or (self.station,):
            keep(station, self.hub.hub.answer)

    def gone(self, station: Station) -> None:
        """Its computer is no more."""
        self._open.remove(station)
        station.close()

    def check(self) -> None:
        """Nothing of what was said is lost, and all have the same of it."""
        self.keep()
        other = self.opened(self.hub.join(self.folder / "other", "Intake 2"))
        self.keep(other, self.station)
        log = in_log(self.hub.store, self.hub.centre)
        check_log(self.hub.store, self.hub.centre)
        assert self.said <= log
        for station in (self.station, other):
            assert in_store(station.folder) == log
            found = proof(station.folder)
            assert (found.ok, found.awaited, found.first_fault) == (True, 0, None)
        assert digest(self.station) == digest(other)

    def close(self) -> None:
        for station in self._open:
            station.close()
        self.hub.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path)
    yield made
    made.close()


# --- never enrolled before --------------------------------------------------------------------


def test_what_was_written_before_it_was_ever_enrolled_reaches_the_centre(centre: Centre) -> None:
    centre.work(centre.station)
    backup = centre.backup()
    centre.gone(centre.station)
    centre.work(centre.restored(backup))
    assert proof(centre.station.folder).ok
    centre.enrol()
    centre.check()


def test_one_with_several_epochs_is_enrolled_with_them_all(centre: Centre) -> None:
    for _ in range(3):
        centre.work(centre.station)
        backup = centre.backup()
        centre.gone(centre.station)
        centre.restored(backup)
    centre.work(centre.station)
    centre.enrol()
    centre.check()


# --- enrolled before --------------------------------------------------------------------------


@pytest.mark.parametrize(("unsent", "later"), [(2, 0), (0, 1), (2, 3)])
def test_what_was_not_sent_when_it_was_backed_up_is_sent_after_the_restore(
    centre: Centre, unsent: int, later: int
) -> None:
    """`later`: how much the old computer wrote and sent behind the backup."""
    centre.enrol()
    centre.work(centre.station)
    centre.keep()
    centre.work(centre.station, unsent)
    backup = centre.backup()
    if later:
        centre.work(centre.station, later)
        centre.keep()
    centre.gone(centre.station)
    centre.work(centre.restored(backup))
    centre.enrol()
    centre.check()


def test_one_that_was_restored_twice_brings_both_epochs(centre: Centre) -> None:
    """The hub knows the first, and never heard of the second."""
    centre.enrol()
    centre.keep()
    for _ in range(2):
        centre.work(centre.station)
        backup = centre.backup()
        centre.gone(centre.station)
        centre.restored(backup)
    centre.enrol()
    centre.check()


def test_when_all_is_offered_a_round_without_anything_new_is_one_request(centre: Centre) -> None:
    centre.enrol()
    centre.keep()
    centre.work(centre.station)
    centre.restored(centre.backup())
    centre.enrol()
    counted = Counted(centre.hub.hub.answer)
    keep(centre.station, counted)
    assert "GET /v1/heads" in counted.take()
    keep(centre.station, counted)  # learns which files have come there: its own
    counted.take()
    keep(centre.station, counted)
    assert counted.take() == ["POST /v1/hello"]


def test_files_of_what_comes_back_of_an_earlier_epoch_are_awaited(centre: Centre) -> None:
    centre.enrol()
    centre.keep()
    backup = centre.backup()
    centre.work(centre.station)
    centre.keep()
    centre.restored(backup)
    centre.enrol()
    round_of(centre.station, centre.hub.hub.answer)
    found = proof(centre.station.folder)
    assert (found.ok, found.awaited, found.first_fault) == (True, 2, None)
    centre.check()


def test_what_is_carried_by_hand_begins_with_what_was_not_sent(centre: Centre) -> None:
    centre.enrol()
    centre.keep()
    centre.work(centre.station)
    centre.gone(centre.station)
    centre.restored(centre.backup())
    centre.enrol()
    path, _packed = courier.make(centre.station.folder, ids.HUB, centre.folder)
    hub_courier.take(centre.hub.hub, centre.hub.box, path)
    assert centre.said <= in_log(centre.hub.store, centre.hub.centre)
    centre.check()


def test_one_that_begins_anew_carries_its_earlier_epochs_over(centre: Centre) -> None:
    """Neither the enrolled epoch nor the one that it vouched for had been sent."""
    centre.work(centre.station)
    backup = centre.backup()
    centre.gone(centre.station)
    centre.work(centre.restored(backup))
    centre.enrol()
    centre.gone(centre.station)
    direct, folder = Direct(centre.hub), centre.station.folder
    name = centre.station.identity.station
    enrolment.ask(folder / recovering.ANEW, direct(URL), URL, name, centre.hub.code(name))
    centre.station = centre.opened(recovering.begin_anew(folder, direct, "", lambda _: None))
    assert aside.apart(centre.station) == []
    centre.check()


# --- who is believed --------------------------------------------------------------------------


def test_an_old_computer_that_revives_changes_nothing_and_is_not_lost(centre: Centre) -> None:
    old, backup = centre.station, centre.backup()
    centre.work(centre.restored(backup))
    centre.enrol()
    centre.keep()
    # It writes on, and asks in its own name.
    before = in_store(old.folder)
    centre.work(old)
    with pytest.raises(Refused, match="code_wrong"):
        centre.hub.enrol(old)
    shutil.copy(centre.station.folder / membership.FILE, old.folder)
    with pytest.raises(Refused, match="station_revoked"):
        round_of(old, centre.hub.hub.answer)
    written = in_store(old.folder) - before
    assert written <= beside_log(centre.hub.store, centre.hub.centre)
    assert not written & in_log(centre.hub.store, centre.hub.centre)
    # Restored in its turn, by a code of its own, it brings what it had written.
    first, centre.station = centre.station, old
    backup = centre.backup()
    centre.gone(old)
    centre.restored(backup)
    centre.enrol()
    centre.keep(centre.station, first)
    centre.check()
    centre.keep(first)
    assert digest(first) == digest(centre.station)


def enrolments(centre: Centre) -> list[Enrolled]:
    ledger = centre.station.ledger
    with ledger.connection.begin():
        line = facts.of_subject(ledger.connection, ids.station(ledger.chain.station))
    return [r.fact for r in line if isinstance(r.fact, Enrolled)]


def test_an_epoch_that_is_known_or_revoked_stays_as_it_is(centre: Centre) -> None:
    centre.enrol()
    centre.keep()
    name, known = centre.station.identity.station, centre.station.identity.epoch
    operations.revoke(centre.hub.hub, name, "lost")
    centre.restored(centre.backup())
    centre.enrol()
    centre.keep()
    assert [(e.epoch, e.ends) for e in enrolments(centre)] == [
        (known, None),
        (centre.station.identity.epoch, None),
    ]
    with centre.hub.store.reading() as connection:
        assert feed.known(connection, centre.hub.centre, name, known).counted is not None


def test_a_proof_is_over_the_earlier_epochs_too(centre: Centre) -> None:
    centre.restored(centre.backup())
    name = centre.station.identity.station

    def altered(request: Request) -> Reply:
        asked = msgspec.json.decode(request.body, type=m.Enrol)
        before = [msgspec.structs.replace(e, ends=e.ends + 1) for e in asked.earlier]
        assert len(before) == 1
        forged = msgspec.structs.replace(asked, earlier=tuple(before))
        body = msgspec.json.encode(forged)
        return centre.hub.hub.answer(msgspec.structs.replace(request, body=body))

    code = centre.hub.code(name)
    with pytest.raises((Refused, Trouble)):
        enrolment.enrol(centre.station, altered, URL, code)
    with centre.hub.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM chain").scalar_one() == 0


def test_a_relay_vouches_for_earlier_epochs_as_the_central_hub_does(centre: Centre) -> None:
    centre.enrol()
    centre.keep()
    relay = RelayOnFile(centre.folder / "relay", centre.hub)
    relay.forward()
    for _ in range(2):
        centre.work(centre.station)
        backup = centre.backup()
        centre.gone(centre.station)
        centre.restored(backup)
    centre.work(centre.station)
    name = centre.station.identity.station
    enrolment.enrol(centre.station, relay.hub.answer, URL, relay.code(name))
    keep(centre.station, relay.hub.answer)
    # By hand it comes before the relay has forwarded who is enrolled.
    path, _packed = courier.make(centre.station.folder, ids.HUB, centre.folder)
    hub_courier.take(centre.hub.hub, centre.hub.box, path)
    assert centre.said <= in_log(centre.hub.store, centre.hub.centre)
    for _ in range(2):
        keep(centre.station, relay.hub.answer)
        relay.forward()
    assert [e.ends is None for e in enrolments(centre)] == [True, False, True]
    other = centre.opened(centre.hub.join(centre.folder / "other", "Intake 2"))
    centre.keep(other)
    keep(centre.station, relay.hub.answer)
    relay.forward()
    keep(centre.station, relay.hub.answer)
    log = in_log(centre.hub.store, centre.hub.centre)
    assert centre.said <= log
    assert in_store(other.folder) == log == in_store(centre.station.folder)
    assert digest(other) == digest(centre.station)
    assert proof(other.folder).ok
    assert proof(centre.station.folder).ok
    relay.close()
