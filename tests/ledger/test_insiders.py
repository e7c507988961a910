"""The proof against those who have a key: the station's own, or one that nobody enrolled."""

import sqlite3
from pathlib import Path

import pytest
import stores
from attacks import facts_of, fault, remember, sql

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Envelope
from cellyard.domain.refusals import Refused
from cellyard.ledger.head import Head
from cellyard.ledger.ledger import Chain
from cellyard.ledger.seals import SealingKey

OTHER_KEY = SealingKey(bytes(reversed(range(32))))


def chained(*changes: dict[str, object], key: SealingKey = stores.KEY) -> list[bytes]:
    """Return the envelopes of a chain, each but for its changes as a ledger writes them."""
    done: list[bytes] = []
    prev = env.NO_PREVIOUS
    for seq, change in enumerate(changes, start=1):
        entry = stores.begins(key=key) if seq == 1 else stores.ticket(seq)[0]
        fields = {
            "v": 1,
            "centre": stores.CHAIN.centre,
            "station": stores.CHAIN.station,
            "epoch": stores.CHAIN.epoch,
            "seq": seq,
            "prev": prev,
            "order": seq,
            "at": 1_760_000_000_000,
            "after": (),
            "act": "ac" * 16,
            "actor": "",
            "type": type(entry.fact).__name__,
            "tv": 1,
            "subject": entry.subject,
            "payload": env.encode_payload(entry.fact),
            "blobs": (),
            **{name: value for name, value in change.items() if name != "bytes"},
        }
        content = env.encode(Envelope(**fields))  # pyright: ignore[reportArgumentType]
        shaped = change.get("bytes", lambda given: given)
        done.append(shaped(content))  # pyright: ignore[reportCallIssue, reportUnknownArgumentType]
        prev = env.fact_hash(done[-1]).hex()
    return done


def put(connection: sqlite3.Connection, content: bytes, key: SealingKey) -> None:
    e = env.decode_envelope(content)
    hash_ = env.fact_hash(content)
    row = (e.station, e.epoch, e.seq, e.order, e.at, e.type, e.subject, hash_, content)
    connection.execute("INSERT INTO fact VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    seal = (e.station, e.epoch, e.seq, hash_, key.seal(hash_))
    connection.execute("INSERT INTO seal VALUES (?, ?, ?, ?, ?)", seal)


EMPTY = (sql("DELETE FROM seal"), sql("DELETE FROM fact"))
SPACED = {"bytes": lambda given: given.replace(b'{"v"', b'{ "v"')}
DOUBLED = {"bytes": lambda given: given.replace(b'{"v":1', b'{"v":1,"v":1')}
WIDENED = {"bytes": lambda given: given[:-1] + b',"more":1}'}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (({}, {}), ""),
        (({"type": "Weighed"}, {}), "chain_not_opened"),
        (({"subject": "station/other"}, {}), "chain_not_opened"),
        (({}, {"centre": "ANOTHER"}), "chain_broken"),
        (({}, {"station": "Bench 1"}), "chain_broken"),
        (({}, {"epoch": "0f" * 16}), "chain_broken"),
        (({}, {"order": 1}), "chain_broken"),
        (({}, {"order": 7}), "chain_broken"),
        (({}, {"prev": "0" * 64}), "chain_broken"),
        (({}, {"type": "StationOpened"}), "chain_broken"),
        (({}, {"v": 2}), "envelope_unreadable"),
        (({}, SPACED), "envelope_unreadable"),
        (({}, DOUBLED), "envelope_unreadable"),
        (({}, WIDENED), "envelope_unreadable"),
    ],
)
def test_even_the_key_makes_no_other_chain_than_a_ledger_writes(
    copy: Path, changes: tuple[dict[str, object], ...], what: str
):
    contents = chained(*changes)

    def forge(connection: sqlite3.Connection) -> None:
        for content in contents:
            put(connection, content, stores.KEY)

    hash_ = env.fact_hash(contents[0]).hex()
    remember(copy, Head(epoch=stores.CHAIN.epoch, seq=1, hash=hash_))
    assert fault(copy, *EMPTY, forge) == what


def test_a_chain_made_anew_with_another_key_is_found(copy: Path):
    contents = chained({}, {}, key=OTHER_KEY)

    def forge(connection: sqlite3.Connection) -> None:
        for content in contents:
            put(connection, content, OTHER_KEY)

    hash_ = env.fact_hash(contents[-1]).hex()
    remember(copy, Head(epoch=stores.CHAIN.epoch, seq=2, hash=hash_))
    assert fault(copy, *EMPTY, forge) == "key_differs"
    with pytest.raises(Refused, match="station_differs"):
        stores.ledger(copy)


def test_facts_appended_without_the_key_are_found(written: Path, copy: Path):
    newest = env.decode_envelope(facts_of(written)[-1][1])
    prev = env.fact_hash(facts_of(written)[-1][1]).hex()
    next_ = {"seq": 18, "order": 18, "prev": prev, "at": newest.at}
    content = chained({}, next_)[1]

    def forge(connection: sqlite3.Connection) -> None:
        put(connection, content, OTHER_KEY)

    assert fault(copy, forge) == "seal_differs"
    assert fault(copy, sql("DELETE FROM seal WHERE seq = 18")) == "not_sealed"


@pytest.mark.parametrize("chain", [("Bench 1", "0f" * 16), (stores.CHAIN.station, "0f" * 16)])
def test_a_chain_that_nobody_enrolled_is_found(copy: Path, chain: tuple[str, str]):
    own = {"station": chain[0], "epoch": chain[1], "order": 18}
    first = chained({**own, "subject": f"station/{chain[0]}"}, key=OTHER_KEY)[0]

    def forge(connection: sqlite3.Connection) -> None:
        put(connection, first, OTHER_KEY)

    assert fault(copy, forge) == "chain_unknown"
    with pytest.raises(Refused, match="station_differs"):
        stores.ledger(copy, chain=Chain(centre="CENTRE", station="Store 9", epoch="0e" * 16))
