"""Backups in words: the last proven restore, and how much a file holds."""

from decimal import Decimal

from cellyard.words.catalogue import _
from cellyard.words.numbers import clock, number, quantity
from cellyard.words.times import local, when

# Two nights may pass without one before somebody has to look.
OLD_MS = 48 * 3_600_000


def last_restore(at: int, facts: int, now: int, *, failed: bool) -> tuple[str, bool]:
    """Return what the status line says of backups, and whether somebody should look at it.

    `at` is when one was last restored and proven (ms, 0 for never), `facts` how many it held;
    `failed` when the newest round gave none.
    """
    if not at:
        return (_("No proven backup"), True) if failed else (_("No backup yet"), False)
    if failed or now - at > OLD_MS:
        return _("No proven backup since {when}").format(when=moment(at, now)), True
    said = _("Last proven restore {when}, {facts} facts")
    return said.format(when=moment(at, now), facts=number(facts)), False


def moment(at: int, now: int) -> str:
    """Return the time of today, or day and time of before."""
    then = local(at)
    return clock(then) if then.date() == local(now).date() else when(at, now)


def size(count: int) -> str:
    """Return a number of bytes in MB; fewer in kB, from a thousand of them on in GB."""
    mega = Decimal(count) / 1_000_000
    if 0 < mega < 1:
        return quantity(Decimal(count) / 1000, "kB", 0)
    return quantity(mega, "MB", 1) if mega < 1000 else quantity(mega / 1000, "GB", 1)
