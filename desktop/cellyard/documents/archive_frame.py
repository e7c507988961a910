"""What stands around the pages of a paper that is kept: the parts of PDF/A-3b, and the facts.

Clauses are of ISO 19005-3:2012. It all follows from the frame alone, so that it can be made anew
and compared.
"""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import msgspec

from cellyard.documents import srgb

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

FILE = "custody.json"
MEDIA = "application/json"

# As bytes: none of it is read by a person. (XMP 2005, packet of RDF/XML in UTF-8.)
_XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:identifier>%(number)s</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%(title)s</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>cellyard</xmp:CreatorTool>
<xmp:CreateDate>%(made)s</xmp:CreateDate>
<xmp:ModifyDate>%(made)s</xmp:ModifyDate>
<xmp:MetadataDate>%(made)s</xmp:MetadataDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around the pages; `issued` is ms since 1970, `file` what is embedded."""

    number: str
    document: str
    issued: int
    file: bytes


def furnish(pdf: "Pdf", frame: Frame) -> None:
    """Put around the pages what belongs there, in place of all that there is."""
    from pikepdf import Array, Dictionary, Name

    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]  # 6.1.5: the metadata say it all
    for key in set(pdf.Root.keys()) - {"/Type", "/Pages"}:
        del pdf.Root[key]
    file = pdf.make_indirect(_file(pdf, frame))
    pdf.Root.Metadata = pdf.make_stream(_metadata(frame), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.OutputIntents = Array([_intent(pdf)])
    pdf.Root.AF = Array([file])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([FILE, file])))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _metadata(frame: Frame) -> bytes:
    shown = {
        "number": frame.number,
        "title": f"{frame.document} {frame.number}",
        "made": f"{_moment(frame.issued):%Y-%m-%dT%H:%M:%SZ}",
    }
    return _XMP % {
        name.encode(): escape("".join(c for c in text if c.isprintable())).encode()
        for name, text in shown.items()
    }


def _intent(pdf: "Pdf") -> "Object":
    from pikepdf import Dictionary, Name

    profile = pdf.make_stream(srgb.profile(), N=3, Alternate=Name.DeviceRGB)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB",
        DestOutputProfile=profile,
    )


def _file(pdf: "Pdf", frame: Frame) -> "Object":
    from pikepdf import Dictionary, Name, String

    made = f"D:{_moment(frame.issued):%Y%m%d%H%M%S}Z"
    # The checksum is what the format asks for, no proof of ours (ISO 32000-1, table 46: MD5).
    checksum = hashlib.md5(frame.file, usedforsecurity=False).digest()
    parameters = Dictionary(
        CreationDate=made, ModDate=made, Size=len(frame.file), CheckSum=String(checksum)
    )
    stream = pdf.make_stream(
        frame.file, Type=Name.EmbeddedFile, Subtype=Name("/" + MEDIA), Params=parameters
    )
    return Dictionary(
        Type=Name.Filespec,
        F=FILE,
        UF=FILE,
        Desc=frame.number,
        AFRelationship=Name.Data,
        EF=Dictionary(F=stream, UF=stream),
    )


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
