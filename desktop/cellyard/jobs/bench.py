"""The bench's acts that touch more than the ledger: beginning, ending, resuming a run."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.devices.bench import run_file
from cellyard.domain.bench import begin as decisions
from cellyard.domain.bench import results
from cellyard.domain.bench.begin import Beginning, Ending
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.run import Head, Run
from cellyard.domain.bench.validity import validity
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import BlobRef, Entry, Triaged
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, in_force
from cellyard.jobs import ready, runs
from cellyard.jobs.benches import Benches
from cellyard.jobs.station import Station
from cellyard.words.times import local

# What the ledger says when it does not know whether an act was written.
_UNKNOWN = frozenset({"store_trouble", "store_unreadable"})


def begin(station: Station, benches: Benches, order: Beginning, *, by: str) -> str:
    """Write that a run begins, durably, and then have its channel armed; returns the run's id.

    How the arming went shows in the channel. Refused: what `domain.bench.begin.plan` refuses,
    channel_missing, what `ready` refuses, and disk_full or file_trouble when its file cannot be
    begun.
    """
    view = benches.channel(order.channel)
    if view is None:
        raise Refused("channel_missing", channel=order.channel)
    ready.check_free(benches, order.channel)
    ready.check_own(benches, order.channel, "load")
    channel = benches.of(order.channel)
    used = results.evidence(benches.instruments(order.channel))
    begun: list[Head] = []

    def decide(known: Known, asked: Beginning) -> Sequence[Entry]:
        named = msgspec.structs.replace(asked, run=known.fresh_id())
        planned = decisions.plan(known, named)
        # On the disk before it stands in the ledger: no crash leaves a run nobody can close.
        begun.append(channel.head(planned, used))
        return decisions.begin(known, named)

    try:
        station.record(decide, order, by=by)
    except OSError as no:
        raise durable.refusal(no) from no
    except Refused as no:
        # Where nobody knows whether it was written, its file stays, for a person to look.
        if begun and no.code not in _UNKNOWN:
            _file(benches, begun[-1].plan).unlink(missing_ok=True)
        raise
    benches.endings.leave(order.channel)
    if benches.joins is not None:
        benches.joins(begun[-1].plan)
    channel.begin(begun[-1])
    return begun[-1].plan.run


def finish(station: Station, benches: Benches, key: str) -> Plan | None:
    """Write how a channel's run ended, and its result, as whoever began it; free the channel.

    Once it stands in the ledger, the run's file is removed: its trace is kept beside the fact.
    Returns the run's plan where its end brought a worse verdict: the label tells of another one.
    """
    channel = benches.of(key)
    # At its end a channel stands still until it is released, which an earlier call may bring.
    view, points = channel.view, list(channel.points)
    plan = view.plan
    if view.phase != "ended" or plan is None:
        return None
    path = _file(benches, plan)
    run = run_file.load(path) if path.exists() else None
    end = run.end if run else None
    ending = Ending(
        battery=plan.battery,
        run=plan.run,
        end=end.end if end else view.end or "not_armed",
        trip=end.trip if end else view.trip,
        refusal=end.refusal if end else view.refused.code if view.refused else "",
        lasted_s=end.lasted if end else Decimal(0),
        temperature=_last_temperature(run, view),
    )
    written = _write_end(station, ending, run, path, by=plan.by)
    benches.endings.keep(view, points)
    channel.release()
    return plan if any(isinstance(r.fact, Triaged) for r in written) else None


def close(station: Station, benches: Benches, key: str, *, by: str) -> None:
    """Close a run that broke off: a person has looked, and the load is off.

    Refused("load_not_seen_off") while the load has not said so itself.
    """
    channel = benches.of(key)
    view = channel.view
    if view.phase != "look" or view.plan is None:
        return
    station.record(_may_test, key, by=by)
    if not view.seen_off:
        raise Refused("load_not_seen_off", channel=key)
    path = _file(benches, view.plan)
    run = run_file.load(path) if path.exists() else None
    lasted = run.samples[-1].t if run and run.samples else Decimal(0)
    end = "load_lost" if view.trip else "broken_off"
    ending = Ending(
        battery=view.plan.battery,
        run=view.plan.run,
        end=end,
        trip=view.trip,
        lasted_s=lasted,
        temperature=_last_temperature(run, view),
    )
    _write_end(station, ending, run, path, by=by)
    channel.release()


def resume(station: Station, benches: Benches, key: str, *, by: str) -> None:
    """Go on with a run that broke off; a person has looked, and says so.

    Refused("run_not_open") when the ledger does not know of it, or knows its end already;
    another_instrument.
    """
    plan = benches.of(key).view.plan
    if plan is None:
        return
    ready.check_own(benches, key, "load")

    def decide(known: Known, order: str) -> Sequence[Entry]:
        run = known.battery(plan.battery).bench.run
        if run is None or run.run != plan.run:
            raise Refused("run_not_open", channel=key)
        return _may_test(known, order)

    station.record(decide, key, by=by)
    benches.of(key).resume()


def _may_test(known: Known, _key: str) -> Sequence[Entry]:
    check_may(known, "test")
    return []


def _write_end(
    station: Station, ending: Ending, run: Run | None, path: Path, *, by: str
) -> Sequence[Recorded]:
    trace = _kept(station, path) if run is not None and run.samples else None

    def decide(known: Known, order: Ending) -> Sequence[Entry]:
        entries = decisions.end(known, order)
        if not entries or run is None:
            return entries
        return [*_with_result(known, run, entries, trace, _rules_of(station, run))]

    written = station.record(decide, ending, by=by)
    path.unlink(missing_ok=True)
    return written


def _with_result(
    known: Known,
    run: Run,
    entries: Sequence[Entry],
    trace: BlobRef | None,
    rules: tuple[Edition, Edition],
) -> Iterator[Entry]:
    """Give the end and the result; the trace stands beside the result, or else beside the end."""
    bench, grading = rules
    found = results.result(run, bench, validity(grading), known.instruments, known.today)
    files = (trace,) if trace else ()
    ended, *beside = entries
    yield ended if found else msgspec.structs.replace(ended, blobs=files)
    if found:
        yield Entry(subject=ended.subject, fact=found, blobs=files)
    yield from beside


def _last_temperature(run: Run | None, view: Channel) -> Decimal | None:
    """Return what was read last (degC): in the run's file, else what the channel shows."""
    read = (s.temperature for s in reversed(run.samples)) if run else ()
    return next((t for t in read if t is not None), view.temperature)


def _rules_of(station: Station, run: Run) -> tuple[Edition, Edition]:
    """Return the editions that a run began under, whatever is in force by now.

    Refused("no_edition") when one of them is not on this station.
    """
    registers = station.ledger.registers
    editions, law = registers.editions(), registers.centre().jurisdiction
    day = local(run.head.began).date().isoformat()
    bench = next((e for e in editions if e.id == run.head.plan.edition), None)
    grading = in_force(editions, day, law, "grading")
    if bench is None or grading is None:
        raise Refused("no_edition", jurisdiction=law, day=day)
    return bench, grading


def _kept(station: Station, path: Path) -> BlobRef:
    """Keep a run's file as a blob: the same run gives the same bytes."""
    return station.ledger.blobs.put(runs.packed(path.read_bytes()), runs.MEDIA)


def _file(benches: Benches, plan: Plan) -> Path:
    return benches.folder / f"{plan.run}{run_file.ENDING}"
