"""What each command does; what it needs is imported only then."""

import argparse
import gc
import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from cellyard import words
from cellyard.domain.refusals import Refused
from cellyard.words import _
from cellyard.words.times import local


def refuse(sentence: str) -> int:
    """Say why not, on standard error; returns the exit code."""
    print(sentence, file=sys.stderr)
    return 1


def say(options: argparse.Namespace, value: object, text: str) -> None:
    """Say what came of it: as JSON where that was asked for, or in words."""
    if options.json:
        # JSON is UTF-8, whatever the console speaks.
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    else:
        print(text)


def _say_numbers(options: argparse.Namespace, value: object, text: str) -> None:
    # Programs that read figures want JSON numbers; they carry every digit of the Decimals.
    numbers = msgspec.json.Encoder(decimal_format="number").encode(value)
    say(options, msgspec.Raw(numbers), text)


def legible(given: str) -> str:
    """Return what was typed; bytes that are no UTF-8 become a sign that says so."""
    return os.fsencode(given).decode("utf-8", "replace")


def run(options: argparse.Namespace) -> int:
    # What the start makes stays: looking for garbage in it takes a tenth of the time.
    gc.disable()
    from cellyard.app import run

    training = getattr(options, "training", False)
    return run(options.data / "training" if training else options.data, training=training)


def demo(options: argparse.Namespace) -> int:
    from cellyard.demo import play

    return play(options.out, show=options.show, as_json=options.json, trace=options.trace)


def decode(options: argparse.Namespace) -> int:
    from cellyard.domain.codes import scans
    from cellyard.words.codes import sentences

    today = datetime.now().astimezone().date()
    codes = [scans.foreign(text, today) for text in options.code]
    lines = [" ".join((code.scheme, code.code, *sentences(code))) for code in codes]
    say(options, codes, "\n".join(lines))
    return 0


def verify(options: argparse.Namespace) -> int:
    from cellyard.jobs.proof import proof
    from cellyard.words.ledger import FAULTS

    found = proof(options.data)
    fault = found.first_fault
    if fault is None:
        text = _("Verified: {facts} facts, every one as it was written.").format(facts=found.facts)
        erased = _("Erased on {day}: file {blob}.")
        gone = (erased.format(day=words.day(local(e.at)), blob=e.blob) for e in found.erased)
        say(options, found, "\n".join((text, *gone)))
        return 0
    if options.json:
        say(options, found, "")
    return refuse(_(FAULTS[fault.what]).format(station=fault.station, seq=fault.seq))


def check(options: argparse.Namespace) -> int:
    """Check a sealed paper. Exit 0 only when every part holds and every key is trusted."""
    from cellyard.cli.checked import holds, refusals
    from cellyard.jobs.check import check

    found = check(options.file, options.trust)
    say(options, found, "\n".join(holds(found)))
    return 0 if found.ok else refuse("\n".join(refusals(found)))


def digest(options: argparse.Namespace) -> int:
    from cellyard.ledger.questions import Questions

    questions = Questions(options.data)
    try:
        digest = questions.digest()
    finally:
        questions.close()
    say(options, {"digest": digest}, digest)
    return 0


def rebuild(options: argparse.Namespace) -> int:
    from cellyard.jobs.station import Station

    with Station(options.data) as station:
        count, digest = station.ledger.rebuild()
    text = _("{count} facts folded anew, digest {digest}").format(count=count, digest=digest)
    say(options, {"facts": count, "digest": digest}, text)
    return 0


def export(options: argparse.Namespace) -> int:
    from cellyard.jobs import epcis
    from cellyard.jobs.export import Exported, export, span

    days = span(options.first, options.last)
    now = datetime.now().astimezone()
    if options.epcis:
        count = epcis.write(options.data, options.epcis, days, now=now)
        one = Exported(file=options.epcis.name, rows=count)
        say(options, [one], f"{one.file} {one.rows}")
        return 0
    found = export(options.data, options.to, options.format, days, now=now, files=options.files)
    say(options, found, "\n".join(f"{one.file} {one.rows}" for one in found))
    return 0


