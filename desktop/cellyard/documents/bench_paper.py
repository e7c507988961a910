"""What the papers of the bench share: whose battery, with what, the curve, the raw evidence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cellyard.documents import blocks, code_fields, fonts, trace_plot
from cellyard.documents.bench_content import Kept, Proof, Signer, Subject, Tool, Trace
from cellyard.documents.blocks import Column, Signature
from cellyard.documents.document import both
from cellyard.documents.pages import SMALL
from cellyard.documents.sheet import MARGIN, ROOM, Field, Head, Mark, Sheet
from cellyard.documents.symbols import own_code
from cellyard.documents.trace_plot import Box, Curves, Points
from cellyard.words import N_, in_language, number, quantity
from cellyard.words.bench_papers import DOUBTS, READINGS
from cellyard.words.instruments import DUTIES
from cellyard.words.numbers import unit_sign

_TICKET = N_("Ticket")
_PLOT = 560
_MEGA = Decimal(10**6)


def head(
    title: str,
    centre: str,
    subject: Subject,
    newest: Proof,
    figures: Sequence[Field],
    *,
    draft: bool,
) -> Head:
    """Return the head of a paper about a battery, with the figures that stand under its title."""
    ticket = f"{subject.ticket} · {subject.station}"
    return Head(
        title=title,
        centre=centre,
        again=f"{both(title)} · {both(_TICKET)} {ticket}",
        figures=(Field(_TICKET, ticket), *figures),
        qr=(own_code(subject.battery, subject.code), own_code(subject.battery, "")),
        fact=newest.ref,
        hash=newest.hash,
        marks=(_draft(),) if draft else (),
    )


def _draft() -> Mark:
    return Mark(
        band=both(N_("DRAFT – made under a rule edition that nobody has released")),
        across=(both(N_("DRAFT")),),
    )


def figure(value: Decimal | None, unit: str, step: str = "") -> str | None:
    """Return a figure with its unit, rounded to `step` (e.g. `0.1`) or as the instrument gave it.

    None stays None: "unknown".
    """
    if value is None:
        return None
    rounded = value.quantize(Decimal(step)) if step else value
    return quantity(rounded, unit_sign(unit))


def lasting(seconds: Decimal) -> str:
    """Return a length of time in hours, minutes and seconds."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d} h"


def sent(text: str) -> str:
    """Return what an instrument said of itself, with signs that no face has spelled out."""
    return fonts.shown(text, fonts.text_face())


def judged(sheet: Sheet, doubts: Sequence[str]) -> None:
    """Say whether a result is acceptable, in both languages, and if not, why."""
    if not doubts:
        sheet.say(both(N_("Acceptable result")))
        return
    words = [DOUBTS.get(doubt, doubt) for doubt in doubts]
    english = ", ".join(words)
    chinese = "，".join(in_language("zh_CN", word) for word in words)
    no = N_("Not acceptable: {doubts}")
    chinese_no = in_language("zh_CN", no)
    sheet.say(no.format(doubts=english), caution=True)
    sheet.say(chinese_no.format(doubts=chinese), caution=True)


def insulation(value: Decimal | None, *, at_least: bool) -> str:
    """Return an insulation in megohm; better than the instrument can show is said so."""
    shown = figure(None if value is None else (value / _MEGA).normalize(), "MΩ")
    if not at_least:
        return shown or both(N_("no reading"))
    above = both(N_("better than the instrument can show"))
    return f"≥ {shown}, {above}" if shown else above


def battery(sheet: Sheet, subject: Subject) -> None:
    """Set which battery it is: its code in fields, and its rated figures."""
    id_ = both(N_("battery id"))
    sheet.heading(N_("Battery"), f"{id_} {subject.battery}", keep=200)
    if subject.parts:
        code_fields.draw(sheet, subject.parts)
    else:
        sheet.say(both(N_("No readable code")), bold=True)
    shown = (
        Field(N_("Model"), subject.model),
        Field(N_("Chemistry"), subject.chemistry and both(subject.chemistry)),
        Field(N_("Cells"), subject.strings),
        Field(_TICKET, f"{subject.ticket} · {subject.station}"),
        Field(N_("Rated capacity"), figure(subject.rated_ah, "Ah")),
        Field(N_("Rated energy"), figure(subject.rated_kwh, "kWh")),
        Field(N_("Nominal voltage"), figure(subject.nominal_v, "V")),
        Field(N_("Max voltage"), figure(subject.max_v, "V")),
        Field(N_("Received"), subject.received),
        Field(N_("Verdict"), subject.verdict and both(subject.verdict)),
        Field(N_("Outlet"), subject.outlet),
    )
    blocks.fields(sheet, shown)


