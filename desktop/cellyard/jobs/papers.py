"""Papers on request: any document of any battery, drawn from the store as it stands; read-only."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.codes import key as code_key
from cellyard.domain.refusals import Refused
from cellyard.jobs import bench_papers, fire_sheet, hand_over, labels, shift_board
from cellyard.jobs.station import identity
from cellyard.jobs.tasks import open_tasks
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.questions import Questions

Content = Callable[[Questions, Battery], msgspec.Struct]


def render(folder: Path, name: str, key: str, *, zpl: bool = False) -> bytes:
    """Return a document as PDF, or as ZPL. `key` is a battery's id, a ticket number or a code.

    For a sheet of the whole station it is the moment that the sheet begins with: the beginning of
    the shift (`2026-11-27T06:00`) for a hand-over sheet, and nothing that counts for a fire sheet.

    Raises Refused ("unknown_document", "unknown_battery", "no_moment", "no_store", "not_a_label"
    for ZPL of a larger paper, and "not_judged", "not_tested" or "not_discharged" when there is
    nothing yet for the paper to tell).
    """
    known = {*CONTENTS, *OF_STATION}  # the papers of a load are of no single battery
    if name not in known:
        raise Refused("unknown_document", name=name, names=", ".join(sorted(known)))
    if zpl and not DOCUMENTS[name].label:
        raise Refused("not_a_label", name=name)
    questions = Questions(folder)
    try:
        if name in OF_STATION:
            who = identity(folder).station
            drawn = DOCUMENTS[name].render(OF_STATION[name](questions, who, key))
        else:
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


def _fire_sheet(questions: Questions, station: str, _key: str) -> msgspec.Struct:
    return fire_sheet.content(questions, station=station, now=wall_clock())


def _hand_over(questions: Questions, station: str, key: str) -> msgspec.Struct:
    try:
        since = datetime.fromisoformat(key).astimezone()
    except ValueError:
        raise Refused("no_moment", text=key) from None
    began, now = int(since.timestamp() * 1000), wall_clock()
    tasks = open_tasks(questions, questions.known(station=station, actor="", now=now))
    lines = shift_board.task_lines(tasks)
    return hand_over.content(questions, station=station, since=began, at=now, tasks=lines)


OF_STATION: dict[str, Callable[[Questions, str, str], msgspec.Struct]] = {
    "fire-sheet": _fire_sheet,
    "hand-over": _hand_over,
}
CONTENTS: dict[str, Content] = {
    "battery-label": _label,
    "test-report": bench_papers.test_report,
    "discharge-record": bench_papers.discharge_record,
}
