"""What Tasks asks the store of one conflict: each fact that speaks, by whom, of which battery."""

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.conflicts.conflict import Conflict, Said
from cellyard.domain.envelope import Recorded
from cellyard.domain.ids import kind_and_id
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import Load
from cellyard.domain.tasks import Task
from cellyard.ledger.questions import Questions
from cellyard.ui.names import names
from cellyard.words.conflicts import FIELDS

_LONGEST = 40


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of the evidence: at (ms) a station, by whom, and what it says.

    `load` is the number of the load it names and `consignee` where that goes, `differs` the fields
    of a version that the other one has otherwise, as their text.
    """

    said: Said
    station: str
    who: str
    at: int
    recorded: Recorded | None
    battery: Battery | None
    load: str = ""
    consignee: str = ""
    differs: tuple[tuple[str, str], ...] = ()

    @property
    def fact(self) -> str:
        """The fact as it is called: its station and number."""
        return f"{self.station}, {self.said.ref.rsplit('/', 1)[1]}"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All sides of a conflict; `task` is its key, `seen` the facts that are shown."""

    task: str
    sides: tuple[Side, ...]
    seen: tuple[str, ...]


def evidence(questions: Questions, _known: Known, task: Task) -> Evidence:
    """Return the facts behind a conflict, each battery once where it is about more than one."""
    conflict = task.conflict or Conflict(kind="unread")
    facts = {ref: questions.conflicts.fact(ref) for ref in conflict.evidence}
    called = names(questions, {r.envelope.actor for r in facts.values() if r is not None})
    differing = _differing(questions, conflict.said) if conflict.kind == "two_versions" else {}
    sides: list[Side] = []
    for said in conflict.said:
        r = facts[said.ref]
        load = _load(questions, r)
        side = Side(
            said=said,
            station=said.ref.rsplit("/", 2)[0],
            who=called.get(r.envelope.actor, "") if r else "",
            at=r.envelope.at if r else 0,
            recorded=r,
            battery=_battery(questions, r),
            load=load.number if load else "",
            consignee=load.consignee if load else "",
            differs=differing.get(said.ref, ()),
        )
        # Of one code each battery is a side, however often its code was read.
        if conflict.kind != "same_code" or said.what not in {s.said.what for s in sides}:
            sides.append(side)
    return Evidence(task=task.key, sides=tuple(sides), seen=conflict.evidence)


def _battery(questions: Questions, r: Recorded | None) -> Battery | None:
    kind, id_ = kind_and_id(r.envelope.subject) if r else ("", "")
    return questions.battery(id_) if kind == "battery" else None


def _load(questions: Questions, r: Recorded | None) -> Load | None:
    if r is None or not isinstance(r.fact, f.Listed | f.Dispatched):
        return None
    try:
        return questions.loads.of(r.fact.load)
    except Refused:
        return None  # the load itself has not come yet


def _differing(
    questions: Questions, said: tuple[Said, ...]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by fact, the fields of a version that are not the same in all of them."""
    read: dict[str, dict[str, object]] = {}
    for one in said:
        if questions.blobs.holds(one.what):
            read[one.ref] = msgspec.json.decode(
                questions.blobs.get(one.what), type=dict[str, object]
            )
    fields = sorted({field for version in read.values() for field in version})
    apart = [
        field
        for field in fields
        if field in FIELDS
        and len({msgspec.json.encode(version.get(field)) for version in read.values()}) > 1
    ]
    return {
        ref: tuple((field, _text(version.get(field))) for field in apart)
        for ref, version in read.items()
    }


def _text(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
