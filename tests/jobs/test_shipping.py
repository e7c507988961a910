"""A load from its list to the receipt, on a real store: each act, and each no."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from floor import Seen, code
from shipping import HASH, NOON, TODAY, Shipper

from cellyard.domain import facts as f
from cellyard.domain import release
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import departure, issuing, listing, receipt

DAY = 24 * 3_600_000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("shipping") / "station")
    floor.close()
    return floor


@pytest.fixture
def floor(prepared: Shipper, tmp_path: Path) -> Iterator[Shipper]:
    opened = prepared.again(tmp_path / "station")
    yield opened
    opened.close()


def no(code: str, act, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    assert refused.value.code == code
    return refused.value


# --- the list ---------------------------------------------------------------------------------


def test_loads_are_numbered_in_a_series_of_their_own(floor):
    first, second = floor.load(floor.open_load()), floor.load(floor.open_load())
    assert first.number.startswith("INTAKE1-2026-0001-")
    assert second.number.startswith("INTAKE1-2026-0002-")
    assert first.number[-3:] == second.number[-3:]


def test_a_battery_stands_on_one_list_at_a_time(floor):
    load, other = floor.open_load("first"), floor.open_load()
    no("listed_already", floor.add, load, "first")
    assert no("listed_elsewhere", floor.add, other, "first").shown["number"] == (
        floor.load(load).number
    )
    floor.ship(listing.unlist, listing.OnList(load=load, batteries=(floor.ids["first"],)))
    floor.add(other, "first")
    assert floor.battery(floor.ids["first"]).leaving.load == other


def test_a_list_is_all_or_nothing(floor):
    load = floor.open_load()
    floor.ids["open"] = floor.receive("ZOE-1", None)
    no("not_stored", floor.add, load, "first", "open")
    assert floor.battery(floor.ids["first"]).leaving.load == ""


def test_a_load_needs_a_consignee_and_a_day_to_come(floor):
    opening = listing.Opening(route="recycling", consignee="hengfeng", leaves_on=TODAY)
    no("unknown_partner", floor.ship, listing.open_load, opening)
    for carrier in ("hengfeng", "donghe"):  # nobody, and who carries nothing
        by = listing.Opening(
            route="recycling", consignee="donghe", carrier=carrier, leaves_on=TODAY
        )
        assert no("unknown_partner", floor.ship, listing.open_load, by).shown == {
            "partner": carrier
        }
    late = listing.Opening(route="recycling", consignee="donghe", leaves_on="2026-11-26")
    no("load_date_wrong", floor.ship, listing.open_load, late)


def test_only_a_supervisor_ships(floor):
    opening = listing.Opening(route="recycling", consignee="donghe", leaves_on=TODAY)
    with pytest.raises(Refused) as refused:
        floor.station.record(listing.open_load, opening, by=floor.operator)
    assert refused.value.code == "role_missing"


def test_a_package_weighs_no_less_than_its_battery(floor):
    load = floor.open_load("first")
    order = listing.Packing(
        load=load,
        battery=floor.ids["first"],
        package=1,
        instruction="P903 (2)",
        gross_kg=Decimal(1),
    )
    no("package_wrong", floor.ship, listing.pack, order)


# --- judging and closing ----------------------------------------------------------------------


def test_nothing_is_closed_before_both_parties_judged_every_battery(floor):
    load = floor.open_load("first", "second")
    floor.judge(load, "first")
    sealing = departure.Sealing(load=load)
    assert no("judgement_missing", floor.ship, departure.seal, sealing).shown["count"] == 1
    floor.judge(load, "second")
    floor.ship(departure.seal, sealing)
    sealed = floor.load(load).sealed
    assert (sealed.batteries, sealed.decided.edition) == (2, "transport-cn-2026-1")


def test_a_yes_keeps_it_here_until_it_was_treated(floor):
    load = floor.open_load("first")
    floor.judge(load, "first", answer="yes")
    assert not floor.battery(floor.ids["first"]).leaving.accepted("transport-cn-2026-1")
    no("judgement_missing", floor.ship, departure.seal, departure.Sealing(load=load))
    floor.judge(load, "first", answer="yes", treated="drained")
    way = floor.battery(floor.ids["first"]).leaving
    assert way.accepted("transport-cn-2026-1")
    # By the items of another edition it was not judged.
    assert not way.accepted("transport-cn-2027-1")
    # One party alone is none (4.2).
    alone = msgspec.structs.replace(way, judged={"consignor": way.judged["consignor"]})
    assert not alone.accepted("transport-cn-2026-1")


@pytest.mark.parametrize("name", ["untested", "good", "leaking"])
def test_what_may_not_travel_keeps_the_list_open(floor, name):
    load = floor.open_load("first", name)
    floor.judge(load, "first", name)
    no("load_blocked", floor.ship, departure.seal, departure.Sealing(load=load))


def test_what_is_under_observation_stays_until_its_end(floor):
    swollen = Seen("case_damage", "swollen")
    floor.ids["fresh"] = floor.book_in(code(9), "nissan-leaf-40-kwh", swollen)
    floor.put(floor.ids["fresh"])
    load = floor.open_load("fresh")
    floor.judge(load, "fresh")
    no("load_blocked", floor.ship, departure.seal, departure.Sealing(load=load))
    floor.ship(listing.cancel, listing.Cancelling(load=load, reason="mistake"))
    floor.now.at += DAY + 3_600_000
    later = floor.open_load("fresh", leaves_on="2026-11-28")
    floor.judge(later, "fresh")
    floor.ship(departure.seal, departure.Sealing(load=later))


def test_nothing_goes_by_air(floor):
    load = floor.open_load("first", mode="air")
    floor.judge(load, "first")
    no("load_blocked", floor.ship, departure.seal, departure.Sealing(load=load))


def test_an_open_list_has_no_papers_and_a_closed_one_takes_nothing_more(floor):
    load = floor.open_load("first")
    no("list_open", floor.issue, load)
    floor.judge(load, "first")
    floor.ship(departure.seal, departure.Sealing(load=load))
    no("load_closed", floor.add, load, "second")


def test_opening_the_list_again_voids_its_papers(floor):
    load = floor.open_load("first")
    floor.judge(load, "first")
    floor.ship(departure.seal, departure.Sealing(load=load))
    number = floor.issue(load)
    floor.ship(departure.unseal, departure.Unsealing(load=load, reason="list_changed"))
    assert [(d.number, d.voided) for d in floor.load(load).documents] == [(number, "list_changed")]
    no("paper_void", floor.sign, load, number, "driver")
    floor.ship(departure.seal, departure.Sealing(load=load))
    assert floor.issue(load).endswith("/2")


# --- papers, release, dispatch ----------------------------------------------------------------


def sealed(floor: Shipper, *names: str) -> str:
    load = floor.open_load(*names)
    floor.judge(load, *names)
    floor.ship(departure.seal, departure.Sealing(load=load))
    return load


def test_a_number_is_given_once(floor):
    load = sealed(floor, "first")
    floor.issue(load)
    late = issuing.Issuing(
        load=load,
        number=f"{floor.load(load).number}/1",
        document="loading-list",
        pages_hash=HASH,
        content_hash=HASH,
        pages=1,
        standing="final",
        editions=(),
        paper=f.BlobRef(sha256=HASH, size=1, media="x"),
        content=f.BlobRef(sha256=HASH, size=1, media="x"),
    )
    no("number_taken", floor.ship, issuing.issue, late)


def test_a_draft_is_not_signed_and_does_not_leave(floor):
    load = sealed(floor, "first")
    number = floor.issue(load, standing="draft")
    no("paper_is_draft", floor.sign, load, number, "consignor")
    floor.judgement(load, "draft")
    no("paper_is_draft", floor.ship, departure.dispatch, departure.Dispatching(load=load))


def test_a_load_leaves_with_signed_papers_under_a_release(floor):
    load = sealed(floor, "first", "second")
    leaving = departure.Dispatching(load=load, seal=" 004417 ")
    no("papers_missing", floor.ship, departure.dispatch, leaving)
    floor.release("transport-cn-2026-1")
    number = floor.issue(load)
    no("papers_missing", floor.ship, departure.dispatch, leaving)
    judgement = floor.issue(load, document=issuing.SAFETY_JUDGEMENT)
    for paper, party in (
        (judgement, "consignor"),
        (judgement, "consignee"),
        (number, "consignor"),
        (number, "driver"),
    ):
        missing = no("signature_missing", floor.ship, departure.dispatch, leaving)
        assert missing.shown == {"number": paper, "party": party}
        floor.sign(load, paper, party)
    no("signed_already", floor.sign, load, number, "driver")
    no("signature_unasked", floor.sign, load, judgement, "driver")
    withdrawal = release.Withdrawing(edition="transport-cn-2026-1", reason="mistake")
    floor.ship(release.withdraw, withdrawal)
    no("release_ended", floor.ship, departure.dispatch, leaving)
    floor.release("transport-cn-2026-1")
    floor.ship(departure.dispatch, leaving)
    gone = floor.load(load)
    assert (gone.state, gone.seal) == ("dispatched", "004417")
    battery = floor.battery(floor.ids["first"])
    assert (battery.slot, battery.left, battery.open) == (None, True, False)
    no("load_gone", floor.ship, departure.dispatch, leaving)


def test_papers_of_another_day_do_not_leave(floor):
    load = sealed(floor, "first")
    floor.release("transport-cn-2026-1")
    floor.sign(load, floor.issue(load), "consignor", "driver")
    floor.now.at = NOON + DAY
    no("load_other_day", floor.ship, departure.dispatch, departure.Dispatching(load=load))
    later = listing.Carriage(load=load, sheet="", leaves_on="2026-11-28")
    no("papers_stand", floor.ship, listing.name_carriage, later)
    floor.ship(departure.unseal, departure.Unsealing(load=load, reason="carriage_changed"))
    floor.ship(listing.name_carriage, later)
    past = listing.Carriage(load=load, sheet="", leaves_on="2026-11-27")
    no("load_date_wrong", floor.ship, listing.name_carriage, past)
    floor.ship(departure.seal, departure.Sealing(load=load))
    other = listing.Carriage(load=load, sheet="", leaves_on="2026-11-29")
    no("load_closed", floor.ship, listing.name_carriage, other)
    floor.judgement(load)
    floor.sign(load, floor.issue(load), "consignor", "driver")
    floor.ship(departure.dispatch, departure.Dispatching(load=load))
    assert floor.load(load).leaves_on == "2026-11-28"


def test_every_part_of_the_papers_is_there_before_it_leaves(floor):
    load = sealed(floor, "first")
    floor.release("transport-cn-2026-1")
    floor.judgement(load)
    other = floor.issue(load, part=2)
    floor.sign(load, other, "consignor", "driver")
    no("papers_missing", floor.ship, departure.dispatch, departure.Dispatching(load=load))
    floor.ship(issuing.void, issuing.Voiding(load=load, number=other, reason="mistake"))
    floor.issue(load, part=2)
    floor.issue(load)
    assert [d.replaces for d in floor.load(load).documents] == ["", "", other, ""]


def test_of_one_kind_and_part_one_paper_counts(floor):
    load = sealed(floor, "first")
    number = floor.issue(load)
    assert no("paper_stands", floor.issue, load).shown["number"] == number
    floor.issue(load, part=2)
    floor.ship(issuing.void, issuing.Voiding(load=load, number=number, reason="lost"))
    assert floor.load(load).standing("loading-list", 1) is None
    floor.issue(load)


def test_a_void_judgement_is_issued_and_signed_anew_before_it_leaves(floor):
    load = sealed(floor, "first")
    floor.release("transport-cn-2026-1")
    number = floor.judgement(load)
    floor.sign(load, floor.issue(load), "consignor", "driver")
    floor.ship(issuing.void, issuing.Voiding(load=load, number=number, reason="mistake"))
    leaving = departure.Dispatching(load=load)
    no("papers_missing", floor.ship, departure.dispatch, leaving)
    again = floor.issue(load, document=issuing.SAFETY_JUDGEMENT)
    assert floor.load(load).documents[-1].replaces == number
    assert no("signature_missing", floor.ship, departure.dispatch, leaving).shown["number"] == again
    floor.sign(load, again, "consignor", "consignee")
    floor.ship(departure.dispatch, leaving)


def test_what_weighs_otherwise_than_its_papers_say_stays(floor):
    load = sealed(floor, "first")
    floor.release("transport-cn-2026-1")
    floor.judgement(load)
    floor.sign(load, floor.issue(load), "consignor", "driver")
    kg = floor.battery(floor.ids["first"]).kg + 2
    floor.write(floor.ids["first"], f.Weighed(kg=kg, evidence=f.Evidence(flags=("manual",))))
    no("load_changed", floor.ship, departure.dispatch, departure.Dispatching(load=load))
    floor.ship(departure.unseal, departure.Unsealing(load=load, reason="list_changed"))
    floor.ship(departure.seal, departure.Sealing(load=load))
    floor.judgement(load)
    floor.sign(load, floor.issue(load), "consignor", "driver")
    floor.ship(departure.dispatch, departure.Dispatching(load=load))


def test_what_became_worse_after_the_papers_stays(floor):
    load = sealed(floor, "first")
    floor.release("transport-cn-2026-1")
    floor.sign(load, floor.issue(load), "consignor", "driver")
    floor.write(floor.ids["first"], f.HoldPlaced(reason="recall"))
    no("load_blocked", floor.ship, departure.dispatch, departure.Dispatching(load=load))


def test_a_load_given_up_frees_its_batteries(floor):
    load = sealed(floor, "first")
    floor.issue(load)
    floor.ship(listing.cancel, listing.Cancelling(load=load, reason="not_collected"))
    given_up = floor.load(load)
    assert (given_up.state, given_up.standing_documents) == ("cancelled", ())
    assert floor.battery(floor.ids["first"]).leaving.load == ""


# --- release ----------------------------------------------------------------------------------


def test_only_the_qualified_release_and_only_what_is_confirmed(floor):
    releasing = release.Releasing(edition="transport-cn-2026-1", confirmed=(), until="2026-12-31")
    no("not_qualified", floor.ship, release.release, releasing)
    floor.release()
    assert no("rules_unconfirmed", floor.ship, release.release, releasing).shown["count"] == len(
        floor.edition("transport-cn-2026-1").unconfirmed()
    )


def test_no_release_outlasts_its_edition(floor):
    late = no("release_date_wrong", floor.release, "transport-cn-2026-1", until="2027-01-01")
    assert late.shown["latest"] == "2026-12-31"


def test_an_edition_one_day_past_its_validity_makes_no_list(floor):
    floor.now.at = NOON + 35 * DAY  # 2027-01-01
    opening = listing.Opening(route="recycling", consignee="donghe", leaves_on="2027-01-01")
    floor.ship(listing.open_load, opening)
    with floor.station.ledger.connection.begin():
        from cellyard.ledger.loads import Loads

        loads = Loads(floor.station.ledger.connection, station="", epoch="", year=0)
        load = loads.newest()[0].id
    floor.add(load, "first")
    assert no("no_edition", floor.judge, load, "first").shown["day"] == "2027-01-01"


# --- after the gate ---------------------------------------------------------------------------


def test_differences_of_the_receipt_are_tasks_until_settled(floor):
    load = floor.dispatched("first", "second")
    floor.ship(receipt.arrive, receipt.Arriving(load=load))
    floor.receipt(load, first="as_listed")
    assert floor.load(load).state == "arrived"
    floor.receipt(load, second="missing")
    received = floor.load(load)
    assert (received.state, received.differences) == ("received", 1)
    batteries = [floor.battery(floor.ids[n]) for n in ("first", "second")]
    assert receipt.open_differences(received, batteries) == [batteries[1]]
    settling = receipt.Settling(load=load, battery=batteries[1].id, answer="found")
    floor.ship(receipt.settle, settling)
    assert receipt.open_differences(floor.load(load), batteries) == []
    no("received_already", floor.receipt, load, first="as_listed")


def test_rebuilding_gives_the_same_loads_stays_and_releases(floor):
    floor.receipt(floor.dispatched("first", "second"), first="as_listed", second="damaged")
    from cellyard.ledger import projections

    with floor.station.ledger.connection.begin():
        before = projections.digest(floor.station.ledger.connection)
    assert floor.station.ledger.rebuild()[1] == before
