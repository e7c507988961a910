"""The rules of PDF/A-3b that our papers could break, read off a file: each by its clause.

Held here are, of ISO 19005-3:2012: 6.1.2 header, 6.1.3 trailer, 6.1.4 table of objects, 6.1.7
streams, 6.1.13 limits of strings and names, 6.2.3 output intent, 6.2.4.3 device colours, 6.2.5
graphics states, 6.2.8 images, 6.2.9 XObjects, 6.2.10 transparency, 6.2.11.4 embedding, 6.2.11.5
widths, 6.2.11.6 encodings, 6.2.11.8 .notdef, 6.3 annotations, 6.4 forms, 6.5 actions, 6.6.2
metadata, 6.6.4 identification, 6.8 embedded files, 6.9 optional content, 6.10 presentations.
Not held: what a content stream's operators themselves may be (6.2.2 beyond colours), and CMYK,
spot colours, CID fonts and halftones, none of which our drawing has.
"""

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from decimal import Decimal

import pikepdf
from pikepdf import Dictionary, Name, Stream


def breaches(content: bytes) -> list[str]:
    """Return what breaks PDF/A-3b, each as `clause: what`; the file must be readable at all."""
    found = list(_file(content))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            found.append("6.1.3: encrypted")
        for part in (_objects, _catalog, _intent, _metadata, _embedded, _pages):
            found += part(pdf)
    return found


def _file(content: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", content):
        yield "6.1.2: header"
    if not re.search(rb"%%EOF\r?\n?\Z", content):
        yield "6.1.3: data after the end"
    if b"/ID [" not in content[-400:]:
        yield "6.1.3: no ID"
    if not re.search(rb"\nxref\n0 \d+\n\d{10} 65535 f", content):
        yield "6.1.4: table of objects"
    for body in re.finditer(rb"/Length (\d+)[^>]*>>\s*stream(\r\n|\n|)", content):
        end = body.end() + int(body[1])
        if not body[2] or not re.match(rb"\r?\nendstream", content[end : end + 11]):
            yield f"6.1.7.1: stream at {body.start()}"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if isinstance(one, Stream):
            filters = one.get("/Filter", Name.FlateDecode)
            if filters not in (Name.FlateDecode, Name.DCTDecode) or "/F" in one:
                yield "6.1.7.2: filter"
            if one.get("/Subtype") == Name.PS or "/Ref" in one or "/OPI" in one:
                yield "6.2.9: XObject"
            if one.get("/Subtype") == Name.Image and one.get("/Interpolate", False):
                yield "6.2.8: interpolated image"
        if isinstance(one, Dictionary | Stream):
            yield from _states(one)
            for key, value in one.items():
                if len(key) > 128:
                    yield "6.1.13: long name"
                if isinstance(value, pikepdf.String) and len(bytes(value)) > 32767:
                    yield "6.1.13: long string"


def _states(one: pikepdf.Object) -> Iterator[str]:
    if "/TR" in one or one.get("/TR2", Name.Default) != Name.Default or "/HTP" in one:
        yield "6.2.5: graphics state"
    clear = [one.get(key, 1) for key in ("/CA", "/ca")]
    if one.get("/SMask", Name("/None")) != Name("/None") or clear != [1, 1]:
        yield "6.2.10: transparency"
    if "/S" in one and one.get("/Type") == Name.Action:
        yield "6.5.1: action"


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key, clause in {
        "/AcroForm": "6.4.1: form",
        "/OpenAction": "6.5.1: action",
        "/AA": "6.5.2: action",
        "/OCProperties": "6.9: optional content",
    }.items():
        if key in pdf.Root:
            yield clause
    for key, clause in {
        "/AlternatePresentations": "6.10: presentations",
        "/JavaScript": "6.5.1: script",
    }.items():
        if key in pdf.Root.get("/Names", {}):
            yield clause
    if pdf.Root.get("/Version") is not None:
        yield "6.1.2: a version beside the header"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0].S != Name.GTS_PDFA1:
        yield "6.2.3: output intent"
        return
    profile = intents[0].DestOutputProfile
    content = profile.read_bytes()
    size, version, kind, space = struct.unpack(">I4xI4s4s", content[:20])
    if size != len(content) or content[36:40] != b"acsp" or version >> 24 > 4:
        yield "6.2.3: profile"
    if kind not in (b"mntr", b"prtr") or space != b"RGB " or profile.N != 3:
        yield "6.2.3: profile of another space"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    found = pdf.Root.get("/Metadata")
    if found is None:
        yield "6.6.2.1: no metadata"
        return
    if (found.get("/Type"), found.get("/Subtype")) != (Name.Metadata, Name.XML):
        yield "6.6.2.1: kind of metadata"
    if re.search(rb"<\?xpacket[^>]*(bytes|encoding)=", found.read_bytes()):
        yield "6.6.2.1: packet header"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("3", "B"):
            yield "6.6.4: identification"
        if not said.get("dc:title"):
            yield "6.6.2: no title"
    if "/Info" in pdf.trailer:
        yield "6.1.5: information beside the metadata"


