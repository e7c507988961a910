"""The files of a hub, in its database: taken in parts, given out only once whole and verified."""

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from cellyard.hub import tables as t
from cellyard.sync.messages import BlobHead

# A trace of a long discharge is some megabytes; a photo less.
MOST_BYTES = 256 << 20


def head(connection: sa.Connection, centre: str, sha256: str) -> BlobHead:
    """Return how much of a file is here."""
    row = connection.execute(
        sa.select(t.blob.c.size, t.blob.c.whole).where(*_named(t.blob, centre, sha256))
    ).first()
    return (
        BlobHead(offset=row.size, whole=bool(row.whole)) if row else BlobHead(offset=0, whole=False)
    )


def erased(connection: sa.Connection, centre: str, sha256: str) -> bool:
    """Tell whether a file's erasure is a fact: it is taken from nobody again."""
    where = _named(t.erased, centre, sha256)
    return connection.execute(sa.select(t.erased.c.at).where(*where)).first() is not None


def add(
    connection: sa.Connection, centre: str, sha256: str, offset: int, content: bytes
) -> BlobHead:
    """Take the next part of a file; one that does not begin where the last ended changes nothing.

    What is whole by its hash is whole. Erased files are said to be whole, and not kept.
    """
    if erased(connection, centre, sha256):
        return BlobHead(offset=offset + len(content), whole=True)
    before = head(connection, centre, sha256)
    if before.whole or offset != before.offset or offset + len(content) > MOST_BYTES:
        return before
    size = offset + len(content)
    if offset == 0:
        row = {"centre": centre, "sha256": sha256, "size": size, "whole": 0}
        connection.execute(sa.insert(t.blob), row)
    part = {"centre": centre, "sha256": sha256, "start": offset, "content": content}
    connection.execute(sa.insert(t.blob_part), part)
    whole = _digest(connection, centre, sha256) == sha256
    connection.execute(
        sa.update(t.blob).where(*_named(t.blob, centre, sha256)).values(size=size, whole=int(whole))
    )
    return BlobHead(offset=size, whole=whole)


def part(connection: sa.Connection, centre: str, sha256: str, offset: int) -> bytes | None:
    """Return the part of a whole file that begins at an offset; None for one that is not here."""
    if not head(connection, centre, sha256).whole:
        return None
    c = t.blob_part.c
    wanted = (
        sa.select(c.start, c.content)
        .where(*_named(t.blob_part, centre, sha256), c.start <= offset)
        .order_by(c.start.desc())
        .limit(1)
    )
    row = connection.execute(wanted).first()
    return bytes(row.content)[offset - row.start :] if row else b""


def content(connection: sa.Connection, centre: str, sha256: str) -> bytes | None:
    """Return all of a file; None while it is not whole."""
    if not head(connection, centre, sha256).whole:
        return None
    return b"".join(_parts(connection, centre, sha256))


def _digest(connection: sa.Connection, centre: str, sha256: str) -> str:
    digest = hashlib.sha256()
    for part in _parts(connection, centre, sha256):
        digest.update(part)
    return digest.hexdigest()


def _parts(connection: sa.Connection, centre: str, sha256: str) -> Iterator[bytes]:
    wanted = (
        sa.select(t.blob_part.c.content)
        .where(*_named(t.blob_part, centre, sha256))
        .order_by(t.blob_part.c.start)
    )
    for row in connection.execute(wanted):
        yield bytes(row.content)


def _named(table: sa.Table, centre: str, sha256: str) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.centre == centre, table.c.sha256 == sha256
