"""Every kind of fact is said in words, in both languages, and names nobody."""

import hashlib
from decimal import Decimal

import pytest

from cellyard import words
from cellyard.domain import facts as f
from cellyard.domain.envelope import VERSION, Envelope, Recorded, encode_payload
from cellyard.words import times
from cellyard.words.facts import measured, said

DECIDED = f.Decided(edition="cn-2026-1", rules=())
HAND = f.Evidence(flags=("manual",))
READ = f.Evidence(instrument="scale")
NAMES = {
    "register/partners/hengfeng": "Hengfeng outlet",
    "register/models/leaf": "Nissan LEAF",
    "Intake 1/e/12": "Put away in A-01-1-1",
}
REFS = ("Intake 1/e/12", "Intake 1/e/1300", "Intake 1/e/14")

# fact, what it says in English
SAID: list[tuple[f.Fact, str]] = [
    (f.StationOpened(public_key="00", app="1.2"), "Station opened, version 1.2"),
    (
        f.Published(register="slots", key="A", version=2, sha256="0"),
        "Register of slots: A, version 2",
    ),
    (f.RoleGranted(person="p", role="supervisor"), "Role given: Shift supervisor"),
    (f.RoleRevoked(person="p", role="operator"), "Role taken away: Operator"),
    (f.Erased(blob="0", ground="retention_ended"), "Name erased: retention has ended"),
    (
        f.Received(ticket=1184, code="X", scheme="OTHER", outlet="hengfeng"),
        "Received, ticket 1 184, from Hengfeng outlet",
    ),
    (
        f.Received(ticket=3, code="", scheme="OTHER"),
        "Received without a readable code, ticket 3",
    ),
    (f.Identified(code="LEAF40", scheme="OTHER"), "Code read: LEAF40"),
    (f.ModelAssigned(model="leaf", how="prefix"), "Model Nissan LEAF, by its code"),
    (f.ModelAssigned(model="other", how="chosen"), "Model other, chosen"),
    (f.ModelAssigned(model=None, how="unknown"), "Model unknown"),
    (f.OutletNamed(outlet="hengfeng"), "Comes from Hengfeng outlet"),
    (f.Weighed(kg=Decimal("355.2"), evidence=HAND), "Weighed 355.2 kg, by hand"),
    (f.Weighed(kg=Decimal("1355.20"), evidence=READ), "Weighed 1 355.20 kg"),
    (
        f.Inspected(section="case_damage", answer="yes", finding="dented"),
        "Damage to the case: yes, dent",
    ),
    (
        f.Inspected(section="internal_safety", answer="cant_tell"),
        "Battery management: can’t tell",
    ),
    (f.Photographed(section="case_damage"), "Photo: Damage to the case"),
    (
        f.Measured(quantity="voltage", value=Decimal("388.4"), unit="V", evidence=READ),
        "Voltage 388.4 V",
    ),
    (
        f.Measured(quantity="insulation", value=None, unit="ohm", evidence=READ),
        "Insulation: no reading",
    ),
    (
        f.Triaged(verdict="watch", reasons=("swollen", "dented"), decided=DECIDED),
        "Verdict WATCH: case is swollen",
    ),
    (f.Triaged(verdict="go", reasons=(), decided=DECIDED), "Verdict GO"),
    (
        f.Triaged(verdict="stop", reasons=("of_2031",), decided=DECIDED),
        "Verdict STOP: of_2031",
    ),
    (f.Acknowledged(verdict="stop"), "STOP read and confirmed"),
    (f.Labelled(printer="pdf"), "Label printed"),
    (f.Labelled(printer="pdf", copies=2), "2 labels printed"),
    (f.SlotHeld(slot="O-02", decided=DECIDED), "O-02 held for it"),
    (f.Placed(slot="O-02", decided=DECIDED), "Put away in O-02"),
    (f.Placed(slot="O-02", came_from="R-01", decided=DECIDED), "Moved from R-01 to O-02"),
    (
        f.Placed(slot="O-02", decided=DECIDED, overruled="agreed"),
        "Put away in O-02, all the same: agreed with that station",
    ),
    (f.TakenOver(person="p"), "Ticket taken over"),
    (f.Distinguished(other="b"), "Looked at: another battery with the same code"),
    (
        f.Corrected(facts=REFS[:1], reason="wrong_slot"),
        "Taken back: put away in A-01-1-1 (wrong slot)",
    ),
    (
        f.Corrected(facts=REFS, reason=f.UNDO),
        "Undone: put away in A-01-1-1, fact 1 300, 1 more",
    ),
    (
        f.RunBegan(
            run="r",
            test="capacity",
            channel="1",
            instruments=("load-1",),
            limits=(("voltage_low_V", Decimal("16.2")),),
            decided=DECIDED,
        ),
        "Capacity test on channel 1 began",
    ),
    (
        f.RunEnded(run="r", end="guard", trip=f.Trip(watched="temperature_high")),
        "Run over: ended by the guard (too hot)",
    ),
    (f.RunEnded(run="r", end="completed"), "Run over: to its end"),
    (
        f.ResistanceTested(
            resistance=Decimal("0.01500"), voltage=Decimal("3.85"), evidence=READ, decided=DECIDED
        ),
        "Resistance 15 mΩ",
    ),
    (
        f.ResistanceTested(
            resistance=None, voltage=None, doubts=("no_reading",), evidence=READ, decided=DECIDED
        ),
        "Resistance no reading (not acceptable)",
    ),
    (
        f.InsulationTested(
            insulation=None,
            at_least=True,
            test_voltage=Decimal(500),
            duration=Decimal(10),
            evidence=READ,
            decided=DECIDED,
        ),
        "Insulation better than the instrument can show",
    ),
    (
        f.CapacityTested(
            run="r",
            capacity=Decimal("54.90"),
            energy=Decimal(1220),
            duration=Decimal(10155),
            points=6937,
            current=Decimal("-19.5"),
            cut_off=Decimal("18.0"),
            voltage_min=Decimal("21.2"),
            voltage_max=Decimal("24.8"),
            instruments=(READ,),
            decided=DECIDED,
        ),
        "Capacity 54.90 Ah",
    ),
    (
        f.DischargedToSafe(
            run="r",
            voltage=Decimal("5.20"),
            limit=Decimal("12.0"),
            rested=Decimal(86400),
            below=True,
            instruments=(READ,),
            decided=DECIDED,
        ),
        "Below 12 V: 5.20 V",
    ),
    (
        f.Graded(
            grade="B",
            route="second_life",
            deciding=("capacity",),
            criteria=(),
            decided=DECIDED,
        ),
        "Grade B, second life",
    ),
    (
        f.Graded(
            grade="A",
            route="second_life",
            deciding=("capacity",),
            criteria=(),
            second="p",
            decided=DECIDED,
        ),
        "Grade A, second life (two people)",
    ),
    (
        f.GradeOverruled(
            grade="D",
            route="recycling",
            was="B",
            reason="visible_damage",
            second="q",
            decided=DECIDED,
        ),
        "Grade D in place of B: Damage seen on the bench",
    ),
    (
        f.Observed(
            temperature=Decimal("31.3"), seen="swollen", clean=False, evidence=READ, decided=DECIDED
        ),
        "Looked at: 31.3 °C, Swollen",
    ),
    (
        f.Observed(temperature=None, clean=False, evidence=HAND, decided=DECIDED),
        "Looked at: no reading",
    ),
    (f.HoldPlaced(reason="recall"), "On hold: recall check"),
    (
        f.HoldReleased(reason="checked", second="q"),
        "Hold lifted by two people: checked, nothing found",
    ),
    (
        f.LoadOpened(
            number="D-2026-0092-K7Q", route="recycling", consignee="donghe", leaves_on="2026-12-01"
        ),
        "Load D-2026-0092-K7Q opened, recycling",
    ),
    (f.CarriageNamed(sheet="0"), "Vehicle and driver named"),
    (f.Listed(load="l"), "Listed for a load"),
    (f.Unlisted(load="l"), "Taken out of a load"),
    (
        f.Packed(load="l", package=3, instruction="P903 (2)", gross_kg=Decimal("368.0")),
        "Packed as P903 (2), package 3, 368.0 kg",
    ),
    (
        f.SafetyJudged(load="l", party="consignor", items=(), passed=True, decided=DECIDED),
        "Safety judgement passed, Consignor",
    ),
    (
        f.SafetyJudged(load="l", party="consignee", items=(), passed=False, decided=DECIDED),
        "Safety judgement not passed, Consignee",
    ),
    (
        f.LoadSealed(batteries=10, kg=Decimal(2810), kwh=Decimal("366.1"), decided=DECIDED),
        "List closed: 10 batteries",
    ),
    (f.LoadUnsealed(reason="list_changed"), "List opened again: the list changed"),
    (
        f.DocumentIssued(
            number="D-2026-0092-K7Q/1",
            document="loading-list",
            pages_hash="0",
            content_hash="0",
            pages=2,
            standing="draft",
            editions=("cn",),
        ),
        "Loading list D-2026-0092-K7Q/1 issued, draft",
    ),
    (
        f.DocumentVoided(number="D-2026-0092-K7Q/1", reason="mistake"),
        "D-2026-0092-K7Q/1 is void: a mistake on it",
    ),
    (
        f.Signed(number="D-2026-0092-K7Q/1", document="0", party="driver", sheet="0"),
        "D-2026-0092-K7Q/1 signed: Driver",
    ),
    (f.Dispatched(load="l", seal="004417"), "Left the gate"),
    (f.LoadArrived(), "Arrived at the consignee"),
    (f.ReceiptLine(load="l", outcome="missing"), "At the consignee: did not arrive"),
    (f.LoadReceived(differences=0), "Received as listed"),
    (f.LoadReceived(differences=2), "Received, 2 differences"),
    (f.LoadCancelled(reason="not_collected"), "Load given up: not collected"),
    (
        f.QualificationGranted(person="p", qualification="dg_adviser", until="2027-03-31"),
        "Qualified until 2027-03-31: dangerous-goods safety adviser",
    ),
    (
        f.QualificationRevoked(person="p", qualification="site_safety"),
        "No longer qualified: site safety officer",
    ),
    (
        f.EditionReleased(
            edition="transport-eu-2026-1",
            sha256="0",
            qualification="dg_adviser",
            confirmed=(),
            until="2026-12-31",
        ),
        "Edition transport-eu-2026-1 released until 2026-12-31",
    ),
    (
        f.ReleaseWithdrawn(edition="transport-eu-2026-1", sha256="0", reason="adviser_left"),
        "Release of edition transport-eu-2026-1 withdrawn: the adviser has left",
    ),
    (f.Resolved(task="t", answer="found"), "Task answered: found"),
    (f.Resolved(task="t", answer="agreed"), "Task answered: Agreed with that station"),
    (f.Merged(into="a"), "Looked at: the same battery, booked in twice"),
    (
        f.Enrolled(station="Intake 2", epoch="e", seal_key="a", box_key="b"),
        "Enrolled at the central server: Intake 2",
    ),
    (
        f.Revoked(station="Intake 2", epoch="e", seq=1, reason="lost"),
        "Enrolment of Intake 2 taken back: the computer is lost or stolen",
    ),
    (f.Unread(kind="Sealed", tv=2), "Sealed: update the app to read it"),
]


