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

# What contradicts a chain that is held: the batch that said otherwise, kept for a person to judge.
# It is 1 `recorded` when it came in the hub's feed: what is held here, the centre has not.
branch = Table(
    "branch",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("batch", LargeBinary, nullable=False),
    Column("recorded", Integer, nullable=False),
    PrimaryKeyConstraint("station", "epoch", "seq", "batch"),
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
    # The battery that this one turned out to be, "" for none; the station that put it there.
    Column("merged", Text, nullable=False, server_default=text("''")),
    Column("put_by", Text, nullable=False, server_default=text("''")),
    # What the bench is to do next with it, "" for nothing.
    Column("waits", Text, nullable=False, server_default=text("''")),
    # What stock it is of, ready for a load; the load it is listed for or left with.
    Column("stock", Text, nullable=False, server_default=text("''")),
    Column("load", Text, nullable=False, server_default=text("''")),
    Column("grade", Text, nullable=False, server_default=text("''")),
    # What is under observation, in quarantine or on hold: it wants somebody to look.
    Column("watched", Integer, nullable=False, server_default=text("0")),
    # All codes in normal form, the ticket and the model: what a fragment is searched in.
    Column("search_text", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    # What a list shows of it, read without the whole state.
    Column("summary", LargeBinary, nullable=False, server_default=text("x''")),
    Index("battery_by_ticket", "station", "ticket"),
    Index("battery_by_prefix", "prefix", "no"),
    Index("battery_by_slot", "slot", "put_by", "model", "verdict"),
    Index("battery_by_held_slot", "held_slot"),
    Index("battery_by_open", "open", "no"),
    Index("battery_by_waits", "waits", "no"),
    Index("battery_by_stock", "stock", "no"),
    Index("battery_by_load", "load", "no"),
    Index("battery_by_watched", "watched", "no"),
    sqlite_strict=True,
)

# Where each battery lay and when: what the map of any past moment is drawn from.
stay = Table(
    "stay",
    metadata,
    Column("battery", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("slot", Text, nullable=False),
    Column("held", Integer, nullable=False),
    Column("verdict", Text),
    Column("kg", Text),
    Column("model", Text),
    Column("since", Integer, nullable=False),
    # Far ahead while it still lies there, so that one comparison finds it.
    Column("until", Integer, nullable=False),
    PrimaryKeyConstraint("battery", "n"),
    Index("stay_by_until", "until", "since"),
    sqlite_strict=True,
)
STILL_THERE = 1 << 62

load = Table(
    "load",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("number", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("load_by_state", "state", "no"),
    Index("load_by_number", "number"),
    sqlite_strict=True,
)

# Who may release editions, and which ones somebody stands for.
qualification = Table(
    "qualification",
    metadata,
    Column("person", Text, nullable=False),
    Column("qualification", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("proof", Text, nullable=False),
    PrimaryKeyConstraint("person", "qualification"),
    sqlite_strict=True,
)

release = Table(
    "release",
    metadata,
    Column("edition", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("qualification", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("demo", Integer, nullable=False),
    Column("confirmed", Text, nullable=False),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("edition"),
    sqlite_strict=True,
)

identifier = Table(
    "identifier",
    metadata,
    Column("battery", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("battery", "n"),
    Index("identifier_by_key", "key", "battery"),
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

# What cannot all be true of one subject, while it stands.
conflict = Table(
    "conflict",
    metadata,
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("subject", "kind", "about"),
    sqlite_strict=True,
)

# The other slots and loads of a battery that stations have put in two of them.
claimed = Table(
    "claimed",
    metadata,
    Column("battery", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("battery", "what", "name"),
    Index("claimed_by_name", "what", "name"),
    sqlite_strict=True,
)

# The facts that answers to a task about more than one subject have seen.
answered = Table(
    "answered",
    metadata,
    Column("subject", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("seen", LargeBinary, nullable=False),
    PrimaryKeyConstraint("subject"),
    sqlite_strict=True,
)

# Who wrote of a subject in which chain: the first and the last fact.
hand = Table(
    "hand",
    metadata,
    Column("subject", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("subject", "actor", "station", "epoch"),
    Index("hand_by_actor", "actor", "station", "epoch", "last", "first"),
    sqlite_strict=True,
)

# Roles taken away: what the person could still do, and which facts know of it.
lapse = Table(
    "lapse",
    metadata,
    Column("person", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("person", "ref"),
    sqlite_strict=True,
)

PROJECTIONS: tuple[Table, ...] = (
    battery,
    identifier,
    stay,
    conflict,
    claimed,
    answered,
    hand,
    lapse,
    load,
    register_entry,
    role,
    qualification,
    release,
    chain,
    erased,
)

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

# How far this station has come with each hub, by the hub's key: written with what arrived.
counterpart = Table(
    "counterpart",
    metadata,
    Column("key", Text, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    sqlite_strict=True,
)

# Files to get from the hub or to put there. `register` is that which it belongs to, "" for none;
# `waits`: the hub has not got it yet, or this store has not.
blob_errand = Table(
    "blob_errand",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("errand", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("waits", Integer, nullable=False),
    PrimaryKeyConstraint("sha256", "errand"),
    Index("blob_errand_by_waits", "waits", "register"),
    sqlite_strict=True,
)

# Facts of a chain after `seq` that came by another way than the hub's feed: it may lack them.
errand = Table(
    "errand",
    metadata,
    Column("station", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    PrimaryKeyConstraint("station", "epoch"),
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
