"""The tables of a hub: every fact once, in the order of its positions; who may bring and take them.

The same on PostgreSQL and SQLite. Counter, positions and tree are those of one centre.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# The counter row: positions, logical clock and tree of a centre, and the head of the hub's own
# chain in it, which a relay writes under its own name. `peaks` are the tree's, 32 bytes each.
# Locked last, written last.
centre = Table(
    "centre",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("ord", BigInteger, nullable=False),
    Column("files", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("centre", Text, nullable=False),
    Column("pos", BigInteger, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "pos"),
    UniqueConstraint("centre", "station", "epoch", "seq"),
)

seal = Table(
    "seal",
    metadata,
    Column("centre", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "station", "epoch", "seq"),
)

# Each size that a push has left the log at: a page of the feed ends at one of these.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("centre", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "size"),
)

# Who is enrolled, and how far each chain is held. `counted` is the last fact that counts of a
# revoked one, `ends` of an epoch that was known only when its station had gone on from it; `apart`
# are the bytes of it in `branch`. What a station said of itself last: app, clock, what it has not
# sent. `relay`: what it enrols counts too. `recorded` is how far the central hub has it, where this
# one is a relay.
chain = Table(
    "chain",
    metadata,
    Column("centre", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seal_key", Text, nullable=False),
    Column("box_key", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("counted", BigInteger),
    Column("ends", BigInteger),
    Column("apart", BigInteger, nullable=False),
    Column("relay", Integer, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("app", Text, nullable=False),
    Column("skew", BigInteger, nullable=False),
    Column("unsent", BigInteger, nullable=False),
    PrimaryKeyConstraint("centre", "station", "epoch"),
)

# Where a relay forwards to: the central hub's address and keys, and how far it has come with it.
upstream = Table(
    "upstream",
    metadata,
    Column("centre", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("hub_key", Text, nullable=False),
    Column("hub_box_key", Text, nullable=False),
    Column("cursor", LargeBinary, nullable=False),
    # Of files: of which log, the last number brought there, the last fetched of its own.
    Column("origin", Text, nullable=False),
    Column("brought", BigInteger, nullable=False),
    Column("fetched", BigInteger, nullable=False),
)

# What the last courier file of a station said that it has.
told = Table(
    "told",
    metadata,
    Column("centre", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("note", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "station", "epoch"),
)

# What contradicts a chain, or comes from a revoked one: kept beside it, as evidence for a person.
branch = Table(
    "branch",
    metadata,
    Column("centre", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("batch", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "station", "epoch", "seq", "sha256"),
)

# Whose hub this database is: one row, so that nobody serves it with another key.
owner = Table(
    "owner",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seal_key", Text, nullable=False),
)

# One-time codes, by their hash; `tries` are all that were made with one.
code = Table(
    "code",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("relay", Integer, nullable=False),
)

# Tries with codes, good or not, by the hash of the address that they came from.
knock = Table(
    "knock",
    metadata,
    Column("address", Text, primary_key=True),
    Column("began", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)

# `no` counts the files of a centre in the order that they became whole in, 0 for one that is not.
blob = Table(
    "blob",
    metadata,
    Column("centre", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("no", BigInteger, nullable=False),
    PrimaryKeyConstraint("centre", "sha256"),
    Index("blob_by_no", "centre", "no"),
)

blob_part = Table(
    "blob_part",
    metadata,
    Column("centre", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("centre", "sha256", "start"),
)

# Files whose erasure is a fact: they are taken from nobody again.
erased = Table(
    "erased",
    metadata,
    Column("centre", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("centre", "sha256"),
    Index("erased_at", "at"),
)

# Who may look at the network page, or announce batteries. `centre` "" is every one; `partner` is
# the outlet or consignee that an account speaks for.
account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("centre", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("password", Text, nullable=False),
)

# Who is signed in, by the hash of what the browser keeps. Times are ms.
session = Table(
    "session",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Index("session_by_account", "account"),
)

# Wrong passwords in a row, by what is tried: a lockout outlives a restart and holds everywhere.
attempt = Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Links that a consignee confirms a receipt under, by their hash: for one load, once.
receipt_link = Table(
    "receipt_link",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("load", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Index("receipt_link_by_load", "centre", "load"),
)
