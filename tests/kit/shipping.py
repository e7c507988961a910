"""A floor with stock to ship: graded, discharged, watched batteries, partners, and an adviser."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import benched
from floor import MODELS, Floor, Seen, code

from cellyard.domain import facts as f
from cellyard.domain import ids, release, shipping
from cellyard.domain.registers import Centre, Partner
from cellyard.domain.shipping import departure, issuing, listing, receipt, safety_acts
from cellyard.domain.shipping.load import Load
from cellyard.jobs import registers

CONSIGNEE, CARRIER = "donghe", "yuelin"
TODAY = "2026-11-27"
NOON = 1_795_780_800_000  # 2026-11-27, 12:00 UTC
GIVEN = f.Decided(edition="grading-2026-2", rules=("capacity",))
HASH = "ab" * 32


class Shipper(Floor):
    """A floor whose supervisor ships; `ids` name its batteries by what they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.now.at = NOON - 3 * 24 * 3_600_000
        leaf, kona = "nissan-leaf-40-kwh", "hyundai-kona-electric-64-kwh"
        for n, name in enumerate(("first", "second"), start=1):
            self.ids[name] = self.book_in(code(n), leaf)
            self.put(self.ids[name])
            self.grade(self.ids[name], "D")
            benched.discharge(self, self.ids[name])
            self.put(self.ids[name], f"R-0{n}")
        self.ids["good"] = self.book_in(code(3), leaf)
        self.put(self.ids["good"])
        self.grade(self.ids["good"], "A")
        self.ids["untested"] = self.book_in(code(4), leaf)
        self.put(self.ids["untested"])
        self.ids["swollen"] = self.book_in(code(5), kona, Seen("case_damage", "swollen"))
        self.put(self.ids["swollen"])
        self.ids["leaking"] = self.book_in(
            code(6), "wuling-mini-ev-13-9-kwh", Seen("acute_hazard", "leaking")
        )
        self.put(self.ids["leaking"])
        self.now.at = NOON
        self.publish(
            Partner(key=CONSIGNEE, name="Donghe Materials", role="consignee"),
            Partner(key=CARRIER, name="Yuelin Logistics", role="carrier"),
            Centre(name="Linjiang", jurisdiction="CN", packagings=("P908",)),
            *(m for k, m in MODELS.items() if k == ""),
        )

    @property
    def mark(self) -> str:
        """The signs of this station's number series."""
        who = self.station.identity
        return ids.series_mark(who.station, who.epoch)

    def write(self, id_: str, *facts: f.Fact) -> None:
        """Write facts of a battery as they are given."""
        benched.record(self, id_, *facts)

    def publish(self, *entries: registers.Publishable) -> None:
        registers.publish(self.station, list(entries), by=self.administrator)

    def grade(self, id_: str, grade: f.Grade) -> None:
        route: f.Route = "recycling" if grade == "D" else "second_life"
        fact = f.Graded(grade=grade, route=route, deciding=(), criteria=(), decided=GIVEN)
        benched.record(self, id_, fact)

    def ship(self, decide: Callable[..., object], order: object) -> None:
        """Write an act of the supervisor."""
        self.now.at += 1000
        self.station.record(decide, order, by=self.administrator)

    # --- a load -------------------------------------------------------------------------------

    def load(self, id_: str) -> Load:
        with self.station.ledger.connection.begin():
            from cellyard.ledger import subjects

            found = subjects.read_load(self.station.ledger.connection, id_)
        assert found is not None
        return found

    def open_load(
        self,
        *names: str,
        route: f.Route = "recycling",
        mode: f.Mode = "road",
        leaves_on: str = TODAY,
    ) -> str:
        opening = listing.Opening(
            route=route, consignee=CONSIGNEE, carrier=CARRIER, mode=mode, leaves_on=leaves_on
        )
        self.now.at += 1000
        written = self.station.record(listing.open_load, opening, by=self.administrator)
        load = written[0].envelope.subject.removeprefix("load/")
        if names:
            self.add(load, *names)
        return load

    def add(self, load: str, *names: str) -> None:
        batteries = tuple(self.ids[n] for n in names)
        self.ship(listing.list_batteries, listing.OnList(load=load, batteries=batteries))

    def judge(self, load: str, *names: str, answer: f.Answer = "no", treated: str = "") -> None:
        """Judge batteries of a load in the name of both parties."""
        edition = self.edition("transport-cn-2026-1")
        answers = tuple((item.id, answer) for item in edition.safety_item)
        for party in ("consignor", "consignee"):
            order = safety_acts.SafetyJudging(
                load=load,
                batteries=tuple(self.ids[n] for n in names),
                party=party,
                answers=answers,
                pretreatment=treated,
            )
            self.ship(safety_acts.judge_safety, order)

    def edition(self, id_: str):
        with self.station.ledger.connection.begin():
            return next(e for e in self.station.ledger.registers.editions() if e.id == id_)

    def release(self, *editions: str, until: str = "2026-12-31", demo: bool = False) -> None:
        """Let the administrator be qualified and stand for these editions."""
        for qualification in ("dg_adviser", "site_safety"):
            order = release.Qualifying(
                person=self.administrator,
                qualification=qualification,
                until="2027-06-30",
            )
            self.ship(release.qualify, order)
        for id_ in editions:
            confirmed = self.edition(id_).unconfirmed()
            order = release.Releasing(edition=id_, confirmed=confirmed, until=until, demo=demo)
            self.ship(release.release, order)

    def issue(
        self,
        load: str,
        standing: f.Standing = "final",
        editions: tuple[str, ...] = ("transport-cn-2026-1",),
        part: int = 1,
        document: str = issuing.LOADING_LIST,
    ) -> str:
        """Issue a paper as if it were drawn; returns its number."""
        number = issuing.next_number(self.load(load), self.mark)
        paper = self.station.ledger.blobs.put(number.encode(), "application/pdf")
        order = issuing.Issuing(
            load=load,
            number=number,
            document=document,
            pages_hash=HASH,
            content_hash=HASH,
            pages=1,
            standing=standing,
            editions=editions,
            paper=paper,
            content=paper,
            part=part,
        )
        self.ship(issuing.issue, order)
        return number

    def sign(self, load: str, number: str, *parties: f.Party) -> None:
        for party in parties:
            sheet = self.station.ledger.blobs.put(f"{number} {party}".encode(), "sheet")
            order = issuing.Signing(load=load, number=number, party=party, sheet=sheet)
            self.ship(issuing.sign, order)

    def judgement(self, load: str, standing: f.Standing = "final") -> str:
        """Issue the paper of the safety judgement, and have a final one signed by both parties."""
        number = self.issue(load, standing, document=issuing.SAFETY_JUDGEMENT)
        if standing != "draft":
            self.sign(load, number, "consignor", "consignee")
        return number

    def dispatched(self, *names: str) -> str:
        """Bring a load of these batteries out of the gate; returns its id."""
        load = self.open_load(*names)
        self.judge(load, *names)
        self.release("transport-cn-2026-1")
        self.ship(departure.seal, departure.Sealing(load=load))
        self.judgement(load)
        self.sign(load, self.issue(load), "consignor", "driver")
        self.ship(departure.dispatch, departure.Dispatching(load=load, seal="004417"))
        return load

    def receipt(self, load: str, **outcomes: f.Outcome) -> None:
        lines = tuple(
            receipt.Line(battery=self.ids[name], outcome=outcome, kg=Decimal(300))
            for name, outcome in outcomes.items()
        )
        self.ship(receipt.receive, receipt.Receiving(load=load, lines=lines))


__all__ = ["CARRIER", "CONSIGNEE", "NOON", "TODAY", "Shipper", "shipping"]
