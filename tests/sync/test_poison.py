"""Facts that are sealed as they should be and hold what no store can: nobody is stopped by them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stores
from newer_app import push
from pair import Pair, digest, paired

from cellyard.domain import envelope as env
from cellyard.domain import ids
from cellyard.domain.facts import Received, Unread
from cellyard.ledger import facts, projections
from cellyard.sync.asking import Answered

HUGE = 1 << 70


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with paired(tmp_path_factory.mktemp("pair")) as made:
        yield made


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Pair]:
    """A pair of its own: the second station does not know what is pushed in its name."""
    with paired(tmp_path / "pair") as made:
        yield made


def pushed(pair: Pair, **changed: object) -> None:
    push(pair.two, pair.hub.hub.answer, **changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"at": 1 << 63}, {"at": HUGE}, {"at": -(1 << 60)}, {"order": 1 << 63}, {"order": HUGE},
        {"order": 1 << 61}, {"order": -1}, {"tv": HUGE}, {"v": 2},
    ],
    ids=str,
)  # fmt: skip
def test_a_number_that_no_store_holds_is_refused_at_the_door(
    pair: Pair, changed: dict[str, object]
) -> None:
    with pytest.raises(Answered, match="damaged"):
        pushed(pair, **changed)
    pair.settle()
    assert pair.losses() == 0


def test_a_payload_that_no_store_holds_is_kept_unread(left: Pair) -> None:
    pair = left
    received = Received(ticket=HUGE, code=stores.code(1), scheme="GBT34014")
    subject = ids.battery(stores.battery_id(1))
    pushed(pair, type="Received", subject=subject, payload=env.encode_payload(received), blobs=())
    pair.settle_one(pair.one)
    connection = pair.one.ledger.connection
    with connection.begin():
        state = projections.read_state(connection, stores.battery_id(1))
        line = facts.of_subject(connection, subject)
    assert state is not None
    assert state.opaque
    assert [r.fact for r in line] == [Unread(kind="Received", tv=1)]
    assert pair.one.ledger.rebuild()[1] == digest(pair.one)
