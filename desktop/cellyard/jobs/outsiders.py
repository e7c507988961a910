"""Who is named on papers without working here: drivers, and who signs for a consignee.

They stand on personal sheets alone, which no register lists: they are found through the loads'
facts, by name, and erased with all their sheets.
"""

from collections.abc import Iterator, Sequence

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids, people
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import CarriageSheet
from cellyard.domain.shipping.load import Load
from cellyard.domain.signature import SignatureSheet
from cellyard.jobs import erasing
from cellyard.jobs.people import Ground
from cellyard.jobs.station import Station
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.questions import Questions

Sheet = SignatureSheet | CarriageSheet
_KINDS: dict[str, type[Sheet]] = {"signature": SignatureSheet, "carriage": CarriageSheet}


class Outsider(msgspec.Struct, frozen=True, kw_only=True):
    """A name on sheets of loads; a vehicle without a driver goes by its plate.

    `sheets` are the hashes of all of them, `parties` what it stands there as, `loads` their
    numbers, newest first, and `at` (ms) when it was last written.
    """

    name: str
    parties: tuple[f.Party, ...]
    plates: tuple[str, ...]
    loads: tuple[str, ...]
    sheets: tuple[str, ...]
    at: int


class _Told(msgspec.Struct, frozen=True):
    party: f.Party
    sha256: str
    sheet: Sheet
    load: str
    at: int

    @property
    def name(self) -> str:
        if isinstance(self.sheet, SignatureSheet):
            return self.sheet.name
        return self.sheet.driver or self.sheet.plate or self.sheet.phone or self.sheet.permit

    @property
    def plate(self) -> str:
        return self.sheet.plate if isinstance(self.sheet, CarriageSheet) else ""


def named(questions: Questions) -> list[Outsider]:
    """Return everybody whom sheets of loads name and no register, in the order of their names."""
    registers = questions.registers
    staff = {p.id for p in registers.people() if registers.sheet(p) is not None}
    found: dict[str, list[_Told]] = {}
    for load in questions.loads.all():
        for told in _told(questions, load, staff):
            found.setdefault(told.name, []).append(told)
    return [_outsider(name, told) for name, told in sorted(found.items()) if name]


def erase(station: Station, sheets: Sequence[str], ground: Ground, *, by: str) -> None:
    """Drop sheets everywhere and for good: the facts and the papers' hashes stay whole.

    Refused when who asks may not, ("blob_missing") for a sheet that is not here, ("blob_damaged")
    for what is no sheet of a load.
    """

    def decide(known: Known, sheets: Sequence[str]) -> Sequence[Entry]:
        people.check_may(known, "people")
        for sha256 in sheets:
            read(station.ledger.blobs, sha256)
        return [erasure(sha256, ground) for sha256 in sheets]

    station.record(decide, sheets, by=by)
    erasing.drop(station, sheets)


def erasure(sha256: str, ground: Ground) -> Entry:
    """Return the entry that says of a sheet that it is erased."""
    return Entry(subject=ids.sheet(sha256), fact=f.Erased(blob=sha256, ground=ground))


def read(blobs: Blobs, sha256: str) -> Sheet:
    """Return a sheet of a load. Refused("blob_missing"), ("blob_damaged") for anything else."""
    content = blobs.get(sha256)
    try:
        kind = _KINDS[msgspec.json.decode(content, type=_Kept).retention]
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, KeyError) as no:
        raise Refused("blob_damaged", sha256=sha256[:12]) from no


class _Kept(msgspec.Struct):
    retention: str


def _told(questions: Questions, load: Load, staff: set[str]) -> Iterator[_Told]:
    """Go through the sheets of a load that are here, but those of who is in the register."""
    for r in questions.loads.line(load.id):
        match r.fact:
            case f.CarriageNamed(sheet=sha256):
                party: f.Party = "driver"
            case f.Signed(party="consignor") if r.envelope.actor in staff:
                continue  # erased with the person
            case f.Signed(party=party, sheet=sha256):
                pass
            case _:
                continue
        sheet = _here(questions.blobs, sha256)
        if sheet is not None:
            yield _Told(party, sha256, sheet, load.number, r.envelope.at)


def _here(blobs: Blobs, sha256: str) -> Sheet | None:
    """Return a sheet; None once it is erased, or when it is damaged and names nobody any more."""
    if not blobs.holds(sha256):
        return None
    try:
        return read(blobs, sha256)
    except Refused:
        return None


def _outsider(name: str, told: Sequence[_Told]) -> Outsider:
    return Outsider(
        name=name,
        parties=tuple(dict.fromkeys(one.party for one in told)),
        plates=tuple(dict.fromkeys(one.plate for one in told if one.plate)),
        loads=tuple(dict.fromkeys(one.load for one in told)),
        sheets=tuple(dict.fromkeys(one.sha256 for one in told)),
        at=max(one.at for one in told),
    )
