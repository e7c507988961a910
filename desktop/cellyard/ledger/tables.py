"""The tables of a station's store: the facts, what is folded from them, and local notes."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# The evidence. Everything beside `envelope` repeats what stands in it, to be found by;
# `verify` holds each copy against the bytes. No unique index on the hash: it is never looked up.
fact = Table(
    "fact",
    metadata,
    Column("pos", Integer, primary_key=True),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("ord", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    UniqueConstraint("station", "epoch", "seq"),
    Index("fact_by_subject", "subject", "ord", "station", "epoch", "seq"),
    # The largest order ever stored is asked at every start.
    Index("fact_by_order", "ord"),
    sqlite_strict=True,
)

# A seal covers its fact and all before it in the chain.
seal = Table(
    "seal",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("station", "epoch", "seq"),
    sqlite_strict=True,
)

# --- projections: each row belongs to one subject and is replaced with it -------------------

battery = Table(
    "battery",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("ticket", Integer, nullable=False),
    Column("station", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("received_at", Integer, nullable=False),
    Column("prefix", Text),
    Column("model", Text),
    Column("kg", Text),
    Column("verdict", Text),
    Column("slot", Text),
    Column("held_slot", Text),
    Column("open", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    # What the bench is to do next with it, "" for nothing.
    Column("waits", Text, nullable=False, server_default=text("''")),
    # All codes in normal form, the ticket and the model: what a fragment is searched in.
    Column("search_text", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    # What a list shows of it, read without the whole state.
    Column("summary", LargeBinary, nullable=False, server_default=text("x''")),
    Index("battery_by_ticket", "station", "ticket"),
    Index("battery_by_prefix", "prefix", "no"),
    Index("battery_by_slot", "slot"),
    Index("battery_by_held_slot", "held_slot"),
    Index("battery_by_open", "open", "no"),
    Index("battery_by_waits", "waits", "no"),
    sqlite_strict=True,
)

identifier = Table(
    "identifier",
    metadata,
    Column("battery", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("battery", "n"),
    Index("identifier_by_key", "key"),
    sqlite_strict=True,
)

register_entry = Table(
    "register_entry",
    metadata,
    Column("register", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("register", "key"),
    sqlite_strict=True,
)

role = Table(
    "role",
    metadata,
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    PrimaryKeyConstraint("person", "role"),
    sqlite_strict=True,
)

chain = Table(
    "chain",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    PrimaryKeyConstraint("station", "epoch"),
    sqlite_strict=True,
)

erased = Table(
    "erased",
    metadata,
    Column("subject", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("subject", "blob"),
    sqlite_strict=True,
)

PROJECTIONS: tuple[Table, ...] = (battery, identifier, register_entry, role, chain, erased)

# The search index over `battery.search_text` is a virtual FTS5 table, written by `projections`
# itself: a trigger may not write it while `trusted_schema` is off.

# --- local notes: this station's own, no facts ----------------------------------------------

# What was scanned, kept before anything is done with it, so that no scan is lost.
scan = Table(
    "scan",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("heard_by", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Index("scan_by_done", "done", "no"),
    sqlite_strict=True,
)

# What was typed and not yet said: survives a crash, forgotten when done.
draft = Table(
    "draft",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

# Wrong PINs, so that a lockout outlives a restart.
attempt = Table(
    "attempt",
    metadata,
    Column("person", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Integer, nullable=False),
    sqlite_strict=True,
)


def _guard(table: str, act: str, done: str) -> tuple[str, str]:
    name = f"{table}_is_never_{done}"
    said = f"a {table} is never {done}"
    return name, (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


# Triggers that the first migration makes; `schema.check` holds them against this at every start.
GUARDS: dict[str, str] = dict(
    (
        _guard("fact", "UPDATE", "changed"),
        _guard("fact", "DELETE", "deleted"),
        _guard("seal", "UPDATE", "changed"),
        _guard("seal", "DELETE", "deleted"),
    )
)
