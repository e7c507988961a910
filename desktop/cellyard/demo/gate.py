"""The way out of the demonstration set up: partners, packagings, and an adviser for the rules."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cellyard.demo.people import HE_RONG
from cellyard.domain import prices
from cellyard.domain.registers import Partner, Per, Price, What
from cellyard.domain.release import Releasing
from cellyard.domain.rules import Edition
from cellyard.jobs import people, registers, releases
from cellyard.jobs.station import Station

CONSIGNEE = Partner(key="donghe", name="Donghe Materials", role="consignee", city="Donghe", uscc="")
CARRIER = Partner(key="yuelin", name="Yuelin Logistics", role="carrier", city="Linjiang")
# What stands on papers and on the fire sheet.
_SITE = {
    "address": "18 Gangkou Road, Linjiang",
    "hydrants": "H1 at the gate, H2 behind rack E",
    "main_switch": "Outside wall, left of the gate",
    "meeting_point": "Car park, north side",
}
# Made up, in CNY: no price comes with the program.
_PRICES: tuple[tuple[What, Per, str], ...] = (
    ("second_life_a", "kwh", "420"),
    ("second_life_b", "kwh", "300"),
    ("second_life_c", "kwh", "180"),
    ("lithium", "kg_carbonate", "75"),
    ("nickel", "kg", "120"),
    ("cobalt", "kg", "240"),
    ("manganese", "kg", "12"),
    ("copper", "kg", "80"),
    ("treatment", "kwh", "35"),
)
# Made up: nobody has looked these types up.
_TESTED = ("nissan-leaf",)


def set_up(station: Station, *, by: str) -> None:
    """Enter consignee, carrier, packagings, prices, and what is known of the types of battery."""
    kept = station.ledger.registers
    with station.ledger.connection.begin():
        centre, models = kept.centre(), kept.models()
    equipped = msgspec.structs.replace(centre, packagings=("P903", "P908", "P909"), **_SITE)
    tested = [msgspec.structs.replace(m, un38_3="yes") for m in models if m.key.startswith(_TESTED)]
    registers.publish(station, [CONSIGNEE, CARRIER, equipped, *tested, *_prices()], by=by)


def _prices() -> list[Price]:
    since = date.today().replace(day=1).isoformat()  # noqa: DTZ011 - the day at the station
    return [
        Price(
            key=prices.key_of(what, since),
            what=what,
            per=per,
            amount=Decimal(amount),
            currency="CNY",
            since=since,
            source="Donghe Materials, by telephone",
        )
        for what, per, amount in _PRICES
    ]


def release(station: Station, *, by: str) -> None:
    """Enter the adviser of the demonstration, who stands for every edition: papers say DEMO."""
    today = date.today()  # noqa: DTZ011 - the day at the station
    adviser = people.enter(
        station,
        msgspec.structs.replace(
            HE_RONG,
            qualified=dict.fromkeys(releases.QUALIFICATIONS, f"{today.year + 1}-12-31"),
        ),
        by=by,
    )
    for edition in _editions(station, today.isoformat()):
        order = Releasing(
            edition=edition.id,
            confirmed=edition.unconfirmed(),
            until=edition.valid_to,
            demo=True,
        )
        releases.release(station, order, edition, by=adviser)


def _editions(station: Station, day: str) -> Sequence[Edition]:
    with station.ledger.connection.begin():
        jurisdiction = station.ledger.registers.centre().jurisdiction
        return [
            e
            for e in station.ledger.registers.editions()
            if e.jurisdiction in ("", jurisdiction) and e.valid_from <= day <= e.valid_to
        ]
