"""Package marks: their true size on the paper, measured, and what stands on them."""

import math

import msgspec
import pytest
from eyes import grey, one_line, pages, words
from paged import collisions, qpdf

from cellyard.documents.diamonds import LABELS
from cellyard.documents.package_marks import PackageMarks, draw, sample
from cellyard.domain.refusals import Refused

replace = msgspec.structs.replace
PER_MM = 20
EDGE = 100
CORNERS = EDGE * math.sqrt(2)


def marked(status=("final",), **changes) -> PackageMarks:
    """Return the marks of one package, damaged unless told otherwise."""
    content = sample()
    issue = replace(content.issue, status=status)
    return replace(content, issue=issue, packages=(replace(content.packages[1], **changes),))


def black(pdf: bytes, page: int = 0):
    """Return a page as black or not, 20 dots per mm."""
    return grey(pdf, PER_MM * 25.4 / 72, page) < 128


class Diamond:
    """A label on a page: where its edges are, in dots, found in the picture alone."""

    def __init__(self, pdf: bytes) -> None:
        self.ink = black(pdf)
        # Below the name of the package, above the capitals, only the label reaches so far out.
        rows = range(60 * PER_MM, 160 * PER_MM)
        lefts = {y: int(self.ink[y].argmax()) for y in rows if self.ink[y].any()}
        self.left = min(lefts.values())
        middle = [y for y, x in lefts.items() if x == self.left]
        self.middle = middle[len(middle) // 2]
        row = self.ink[self.middle]
        self.right = int(len(row) - row[::-1].argmax())

    def runs(self, below: float) -> list[tuple[float, float]]:
        """Return the black runs of a row so many mm below the middle, in mm from the left."""
        row = self.ink[self.middle + round(below * PER_MM)].astype(int)
        edges = [0, *row, 0]
        starts = [x for x in range(len(row)) if edges[x + 1] > edges[x]]
        ends = [x for x in range(len(row)) if edges[x + 1] > edges[x + 2]]
        return [
            ((a - self.left) / PER_MM, (b + 1 - self.left) / PER_MM)
            for a, b in zip(starts, ends, strict=True)
        ]


@pytest.mark.parametrize("label", sorted(LABELS))
def test_a_label_has_edges_of_100_mm_and_its_line_5_mm_inside(label: str):
    seen = Diamond(draw(marked(label=label, wording=())))
    assert (seen.right - seen.left) / PER_MM == pytest.approx(CORNERS, abs=0.4)
    for below in (-50, -30, 30, 50):
        first, *_, last = seen.runs(below)
        assert first[0] == pytest.approx(abs(below), abs=0.3)  # its edges rise at 45°
        assert last[1] == pytest.approx(CORNERS - abs(below), abs=0.3)
    outer, inner, *_ = seen.runs(-50)
    across = (inner[0] - outer[0]) / math.sqrt(2)
    assert across == pytest.approx(5, abs=0.15)
    if label != "8":
        assert (inner[1] - inner[0]) / math.sqrt(2) == pytest.approx(2, abs=0.15)


def test_label_9a_has_seven_stripes_above_and_an_underlined_nine_below():
    seen = Diamond(draw(marked(wording=())))
    _, _, *stripes, _, _ = seen.runs(-8)
    widths = [right - left for left, right in stripes]
    assert len(stripes) == 7
    assert widths == pytest.approx([widths[0]] * 7, abs=0.1)
    assert stripes[3][0] + stripes[3][1] == pytest.approx(CORNERS, abs=0.2)  # in the middle
    assert len(seen.runs(22)) >= 4 + 4  # the batteries, and the two lines on both sides
    *_, line = [r for r in seen.runs(52.2) if 6 < r[1] - r[0] < 12]
    assert line[0] + line[1] == pytest.approx(CORNERS, abs=0.2)
    # Between the two lines of each side stands the figure, and only there.
    assert len(seen.runs(46)) > 4
    assert len(seen.runs(36)) == 4


def test_label_8_is_black_below_with_a_white_figure():
    seen = Diamond(draw(marked(label="8", un="2794", wording=())))
    (_, outer), *_ = seen.runs(20)
    black_runs = [b - a for a, b in seen.runs(20)]
    assert max(black_runs) > CORNERS - 2 * 20 - 15  # all of the core
    assert outer < 21
    assert len([r for r in seen.runs(46) if r[1] - r[0] > 3]) == 2  # the figure parts it


def capitals(pdf: bytes, text: str) -> list[float]:
    """Return the heights of the capitals of these words, in mm, as the face draws them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for page in document:
            on = page.get_textpage()
            at, count = on.search(text, match_case=True).get_next() or (0, 0)
            for n in range(at, at + count):
                _, bottom, _, top = on.get_charbox(n)
                if on.get_text_range(n, 1) in "UNDAEFLTIHB":
                    found.append((top - bottom) / 72 * 25.4)
    finally:
        document.close()
    return found


@pytest.mark.parametrize(
    ("words_", "un", "parts"),
    [
        ("DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES", "3480",
         ("UN 3480", "DAMAGED/DEFECTIVE", "LITHIUM-ION BATTERIES")),
        ("LITHIUM BATTERIES FOR RECYCLING", "3480",
         ("UN 3480", "LITHIUM BATTERIES", "FOR RECYCLING")),
        ("LITHIUM BATTERIES FOR DISPOSAL", "3480", ("UN 3480", "LITHIUM BATTERIES")),
        ("DAMAGED/DEFECTIVE SODIUM ION BATTERIES", "3551", ("UN 3551", "DAMAGED/DEFECTIVE")),
    ],
)  # fmt: skip
def test_capitals_are_12_mm_high_and_more(words_: str, un: str, parts: tuple[str, ...]):
    pdf = draw(marked(un=un, wording=(words_,)))
    assert one_line(words_) in one_line(words(pdf))
    assert len(pages(pdf)) == 1
    for part in parts:
        heights = capitals(pdf, part)
        assert len(heights) >= 2, part
        assert min(heights) >= 12
        assert max(heights) < 13.5
    assert collisions(pdf) == []


def test_wording_that_has_no_room_goes_on_a_second_sheet_of_the_same_package():
    long = ("DAMAGED/DEFECTIVE LITHIUM-ION BATTERIES", "LITHIUM BATTERIES FOR DISPOSAL",
            "LITHIUM BATTERIES FOR RECYCLING")  # fmt: skip
    pdf = draw(marked(wording=long))
    first, second = pages(pdf)
    assert "UN 3480" in first
    assert "DEFECTIVE" in second
    for page in (first, second):
        assert "Package 10 of 10 包件 10，共 10 件" in page
        assert "Print at 100 %" in page
        assert "of 2 " in page
    assert collisions(pdf) == []


def test_every_package_has_its_own_sheet_with_the_state_of_the_paper(tmp_path):
    content = sample()
    packages = tuple(replace(content.packages[n % 2], number=f"{n}") for n in range(1, 121))
    for status in (("final",), ("draft",), ("void",)):
        issue = replace(content.issue, status=status, replaced_by="TEST-M-0002")
        pdf = draw(replace(content, packages=packages, issue=issue, total=120))
        assert qpdf(pdf, tmp_path / "marks.pdf") == ""
        papers = pages(pdf)
        assert len(papers) == 120
        for at, page in enumerate(papers, start=1):
            assert f"Package {at} of 120" in page
            assert ("DRAFT – not for carriage" in page) == (status == ("draft",))
            assert ("VOID – replaced by TEST-M-0002" in page) == (status == ("void",))
        assert len(pdf) < 400_000  # a label is kept in it once


def test_a_package_without_label_or_number_bears_its_wording_alone():
    pdf = draw(marked(label="", un="", wording=("LITHIUM BATTERIES FOR RECYCLING",)))
    assert "UN" not in words(pdf)
    middle = black(pdf)[130 * PER_MM : 250 * PER_MM]
    assert not middle.any()


def test_a_sign_that_no_face_has_is_refused():
    with pytest.raises(Refused) as no:
        draw(marked(wording=("🔋",)))
    assert no.value.code == "missing_glyph"
