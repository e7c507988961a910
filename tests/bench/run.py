"""`make bench`: every figure is a ratio against a reference measured in the same run."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import beside
import classes
import commit
import crowd
import curves
import framing
import guarding
import lines
import listing
import past
import proposal
import proving
import resident
import search
import startup
import stock
import syncing
from measuring import Row

OUT = Path("build")
JSON = ("name", "ours", "reference", "ratio", "unit")


def main() -> int:
    work = OUT / "bench"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    large = stock.filled(work / "large")
    benches: tuple[Callable[[], list[Row]], ...] = (
        lambda: commit.rows(work / "commit"),
        lambda: beside.rows(work / "beside"),
        lambda: startup.rows(large),
        lambda: search.rows(large),
        framing.rows,
        lambda: resident.rows(large),
        lambda: guarding.rows(work / "guard"),
        lambda: lines.rows(large),
        proposal.rows,
        lambda: past.rows(large),  # last of the store: it adds rows
        curves.rows,
        classes.rows,
        listing.rows,
        lambda: proving.rows(large),
        lambda: syncing.rows(work / "sync"),
        lambda: crowd.rows(work / "crowd"),
    )
    rows = [row for bench in benches for row in bench()]
    said = [{key: getattr(row, key) for key in JSON} for row in rows]
    (OUT / "bench.json").write_text(json.dumps(said, indent=1))
    _print(rows)
    return 0


def _print(rows: list[Row]) -> None:
    print(f"{'what':58} {'ours':>12} {'reference':>12} {'ratio':>8}  {'goal':10} unit")
    for row in rows:
        shown = f"{row.ratio:.2f}"
        print(
            f"{row.name:58} {row.ours:12.4g} {row.reference:12.4g} {shown:>8}  {row.goal:10} "
            f"{row.unit}"
        )


if __name__ == "__main__":
    sys.exit(main())