def curve(
    sheet: Sheet,
    trace: Trace,
    limits: Sequence[tuple[str, Decimal]],
    earlier: Sequence[tuple[str, Points]] = (),
) -> None:
    """Draw the curve of a trace; without its file that is said instead."""
    if len(trace.points) < 2:
        gone = N_("The file of the trace is not on this station, so no curve is drawn.")
        sheet.say(both(gone if trace.sha256 else N_("The fact names no trace.")))
        return
    sheet.need(_PLOT + 10)
    curves = Curves(
        points=trace.points,
        earlier=tuple(earlier),
        limits=tuple((both(name), float(value)) for name, value in limits),
    )
    trace_plot.draw(sheet.page, Box(MARGIN, sheet.y + 10, ROOM, _PLOT), curves)
    sheet.y += _PLOT + 10


def groups(sheet: Sheet, cells: Sequence[Decimal | None]) -> None:
    """Set the voltages of the groups at the end of the trace, the weakest marked."""
    known = [value for value in cells if value is not None]
    if not known:
        return
    words = both(N_("Voltages of the groups at the end of the trace (V), the lowest marked"))
    sheet.need(SMALL * 5)
    sheet.say(words, size=SMALL)
    sheet.y -= 6
    weakest = list(cells).index(min(known)) + 1
    shown = [both(N_("no reading")) if v is None else number(v) for v in cells]
    blocks.numbered(sheet, shown, weakest)


def tools(sheet: Sheet, used: Sequence[Tool]) -> None:
    """List the instruments with serial number and calibration."""
    sheet.heading(N_("Instruments"))
    if not used:
        sheet.say(both(N_("None is named in the facts.")))
        return
    columns = (
        Column(N_("Instrument"), 3),
        Column(N_("For"), 4),
        Column(N_("Profile"), 3),
        Column(N_("Serial number"), 3),
        Column(N_("Calibrated until"), 4),
    )
    blocks.table(sheet, columns, [_tool(tool) for tool in used])


def evidence(sheet: Sheet, run: str, trace: Trace | None, proofs: Sequence[Proof]) -> None:
    """List stored readings with their bytes, the hash of the trace, and the facts with theirs.

    `run` is the id of the run that the trace is of, "" without one.
    """
    sheet.heading(N_("Raw evidence"), keep=200)
    if run:
        sheet.say(f"{both(N_('Run'))} · {run}", size=SMALL)
    if trace and trace.sha256:
        samples = both(N_("{count} samples")).format(count=number(trace.samples))
        words = both(N_("Trace"))
        sheet.say(f"{words} · {samples} · SHA-256 {trace.sha256}", size=SMALL)
    if trace and trace.kept:
        columns = (
            Column(N_("Reading"), 12),
            Column(N_("Time"), 12),
            Column("s", 8, right=True),
            Column("V", 8, right=True),
            Column("A", 8, right=True),
            Column("°C", 7, right=True),
            Column(N_("Bytes as received (hex)"), 38, code=True),
        )
        rows = [row for one in trace.kept for row in (_kept(one), *_others(one))]
        blocks.table(sheet, columns, rows)
    columns = (
        Column(N_("Fact"), 13),
        Column(N_("Time"), 12),
        Column(N_("Number, hash, bytes as received (hex)"), 62, code=True),
    )
    blocks.table(sheet, columns, [_proof(proof) for proof in proofs], keep=blocks.SIGNING)


def signatures(sheet: Sheet, signer: Signer, *, second: bool) -> None:
    """Set the three boxes; `second` when two people had to be there."""
    there = N_("Was there from beginning to end.") if second else N_("Not asked for here.")
    checked = N_("Figures and evidence compared.")
    boxes = (
        Signature(N_("Technician"), N_("Tested as written here."), signer.tested),
        Signature(N_("Second person"), there, signer.second),
        Signature(N_("Supervisor"), checked, signer.checked),
    )
    blocks.signatures(sheet, boxes)


def _tool(tool: Tool) -> tuple[str, ...]:
    until = tool.calibrated_until or both(N_("unknown"))
    ended = " · " + both(N_("ended")) if tool.ended else ""
    duty = both(DUTIES[tool.duty]) if tool.duty else both(N_("not in the register"))
    serial = sent(tool.serial) or both(N_("unknown"))
    return (tool.key, duty, tool.profile, serial, until + ended)


def _kept(reading: Kept) -> tuple[str, ...]:
    words = [READINGS.get(which, which) for which in reading.which]
    chinese = "、".join(in_language("zh_CN", word) for word in words)
    return (
        f"{', '.join(words)} {chinese}",
        reading.at,
        number(reading.t, 1),
        number(reading.voltage),
        number(reading.current),
        "–" if reading.temperature is None else number(reading.temperature),
        reading.raw or "–",
    )


def _others(reading: Kept) -> Iterator[tuple[str, ...]]:
    """Yield a row for each instrument beside the load, under the row of the reading."""
    for key, frames in reading.others:
        yield (key, "", "", "", "", "", "\n".join(frames))


def _proof(proof: Proof) -> tuple[str, ...]:
    lines = (proof.ref, proof.hash, proof.raw)
    return (both(proof.what), proof.at, "\n".join(line for line in lines if line))
