"""Loads, stays, qualifications and releases; what a battery is listed for. Written by the fold."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TABLES = (
    """CREATE TABLE stay (
        battery TEXT NOT NULL, n INTEGER NOT NULL, slot TEXT NOT NULL, held INTEGER NOT NULL,
        verdict TEXT, kg TEXT, model TEXT, since INTEGER NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (battery, n)) STRICT""",
    """CREATE TABLE load (
        "no" INTEGER NOT NULL, id TEXT NOT NULL, number TEXT NOT NULL, station TEXT NOT NULL,
        state TEXT NOT NULL, opened_at INTEGER NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY ("no"), UNIQUE (id)) STRICT""",
    """CREATE TABLE qualification (
        person TEXT NOT NULL, qualification TEXT NOT NULL, until TEXT NOT NULL,
        proof TEXT NOT NULL, PRIMARY KEY (person, qualification)) STRICT""",
    """CREATE TABLE release (
        edition TEXT NOT NULL, sha256 TEXT NOT NULL, person TEXT NOT NULL,
        qualification TEXT NOT NULL, until TEXT NOT NULL, demo INTEGER NOT NULL,
        confirmed TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (edition)) STRICT""",
)
_INDEXES = (
    ("battery_by_stock", "battery", ["stock", "no"]),
    ("battery_by_load", "battery", ["load", "no"]),
    ("battery_by_watched", "battery", ["watched", "no"]),
    ("stay_by_until", "stay", ["until", "since"]),
    ("load_by_state", "load", ["state", "no"]),
    ("load_by_number", "load", ["number"]),
)


def upgrade() -> None:
    for name in ("stock", "load", "grade"):
        op.add_column(
            "battery", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
        )
    op.add_column(
        "battery", sa.Column("watched", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    for table in _TABLES:
        op.execute(table)
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
