"""Battery labels: drawn from what is known, kept as PDF, handed to the printer, written down."""

import functools
from pathlib import Path

import msgspec

from cellyard.documents.label import BATTERY_LABEL, BatteryLabel
from cellyard.domain import facts as f
from cellyard.domain import ids, intake
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.jobs import printing
from cellyard.jobs.outbox import Outbox
from cellyard.jobs.station import Station
from cellyard.ledger import facts, projections
from cellyard.words import in_language
from cellyard.words.codes import CHEMISTRIES
from cellyard.words.intake import NOTHING_FOUND, REASONS
from cellyard.words.times import local

PAPERS = "documents"
QUEUE = "labels"
# What printed when no printer is set up: the file itself.
PDF = "pdf"


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was asked for: its file, the printer that gets it, and how many wait there."""

    path: Path
    printer: str
    waiting: int


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A label as dots: one bit each, rows from the top, set bits black, highest bit leftmost."""

    width: int
    height: int
    stride: int
    data: bytes


@functools.cache
def outbox(folder: Path) -> Outbox:
    """Return the print queue of a station's folder, one for the whole process."""
    return Outbox(folder / QUEUE)


def print_label(station: Station, battery: str, *, target: str, by: str) -> Printed:
    """Draw a battery's label, keep it as PDF, queue it for its printer, and write that down.

    On disk before it is written down: a label may come out twice (marked REPRINT), never not at
    all. `target` as in `jobs.printing`; "" where there is no printer. Raises Refused
    ("not_judged", "unknown_battery", or what the paper refuses), Trouble("label_not_kept").
    """
    pdf, label = _drawn(station, battery)
    path = paper(station.folder, label.station, label.ticket)
    path.parent.mkdir(parents=True, exist_ok=True)
    printing.write_durably(path, pdf)
    queue = outbox(station.folder)
    if target:
        from cellyard.documents import zpl

        title = f"{label.ticket} {label.code}".strip()
        queue.put(zpl.label(pdf, note=title), target, title=title)
    order = intake.Labelling(battery=battery, printer=_named(target))
    station.record(intake.label, order, by=by)
    return Printed(path=path, printer=target, waiting=len(queue.waiting()))


def paper(folder: Path, station: str, ticket: int) -> Path:
    """Return where the newest label of a ticket is kept as PDF."""
    return folder / PAPERS / f"label-{station}-{ticket}.pdf"


def picture(path: Path) -> Picture | None:
    """Return a kept label as the dots that the printer burns; None when there is none."""
    if not path.is_file():
        return None
    from cellyard.documents.render import dots

    drawn = dots(path.read_bytes())
    return Picture(width=drawn.width, height=drawn.height, stride=drawn.stride, data=drawn.data)


def _named(target: str) -> str:
    """Return what a fact calls a printer: a folder's path may hold the name of a person."""
    return "file" if target.startswith(printing.FILE) else target or PDF


def _drawn(station: Station, id_: str) -> tuple[bytes, BatteryLabel]:
    ledger = station.ledger
    with ledger.connection.begin():
        battery = projections.read_state(ledger.connection, id_)
        if battery is None:
            raise Refused("unknown_battery")
        line = facts.of_subject(ledger.connection, ids.battery(id_))
        model = next((m for m in ledger.registers.models() if m.key == battery.model), None)
        editions = {e.id: e for e in ledger.registers.editions()}
    if battery.verdict is None or battery.triage is None:
        raise Refused("not_judged", ticket=battery.ticket)
    label = content(battery, model, editions[battery.triage.edition], _decided_by(line))
    return BATTERY_LABEL.render(label), label


def _decided_by(line: list[Recorded]) -> Recorded:
    """Return the fact that the label is printed for: the verdict."""
    return [r for r in line if isinstance(r.fact, f.Triaged)][-1]


def content(
    battery: Battery, model: BatteryModel | None, edition: Edition, verdict: Recorded
) -> BatteryLabel:
    """Return what the label of a judged battery says."""
    energy = intake.kwh(battery, model, edition)
    chemistry = CHEMISTRIES.get(model.chemistry, model.chemistry) if model else None
    worst = battery.reasons[0] if battery.reasons else ""
    reason = REASONS.get(worst, worst) or NOTHING_FOUND
    evidence = battery.weight_evidence
    return BatteryLabel(
        verdict=battery.verdict or "stop",
        model=model.title if model else None,
        chemistry=chemistry,
        chemistry_zh=_in_chinese(chemistry),
        max_voltage=model.max_v if model else None,
        weight_kg=battery.kg,
        weight_manual=bool(evidence and evidence.manual),
        kwh=energy.kwh.normalize(),
        kwh_estimated=energy.estimated,
        received=local(battery.received_at).date().isoformat(),
        reason_en=reason,
        reason_zh=in_language("zh_CN", reason),
        ticket=battery.ticket,
        station=battery.station,
        code=battery.code,
        battery=battery.id,
        fact=verdict.ref,
        hash=verdict.hash,
        high_voltage=intake.high_voltage(model, edition),
    )


def _in_chinese(words: str | None) -> str | None:
    """Return the Chinese words beside the English ones; None where they are the same."""
    chinese = in_language("zh_CN", words) if words else None
    return None if chinese == words else chinese
