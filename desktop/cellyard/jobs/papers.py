"""Papers on request: any document of any battery, drawn from the store as it stands; read-only."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.documents import DOCUMENTS
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.codes import key as code_key
from cellyard.domain.refusals import Refused
from cellyard.jobs import bench_papers, labels
from cellyard.ledger.questions import Questions

Content = Callable[[Questions, Battery], msgspec.Struct]


def render(folder: Path, name: str, key: str, *, zpl: bool = False) -> bytes:
    """Return a document as PDF, or as ZPL. `key` is a battery's id, a ticket number or a code.

    Raises Refused ("unknown_document", "unknown_battery", "no_store", "not_a_label" for ZPL of a
    larger paper, and "not_judged", "not_tested" or "not_discharged" when there is nothing yet for
    the paper to tell).
    """
    if name not in CONTENTS:  # the papers of a load are of no single battery
        raise Refused("unknown_document", name=name, names=", ".join(sorted(CONTENTS)))
    if zpl and not DOCUMENTS[name].label:
        raise Refused("not_a_label", name=name)
    questions = Questions(folder)
    try:
        drawn = pdf(questions, name, _battery(questions, key))
    finally:
        questions.close()
    if not zpl:
        return drawn
    from cellyard.documents import zpl as printer

    return printer.label(drawn, note=f"{name} {key}")


def pdf(questions: Questions, name: str, battery: Battery) -> bytes:
    """Return a document as PDF. Raises Refused as `render`."""
    return DOCUMENTS[name].render(CONTENTS[name](questions, battery))


def keep(folder: Path, name: str, battery: Battery) -> Path:
    """Draw a document and keep it as PDF among the papers of a station; returns its path.

    Raises Refused as `render`, and what `durable.refusal` says of a disk that takes nothing.
    """
    path = folder / labels.PAPERS / f"{name}-{battery.station}-{battery.ticket}.pdf"
    drawn = render(folder, name, battery.id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write_durably(path, drawn)
    except OSError as no:
        raise durable.refusal(no) from no
    return path


def _battery(questions: Questions, key: str) -> Battery:
    by_id = questions.battery(key.lower())
    if by_id:
        return by_id
    wanted = code_key(key)
    for line in questions.find(f"#{key}#" if key.isdigit() else key):
        if str(line.ticket) == key or wanted in map(code_key, line.codes):
            found = questions.battery(line.id)
            if found:
                return found
    raise Refused("unknown_battery")


def _label(questions: Questions, battery: Battery) -> msgspec.Struct:
    registers = questions.registers
    model = next((m for m in registers.models() if m.key == battery.model), None)
    editions = {e.id: e for e in registers.editions()}
    triaged = [r for r in questions.line(battery.id) if isinstance(r.fact, f.Triaged)]
    if not triaged or battery.triage is None:
        raise Refused("not_judged", ticket=battery.ticket)
    return labels.content(battery, model, editions[battery.triage.edition], triaged[-1])


CONTENTS: dict[str, Content] = {
    "battery-label": _label,
    "test-report": bench_papers.test_report,
    "discharge-record": bench_papers.discharge_record,
}
