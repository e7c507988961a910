"""The way out of the demonstration set up: partners, packagings, and an adviser for the rules."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cellyard.demo.people import HE_RONG
from cellyard.domain.registers import Partner
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
# Made up: nobody has looked these types up.
_TESTED = ("nissan-leaf",)


def set_up(station: Station, *, by: str) -> None:
    """Enter consignee, carrier, packagings, and what is known of the types of battery."""
    kept = station.ledger.registers
    with station.ledger.connection.begin():
        centre, models = kept.centre(), kept.models()
    equipped = msgspec.structs.replace(centre, packagings=("P903", "P908", "P909"), **_SITE)
    tested = [msgspec.structs.replace(m, un38_3="yes") for m in models if m.key.startswith(_TESTED)]
    registers.publish(station, [CONSIGNEE, CARRIER, equipped, *tested], by=by)


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
