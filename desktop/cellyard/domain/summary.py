"""A battery in one line of a list: no more than the line shows."""

import msgspec

from cellyard.domain.battery import Battery


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """`codes` as read, the oldest first; `id` is 32 hex digits. `merged`: it turned out to
    be another one that was booked in before.
    """

    id: str
    ticket: int
    codes: tuple[str, ...]
    model: str | None
    slot: str | None
    held_slot: str | None
    withdrawn: bool
    merged: bool = False

    @property
    def code(self) -> str:
        """The code it goes by: the newest reading."""
        return self.codes[-1] if self.codes else ""


def summarise(b: Battery) -> Summary:
    """Return the line of a battery."""
    return Summary(
        id=b.id,
        ticket=b.ticket,
        codes=tuple(i.code for i in b.identifiers),
        model=b.model,
        slot=b.slot,
        held_slot=b.held_slot,
        withdrawn=b.withdrawn,
        merged=bool(b.merged),
    )
