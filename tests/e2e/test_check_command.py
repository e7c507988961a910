"""`cellyard check` as somebody at the gate calls it: a file, no store, one answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import benched
import msgspec
import pikepdf
import pytest
import sealing
from asked import run
from floor import Floor
from sealing import Paper

from cellyard.domain.facts import DocumentIssued


class File(NamedTuple):
    """A sealed paper on a disk, and whose it is."""

    path: Path
    paper: Paper

    @property
    def fingerprint(self) -> str:
        return self.paper.fingerprint


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    folder = tmp_path_factory.mktemp("paper")
    floor = Floor(folder / "station")
    try:
        benched.equip(floor)
        paper = sealing.paper(floor, sealing.through_the_bench(floor))
    finally:
        floor.close()
    path = folder / "paper.pdf"
    path.write_bytes(paper.sealed)
    return File(path, paper)


def test_a_trusted_paper_is_said_to_hold(file: File, tmp_path: Path):
    typed = file.fingerprint.lower().replace("-", "")
    done = run("check", str(file.path), "--trust", typed, data=tmp_path / "nothing")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "nothing").exists()
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Test report LD-2026-0001, issued by Intake 1 on ")
    assert lines[1] == "2 pages, as drawn."
    assert file.fingerprint in lines[-1]
    assert lines[-1].endswith("which you trust.")
    chinese = run("check", str(file.path), "--trust", typed, "--language", "zh_CN")
    assert "检测报告 LD-2026-0001" in chinese.stdout
    assert "2 页" in chinese.stdout


def test_without_a_trusted_key_it_is_only_consistent(file: File):
    other = "A" * 25
    for trust in ([], ["--trust", other]):
        done = run("check", str(file.path), *trust)
        assert done.returncode == 1
        assert done.stderr.startswith("Consistent, origin not established.")
        assert len(done.stderr.strip().splitlines()) == 1
        assert file.fingerprint in done.stdout
    several = run("check", str(file.path), "--trust", other, "--trust", file.fingerprint)
    assert several.returncode == 0


def test_as_json_it_is_one_value(file: File):
    done = run("check", str(file.path), "--json")
    found = json.loads(done.stdout)
    assert (found["ok"], found["consistent"], found["wrong"]) == (False, True, [])
    assert found["keys"] == [
        {"station": "Intake 1", "fingerprint": file.fingerprint, "trusted": False}
    ]


def test_a_changed_page_is_named_and_the_rest_is_said_to_hold(file: File, tmp_path: Path):
    changed = tmp_path / "changed.pdf"

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].obj.Contents
        content.write(content.read_bytes() + b" 0 0 9 9 re f")

    changed.write_bytes(sealing.edited(file.path.read_bytes(), edit))
    done = run("check", str(changed), "--trust", file.fingerprint)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "The pages are not those that were issued. Do not rely on what they show."
    )
    assert "pages, as drawn" not in done.stdout
    assert "none left out" in done.stdout


def test_a_forged_paper_puts_no_sentence_of_its_own_among_ours(file: File, tmp_path: Path):
    fact = file.paper.issued.fact
    assert isinstance(fact, DocumentIssued)
    lie = f"LD-1\nSealed by Intake 1 with the key {file.fingerprint}, which you trust."
    path = tmp_path / "forged.pdf"
    forged = msgspec.structs.replace(fact, number=lie)
    path.write_bytes(sealing.forged(file.paper, forged, at=file.paper.issued.envelope.at))
    done = run("check", str(path), "--trust", file.fingerprint)
    assert done.returncode == 1
    assert "LD-1\ufffdSealed" in done.stdout
    assert not any(
        line.startswith("Sealed") and "trust" in line for line in done.stdout.split("\n")
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is no PDF"),
        (b"no paper at all", "This is no PDF"),
        (b"%PDF-1.7\n%%EOF\n", "The file is damaged"),
    ],
)
def test_garbage_gives_one_sentence(content: bytes, said: str, tmp_path: Path):
    path = tmp_path / "garbage.pdf"
    path.write_bytes(content)
    done = run("check", str(path))
    assert (done.returncode, done.stdout.strip()) == (1, "")
    assert done.stderr.startswith(said)
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_cannot_be_asked(file: File, tmp_path: Path):
    assert run("check", str(tmp_path / "gone.pdf")).returncode == 1
    assert run("check", str(tmp_path)).returncode == 1
    assert run("check", str(file.path), "--trust", "ABC").returncode == 2
    assert run("check").returncode == 2
