"""Files that are no sealed paper, or were one: refused in one word, whatever the bytes are."""

import io
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import benched
import msgspec
import pikepdf
import pytest
import sealing
from floor import Floor
from sealing import Paper, wrong

from cellyard.documents import archive
from cellyard.domain import facts as f
from cellyard.domain.refusals import Refused
from cellyard.jobs import check

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    floor = Floor(tmp_path_factory.mktemp("sealed") / "station")
    benched.equip(floor)
    yield sealing.paper(floor, sealing.through_the_bench(floor))
    floor.close()


def test_a_further_revision_is_found_though_it_shows_the_same(paper: Paper):
    start = paper.sealed.rfind(b"startxref") + len(b"startxref\n")
    old = int(paper.sealed[start:].split()[0])
    revised = paper.sealed + (
        b"xref\n0 0\ntrailer << /Root 1 0 R /Size 40 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (old, len(paper.sealed))
    )
    with pikepdf.open(io.BytesIO(revised)) as pdf:
        assert len(pdf.pages) == 2
    for done in (revised, paper.sealed + b"%%EOF\n", paper.sealed + b" ", b" " + paper.sealed):
        assert wrong(done) in (["file_form"], ["no_pdf"])


def test_an_object_that_nothing_leads_to_is_found(paper: Paper):
    body, _, table = paper.sealed.rpartition(b"xref\n0 ")
    count = int(table.split(b"\n")[0])
    entries = table[len(str(count)) + 1 : len(str(count)) + 1 + 20 * count]
    root = paper.sealed[paper.sealed.rfind(b"/ID") :].split(b"startxref")[0]
    hidden = b"%d 0 obj\n<< /Linearized 1 >>\nendobj\n" % count
    done = (
        body + hidden + b"xref\n0 %d\n" % (count + 1) + entries
        + b"%010d 00000 n \ntrailer << /Root 1 0 R /Size %d " % (len(body), count + 1)
        + root + b"startxref\n%d\n%%%%EOF\n" % (len(body) + len(hidden))
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(done)) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.objects[count - 1] is not None
    assert wrong(done) == ["file_form"]


def test_a_truncated_file_is_found_wherever_it_was_cut(paper: Paper):
    size = len(paper.sealed)
    for end in (*range(0, size, size // 97), size - 1 - len("%%EOF"), size - 3):
        assert wrong(paper.sealed[:end]) in (["file_form"], ["no_pdf"])


def test_no_flipped_bit_is_taken_for_a_paper_with_other_words(paper: Paper):
    dice = random.Random(7)
    whole = check.checked(paper.sealed, [paper.fingerprint])
    for _ in range(400):
        at = dice.randrange(len(paper.sealed))
        done = bytearray(paper.sealed)
        done[at] ^= 1 << dice.randrange(8)
        found = check.checked(bytes(done), [paper.fingerprint])
        # What no page, fact or property stands in may differ: a comment, the file's /ID.
        assert found == whole or not found.ok


def test_no_word_of_the_format_put_anywhere_is_taken_for_the_paper(paper: Paper):
    dice = random.Random(8)
    whole = check.checked(paper.sealed, [paper.fingerprint])
    words = (b"/Kids", b"null", b"<<", b">>", b"[", b"1 0 R", b"99999999999", b"-1", b"stream\n",
             b"endobj", b"/Length 0", b"(", b"/Count 7", b"/Filter /LZWDecode")  # fmt: skip
    for _ in range(600):
        start = paper.sealed.find(b"obj", dice.randrange(len(paper.sealed)))
        at = max(0, start) + dice.randrange(60)
        word = dice.choice(words)
        found = check.checked(
            paper.sealed[:at] + word + paper.sealed[at + len(word) :], [paper.fingerprint]
        )
        assert found == whole or not found.ok


def test_a_forger_s_own_facts_may_say_anything(paper: Paper):
    # With a key of one's own every seal holds: what such facts say must not trip the check.
    fact = paper.issued.fact
    assert isinstance(fact, f.DocumentIssued)
    assert wrong(sealing.forged(paper, fact, at=1 << 60)) == ["envelope_unreadable"]
    assert wrong(sealing.forged(paper, fact, at=-1)) == ["issue_missing"]
    odd = replace(
        fact, number="1\n\x1b[2J\ud7ff<&>" + "9" * 500, document="../..", pages=-(1 << 60)
    )
    assert wrong(sealing.forged(paper, odd, at=1 << 40)) == ["content_differs"]


def test_a_fact_that_is_named_by_anything_is_missing(paper: Paper):
    for named in ("", "x", "a/b/c", "a/b/" + "9" * 40):
        done = sealing.with_custody(paper, lambda h, n=named: replace(h, later=(n,)))
        assert wrong(done) == ["fact_missing"]


def _packed(pdf: pikepdf.Pdf) -> None:
    packing = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    bomb = b"".join(packing.compress(zeros) for _ in range(400)) + packing.flush()
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, bomb, Filter=pikepdf.Name.FlateDecode)


def _deep(pdf: pikepdf.Pdf) -> None:
    inner = pikepdf.Array()
    for _ in range(400):
        inner = pikepdf.Array([inner])
    pdf.pages[0].obj.Deep = inner


def _many(pdf: pikepdf.Pdf) -> None:
    # Each holds the next twice: few bytes, but 2^60 paths.
    inner = pdf.make_indirect(pikepdf.Array())
    for _ in range(60):
        inner = pdf.make_indirect(pikepdf.Array([inner, inner]))
    pdf.pages[0].obj.Many = inner


@pytest.mark.parametrize("edit", [_packed, _deep, _many])
def test_a_file_that_unpacks_without_end_is_refused(paper: Paper, edit):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper.sealed)) as pdf:
        edit(pdf)
        pdf.save(out, force_version="1.7", fix_metadata_version=False, compress_streams=False)
    assert wrong(out.getvalue()) in (["file_form"], ["pages_differ"])


def test_garbage_is_no_paper(paper: Paper, tmp_path: Path):
    tail = paper.sealed[paper.sealed.rfind(b"xref\n0") :]
    for junk in (
        b"", b"%PDF", b"%PDF-1.7\n" + b"[" * (50 << 20), b"\0" * 1000, b"%PDF-1.7\n" + tail,
        b"%PDF-1.7\n1 0 obj\n" + b"<<" * 500_000 + tail,
    ):  # fmt: skip
        assert wrong(junk) in (["file_form"], ["no_pdf"])
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(archive.MOST + 1)
    with pytest.raises(Refused) as no:
        check.check(large)
    assert no.value.code == "paper_too_large"
