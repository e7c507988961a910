"""What every test may ask for."""

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import noon  # before anything else asks what time it is
import pytest

from cellyard import words

# Windows are real in tests, only not shown; set before Qt is imported.
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Tests leave nothing in the keyring of whoever runs them.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, the demonstration, however the others are shuffled."""
    items.sort(key=lambda item: item.path.name != "test_demo.py")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and vectors beside the project, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the real data beside the project (../shared) is not on this machine")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _programs_begin_at_noon() -> None:
    """Let programs that tests start begin on the tests' day, too."""
    before = os.environ.get("PYTHONPATH")
    there = str(Path(noon.__file__).parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (there, before)))


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Fail when a thread that would hold up the end of the program outlives its test."""
    before = set(threading.enumerate())
    yield
    # AnyIO's own end with their event loop, whose thread is looked at itself.
    left = [
        t
        for t in threading.enumerate()
        if t not in before and not t.daemon and t.name != "AnyIO worker thread"
    ]
    assert [t.name for t in left] == []


@pytest.fixture(autouse=True)
def _collects_on_the_main_thread() -> Iterator[None]:
    """Collect between tests, as the app does between events: never on a thread of the app."""
    gc.disable()
    yield
    from cellyard.ui import garbage

    garbage.collect_due()


@pytest.fixture(autouse=True)
def speaks_english():
    """Each test begins in English, whatever the one before it spoke."""
    words.use("en")
