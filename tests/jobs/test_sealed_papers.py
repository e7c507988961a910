"""A paper proves itself: what was sealed holds, and whatever was done to it since is found."""

import io
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import benched
import msgspec
import pikepdf
import pytest
import sealing
import stores
from floor import Floor
from pdfa import breaches
from sealing import Paper

from cellyard.documents import archive
from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.jobs import check, sealed_papers
from cellyard.jobs.check import Checked
from cellyard.jobs.sealed_papers import Custody
from cellyard.ledger import custody
from cellyard.ledger.custody import Stretch
from cellyard.words.sealed_papers import WRONG

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    floor = Floor(tmp_path_factory.mktemp("sealed") / "station")
    benched.equip(floor)
    yield floor
    floor.close()


@pytest.fixture(scope="module")
def paper(floor: Floor) -> Paper:
    battery = sealing.through_the_bench(floor)
    sealing.through_the_bench(floor, 2)  # facts of another battery stand between
    benched.record(floor, battery, benched.began("r9", "capacity"))
    return sealing.paper(floor, battery)


def wrong(content: bytes) -> list[str]:
    """Return what a check finds wrong with a paper."""
    found = check.checked(content)
    assert found.consistent == (not found.wrong)
    assert not found.ok
    assert {one.what for one in found.wrong} <= set(WRONG)
    return [one.what for one in found.wrong]


def said(checked: Checked) -> tuple[bool, bool]:
    return checked.consistent, checked.ok


# --- what was sealed holds -----------------------------------------------------------------------


def test_a_paper_is_right_for_who_trusts_its_key(paper: Paper):
    found = check.checked(paper.sealed, [paper.fingerprint])
    assert said(found) == (True, True)
    assert (found.number, found.document, found.standing) == (
        "LD-2026-0001",
        "test-report",
        "final",
    )
    assert (found.station, found.issued) == ("Intake 1", paper.issued.envelope.at)
    assert [key.fingerprint for key in found.keys] == [paper.fingerprint]
    assert (found.batteries, found.pages) == (1, 2)
    assert found.facts > 10
    for trusted in ([], [fingerprint(stores.KEY.public_key)]):
        assert said(check.checked(paper.sealed, trusted)) == (True, False)


def test_the_same_paper_is_sealed_into_the_same_bytes(paper: Paper):
    again = sealed_papers.seal(
        paper.folder, paper.drawn, content=paper.content, issued=paper.issued
    )
    assert again == paper.sealed
    assert breaches(again) == []


def test_a_paper_tells_of_its_batteries_and_of_no_other(paper: Paper):
    facts = custody.proven(sealing.held(paper).stretches).facts.values()
    batteries = {r.envelope.subject for r in facts if r.envelope.subject.startswith("battery/")}
    assert len(batteries) == 1
    # The facts of persons are those that the acts are allowed by: random ids, no name.
    assert b"Li Wei" not in sealing.custody(paper.sealed)
    # It lies at the end of a store with many more.
    first = min(r.envelope.seq for r in facts)
    assert len(facts) < paper.issued.envelope.seq - first


def test_another_paper_than_the_one_issued_is_not_sealed(paper: Paper):
    for drawn, content in (
        (sealing.edited(paper.drawn, _redrawn), paper.content),
        (paper.drawn, paper.content + b" "),
    ):
        with pytest.raises(ValueError, match="another paper"):
            sealed_papers.seal(paper.folder, drawn, content=content, issued=paper.issued)


def test_signatures_and_a_voiding_are_told(floor: Floor):
    made = sealing.paper(floor, sealing.through_the_bench(floor, 3), "LD-2026-0003")
    fact = made.issued.fact
    assert isinstance(fact, f.DocumentIssued)

    def sealed(*facts: f.Fact) -> Checked:
        later: list[Recorded] = [sealing.write(floor, one) for one in facts]
        content = sealed_papers.seal(
            made.folder, made.drawn, content=made.content, issued=made.issued, later=later
        )
        return check.checked(content, [made.fingerprint])

    signed = f.Signed(number=fact.number, document=fact.pages_hash, party="driver", sheet="00" * 32)
    elsewhere = replace(signed, document="11" * 32, party="consignor")
    assert sealed(signed, elsewhere).signed == ("driver",)
    assert sealed(f.DocumentVoided(number="LD-2025-0001", reason="mistyped")).ok
    voided = sealed(f.DocumentVoided(number=fact.number, reason="mistyped"))
    assert [one.what for one in voided.wrong] == ["voided"]


# --- what was done to it is found ----------------------------------------------------------------


