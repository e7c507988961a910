"""The ground: pins, rules that end, instruments with vectors, and nothing of one machine."""

import datetime as dt
import re

import msgspec
import pytest
from source import ROOT, name, texts

from cellyard import files
from cellyard.devices import profile
from cellyard.domain import registers, rules

LAST_DAY = dt.date(2026, 12, 31)
# Put together here, so that this file does not name them itself.
MACHINE = re.compile("|".join(f"(?<![\\w.~*])/{at}/" for at in ("home", "root", "tmp", "work")))
HOSTS = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("pypi", "python", "org"),
            ("mirrors", "aliyun", "com"),
            ("tuna", "tsinghua", "edu", "cn"),
            ("npmjs", "org"),
            ("proxy", "golang", "org"),
        )
    )
)


def test_no_file_names_a_machine_or_an_index():
    found = [
        f"{name(path)}: {hit.group()}"
        for path, text in texts()
        for pattern in (MACHINE, HOSTS)
        if (hit := pattern.search(text))
    ]
    assert found == []


def test_every_requirement_is_pinned_with_its_hashes_and_no_index():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    pins = "\n".join(words).replace("\\\n", " ").splitlines()
    assert len(pins) > 30
    for pin in pins:
        assert re.fullmatch(r"[a-z0-9._-]+==\S+( ;.*?)?( +--hash=sha256:[0-9a-f]{64})+", pin), pin
    assert not re.search(r"https?://|--index|--extra|--find-links|--trusted", "\n".join(lines))


@pytest.mark.parametrize("file", files.names("rules", ".toml"))
def test_no_rule_holds_longer_than_its_sources(file: str):
    edition = rules.parse(files.text(file))
    assert dt.date.fromisoformat(edition.valid_from) <= LAST_DAY
    assert edition.valid_to
    assert dt.date.fromisoformat(edition.valid_to) <= LAST_DAY
    assert file == f"rules/{edition.id}.toml"
    for rule in (*edition.rule, *edition.finding, *edition.zone):
        assert rule.source.strip(), rule.id


def test_every_model_says_where_its_figures_come_from():
    models = registers.parse_models(files.text("models/packs.toml"))
    assert len([m for m in models if m.level == "pack"]) >= 40
    for model in models:
        assert model.source.strip(), model.key
        assert model.confidence in ("V", "V2", "D", "M", "P"), model.key


@pytest.mark.parametrize("file", files.names("devices", ".toml"))
def test_every_instrument_names_its_vectors(file: str):
    described = profile.parse(files.text(file))
    assert described.vectors.file.endswith(".txt")
    assert file == f"devices/{described.about.id}.toml"
    assert described.about.source.strip()


def test_every_shipped_table_is_read_strictly():
    for file in files.names("devices", ".toml"):
        with pytest.raises((msgspec.ValidationError, ValueError)):
            profile.parse(files.text(file) + "\nunheard_of = 1\n")
