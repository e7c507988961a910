"""The trace of a result as papers show it: thinned to its shape, with its remarkable readings."""

from collections.abc import Iterator, Sequence

from cellyard.documents.bench_content import Kept, Trace
from cellyard.documents.trace_plot import Points
from cellyard.domain.bench.run import Run, Sample
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.jobs import runs
from cellyard.ledger.questions import Questions
from cellyard.words.times import local

# What a curve is drawn from, at most; each stretch of a longer trace keeps its extremes.
MOST_POINTS = 2000
_FROM_ONE_STRETCH = 6


def trace(questions: Questions, r: Recorded) -> Trace:
    """Return the trace of a result, without points where its file is not here (yet).

    Raises Refused ("blob_damaged", "trace_unreadable").
    """
    blob = next((b for b in r.envelope.blobs if b.media == runs.MEDIA), None)
    if blob is None:
        return Trace(sha256="")
    try:
        run = runs.read(questions.blobs.get(blob.sha256))
    except Refused as no:
        if no.code != "blob_missing":
            raise
        return Trace(sha256=blob.sha256)
    return Trace(
        sha256=blob.sha256,
        samples=len(run.samples),
        points=thinned(run.samples),
        kept=_kept(run),
        cells=run.samples[-1].cells if run.samples else (),
    )


def thinned(samples: Sequence[Sample], most: int = MOST_POINTS) -> Points:
    """Return at most so many points, as (s, V, degC): none is left out that is an extreme."""
    chosen: Sequence[Sample] = samples
    if len(samples) > most:
        length = -(-len(samples) // (most // _FROM_ONE_STRETCH))
        starts = range(0, len(samples), length)
        chosen = [s for at in starts for s in _extremes(samples[at : at + length])]
    return tuple(
        (float(s.t), float(s.voltage), None if s.temperature is None else float(s.temperature))
        for s in chosen
    )


def _extremes(stretch: Sequence[Sample]) -> Iterator[Sample]:
    places = {0, len(stretch) - 1}
    order = range(len(stretch))
    places |= {min(order, key=lambda n: stretch[n].voltage)}
    places |= {max(order, key=lambda n: stretch[n].voltage)}
    warm = [(s.temperature, n) for n, s in enumerate(stretch) if s.temperature is not None]
    places |= {min(warm)[1], max(warm)[1]} if warm else set()
    return (stretch[n] for n in sorted(places))


def _kept(run: Run) -> tuple[Kept, ...]:
    """Return the readings that a paper shows, each once, in the order in which they were taken."""
    samples = run.samples
    if not samples:
        return ()
    order = range(len(samples))
    places = {
        "first": 0,
        "last": len(samples) - 1,
        "lowest": min(order, key=lambda n: samples[n].voltage),
        "highest": max(order, key=lambda n: samples[n].voltage),
    }
    warm = [(s.temperature, -n) for n, s in enumerate(samples) if s.temperature is not None]
    if warm:
        places["warmest"] = -max(warm)[1]
    shown = ((n, samples[n]) for n in sorted(set(places.values())))
    return tuple(
        Kept(
            which=tuple(which for which, place in places.items() if place == n),
            at=clock(s.at),
            t=s.t,
            voltage=s.voltage,
            current=s.current,
            temperature=s.temperature,
            raw=s.raw,
            others=tuple((o.instrument, o.frames) for o in (s.temperature_from, s.cells_from) if o),
        )
        for n, s in shown
    )


def clock(at: int) -> str:
    """Return a moment (ms) as papers print it: ISO, local, to the second."""
    return local(at).strftime("%Y-%m-%d %H:%M:%S")
