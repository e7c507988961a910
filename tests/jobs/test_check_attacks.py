"""What somebody with a PDF program does to a sealed paper: its pages, its file, a lock, a bomb."""

import io
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import benched
import pikepdf
import pytest
import sealing
from floor import Floor
from sealing import Paper, wrong

from cellyard.documents import archive
from cellyard.domain.refusals import Refused
from cellyard.jobs import check

Edit = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Paper, Paper]]:
    """Two sealed papers of one station, of two pages and more each."""
    floor = Floor(tmp_path_factory.mktemp("sealed") / "station")
    benched.equip(floor)
    one = sealing.paper(floor, sealing.through_the_bench(floor, 1))
    other = sealing.paper(floor, sealing.through_the_bench(floor, 2), "LD-2026-0002")
    yield one, other
    floor.close()


def _swapped(pdf: pikepdf.Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    kids[0], kids[1] = kids[1], kids[0]


def _dropped(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 180


def _cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = pikepdf.Array([0, 400, 595, 842])


def _noted(pdf: pikepdf.Pdf) -> None:
    """A note stuck over the figures."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 600, 500, 800],
        Contents="GO", DA="/Helv 40 Tf",
    )  # fmt: skip
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def _scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _hidden(pdf: pikepdf.Pdf) -> None:
    """A second layer that a program may show or not."""
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (_swapped, "pages_differ"),
        (_dropped, "pages_differ"),
        (_twice, "pages_differ"),
        (_turned, "pages_differ"),
        (_cropped, "pages_differ"),
        (_noted, "pages_differ"),
        (_scripted, "frame_differs"),
        (_hidden, "frame_differs"),
    ],
)
def test_pages_are_neither_moved_nor_covered(
    papers: tuple[Paper, Paper], edit: Edit, what: str
) -> None:
    assert what in wrong(sealing.edited(papers[0].sealed, edit))


def test_a_page_of_another_true_paper_is_found(papers: tuple[Paper, Paper]) -> None:
    one, other = papers
    with pikepdf.open(io.BytesIO(other.sealed)) as foreign:

        def page(pdf: pikepdf.Pdf) -> None:
            pdf.pages[0] = foreign.pages[0]

        def file(pdf: pikepdf.Pdf) -> None:
            held = foreign.Root.AF[0].EF.F.read_bytes()
            pdf.Root.AF[0].EF.F.write(held)

        assert "pages_differ" in wrong(sealing.edited(one.sealed, page))
        assert "pages_differ" in wrong(sealing.edited(one.sealed, file))


def test_one_changed_figure_in_the_file_of_facts_is_found(papers: tuple[Paper, Paper]) -> None:
    held = sealing.custody(papers[0].sealed)
    figure = b'"92.40"'
    assert figure in held
    # Every place where it stands, one at a time: in the content and in the sealed fact.
    at = held.find(figure)
    while at >= 0:
        done = held[:at] + b'"98.40"' + held[at + len(figure) :]
        assert wrong(sealing.with_file(papers[0], done)) != []
        at = held.find(figure, at + 1)


def test_an_update_appended_to_the_file_is_found(papers: tuple[Paper, Paper]) -> None:
    """As an editor saves: what the page shows anew, with a table that names the old one."""
    sealed = papers[0].sealed
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        content = pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
    old = int(sealed[sealed.rfind(b"startxref") + 10 :].split()[0])
    drawn = b"0 0 595 842 re f"
    body = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        content, len(drawn), drawn
    )  # fmt: skip
    table = len(sealed) + len(body)
    done = sealed + body + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer << /Root 1 0 R /Size %d /Prev %d >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (content, len(sealed), size, old, table)
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(done)) as pdf:  # a reader shows a black page
        assert pdf.pages[0].obj.Contents.read_bytes() == drawn
    assert wrong(done) == ["file_form"]


@pytest.mark.parametrize("password", ["", "secret"])
@pytest.mark.parametrize("strength", [2, 4, 6])
def test_an_encrypted_file_is_none_of_ours(
    papers: tuple[Paper, Paper], password: str, strength: int
) -> None:
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner="owner", user=password, R=strength, aes=strength > 2, metadata=
                              strength > 2)  # fmt: skip
    with pikepdf.open(io.BytesIO(papers[0].sealed)) as pdf:
        pdf.save(out, encryption=lock, force_version=("1.7", 8), fix_metadata_version=False)
    assert b"/Encrypt" in out.getvalue()
    assert wrong(out.getvalue()) == ["file_form"]


def _bomb(size: int) -> bytes:
    packing = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    return b"".join(packing.compress(zeros) for _ in range(size >> 20)) + packing.flush()


def _file_bomb(pdf: pikepdf.Pdf) -> None:
    file = pikepdf.Stream(pdf, _bomb(2 << 30), Filter=pikepdf.Name.FlateDecode)
    pdf.Root.AF[0].EF.F = pdf.make_indirect(file)


def _nested_bomb(pdf: pikepdf.Pdf) -> None:
    twice = zlib.compress(_bomb(2 << 30))
    flate = pikepdf.Name.FlateDecode
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, twice, Filter=pikepdf.Array([flate, flate]))


def _image_bomb(pdf: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(
        pdf, _bomb(1 << 30), Filter=pikepdf.Name.FlateDecode, Subtype=pikepdf.Name.Image,
        Width=32768, Height=32768, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray,
        DecodeParms=pikepdf.Dictionary(Predictor=15, Columns=32768),
    )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(I=pdf.make_indirect(image))


@pytest.mark.parametrize("edit", [_file_bomb, _nested_bomb, _image_bomb])
@pytest.mark.skipif(sys.platform != "linux", reason="a bound of memory is set for the process")
def test_a_bomb_costs_neither_memory_nor_time(
    papers: tuple[Paper, Paper], edit: Edit, tmp_path: Path
) -> None:
    import resource  # not on every system

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers[0].sealed)) as pdf:
        edit(pdf)
        pdf.save(out, force_version="1.7", fix_metadata_version=False, compress_streams=False,
                 stream_decode_level=pikepdf.StreamDecodeLevel.none)  # fmt: skip
    file = tmp_path / "bomb.pdf"
    file.write_bytes(out.getvalue())
    assert file.stat().st_size < 16 << 20
    done = subprocess.run(
        [sys.executable, "-m", "cellyard", "check", str(file)],
        capture_output=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1536 << 20,) * 2),
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a file without an end")
def test_a_file_that_grows_while_it_is_read_is_too_large() -> None:
    with pytest.raises(Refused) as no:
        check.check(Path("/dev/zero"))
    assert no.value.code == "paper_too_large"


def test_the_largest_file_that_is_read_is_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(archive.MOST)
    assert [one.what for one in check.check(large).wrong] == ["no_pdf"]
