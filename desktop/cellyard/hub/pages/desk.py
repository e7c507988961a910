"""What every page is made from: the hub's store and chain, and what is projected of its centres."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

import sqlalchemy as sa

from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.hub import tables as t
from cellyard.hub.accounts import Account
from cellyard.hub.log import Log
from cellyard.hub.projector import Projector
from cellyard.hub.store import Store
from cellyard.ledger.known import StoreKnown
from cellyard.ledger.questions import Questions
from cellyard.ledger.seals import SealingKey


class Copied(NamedTuple):
    """What is known of a centre, and a decision's view of it now."""

    questions: Questions
    known: StoreKnown

    def partner(self, key: str) -> str:
        """Return a partner's name; its key where nothing is known of it."""
        found = self.known.partner(key)
        return found.name if found else key


class Desk(NamedTuple):
    """The hub as its pages see it."""

    store: Store
    log: Log
    key: SealingKey
    projector: Projector

    @contextmanager
    def centre(self, id_: str, now: int) -> Generator[Copied]:
        """Ask what is projected of a centre. Refused("not_gathered") while there is nothing."""
        try:
            asking = self.projector.questions(id_)
            questions = asking.__enter__()
        except Refused as no:
            raise Refused("not_gathered") from no
        try:
            known = questions.known(station=HUB, actor="", now=now)
            yield Copied(questions, known)
        finally:
            asking.__exit__(None, None, None)

    def centres(self, account: Account | None = None) -> list[str]:
        """Return the centres that somebody may see; every one for None."""
        c = t.centre.c
        wanted = sa.select(c.id).order_by(c.id)
        if account is not None and account.centre:
            wanted = wanted.where(c.id == account.centre)
        with self.store.reading() as connection:
            return [row.id for row in connection.execute(wanted)]
