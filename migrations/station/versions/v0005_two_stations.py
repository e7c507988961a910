"""What contradicts a chain is kept beside it, how far the station has come with each hub, and
what cannot all be true. Written by the fold.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = (
    """CREATE TABLE branch (
        station TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, batch BLOB NOT NULL,
        recorded INTEGER NOT NULL, PRIMARY KEY (station, epoch, seq, batch)) STRICT""",
    """CREATE TABLE counterpart ("key" TEXT NOT NULL, state BLOB NOT NULL,
        PRIMARY KEY ("key")) STRICT""",
    """CREATE TABLE errand (
        station TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (station, epoch)) STRICT""",
    """CREATE TABLE blob_errand (
        sha256 TEXT NOT NULL, errand TEXT NOT NULL, register TEXT NOT NULL,
        waits INTEGER NOT NULL, PRIMARY KEY (sha256, errand)) STRICT""",
    "CREATE INDEX blob_errand_by_waits ON blob_errand (waits, register)",
    """CREATE TABLE conflict (
        subject TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (subject, kind, about)) STRICT""",
    """CREATE TABLE claimed (
        battery TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (battery, what, name)) STRICT""",
    """CREATE TABLE answered (
        subject TEXT NOT NULL, answer TEXT NOT NULL, seen BLOB NOT NULL,
        PRIMARY KEY (subject)) STRICT""",
    """CREATE TABLE hand (
        subject TEXT NOT NULL, actor TEXT NOT NULL, station TEXT NOT NULL, epoch TEXT NOT NULL,
        "first" INTEGER NOT NULL, "last" INTEGER NOT NULL,
        PRIMARY KEY (subject, actor, station, epoch)) STRICT""",
    """CREATE TABLE lapse (
        person TEXT NOT NULL, ref TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (person, ref)) STRICT""",
)
_INDEXES = (
    ("battery_by_slot", "battery", ["slot", "put_by", "model", "verdict"]),
    ("identifier_by_key", "identifier", ["key", "battery"]),
    ("claimed_by_name", "claimed", ["what", "name"]),
    ("hand_by_actor", "hand", ["actor", "station", "epoch", "last", "first"]),
)


def upgrade() -> None:
    for table in _TABLES:
        op.execute(table)
    for name in ("merged", "put_by"):
        op.add_column(
            "battery", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
        )
    op.drop_index("battery_by_slot", "battery")
    op.drop_index("identifier_by_key", "identifier")
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
