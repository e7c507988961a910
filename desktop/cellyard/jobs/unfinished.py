"""What a power cut left half-done, made good when a station opens: erasures and sealed papers."""

from pathlib import Path

from cellyard.domain.shipping.load import Issued, Load
from cellyard.jobs import erasing
from cellyard.jobs.station import Station
from cellyard.ledger.loads import Loads


def finish(station: Station) -> None:
    """Drop erased sheets that are still here, and seal papers anew that lack their last facts.

    Only loads that have not left can have such papers: without them nothing is dispatched. Refused
    of the disk.
    """
    erasing.finish(station)
    with station.ledger.connection.begin():
        loads = Loads(station.ledger.connection, station="", epoch="", year=0).newest("sealed")
    if not loads:
        return
    # Only where a paper may wait for it: a start without loads is quicker without.
    from cellyard.jobs import shipping

    for load in loads:
        for paper in load.standing_documents:
            if _is_behind(shipping.sealed_path(station.folder, paper.number), load, paper):
                shipping.keep_sealed(station.folder, load.id, paper.number)


def _is_behind(path: Path, load: Load, paper: Issued) -> bool:
    """Tell whether a sealed file is missing, or older than the last fact that belongs in it."""
    signed = [s.at for s in load.signatures if s.number == paper.number]
    try:
        kept_at = path.stat().st_mtime_ns // 1_000_000
    except FileNotFoundError:
        return True
    return kept_at < max(signed, default=0)
