"""The vectors beside the project: their records, and readings as they are compared."""

from pathlib import Path

from hypothesis import strategies as st

from cellyard.devices.profile import Profile
from cellyard.domain.readings import Reading

# A reading: its value as text, its unit, its flags.
Expected = dict[str, tuple[str | None, str, tuple[str, ...]]]


def shown(readings: dict[str, Reading]) -> Expected:
    return {
        name: (None if r.value is None else str(r.value), r.unit, r.flags)
        for name, r in readings.items()
    }


def records(path: Path) -> list[dict[str, str]]:
    """The records of a vector file: rows of `key: value`, parted by empty lines."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    rows = [[row for row in block.splitlines() if not row.startswith("#")] for block in blocks]
    return [dict(row.split(": ", 1) for row in block) for block in rows if block]


def of(described: Profile, shared: Path) -> list[dict[str, str]]:
    """The records that prove a profile."""
    all_of_file = records(shared / "devices" / "vectors" / described.vectors.file)
    return [record for record in all_of_file if record["id"].startswith(described.vectors.ids)]


def received(described: Profile, shared: Path) -> list[bytes]:
    """The frames of the records that come from the instrument and are whole."""
    return [
        bytes.fromhex(record["hex"])
        for record in of(described, shared)
        if record["dir"] == "RX" and not record["check"].startswith("BAD")
    ]


@st.composite
def cut(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The bytes in pieces, as a port may deliver them."""
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
