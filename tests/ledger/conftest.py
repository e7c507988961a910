"""A store of some acts, and a copy of it to spoil."""

from pathlib import Path

import pytest
import stores

from cellyard.domain.facts import Entry, Photographed
from cellyard.domain.ids import battery


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed store of some acts, one with a photo, with seals on the last of each."""
    folder = tmp_path_factory.mktemp("written")
    ledger = stores.ledger(folder, clock=stores.ticking())
    for number in range(1, 4):
        stores.write(ledger, *stores.ticket(number))
    photo = ledger.blobs.put(b"a photo", "image/jpeg")
    seen = Photographed(section="case_damage")
    subject = battery(stores.battery_id(1))
    stores.write(ledger, Entry(subject=subject, fact=seen, blobs=(photo,)))
    ledger.close()
    return folder


@pytest.fixture
def copy(written: Path, tmp_path: Path) -> Path:
    return stores.copied(written, tmp_path / "copy")