def _embedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    named = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())
    files = list(named.get("/Names", []))[1::2]
    associated = [one.objgen for one in pdf.Root.get("/AF", [])]
    for one in files:
        if "/F" not in one or "/UF" not in one or "/AFRelationship" not in one:
            yield "6.8: file specification"
        if one.objgen not in associated:
            yield "6.8: not associated"
        file = one.EF.F
        kept = file.get("/Params", Dictionary())
        if file.get("/Subtype") is None or "/ModDate" not in kept:
            yield "6.8: kind or date"
        whole = file.read_bytes()
        checksum = hashlib.md5(whole, usedforsecurity=False).digest()
        if kept.get("/Size") != len(whole) or bytes(kept.get("/CheckSum", b"")) != checksum:
            yield "6.8: size or checksum"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        if "/AA" in page.obj:
            yield "6.5.2: action"
        if list(page.obj.get("/Annots", [])):
            yield "6.3: annotation"
        if "/PresSteps" in page.obj:
            yield "6.10: steps"
        if "/Group" in page.obj:
            yield "6.2.10: transparency group"
        yield from _content(page)


def _content(page: pikepdf.Page) -> Iterator[str]:
    fonts = {key: _Font(font) for key, font in page.obj.Resources.get("/Font", {}).items()}
    for font in fonts.values():
        yield from font.breaches()
    now: _Font | None = None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("k", "K", "cs", "CS", "sh"):
            yield "6.2.4: colour"
        if str(operator) == "Tf":
            now = fonts[str(operands[0])]
        if str(operator) == "Tj" and now:
            yield from now.shows(bytes(operands[0]))


class _Font:
    """A simple TrueType font as ReportLab embeds it."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._font = font
        self._described = font.get("/FontDescriptor", Dictionary())
        self._file = self._described.get("/FontFile2")
        self._tables = dict(_tables(self._file.read_bytes())) if self._file is not None else {}
        self._glyphs = _glyphs(self._tables["cmap"]) if self._tables else {}

    def breaches(self) -> Iterator[str]:
        if self._font.Subtype != Name.TrueType:
            yield f"6.2.11: {self._font.Subtype}"
        if self._file is None:
            yield "6.2.11.4: not embedded"
            return
        symbolic = int(self._described.Flags) & 4
        tables = struct.unpack(">H", self._tables["cmap"][2:4])[0]
        if not symbolic or "/Encoding" in self._font or tables != 1:
            yield "6.2.11.6: encoding"

    def shows(self, codes: bytes) -> Iterator[str]:
        if not self._tables:
            return
        (unit,) = struct.unpack(">H", self._tables["head"][18:20])
        (metrics,) = struct.unpack(">H", self._tables["hhea"][34:36])
        for code in codes:
            glyph = self._glyphs.get(code, 0)
            if glyph == 0:
                yield f"6.2.11.8: code {code} of {self._font.BaseFont}"
                continue
            at = 4 * min(glyph, metrics - 1)
            (advance,) = struct.unpack(">H", self._tables["hmtx"][at : at + 2])
            said = Decimal(self._font.Widths[code - int(self._font.FirstChar)])
            if abs(said - Decimal(advance * 1000) / unit) > 1:
                yield f"6.2.11.5: width of code {code} of {self._font.BaseFont}"


def _tables(font: bytes) -> Iterator[tuple[str, bytes]]:
    (count,) = struct.unpack(">H", font[4:6])
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack(">4sIII", font[at : at + 16])
        yield tag.decode(), font[offset : offset + length]


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Return the glyph of each code of the first table, which has the format 0, 4 or 6."""
    (offset,) = struct.unpack(">I", cmap[8:12])
    (kind,) = struct.unpack(">H", cmap[offset : offset + 2])
    if kind == 0:
        return dict(enumerate(cmap[offset + 6 : offset + 262]))
    if kind == 6:
        first, count = struct.unpack(">HH", cmap[offset + 6 : offset + 10])
        found = struct.unpack(f">{count}H", cmap[offset + 10 : offset + 10 + 2 * count])
        return {first + n: glyph for n, glyph in enumerate(found)}
    raise AssertionError(f"a cmap of format {kind}")
