"""All that is known of one battery: its facts with their sentences, who wrote them, its seals."""

import msgspec

from cellyard.domain import energy, ids
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import BlobRef
from cellyard.domain.grading.worth import contents_of, ground_of
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.domain.value import Estimate, estimate
from cellyard.jobs import runs
from cellyard.ledger.questions import Questions, surviving
from cellyard.ui.asking import now_ms
from cellyard.ui.names import names as names_of
from cellyard.words import _, facts


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One fact as it is shown. `standing` is false when it was taken back."""

    recorded: Recorded
    said: str
    who: str
    sealed: bool
    standing: bool

    @property
    def ref(self) -> str:
        return self.recorded.ref


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A photo that stands: what it shows, and the fact that it came with."""

    file: BlobRef
    section: f.Section
    ref: str


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a load that left its samples: their file, what became of it, when it ended (ms)."""

    file: BlobRef
    said: str
    at: int


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One battery and its line, oldest fact first. `energy` is None without a rule edition.

    `load` is the number of the load that it is listed for, or left with; "" for none. `worth` is
    what it may be worth by the grade given; None without a grade, or where no price is entered.
    """

    battery: Battery
    model: BatteryModel | None
    energy: energy.Energy | None
    outlet: str
    load: str
    worth: Estimate | None
    line: tuple[Told, ...]

    @property
    def photos(self) -> tuple[Photo, ...]:
        return tuple(
            Photo(file=blob, section=told.recorded.fact.section, ref=told.ref)
            for told in self.line
            if told.standing and isinstance(told.recorded.fact, f.Photographed)
            for blob in told.recorded.envelope.blobs
        )

    @property
    def traces(self) -> tuple[Traced, ...]:
        """The runs whose samples are kept beside a fact that stands, the newest first."""
        return tuple(
            Traced(file=blob, said=told.said, at=told.recorded.envelope.at)
            for told in reversed(self.line)
            if told.standing
            for blob in told.recorded.envelope.blobs
            if blob.media == runs.MEDIA
        )


def tell_of_label(questions: Questions, id_: str) -> Story | None:
    """Return the story of the battery that bears a label: of one that was booked in twice, that
    of the ticket that stays.
    """
    battery = surviving(questions, id_)
    return tell(questions, battery.id) if battery else None


def tell(questions: Questions, id_: str) -> Story | None:
    """Return the story of a battery, or None when there is none of that id."""
    battery = questions.battery(id_)
    if battery is None:
        return None
    registers = questions.registers
    models = {model.key: model for model in registers.models()}
    partners = {partner.key: partner.name for partner in registers.partners()}
    names = {ids.register_entry("models", key): m.title for key, m in models.items()}
    names |= {ids.register_entry("partners", key): name for key, name in partners.items()}
    model = models.get(battery.model or "")
    edition = _edition(registers.editions(), battery)
    return Story(
        battery=battery,
        model=model,
        energy=energy.kwh(battery, model, edition) if edition else None,
        outlet=partners.get(battery.outlet or "", battery.outlet or ""),
        load=load_of(questions, battery),
        worth=_worth(questions, battery, model),
        line=_line(questions, battery, names),
    )


def load_of(questions: Questions, battery: Battery) -> str:
    """Return the number of the load that a battery is listed for, or left with; "" for none."""
    load = battery.leaving.load
    return questions.loads.of(load).number if load else ""


def _worth(questions: Questions, battery: Battery, model: BatteryModel | None) -> Estimate | None:
    given = battery.bench.given
    if given is None or battery.gone:
        return None
    ground = ground_of(questions.known(station="", actor="", now=now_ms()))
    return estimate(given.grade, contents_of(battery, model), ground) if ground else None


def _edition(editions: list[Edition], battery: Battery) -> Edition | None:
    """Return the edition it was judged under, else the newest: only the kWh are asked of it."""
    wanted = battery.triage.edition if battery.triage else ""
    ours = [e for e in editions if e.subject == "intake"]
    newest = max(ours, key=lambda e: e.valid_from, default=None)
    return next((e for e in editions if e.id == wanted), newest)


def _line(questions: Questions, battery: Battery, names: dict[str, str]) -> tuple[Told, ...]:
    line = questions.line(battery.id)
    sealed = questions.sealed()
    actors = {recorded.envelope.actor for recorded in line}
    people = names_of(questions, actors)
    standing = {ref for act in battery.acts for ref in act.facts}
    told: list[Told] = []
    for recorded in line:
        e = recorded.envelope
        said = facts.said(recorded, names)
        names[recorded.ref] = said
        told.append(
            Told(
                recorded=recorded,
                said=said,
                who=people.get(e.actor, _("unknown")) if e.actor else _("the station"),
                sealed=e.seq <= sealed.get((e.station, e.epoch), 0),
                # An undo is no act to go back through, yet it stands.
                standing=recorded.ref in standing or isinstance(recorded.fact, f.Corrected),
            )
        )
    return tuple(told)
