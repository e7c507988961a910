"""What contradicts a chain is kept beside it; how far the station has come with each hub."""

from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = (
    """CREATE TABLE branch (
        station TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, batch BLOB NOT NULL,
        PRIMARY KEY (station, epoch, seq, batch)) STRICT""",
    """CREATE TABLE counterpart ("key" TEXT NOT NULL, state BLOB NOT NULL,
        PRIMARY KEY ("key")) STRICT""",
    """CREATE TABLE errand (
        station TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (station, epoch)) STRICT""",
    """CREATE TABLE blob_errand (
        sha256 TEXT NOT NULL, errand TEXT NOT NULL, register TEXT NOT NULL,
        waits INTEGER NOT NULL, PRIMARY KEY (sha256, errand)) STRICT""",
    "CREATE INDEX blob_errand_by_waits ON blob_errand (waits, register)",
)


def upgrade() -> None:
    for table in _TABLES:
        op.execute(table)
