"""Loads of a floor, each brought so far: listed, judged, closed, with real papers, gone, there."""

from shipping import Shipper

from cellyard.domain.shipping import departure, issuing, receipt
from cellyard.jobs import shipping, signatures
from cellyard.ui.asking import now_ms
from cellyard.words.times import local

STROKES = (((1000, 1000, 0), (5000, 2200, 700)),)


def on_list(floor: Shipper, *names: str) -> str:
    """A load that leaves on the window's own day."""
    return floor.open_load(*names, leaves_on=f"{local(now_ms()):%Y-%m-%d}")


def judged(floor: Shipper, *names: str) -> str:
    load = on_list(floor, *names)
    floor.judge(load, *names)
    return load


def sealed(floor: Shipper, *names: str) -> str:
    load = judged(floor, *names)
    floor.ship(departure.seal, departure.Sealing(load=load))
    return load


def at_the_gate(floor: Shipper, *names: str) -> str:
    """A load with all its papers drawn and signed."""
    load, by = sealed(floor, *names), floor.administrator
    for document in issuing.PAPERS:
        new = shipping.NewPaper(load=load, document=document, part=1)
        shipping.issue(floor.station, new, by=by)
    while due := departure.unsigned(floor.load(load)):
        paper, party = due
        sheet = signatures.keep(
            floor.station, name="Sun Hao", role=party, strokes=STROKES, document=paper.pages_hash
        )
        order = issuing.Signing(load=load, number=paper.number, party=party, sheet=sheet)
        floor.ship(issuing.sign, order)
    return load


def dispatched(floor: Shipper, *names: str) -> str:
    load = at_the_gate(floor, *names)
    floor.ship(departure.dispatch, departure.Dispatching(load=load, seal="004417"))
    return load


def arrived(floor: Shipper, *names: str) -> str:
    load = dispatched(floor, *names)
    floor.ship(receipt.arrive, receipt.Arriving(load=load))
    return load