def _redrawn(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[-1].obj.Contents
    content.write(content.read_bytes().replace(b" re", b" re ", 1) + b" 0 0 9 9 re f")


def _without_file(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF
    del pdf.Root.Names


def _renumbered(pdf: pikepdf.Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(said.replace(b"LD-2026-0001", b"LD-2026-0002"))


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (_redrawn, ["pages_differ"]),
        (_without_file, ["custody_missing"]),
        (_renumbered, ["frame_differs"]),
        (lambda pdf: pdf.attachments.__setitem__("more.txt", b"more"), ["frame_differs"]),
        (lambda pdf: pdf.Root.AF[0].EF.F.write(b"{}"), ["custody_unreadable"]),
        (lambda pdf: pdf.Root.AF[0].EF.F.write(b"[" * 1_000_000), ["custody_unreadable"]),
        (lambda pdf: pdf.Root.AF.__setitem__(0, 7), ["file_form"]),
    ],
)
def test_what_a_pdf_editor_does_is_found(paper: Paper, edit, what: list[str]):
    assert wrong(sealing.edited(paper.sealed, edit)) == what


def _in(stretch: int, at: int, old: bytes, new: bytes) -> Callable[[Custody], Custody]:
    """Return the change of one fact's bytes."""

    def change(held: Custody) -> Custody:
        stretches = list(held.stretches)
        facts = list(stretches[stretch].facts)
        content = bytes(facts[at])
        assert old in content
        facts[at] = msgspec.Raw(content.replace(old, new, 1))
        stretches[stretch] = replace(stretches[stretch], facts=tuple(facts))
        return replace(held, stretches=tuple(stretches))

    return change


def _stretch(at: int, **fields: object) -> Callable[[Custody], Custody]:
    def change(held: Custody) -> Custody:
        stretches = list(held.stretches)
        stretches[at] = replace(stretches[at], **fields)
        return replace(held, stretches=tuple(stretches))

    return change


def _seals_swapped(held: Custody) -> Custody:
    one, other = held.stretches[-1], held.stretches[-2]
    return _stretch(-2, seal=one.seal)(_stretch(-1, seal=other.seal)(held))


def _content(old: bytes, new: bytes) -> Callable[[Custody], Custody]:
    def change(held: Custody) -> Custody:
        assert old in bytes(held.content)
        return replace(held, content=msgspec.Raw(bytes(held.content).replace(old, new, 1)))

    return change


def _left_out(at: int) -> Callable[[Custody], Custody]:
    return lambda held: replace(
        held, stretches=tuple(s for s in held.stretches if s is not held.stretches[at])
    )


def _fact_left_out(held: Custody) -> Custody:
    facts = held.stretches[-2].facts
    return _stretch(-2, facts=facts[:3] + facts[4:])(held)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_content(b'"capacity":"92.40"', b'"capacity":"98.40"'), ["content_differs"]),
        (_content(b"LD-2026-0001", b"LD-2026-0002"), ["content_differs", "number_differs"]),
        (_in(-1, -1, b"LD-2026-0001", b"LD-2026-0002"), ["seal_differs"]),
        (_in(-2, 0, b"hengfeng", b"hengfenq"), ["hash_differs"]),
        (_in(-1, -1, b'"type"', b' "type"'), ["envelope_unreadable"]),
        (_in(-1, -1, b'"v":1', b'"v":1,"w":1'), ["envelope_unreadable"]),
        (_seals_swapped, ["seal_differs", "seal_differs"]),
        (_stretch(-1, seal="zz"), ["seal_differs"]),
        (_stretch(-1, public_key=stores.KEY.public_key), ["key_differs"]),
        (_stretch(-1, station="Intake 2"), ["envelope_unreadable"]),
        (_stretch(-1, facts=()), ["chain_broken"]),
        (_fact_left_out, ["hash_differs"]),
        (_left_out(-1), ["issue_missing"]),
        (_left_out(-2), ["fact_missing"]),
        (_left_out(0), ["fact_missing"]),
        (lambda h: replace(h, stretches=(*h.stretches, h.stretches[-1])), ["chain_broken"]),
        (lambda h: replace(h, issued=h.issued[:-1]), ["issue_missing"]),
        (lambda h: replace(h, form=2), ["custody_unreadable"]),
    ],
)
def test_what_somebody_without_the_key_does_to_the_facts_is_found(paper: Paper, change, what):
    assert wrong(sealing.with_custody(paper, change)) == what


def test_facts_of_another_battery_are_not_put_in(floor: Floor, paper: Paper):
    other = sealing.held(sealing.paper(floor, sealing.through_the_bench(floor, 4), "LD-2026-0004"))
    own = sealing.held(paper).stretches
    more = [s for s in other.stretches if s not in own]
    done = sealing.with_custody(paper, lambda h: replace(h, stretches=(*h.stretches, more[-1])))
    assert wrong(done) == ["fact_surplus"]


def test_the_facts_of_one_paper_prove_no_other(floor: Floor, paper: Paper):
    other = sealing.paper(floor, sealing.through_the_bench(floor, 5), "LD-2026-0005")
    assert wrong(sealing.with_file(other, sealing.custody(paper.sealed))) == [
        "pages_differ",
        "frame_differs",
    ]


def test_another_station_with_the_same_name_is_consistent_and_not_trusted(
    paper: Paper, tmp_path: Path
):
    forger = Floor(tmp_path / "station")
    try:
        benched.equip(forger)
        forged = sealing.paper(forger, sealing.through_the_bench(forger))
    finally:
        forger.close()
    assert said(check.checked(forged.sealed, [paper.fingerprint])) == (True, False)

    # Nor do own seals over some of the facts mix with the trusted ones.
    def mixed(held: Custody) -> Custody:
        own: Stretch = sealing.held(forged).stretches[-1]
        return replace(held, stretches=(*held.stretches, own))

    found = check.checked(sealing.with_custody(paper, mixed), [paper.fingerprint])
    assert said(found) == (False, False)


# --- files that are none -------------------------------------------------------------------------


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
    assert wrong(sealing.forged(paper, fact, at=1 << 60)) == ["issue_missing"]
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
