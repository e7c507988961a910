"""Printing in the demonstration: through the station's own queues, into a folder of the station."""

from pathlib import Path

from PySide6.QtCore import Qt

from cellyard.demo.hands import Hands
from cellyard.jobs import labels, paper_pages
from cellyard.jobs.paper_queue import papers

# Where First run proposes that labels go; papers go there, too.
FOLDER = "printed"


def bench_papers(hands: Hands, code: str) -> None:
    """Find a battery that was tested and discharged, and print both its papers."""
    hands.key(Qt.Key.Key_F7)
    hands.rest()
    hands.scan(code)
    for title in ("Test report", "Discharge record"):
        hands.wait(lambda t=title: hands.button(t) is not None, f"the {title} of {code}")
        hands.click(title)
        hands.wait(lambda: hands.button("Print") is not None, f"the {title} drawn")
        hands.key(Qt.Key.Key_F11)
        hands.wait(lambda: hands.sees("Queued for"), f"the {title} queued")
        hands.key(Qt.Key.Key_Escape)


def fire_sheet(hands: Hands) -> None:
    """Print the fire sheet with its one key."""
    hands.key(Qt.Key.Key_F12)
    hands.wait_primary("Print it")
    hands.enter()
    hands.wait(lambda: hands.sees("Queued for"), "the fire sheet queued")
    hands.key(Qt.Key.Key_Escape)
    hands.rest()


def wait_until_out(hands: Hands, folder: Path) -> None:
    """Wait until every label and paper that was queued is printed."""
    hands.wait(lambda: labels.outbox(folder).count() == 0, "every label printed")
    while waiting := papers(folder).count():
        hands.wait(lambda n=waiting: papers(folder).count() < n, "the next paper printed")


def counted(folder: Path) -> dict[str, int]:
    """Return how much was printed: papers, their pages, and labels."""
    pages = [paper_pages.count(p.read_bytes()) for p in sorted((folder / FOLDER).glob("*.pdf"))]
    found = {"papers": len(pages), "pages": sum(pages)}
    return {**found, "labels": len(list((folder / FOLDER).glob("*.zpl")))}
