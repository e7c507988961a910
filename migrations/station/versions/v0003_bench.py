"""What a battery waits for at the bench gets a column, written when all is folded anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "battery", sa.Column("waits", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    op.create_index("battery_by_waits", "battery", ["waits", "no"])
