"""What every test may ask for."""

import os
from pathlib import Path

import pytest

# Windows are real in tests, only not shown; set before Qt is imported.
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and vectors beside the project, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the real data beside the project (../shared) is not on this machine")
    return SHARED
