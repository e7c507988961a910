"""A battery's line in a list gets a column of its own, written when all is folded anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    empty = sa.text("x''")
    op.add_column(
        "battery", sa.Column("summary", sa.LargeBinary, nullable=False, server_default=empty)
    )
