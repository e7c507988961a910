"""A section of Set up: a panel that asks the store, and publishes where the role allows it."""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from cellyard.domain import people
from cellyard.domain.people import MAY, Act
from cellyard.domain.refusals import Refused
from cellyard.jobs import registers
from cellyard.jobs.registers import Publishable
from cellyard.ledger.questions import Questions
from cellyard.ui.screen import Frame
from cellyard.ui.setting_up.panel import Panel
from cellyard.words import _, sentence
from cellyard.words.numbers import listed
from cellyard.words.yard import ROLES

T = TypeVar("T")


class Section(Panel):
    """`right` is what changing it is; who may not, reads it and is told why."""

    title: ClassVar[str]
    icon: ClassVar[str]
    right: ClassVar[Act]

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self._sought = ""

    @property
    def allowed(self) -> bool:
        return people.may(self.frame.person.roles, self.right)

    @property
    def reason(self) -> str:
        """Why this person may only read, "" when they may change."""
        return self.reason_for(self.right)

    def reason_for(self, act: Act) -> str:
        """Return why this person may not do an act, "" when they may."""
        if people.may(self.frame.person.roles, act):
            return ""
        roles = listed([_(words).lower() for role, words in ROLES.items() if role in MAY[act]])
        return _("Only for: {roles}").format(roles=roles)

    def learn(self) -> None:
        """Ask the store anew."""

    def find(self, key: str) -> None:
        """Show an entry once the store has told of it; what is typed and not saved stays."""
        self._sought = key

    def readings(self) -> None:
        """New readings of instruments."""

    def kept(self) -> dict[str, str]:
        """Return what is typed here and not yet saved."""
        return {}

    def restore(self, kept: dict[str, str]) -> None:
        """Take back what `kept` returned."""

    def ask(self, question: Callable[[Questions], T], then: Callable[[T], None]) -> None:
        """Ask the store; of several questions of this section the last one answers."""
        self.frame.ask(question, then, key=f"setup {self.key}")

    def publish(
        self,
        entries: Sequence[Publishable],
        done: Callable[[], None],
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Publish register entries as who works now; the frame or `refused` says a refusal."""
        by = self.frame.person.id

        def no(refusal: Refused) -> None:
            if refused:
                refused(sentence(refusal))
            else:
                self.frame.refuse(refusal)

        self.frame.work(
            lambda station: registers.publish(station, entries, by=by),
            done=lambda _none: done(),
            refused=no,
        )
