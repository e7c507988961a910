"""The custody of batteries as one EPCIS 2.0 document (JSON-LD), written as it is told."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain import envelope
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Corrected
from cellyard.jobs import epcis_names as names
from cellyard.jobs.epcis_events import Event, Events, voided
from cellyard.jobs.export import Exported
from cellyard.ledger.whole import Span, Whole, whole

CONTEXT = (
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"cellyard": names.PREFIX},
)
_encoder = msgspec.json.Encoder()


def export(folder: Path, to: Path, days: Span, *, now: datetime) -> Exported:
    """Write the document into the folder `to`, under a name of its own; as `write`."""
    to.mkdir(parents=True, exist_ok=True)
    file = to / f"cellyard-{now:%Y%m%d-%H%M%S}-events.jsonld"
    return Exported(file=file.name, rows=write(folder, file, days, now=now))


def write(folder: Path, file: Path, days: Span, *, now: datetime) -> int:
    """Write the events of a span; returns how many. The file is whole, or it is not there.

    Facts are gone through twice, one act at a time in memory; loads are known from what came
    before the span. Refused("no_store") and as `Questions`; raises OSError.
    """
    part = file.with_name(file.name + ".part")
    try:
        with whole(folder) as store, part.open("wb") as target:
            count = 0
            target.write(_head(now))
            for event in events(store, days):
                target.write((b",\n" if count else b"\n") + _encoder.encode(event))
                count += 1
            target.write(b"\n]}}\n")
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
        durable.sync_folder(file.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return count


def events(store: Whole, days: Span) -> Iterator[Event]:
    """Give the events of a span, in the order in which their facts arrived here."""
    telling = Events(voided(_corrections(store)))
    for act in _acts(store, Span(until=days.until)):
        told = telling.told(act)
        if act[0].envelope.at >= days.since:
            yield from told
        else:
            for _passed in told:  # only so that loads are known
                pass


def _head(now: datetime) -> bytes:
    head = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": now.isoformat(timespec="milliseconds"),
        "epcisBody": {"eventList": [0]},
    }
    return _encoder.encode(head).removesuffix(b"0]}}")


def _corrections(store: Whole) -> Iterator[Recorded]:
    for _hash, content in store.facts(Span()):
        if envelope.decode_envelope(content).type == Corrected.__name__:
            yield envelope.recorded(content)


def _acts(store: Whole, days: Span) -> Iterator[Sequence[Recorded]]:
    act: list[Recorded] = []
    for _hash, content in store.facts(days):
        r = envelope.recorded(content)
        if act and _act(act[-1]) != _act(r):
            yield act
            act = []
        act.append(r)
    if act:
        yield act


def _act(r: Recorded) -> tuple[str, str, str]:
    e = r.envelope
    return e.station, e.epoch, e.act
