"""The first tables of a hub."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG, _TEXT, _BYTES = sa.BigInteger, sa.Text, sa.LargeBinary


def _columns(kind: type[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def upgrade() -> None:
    _log()
    _chains()
    _door()
    _files()
    _pages()


def _log() -> None:
    op.create_table(
        "centre",
        sa.Column("id", _TEXT, primary_key=True),
        *_columns(_TEXT, "name", "origin"),
        *_columns(_BIG, "size", "ord", "files"),
        *_columns(_BYTES, "peaks"),
        *_columns(_TEXT, "station", "epoch"),
    )
    op.create_table(
        "fact",
        *_columns(_TEXT, "centre"),
        *_columns(_BIG, "pos"),
        *_columns(_TEXT, "station", "epoch"),
        *_columns(_BIG, "seq"),
        *_columns(_BYTES, "hash", "envelope"),
        sa.PrimaryKeyConstraint("centre", "pos"),
        sa.UniqueConstraint("centre", "station", "epoch", "seq"),
    )
    op.create_table(
        "seal",
        *_columns(_TEXT, "centre", "station", "epoch"),
        *_columns(_BIG, "seq"),
        *_columns(_BYTES, "signature"),
        sa.PrimaryKeyConstraint("centre", "station", "epoch", "seq"),
    )
    op.create_table(
        "checkpoint",
        *_columns(_TEXT, "centre"),
        *_columns(_BIG, "size"),
        *_columns(_BYTES, "peaks"),
        sa.PrimaryKeyConstraint("centre", "size"),
    )


def _chains() -> None:
    op.create_table(
        "chain",
        *_columns(_TEXT, "centre", "station", "epoch", "seal_key", "box_key"),
        *_columns(_BIG, "seq"),
        *_columns(_BYTES, "hash"),
        sa.Column("counted", _BIG),
        sa.Column("ends", _BIG),
        *_columns(_BIG, "apart"),
        *_columns(sa.Integer, "relay"),
        *_columns(_BIG, "recorded", "seen_at"),
        *_columns(_TEXT, "app"),
        *_columns(_BIG, "skew", "unsent"),
        sa.PrimaryKeyConstraint("centre", "station", "epoch"),
    )
    op.create_table(
        "told",
        *_columns(_TEXT, "centre", "station", "epoch"),
        *_columns(_BYTES, "note"),
        sa.PrimaryKeyConstraint("centre", "station", "epoch"),
    )
    op.create_table(
        "upstream",
        sa.Column("centre", _TEXT, primary_key=True),
        *_columns(_TEXT, "url", "hub_key", "hub_box_key"),
        *_columns(_BYTES, "cursor"),
        *_columns(_TEXT, "origin"),
        *_columns(_BIG, "brought", "fetched"),
    )
    op.create_table(
        "branch",
        *_columns(_TEXT, "centre", "station", "epoch"),
        *_columns(_BIG, "seq"),
        *_columns(_BYTES, "sha256", "batch"),
        sa.PrimaryKeyConstraint("centre", "station", "epoch", "seq", "sha256"),
    )


def _door() -> None:
    op.create_table(
        "code",
        sa.Column("sha256", _TEXT, primary_key=True),
        *_columns(_TEXT, "centre", "station"),
        *_columns(_BIG, "until"),
        *_columns(sa.Integer, "tries"),
        *_columns(_BIG, "used_at"),
        *_columns(sa.Integer, "relay"),
    )
    op.create_table(
        "knock",
        sa.Column("address", _TEXT, primary_key=True),
        *_columns(_BIG, "began"),
        *_columns(sa.Integer, "tries"),
    )
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns(_TEXT, "seal_key"),
    )


def _files() -> None:
    op.create_table(
        "blob",
        *_columns(_TEXT, "centre", "sha256"),
        *_columns(_BIG, "size"),
        *_columns(sa.Integer, "whole"),
        *_columns(_BIG, "no"),
        sa.PrimaryKeyConstraint("centre", "sha256"),
    )
    op.create_index("blob_by_no", "blob", ["centre", "no"])
    op.create_table(
        "blob_part",
        *_columns(_TEXT, "centre", "sha256"),
        *_columns(_BIG, "start"),
        *_columns(_BYTES, "content"),
        sa.PrimaryKeyConstraint("centre", "sha256", "start"),
    )
    op.create_table(
        "erased",
        *_columns(_TEXT, "centre", "sha256"),
        *_columns(_BIG, "at"),
        sa.PrimaryKeyConstraint("centre", "sha256"),
    )
    op.create_index("erased_at", "erased", ["at"])


def _pages() -> None:
    op.create_table(
        "account",
        sa.Column("name", _TEXT, primary_key=True),
        *_columns(_TEXT, "role", "centre", "partner", "password"),
    )
    op.create_table(
        "session",
        sa.Column("sha256", _TEXT, primary_key=True),
        *_columns(_TEXT, "account"),
        *_columns(_BIG, "began_at", "seen_at"),
    )
    op.create_index("session_by_account", "session", ["account"])
    op.create_table(
        "attempt",
        sa.Column("key", _TEXT, primary_key=True),
        *_columns(sa.Integer, "failures"),
        *_columns(_BIG, "until", "at"),
    )
    op.create_table(
        "receipt_link",
        sa.Column("sha256", _TEXT, primary_key=True),
        *_columns(_TEXT, "centre", "load"),
        *_columns(_BIG, "until", "used_at"),
    )
    op.create_index("receipt_link_by_load", "receipt_link", ["centre", "load"])