def recorded(fact: f.Fact) -> Recorded:
    e = Envelope(
        v=VERSION,
        centre="c",
        station="Intake 1",
        epoch="e",
        seq=1,
        prev="",
        order=1,
        at=0,
        after=(),
        act="a",
        actor="p",
        type=type(fact).__name__,
        tv=1,
        subject="battery/1",
        payload=encode_payload(fact),
        blobs=(),
    )
    return Recorded(envelope=e, fact=fact, hash=hashlib.sha256(b"").hexdigest())


@pytest.fixture(autouse=True)
def _english_again() -> None:
    words.use("en")


def test_no_kind_of_fact_is_left_out() -> None:
    assert {type(fact).__name__ for fact, _ in SAID} == {*f.KINDS, "Unread"}


@pytest.mark.parametrize(("fact", "expected"), SAID, ids=lambda v: v if isinstance(v, str) else "")
def test_each_fact_says_what_happened(fact: f.Fact, expected: str) -> None:
    plain = said(recorded(fact), NAMES).replace("\u00a0", " ").replace("\u2009", " ")
    assert plain == expected
    words.use("zh_CN")
    chinese = said(recorded(fact), NAMES)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese), chinese
    assert "{" not in chinese
    words.use("en")


def test_readings_are_written_with_the_unit_that_people_read() -> None:
    shown = [
        measured(Decimal(value), unit).replace("\u00a0", " ")
        for value, unit in (
            ("388.40", "V"),
            ("2100000", "ohm"),
            ("550000", "ohm"),
            ("61", "ohm"),
            ("-4.5", "degC"),
        )
    ]
    assert shown == ["388.40 V", "2.1 MΩ", "550 kΩ", "61 Ω", "\u22124.5 °C"]


def test_times_are_said_as_people_say_them() -> None:
    minute, hour, day = 60_000, 3_600_000, 86_400_000
    noon = 1_776_160_800_000  # some moment of 14 April 2026
    assert times.lasted(3 * hour + 50 * minute) == "3 h 50 min"
    assert times.lasted(2 * day + 20 * hour) == "2 d 20 h"
    assert times.lasted(59_000) == "0 min"
    assert times.since(noon - minute, noon).startswith("since ")
    assert times.since(noon - 2 * day, noon) == "day 3"
    assert "2025" in times.short_day(noon - 200 * day, noon)
    assert "2026" not in times.moment(noon, noon)
