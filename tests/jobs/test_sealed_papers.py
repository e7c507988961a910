"""A paper proves itself: what was sealed holds, and whatever was done to it since is found."""

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
from sealing import Paper, wrong

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.envelope import Recorded
from cellyard.domain.fingerprint import fingerprint
from cellyard.jobs import check, sealed_papers
from cellyard.jobs.check import Checked
from cellyard.jobs.sealed_papers import Custody
from cellyard.ledger import custody
from cellyard.ledger.custody import Stretch

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
    other = ids.battery(sealing.through_the_bench(floor, 4))
    heads = custody.newest(paper.folder, [other])[other]
    own = set(custody.proven(sealing.held(paper).stretches).facts)
    taken = custody.taken(paper.folder, [n.ref for n in heads])
    more = [s for s in taken if own.isdisjoint(custody.proven([s]).facts)]
    done = sealing.with_custody(paper, lambda h: replace(h, stretches=(*h.stretches, *more)))
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
