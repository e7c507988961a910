"""What a decision may ask about the store, inside the transaction that will write its facts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.codes import Level
from cellyard.domain.facts import Role, Verdict
from cellyard.domain.registers import (
    BatteryModel,
    Instrument,
    Notice,
    NoticeLine,
    Partner,
    Zone,
)
from cellyard.domain.rules import Edition


class Lying(msgspec.Struct, frozen=True, kw_only=True):
    """A battery in a slot (or with the slot held for it), as the yard's rules see it.

    `kwh` and `kg` are None when unknown: the rules take the worse case. `level` is the size of
    thing (a slot takes one pack, but several modules or cells). `done` is what the bench has
    done with it: `grade` for a second life, `discharge` to safe.
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


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a notice: an outlet has said that this battery will come."""

    notice: Notice
    line: NoticeLine

    @property
    def ref(self) -> str:
        """What `Received.expected` names: the notice and the row in it, as `KEY/ROW`."""
        return f"{self.notice.key}/{self.line.row}"


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
    def edition(self) -> Edition:
        """The rule edition in force today; Refused("no_edition") when none is."""
        ...

    def edition_of(self, subject: str) -> Edition:
        """The edition in force today of `bench` or `grading`; Refused("no_edition")."""
        ...

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

    def partner(self, key: str) -> Partner | None: ...

    def notices(self) -> Sequence[Notice]: ...

    def announced(self, key: str) -> Sequence[Announced]:
        """Lines of open notices with this code (normal form), earliest expected first."""
        ...

    def zones(self) -> Sequence[Zone]: ...

    def lying(self) -> Sequence[Lying]:
        """Everything that lies in, or is expected in, a slot."""
        ...