def backup(options: argparse.Namespace) -> int:
    """Make a backup beside the running app and prove it; with `--prove`, prove one that is there.

    Exit 1 when it is not proven. Other programs on this computer come first.
    """
    from cellyard import settings
    from cellyard.jobs import backups

    if hasattr(os, "nice"):
        os.nice(10)
    if options.prove:
        found = backups.prove(options.data, options.prove)
    else:
        to = str(options.to.absolute()) if options.to else settings.load(options.data).backup_folder
        if not options.to:
            backups.check_there(to)
        found = backups.make(options.data, backups.target(options.data, to))
    newest = found.newest
    if found.no or newest is None:
        return refuse(words.sentence(found.no or Refused("backup_broke_off")))
    said = _("{file}: restored and compared, {facts} facts.")
    say(options, newest, said.format(file=newest.file, facts=words.number(newest.facts)))
    return 0


def restore(options: argparse.Namespace) -> int:
    """Restore a backup into an empty folder; the station goes on there in an epoch of its own."""
    from cellyard.jobs.restoring import restore

    with restore(options.file, options.to) as station:
        who = station.identity
    said = _("{station} is restored in {folder}. Open the app there.")
    say(options, who, said.format(station=who.station, folder=legible(str(options.to))))
    return 0


def trace_analyse(options: argparse.Namespace) -> int:
    from cellyard.jobs.evidence import newest_rules
    from cellyard.jobs.traces import analysed
    from cellyard.words import bench

    # What a discharge gave is no decision: the newest rules will do, whatever the day is.
    found = analysed(options.file, newest_rules(), options.cutoff)
    shown = {name: getattr(found, name) for name in _TRACE}
    shown["warnings"] = [str(w) for w in found.warnings]
    _say_numbers(options, shown, "\n".join(bench.lines(found)))
    return 0


_TRACE = (
    "capacity_ah",
    "energy_wh",
    "duration_s",
    "points",
    "voltage_min_v",
    "voltage_max_v",
    "temperature_max_c",
)


def grade(options: argparse.Namespace) -> int:
    """Grade what stands in a JSON file: the fields of `domain.grading.Evidence`.

    Prints one grading for an object, a list for a list. Exit 1 when one has no grade.
    """
    from cellyard.jobs.evidence import graded
    from cellyard.words import grading as said

    today = datetime.now().astimezone().date().isoformat()
    found, several = graded(options.file, today)
    text = "\n\n".join("\n".join(said.lines(one)) for one in found)
    _say_numbers(options, found if several else found[0], text)
    without = [said.verdict(one) for one in found if one.grade is None]
    return refuse("\n".join(without)) if without else 0


def device_profiles(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    found = commands.profiles()
    say(options, found, "\n".join(f"{p['id']:20} {p['name']}" for p in found))
    return 0


def device_read(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    found = commands.read(
        options.profile,
        options.port,
        options.count,
        options.timeout,
        baud=options.baud,
        character=options.character,
    )
    say(options, found, msgspec.json.encode(found).decode())
    return 0


def device_decode(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    try:
        lines = options.file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("file_no_text", file=str(options.file)) from error
    found = commands.decode_lines(options.profile, lines)
    say(options, found, msgspec.json.encode(found).decode())
    return 0


def device_replay(options: argparse.Namespace) -> int:
    from cellyard.devices.replay import Replayed, replay

    def text(row: Replayed) -> str:
        said = (
            " ".join((name, value["value"] or "-", value["unit"], *value["flags"])).strip()
            for name, value in row["readings"].items()
        )
        return f"{row['t']:.3f} {row['port']} {row['profile']}: {', '.join(said)}"

    found, wrong = replay(options.log, options.profile)
    say(options, found, "\n".join(map(text, found)))
    if wrong:
        no = Refused("wire_log_lines", file=options.log.name, first=wrong[0], count=len(wrong))
        return refuse(words.sentence(no))
    return 0


def document_list(options: argparse.Namespace) -> int:
    from cellyard.documents.kinds import DOCUMENTS

    rows = [{"name": name, "title": _(d.title)} for name, d in DOCUMENTS.items()]
    say(options, rows, "\n".join(f"{r['name']:20} {r['title']}" for r in rows))
    return 0


def document_render(options: argparse.Namespace) -> int:
    from cellyard.jobs.papers import render

    out: Path = options.out
    content = render(options.data, options.name, options.key, zpl=out.suffix.lower() == ".zpl")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    say(options, {"file": legible(str(out)), "bytes": len(content)}, str(out))
    return 0
