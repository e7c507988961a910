"""A load's papers: numbered, drawn, sealed, checked by who has no store, and holding no name."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from shipping import TODAY, Shipper

from cellyard.domain import facts as f
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import departure, issuing, listing
from cellyard.domain.shipping.loading import survey
from cellyard.jobs import (
    check,
    load_copies,
    outsiders,
    people,
    shipping,
    signatures,
    unfinished,
)
from cellyard.jobs.load_papers import Asked
from cellyard.ledger.questions import Questions
from cellyard.ledger.verify import verify

EDITIONS = ("transport-cn-2026-1", "cn-2026-3", "grading-2026-2")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Shipper:
    floor = Shipper(tmp_path_factory.mktemp("papers") / "station")
    floor.ids["load"] = floor.open_load("first", "second")
    floor.judge(floor.ids["load"], "first", "second")
    driver = shipping.Driver(driver="Sun Hao", plate="8K271", phone="555 0199")
    carriage = listing.Carriage(load=floor.ids["load"], sheet="", authority_no="LD-2026-77")
    shipping.name_driver(floor.station, carriage, driver, by=floor.administrator)
    floor.ship(departure.seal, departure.Sealing(load=floor.ids["load"]))
    floor.close()
    return floor


@pytest.fixture
def floor(prepared: Shipper, tmp_path: Path) -> Iterator[Shipper]:
    opened = prepared.again(tmp_path / "station")
    yield opened
    opened.close()


def issue(floor: Shipper, document: str = issuing.LOADING_LIST) -> str:
    new = shipping.NewPaper(load=floor.ids["load"], document=document)
    fact = shipping.issue(floor.station, new, by=floor.administrator).fact
    return fact.number


def text(pdf: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_without_a_release_every_page_is_a_draft(floor):
    number = issue(floor)
    assert floor.load(floor.ids["load"]).documents[0].standing == "draft"
    pages = text(shipping.sealed_path(floor.station.folder, number).read_bytes())
    assert all("DRAFT – not for carriage" in page for page in pages)
    assert all("草稿 – 不得用于运输" in page for page in pages)


def test_under_released_editions_it_is_final_and_says_what_the_law_asks(floor):
    floor.release(*EDITIONS)
    number = issue(floor)
    paper = floor.load(floor.ids["load"]).documents[0]
    assert (paper.standing, paper.editions) == ("final", EDITIONS)
    page = "".join(text(shipping.sealed_path(floor.station.folder, number).read_bytes()))
    for said in (
        number,
        "UN 3480 WASTE LITHIUM ION BATTERIES, 9",
        "LITHIUM BATTERIES FOR RECYCLING",
        "Donghe Materials",
        "Yuelin Logistics",
        "LD-2026-77",
        floor.battery(floor.ids["first"]).code,
    ):
        assert said in page.replace("\r\n", " ")
    assert "DRAFT" not in page


def test_a_package_bears_its_number_once(floor):
    """Each sheet of the marks is stuck on: a number that stands there twice is one too many."""
    marks = text(
        shipping.sealed_path(floor.station.folder, issue(floor, issuing.PACKAGE_MARKS)).read_bytes()
    )
    assert [page.count("UN 3480") for page in marks] == [1, 1]
    assert all("LITHIUM BATTERIES" in page for page in marks)
    (packing,) = text(
        shipping.sealed_path(floor.station.folder, issue(floor, issuing.PACKING_LIST)).read_bytes()
    )
    assert packing.count("UN 3480") == 2  # of two packages


def test_a_packing_list_says_nothing_of_a_mark_that_nobody_has_entered(floor):
    (page,) = text(shipping.sealed_path(floor.station.folder, issue(floor, issuing.PACKING_LIST))
                   .read_bytes())  # fmt: skip
    assert "not required" not in page
    assert page.count("____________") >= 2  # a line for each package


def test_a_demonstrations_adviser_is_said_on_the_paper(floor):
    floor.release(*EDITIONS, demo=True)
    number = issue(floor)
    pages = text(shipping.sealed_path(floor.station.folder, number).read_bytes())
    assert all("DEMO / 演示" in page for page in pages)


def test_a_sealed_paper_holds_for_who_knows_the_key(floor):
    floor.release(*EDITIONS)
    number = issue(floor)
    floor.sign(floor.ids["load"], number, "consignor", "driver")
    path = shipping.keep_sealed(floor.station.folder, floor.ids["load"], number)
    trusted = [fingerprint(floor.station.ledger.public_key)]
    found = check.check(path, trusted)
    assert (found.wrong, found.number, sorted(found.signed)) == (
        (),
        number,
        ["consignor", "driver"],
    )


def test_a_paper_that_a_power_cut_left_unsealed_is_sealed_at_the_next_start(floor, monkeypatch):
    floor.release(*EDITIONS)
    judgement, listed = (issue(floor, d) for d in issuing.PAPERS[:2])
    with monkeypatch.context() as cut:  # the fact is written, the file not yet
        cut.setattr(shipping, "keep_sealed", lambda *_: None)
        floor.now.at = int(time.time() * 1000) + 1000
        signed(floor, judgement, "consignee", "Wu Lan")
    other, path = (shipping.sealed_path(floor.station.folder, n) for n in (listed, judgement))
    assert check.check(path).signed == ()
    other.unlink()
    unfinished.finish(floor.station)
    trusted = [fingerprint(floor.station.ledger.public_key)]
    assert check.check(path, trusted).signed == ("consignee",)
    assert check.check(other, trusted).ok


def test_no_paper_and_no_kept_file_names_a_person(floor):
    floor.release(*EDITIONS)
    for document in issuing.PAPERS:
        issue(floor, document)
    sheet = floor.load(floor.ids["load"]).sheet
    folder = floor.station.folder
    kept = [p for p in folder.rglob("*") if p.is_file() and p.name != sheet]
    assert len(kept) > 10
    for path in kept:
        for name in (b"Sun Hao", b"8K271", b"555 0199"):
            assert name not in path.read_bytes(), path


def erase(floor: Shipper, *sheets: str) -> None:
    ground = "request_of_the_person"
    outsiders.erase(floor.station, sheets, ground, by=floor.administrator)


STROKES = (((0, 0, 0), (1500, 400, 90), (3000, 0, 200)),)


def copied(floor: Shipper, number: str) -> str:
    with closing(Questions(floor.station.folder)) as questions:
        return "".join(text(load_copies.copy(questions, floor.load(floor.ids["load"]), number)))


def test_a_copy_names_driver_and_signers_until_they_are_erased(floor):
    floor.release(*EDITIONS)
    number = issue(floor)
    paper = floor.load(floor.ids["load"]).documents[0]
    sheet = signatures.keep(
        floor.station, name="Sun Hao", role="driver", strokes=STROKES, document=paper.pages_hash
    )
    order = issuing.Signing(load=floor.ids["load"], number=number, party="driver", sheet=sheet)
    floor.ship(issuing.sign, order)
    page = copied(floor, number)
    assert page.count("Sun Hao") == 2
    assert "8K271" in page
    erase(floor, sheet.sha256)
    again = copied(floor, number)
    assert again.count("Sun Hao") == 1
    assert "erased 已删除" in again


def signed(floor: Shipper, number: str, party: f.Party, name: str, by: str = "") -> None:
    new = shipping.NewSignature(
        load=floor.ids["load"], number=number, party=party, name=name, strokes=STROKES
    )
    floor.now.at += 1000
    shipping.sign(floor.station, new, by=by or floor.administrator)


def outside(floor: Shipper) -> dict[str, outsiders.Outsider]:
    with closing(Questions(floor.station.folder)) as questions:
        return {one.name: one for one in outsiders.named(questions)}


def on_disk(floor: Shipper, text: str) -> int:
    files = (p for p in floor.station.folder.rglob("*") if p.is_file())
    return sum(text.encode() in p.read_bytes() for p in files)


def test_who_is_no_register_entry_is_found_by_name_and_erased_with_every_sheet(floor):
    floor.release(*EDITIONS)
    judgement, listed = (issue(floor, d) for d in issuing.PAPERS[:2])
    signed(floor, judgement, "consignor", "Zhao Min")
    signed(floor, judgement, "consignee", "Wu Lan")
    signed(floor, listed, "driver", "Sun Hao")
    found = outside(floor)
    assert set(found) == {"Sun Hao", "Wu Lan"}
    hao = found["Sun Hao"]
    assert (hao.parties, hao.plates, len(hao.sheets)) == (("driver",), ("8K271",), 2)
    assert hao.loads == (floor.load(floor.ids["load"]).number,)
    assert "8K271" in copied(floor, listed)
    erase(floor, *hao.sheets)
    assert set(outside(floor)) == {"Wu Lan"}
    for said in ("Sun Hao", "8K271", "555 0199"):
        assert on_disk(floor, said) == 0
    page = copied(floor, listed)
    assert page.count("erased 已删除") == 3  # driver and plate of the vehicle, and the signature
    proof = verify(floor.station.folder)
    assert (proof.ok, len(proof.erased)) == (True, 2)
    trusted = [fingerprint(floor.station.ledger.public_key)]
    assert check.check(shipping.sealed_path(floor.station.folder, listed), trusted).ok


def test_who_is_erased_leaves_no_signature(floor):
    floor.release(*EDITIONS)
    number = issue(floor)
    zhao = people.NewPerson(name="Zhao Li", badge="77", pin="4702", roles=("supervisor",))
    person = people.enter(floor.station, zhao, by=floor.administrator)
    signed(floor, number, "consignor", "Zhao Li", by=person)
    signed(floor, number, "driver", "Sun Hao", by=person)
    assert "Zhao Li" in copied(floor, number)
    people.erase(floor.station, person, by=floor.administrator)
    page = copied(floor, number)
    assert "Zhao Li" not in page
    assert "erased 已删除" in page
    assert "Sun Hao" in page  # who only held the pen for somebody else
    assert on_disk(floor, "Zhao Li") == 0
    assert verify(floor.station.folder).ok


def test_a_driver_who_is_named_no_more_and_what_is_refused_leave_no_sheet(floor):
    load = floor.ids["load"]
    for name in ("Gao Bo", "Xu Wei"):
        driver, carriage = shipping.Driver(driver=name), listing.Carriage(load=load, sheet="")
        shipping.name_driver(floor.station, carriage, driver, by=floor.administrator)
    assert [on_disk(floor, name) for name in ("Sun Hao", "Gao Bo", "Xu Wei")] == [0, 0, 1]
    number = issue(floor)  # a draft: it names the driver, and nobody signs it
    late = shipping.Driver(driver="Lu Fang")
    with pytest.raises(Refused) as no:
        shipping.name_driver(floor.station, carriage, late, by=floor.administrator)
    assert no.value.code == "papers_stand"
    with pytest.raises(Refused) as no:
        signed(floor, number, "driver", "Lu Fang")
    assert no.value.code == "paper_is_draft"
    assert on_disk(floor, "Lu Fang") == 0
    assert verify(floor.station.folder).ok


def test_the_seal_of_the_vehicle_stays_when_its_driver_is_erased(floor):
    floor.release(*EDITIONS)
    judgement, listed = (issue(floor, d) for d in issuing.PAPERS[:2])
    for number, party, name in (
        (judgement, "consignor", "Zhao Min"),
        (judgement, "consignee", "Wu Lan"),
        (listed, "consignor", "Zhao Min"),
        (listed, "driver", "Sun Hao"),
    ):
        signed(floor, number, party, name)
    floor.ship(departure.dispatch, departure.Dispatching(load=floor.ids["load"], seal="004417"))
    for sheet in outside(floor)["Sun Hao"].sheets:
        erase(floor, sheet)
    assert "004417" in copied(floor, listed)


def test_a_void_paper_says_so_and_names_what_replaces_it(floor):
    floor.release(*EDITIONS)
    number = issue(floor)
    floor.ship(
        issuing.void, issuing.Voiding(load=floor.ids["load"], number=number, reason="mistake")
    )
    other = issue(floor)
    assert f"VOID – replaced by {other}" in copied(floor, number)


def test_the_judgement_of_both_is_a_paper_that_proves_itself(floor):
    floor.release(*EDITIONS)
    load = floor.ids["load"]
    number = issue(floor, issuing.SAFETY_JUDGEMENT)
    floor.sign(load, number, "consignor", "consignee")
    path = shipping.keep_sealed(floor.station.folder, load, number)
    found = check.check(path, [fingerprint(floor.station.ledger.public_key)])
    assert (found.ok, found.document, found.standing) == (True, "safety-judgement", "final")
    assert sorted(found.signed) == ["consignee", "consignor"]
    page = "".join(text(path.read_bytes())).replace("\r\n", " ")
    for said in (
        "CN-38698.1-approx",
        "GB/T 38698.1-2020 cl. 4: open and inspect",
        "来历不明，或无法诊断？",
        floor.battery(floor.ids["first"]).code,
        "Passed: 2. Treated first, then accepted: 0. Not passed: 0. Not judged: 0.",
    ):
        assert said in page, said
    assert "PASS 通过 PASS 通过" in page
    assert "DRAFT" not in page


def test_a_copy_of_the_judgement_shows_both_signatures_and_what_replaces_a_void_one(floor):
    floor.release(*EDITIONS)
    load = floor.ids["load"]
    number = issue(floor, issuing.SAFETY_JUDGEMENT)
    paper = floor.load(load).documents[0]
    for party, name in (("consignor", "Zhao Min"), ("consignee", "Wu Lan")):
        sheet = signatures.keep(
            floor.station, name=name, role=party, strokes=STROKES, document=paper.pages_hash
        )
        floor.ship(
            issuing.sign, issuing.Signing(load=load, number=number, party=party, sheet=sheet)
        )
    page = copied(floor, number)
    assert "Zhao Min" in page
    assert "Wu Lan" in page
    floor.ship(issuing.void, issuing.Voiding(load=load, number=number, reason="mistake"))
    other = issue(floor, issuing.SAFETY_JUDGEMENT)
    assert f"VOID – replaced by {other}" in copied(floor, number)
    assert "Wu Lan" not in copied(floor, other)


def test_what_only_one_party_judged_stands_as_not_judged(floor):
    load = floor.open_load("good", route="second_life")
    floor.judge(load, "good", answer="yes", treated="drained")
    with closing(Questions(floor.station.folder)) as questions:
        known = questions.known(station="Intake 1", actor="", now=floor.now())
        found = survey(known, known.loads.of(load))
        (battery,) = found.batteries
        way = msgspec.structs.replace(
            battery.leaving, judged={"consignor": battery.leaving.judged["consignor"]}
        )
        alone = msgspec.structs.replace(battery, leaving=way)
        pdf = shipping.drawn(
            known,
            msgspec.structs.replace(found, batteries=(alone,)),
            Asked(document=issuing.SAFETY_JUDGEMENT),
        )
    page = "".join(text(pdf)).replace("\r\n", " ")
    assert "Not judged 未判定" in page
    assert "Treated, accepted 已处理，接受: Fluids drained 液体已排空" in page
    assert "J-a1 Yes 是" in page


def test_goods_that_are_exempt_stand_on_their_list_with_their_mass(floor):
    with closing(Questions(floor.station.folder)) as questions:
        known = questions.known(station="Intake 1", actor="", now=floor.now())
        found = survey(known, known.loads.of(floor.ids["load"]))
        (paper,) = found.judgement.papers
        groups = tuple(msgspec.structs.replace(g, exempt=True) for g in paper.groups)
        free = msgspec.structs.replace(paper, dangerous=False, groups=groups)
        judgement = msgspec.structs.replace(found.judgement, papers=(free,))
        exempt = msgspec.structs.replace(found, judgement=judgement)
        page = "".join(text(shipping.drawn(known, exempt, Asked(document=issuing.LOADING_LIST))))
    page = page.replace("\r\n", " ")
    assert "Packages 件数 2" in page
    assert "Not subject to the rules on dangerous goods by this mode." in page
    assert "UN 3480 WASTE" not in page


def test_a_paper_is_looked_at_before_it_has_a_number(floor):
    with closing(Questions(floor.station.folder)) as questions:
        known = questions.known(station="Intake 1", actor="", now=floor.now())
        found = survey(known, known.loads.of(floor.ids["load"]))
        pdf = shipping.drawn(known, found, Asked(document=issuing.PACKAGE_MARKS))
    assert "UN 3480" in "".join(text(pdf))


def test_an_open_list_gives_no_number(floor):
    unsealing = departure.Unsealing(load=floor.ids["load"], reason="list_changed")
    floor.ship(departure.unseal, unsealing)
    with pytest.raises(Refused) as refused:
        issue(floor)
    assert refused.value.code == "list_open"
    assert not shipping.sealed_path(floor.station.folder, "x").exists()
    assert TODAY in floor.load(floor.ids["load"]).leaves_on
