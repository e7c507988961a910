"""The files of a hub, in its database: taken in parts, given out only once whole and verified."""

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from cellyard.hub import tables as t
from cellyard.sync.messages import BlobHead, BlobNo

# A trace of a long discharge is some megabytes; a photo less.
MOST_BYTES = 256 << 20
_EMPTY = hashlib.sha256().hexdigest()


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


def newest(connection: sa.Connection, centre: str) -> int:
    """Return the number of the file that became whole last; 0 before the first."""
    return connection.execute(
        sa.select(t.centre.c.files).where(t.centre.c.id == centre)
    ).scalar_one()


def behind(connection: sa.Connection, centre: str, no: int, most: int) -> list[BlobNo]:
    """Return the files that became whole behind a number, in that order."""
    c = t.blob.c
    wanted = sa.select(c.no, c.sha256).where(c.centre == centre, c.no > no).order_by(c.no)
    rows = connection.execute(wanted.limit(most))
    return [BlobNo(no=row.no, sha256=row.sha256) for row in rows]


def add(  # noqa: PLR0917 - what, where in it, and how much
    connection: sa.Connection, centre: str, sha256: str, offset: int, content: bytes, size: int = 0
) -> BlobHead:
    """Take the next part of a file; one that does not begin where the last ended changes nothing.

    What is whole by its hash is whole. `size` is what the whole has, 0 for not said: what has that
    many bytes and is not whole is dropped. Erased files are said to be whole, and not kept.
    """
    counter = sa.select(t.centre.c.files).where(t.centre.c.id == centre).with_for_update()
    no = connection.execute(counter).scalar_one() + 1  # one part at a time, whoever brings it
    if erased(connection, centre, sha256):
        return BlobHead(offset=offset + len(content), whole=True)
    before = head(connection, centre, sha256)
    if before.whole or offset != before.offset or offset + len(content) > MOST_BYTES:
        return before
    if not content and sha256 != _EMPTY:  # it would stand where the first part is to stand
        return before
    has = offset + len(content)
    if offset == 0:
        drop(connection, centre, sha256)
        row = {"centre": centre, "sha256": sha256, "size": has, "whole": 0, "no": 0}
        connection.execute(sa.insert(t.blob), row)
    part = {"centre": centre, "sha256": sha256, "start": offset, "content": content}
    connection.execute(sa.insert(t.blob_part), part)
    if size and has < size:
        whole = False
    else:
        whole = _digest(connection, centre, sha256) == sha256
        if size and not whole:
            drop(connection, centre, sha256)
            return BlobHead(offset=0, whole=False)
    state = {"size": has, "whole": int(whole), "no": no if whole else 0}
    connection.execute(sa.update(t.blob).where(*_named(t.blob, centre, sha256)).values(state))
    if whole:
        counted = sa.update(t.centre).where(t.centre.c.id == centre).values(files=no)
        connection.execute(counted)
    return BlobHead(offset=has, whole=whole)


def drop(connection: sa.Connection, centre: str, sha256: str) -> None:
    """Drop what is here of a file."""
    for table in (t.blob, t.blob_part):
        connection.execute(sa.delete(table).where(*_named(table, centre, sha256)))


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
