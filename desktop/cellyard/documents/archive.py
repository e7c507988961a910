"""A paper to be kept: PDF/A-3b (ISO 19005-3:2012) with one file in it, the facts behind the paper.

    %PDF-1.7             6.1.2   one revision, a plain table of objects, nothing encrypted
    pages                        as drawn, unchanged; packed by Flate alone
    catalog /Metadata    6.6     XMP: part 3, conformance B, title, number, date
            /OutputIntents 6.2.3 our sRGB profile
            /AF, /Names  6.8     the file with its kind, size, date, checksum and relationship
    trailer /ID          6.1.3   from the content: the same paper gives the same bytes

What stands around the pages follows from the number, the document's name, the moment of issue and
the file alone. So whoever reads a paper can make it anew and compare.
"""

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from cellyard.documents.archive_frame import Frame, furnish
from cellyard.documents.pdf_tree import Budget, Unfit, reached, tree_hash

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

# The largest file that is looked at; a paper of 500 lines is a tenth of it.
MOST = 96 << 20

# As qpdf ends a file: a plain table's trailer with these three keys and no further revision.
_END = re.compile(
    rb"trailer\s*<<\s*(?:/Root \d+ 0 R\s*|/Size \d+\s*|/ID \[\s*(?:<[0-9a-f]{32}>\s*){2}\]\s*){3}>>"
    rb"\s*startxref\s+(\d{1,10})\s+%%EOF\r?\n?\Z"
)
_TAIL = 1024
_TABLE = re.compile(rb"xref\n0 (\d{1,8})\n")
_ENTRY = 20
_REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF")


def pages_hash(pdf: bytes) -> str:
    """Return the hash (hex) of the pages of a paper as drawn: all that they show, and nothing else.

    It stays the same when the paper is archived.
    """
    with _pdf(_written(pdf, None)) as opened:
        return tree_hash(opened.Root.Pages, Budget())


def archived(pdf: bytes, frame: Frame) -> bytes:
    """Return a drawn paper as PDF/A-3b with the file embedded; the same in gives the same out.

    Fonts must be embedded and colours grey or RGB, as all of our drawing is.
    """
    return _written(pdf, frame)


class Opened(NamedTuple):
    """What a kept paper holds: the hash of its pages, and the file."""

    pages_hash: str
    file: bytes


def opened(content: bytes) -> Opened:
    """Return what a kept paper holds. Raises Unfit when it is not as `archived` wrote it in form.

    Bounded in time and room, whatever the bytes are.
    """
    import pikepdf

    budget = Budget()
    _check_form(content)
    try:
        with _pdf(content) as pdf:
            # An object that nothing leads to could be shown by a program that looks elsewhere.
            if reached(pdf.Root, budget) != int(pdf.trailer.Size) - 1:
                raise Unfit
            file = _embedded(pdf)
            return Opened(
                pages_hash=tree_hash(pdf.Root.Pages, budget),
                file=budget.unpacked(file) if file is not None else b"",
            )
    except (pikepdf.PdfError, *_NOT_OURS) as error:
        raise Unfit from error


def framed(content: bytes, frame: Frame) -> bool:
    """Tell whether all around the pages is as the frame gives it, and nothing was added.

    For bytes that `opened` has taken.
    """
    import pikepdf

    try:
        with _pdf(content) as pdf:
            found = tree_hash(pdf.Root, Budget(), without=("/Pages",))
            furnish(pdf, frame)
            return found == tree_hash(pdf.Root, Budget(), without=("/Pages",))
    except (Unfit, pikepdf.PdfError, *_NOT_OURS):
        return False


# What the library answers when an object is of another kind than it should be; its own
# QpdfRuntimeError is a RuntimeError.
_NOT_OURS = (RuntimeError, OverflowError, TypeError, ValueError, AttributeError, LookupError)


def _check_form(content: bytes) -> None:
    # Before any PDF library reads it: packed tables of objects could unpack without end, and a
    # second revision would hide the first.
    if len(content) > MOST or not content.startswith(b"%PDF-1.7\n"):
        raise Unfit
    end = _END.search(content, max(0, len(content) - _TAIL))
    table = end and _TABLE.match(content, int(end[1]))
    if end is None or table is None or table.end() + _ENTRY * int(table[1]) != end.start():
        raise Unfit
    if len(_REVISION.findall(content)) != 1:
        raise Unfit


def _pdf(content: bytes) -> "Pdf":
    import pikepdf

    # As it stands: nothing mended, nothing handed down from the tree to its pages.
    return pikepdf.open(
        io.BytesIO(content),
        suppress_warnings=True,
        attempt_recovery=False,
        inherit_page_attributes=False,
    )


def _embedded(pdf: "Pdf") -> "Object | None":
    listed = pdf.Root.get("/AF")
    return None if listed is None else listed[0].EF.F


def _written(pdf: bytes, frame: Frame | None) -> bytes:
    import pikepdf

    target = io.BytesIO()
    with _pdf(pdf) as drawn:
        if frame:
            furnish(drawn, frame)
        # One packing for all streams, no packed objects: whoever checks it unpacks it bounded.
        drawn.save(
            target,
            force_version="1.7",
            fix_metadata_version=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return target.getvalue()
