"""Papers that are kept: PDF/A-3b by its clauses, the same bytes each time, and any change found."""

import hashlib
import io
import subprocess
from collections.abc import Callable

import pikepdf
import pytest
from pdfa import breaches
from PIL import Image, ImageCms

from cellyard.documents import archive, archive_frame, srgb
from cellyard.documents.archive import Frame
from cellyard.documents.kinds import DOCUMENTS
from cellyard.documents.pdf_tree import Budget, tree_hash

FRAME = Frame(
    number="LD-2026-0001",
    document="test-report",
    issued=1_790_000_000_000,
    file=b'{"facts":[]}',
)


@pytest.fixture(scope="module")
def drawn() -> bytes:
    paper = DOCUMENTS["test-report"]
    return paper.render(paper.sample())


@pytest.fixture(scope="module")
def kept(drawn: bytes) -> bytes:
    return archive.archived(drawn, FRAME)


def changed(content: bytes, edit: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(out, **{"force_version": "1.7", "fix_metadata_version": False, **how})
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_paper_can_be_kept(name: str, tmp_path):
    paper = DOCUMENTS[name]
    pdf = paper.render(paper.sample())
    content = archive.archived(pdf, FRAME)
    assert breaches(content) == []
    assert content == archive.archived(pdf, FRAME)
    opened = archive.opened(content)
    assert opened == (archive.pages_hash(pdf), FRAME.file)
    assert archive.framed(content, FRAME)
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors" in checked.stdout
    listed = subprocess.run(
        ["pdfdetach", "-list", file], capture_output=True, text=True, check=True
    )
    assert archive_frame.FILE in listed.stdout


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(
        Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS="app.beep()"
    )


def _half_clear(pdf: pikepdf.Pdf) -> None:
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.5)
    pdf.pages[0].obj.Resources.ExtGState = pikepdf.Dictionary(G=pdf.make_indirect(state))


def _bare_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.as_dict().values():
        del font.FontDescriptor["/FontFile2"]


def _other_widths(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.as_dict().values():
        font.Widths = pikepdf.Array([1] * len(font.Widths))


def _colour(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 1 k")


def _other_part(pdf: pikepdf.Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(said.replace(b"part>3<", b"part>1<"))


@pytest.mark.parametrize(
    ("clause", "edit"),
    [
        ("6.2.3", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
        ("6.6.2", lambda pdf: pdf.Root.__delitem__("/Metadata")),
        ("6.6.4", _other_part),
        ("6.5.1", _script),
        ("6.2.10", _half_clear),
        ("6.2.11.4", _bare_font),
        ("6.2.11.5", _other_widths),
        ("6.2.4", _colour),
        ("6.8", lambda pdf: pdf.Root.AF[0].EF.F.write(b"another")),
        ("6.8", lambda pdf: pdf.Root.__delitem__("/AF")),
        ("6.1.5", lambda pdf: pdf.docinfo.__setitem__("/Title", "another")),
    ],
)
def test_a_breach_is_seen(kept: bytes, clause: str, edit):
    assert any(one.startswith(clause) for one in breaches(changed(kept, edit)))


def test_the_profile_is_srgb():
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb.profile()))
    theirs = ImageCms.createProfile("sRGB")
    steps = range(0, 256, 15)
    colours = Image.new("RGB", (len(steps) ** 3, 1))
    colours.putdata([(r, g, b) for r in steps for g in steps for b in steps])
    lab = ImageCms.createProfile("LAB")
    one, other = (
        ImageCms.applyTransform(colours, ImageCms.buildTransform(p, lab, "RGB", "LAB")).tobytes()
        for p in (ours, theirs)
    )
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 1


# --- what is found -------------------------------------------------------------------------------


def test_what_programs_do_to_a_file_changes_no_hash(drawn: bytes, kept: bytes):
    again = changed(drawn, lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert archive.pages_hash(again) == archive.pages_hash(drawn)
    assert archive.opened(changed(kept, lambda _: None)) == archive.opened(kept)


def _other_words(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[0].obj.Contents
    content.write(content.read_bytes() + b" 0 0 10 10 re f")


def _other_glyphs(pdf: pikepdf.Pdf) -> None:
    file = pdf.pages[0].obj.Resources.Font["/F1+0"].FontDescriptor.FontFile2
    content = file.read_bytes()
    file.write(content[:-1] + bytes([content[-1] ^ 1]))


def _cut(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox[3] = 400


def _note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], Contents="x"
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([note])


@pytest.mark.parametrize(
    "edit",
    [
        _other_words, _other_glyphs, _cut, _note,
        lambda pdf: pdf.pages.reverse(),
        lambda pdf: pdf.pages.__delitem__(-1),
        lambda pdf: pdf.pages.append(pdf.pages[0]),
        lambda pdf: pdf.pages[0].obj.__setitem__("/Rotate", 180),
    ],
)  # fmt: skip
def test_whatever_is_done_to_a_page_changes_the_hash(kept: bytes, edit):
    done = changed(kept, edit)
    assert archive.opened(done).pages_hash != archive.opened(kept).pages_hash


def _second_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more.txt"] = b"more"


def _layer(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([]))


def _bluer(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes()[:-1] + b"\x01")


@pytest.mark.parametrize("edit", [_second_file, _layer, _bluer, _script, _other_part])
def test_whatever_is_done_around_the_pages_is_found(kept: bytes, edit):
    done = changed(kept, edit)
    assert archive.opened(done) == archive.opened(kept)
    assert not archive.framed(done, FRAME)


def test_papers_of_today_are_checked_by_the_programs_of_later():
    # Whoever changes these numbers makes every paper out there look tampered with: a new form
    # of the file is a new number in `sealed_papers.FORM`, and the old one stays readable.
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        page.contents_add(b"10 10 100.5 50 re f")
        page.obj.Resources.Font = pikepdf.Dictionary()
        pdf.save(out, deterministic_id=True)
    drawn = out.getvalue()
    assert (
        archive.pages_hash(drawn)
        == "2dcbd65630d2f7f99efd9e5beb7412b6635cb22fc364127ecaf075eee789293d"
    )
    with pikepdf.open(io.BytesIO(archive.archived(drawn, FRAME))) as pdf:
        around = tree_hash(pdf.Root, Budget(), without=("/Pages",))
    assert around == "4c35917e23c51a2d3a43b6086d26c0fffbe893ad1bc090f2559b70e640a239a4"
    assert (
        hashlib.sha256(srgb.profile()).hexdigest()
        == "9354d1adc43be57b386921eec1d9bb5d8fc2808ee7ab7bd515540f969bb96da9"
    )
