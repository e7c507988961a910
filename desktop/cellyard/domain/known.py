"""What a decision may ask about the store, inside the transaction that will write its facts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.codes import Level
from cellyard.domain.facts import Qualification, Role, Verdict
from cellyard.domain.registers import (
    BatteryModel,
    Centre,
    Instrument,
    Notice,
    NoticeLine,
    Partner,
    Price,
    Zone,
)
from cellyard.domain.rules import Edition
from cellyard.domain.shipping.load import Load


class Lying(msgspec.Struct, frozen=True, kw_only=True):
    """A battery in a slot (or with the slot held for it), as the yard's rules see it.

    `kwh` and `kg` are None when unknown: the rules take the worse case. `level` is the size of
    thing (a slot takes one pack, but several modules or cells). `done` is what the bench has
    done with it: `grade` for a second life, `discharge` to safe. `on_hold`: nobody may touch it.
    """

    battery: str
    slot: str
    held: bool
    kg: Decimal | None
    kwh: Decimal | None
    family: str
    verdict: Verdict | None
    level: Level = "pack"
    model: str = ""
    done: tuple[str, ...] = ()
    on_hold: bool = False


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a notice: an outlet has said that this battery will come."""

    notice: Notice
    line: NoticeLine

    @property
    def ref(self) -> str:
        """What `Received.expected` names: the notice and the row in it, as `KEY/ROW`."""
        return f"{self.notice.key}/{self.line.row}"


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands for which content of an edition, until which ISO date; at in ms."""

    edition: str
    sha256: str
    person: str
    qualification: Qualification
    until: str
    demo: bool
    confirmed: tuple[str, ...]
    at: int


class KnownNotices(Protocol):
    """What outlets have announced."""

    def all(self) -> Sequence[Notice]: ...

    def with_code(self, key: str) -> Sequence[Announced]:
        """Lines of open notices with this code (normal form), earliest expected first."""
        ...


class KnownLoads(Protocol):
    """The loads of the store."""

    @property
    def mark(self) -> str:
        """The signs of this station's own number series (`ids.series_mark`)."""
        ...

    def of(self, id_: str) -> Load:
        """The load; Refused("unknown_load") when there is none."""
        ...

    def batteries(self, id_: str) -> Sequence[Battery]:
        """The batteries of a load, in the order they were listed."""
        ...

    def next_number(self) -> str:
        """The next number of this station's series of loads in this year; no other gives it."""
        ...


class KnownReleases(Protocol):
    """Who stands for the editions of the store."""

    def of(self, edition: str) -> Release | None:
        """Who stands for an edition as it is now; None when nobody does, or it changed since."""
        ...

    def edition(self, id_: str) -> Edition | None:
        """The edition of this id, in force or not."""
        ...

    def on(self, subject: str, day: str) -> Edition:
        """The edition on a subject in force on an ISO date; Refused("no_edition")."""
        ...

    def content_hash(self, edition: str) -> str:
        """The hash of the edition's content as it is now, "" when there is none."""
        ...

    def qualified_until(self, person: str, qualification: Qualification) -> str:
        """The last ISO date on which a person is qualified, "" for never."""
        ...


class Known(Protocol):
    """The store as it stands. All answers are of one moment."""

    @property
    def now(self) -> int:
        """Wall clock in ms."""
        ...

    @property
    def today(self) -> str:
        """ISO date of the wall clock."""
        ...

    @property
    def station(self) -> str: ...

    @property
    def actor(self) -> str:
        """Person id of who acts, or "" for the station itself."""
        ...

    @property
    def centre(self) -> Centre: ...

    @property
    def edition(self) -> Edition:
        """The rule edition in force today; Refused("no_edition") when none is."""
        ...

    def edition_of(self, subject: str) -> Edition:
        """The edition in force today of `bench` or `grading`; Refused("no_edition")."""
        ...

    @property
    def loads(self) -> KnownLoads: ...

    @property
    def releases(self) -> KnownReleases: ...

    @property
    def instruments(self) -> Sequence[Instrument]:
        """The instruments of this station."""
        ...

    def fresh_id(self) -> str:
        """A new time-ordered id, 32 hex digits."""
        ...

    def next_ticket(self) -> int: ...

    def roles(self, person: str) -> frozenset[Role]: ...

    def battery(self, id_: str) -> Battery:
        """The battery; Refused("unknown_battery") when there is none."""
        ...

    def with_code(self, key: str) -> Sequence[Battery]:
        """Batteries that carry this code (normal form), oldest first, withdrawn ones left out."""
        ...

    def model(self, key: str | None) -> BatteryModel | None: ...

    def model_version(self, key: str) -> int:
        """The newest version of a model's register entry; what a fact names beside its key."""
        ...

    def model_by_prefix(self, prefix: str) -> BatteryModel | None:
        """The model whose register entry or newest chosen battery carries this type prefix."""
        ...

    @property
    def prices(self) -> Sequence[Price]:
        """What was entered of prices, in force or not."""
        ...

    def partner(self, key: str) -> Partner | None: ...

    @property
    def notices(self) -> KnownNotices: ...

    def zones(self) -> Sequence[Zone]: ...

    def lying(self) -> Sequence[Lying]:
        """Everything that lies in, or is expected in, a slot."""
        ...
