"""The fire sheet in a few lines of plain text: what the QR code gives a phone, and a text file."""

from decimal import Decimal

from cellyard.documents.document import both
from cellyard.documents.fire_content import Abnormal, FireSheet
from cellyard.documents.moment_sheet import MOST_BYTES
from cellyard.words import N_, number
from cellyard.words import fire as said
from cellyard.words.intake import BRIEF, FINDINGS, REASONS
from cellyard.words.watch_facts import HOLDS

_FROM_KWH = 1000  # from here on in MWh
_FINE_BELOW_KWH = 10  # with one decimal


def total(sheet: FireSheet) -> tuple[str, str]:
    """Return the energy of everything on site: its figure and its unit."""
    if sheet.kwh >= _FROM_KWH:
        return number(sheet.kwh / 1000, 2), "MWh"
    return kwh(sheet.kwh), "kWh"


def kwh(energy: Decimal) -> str:
    """Return an energy as the sheet says it: a single module must not read as 0."""
    return number(energy, 1 if 0 < energy < _FINE_BELOW_KWH else 0)


def finding(what: Abnormal) -> str:
    """Return in a few English words, a marked message, what was found worst; "" for nothing."""
    if not what.findings:
        return HOLDS.get(what.hold, what.hold)
    worst = what.findings[0]
    return FINDINGS.get(worst) or BRIEF.get(worst) or REASONS.get(worst, worst).rstrip(".")


def where(what: Abnormal) -> str:
    """Return where it is, and the slot that it is being moved to."""
    if what.bound_for:
        return f"{what.place} → {what.bound_for}".strip()
    return what.place or both(said.AT_INTAKE)


def first_things(sheet: FireSheet) -> list[tuple[str, dict[str, str]]]:
    """Return what to know first: marked messages, with what fills them."""
    zones = ", ".join(sheet.keep_clear)
    shown = {"zones": zones, "metres": number(sheet.clear_m.value) if sheet.clear_m else ""}
    if not sheet.clear_m:
        clear = [(said.KEEP_FAR, shown)] if zones else []
    else:
        clear = [(said.KEEP_CLEAR if zones else said.KEEP_ALL, shown)]
    hours = {"hours": number(sheet.again_h.value)} if sheet.again_h else {}
    again = [(said.AGAIN, hours)] if hours else []
    return [*clear, (said.STAYS_LIVE, {}), *again, (said.FULL, {})]


def phone(sheet: FireSheet) -> str:
    """Return what the QR code says to a phone, which needs no network for it: the worst first."""
    lines = [f"{both(said.TITLE)} {sheet.centre}", sheet.at, _figures(sheet)]
    places = [f"{said.STATES[a.state]} {where(a)} {finding(a)}".strip() for a in sheet.abnormal]
    for count, place in enumerate(places):
        more = f"+ {len(places) - count}"
        if len("\n".join((*lines, place, more)).encode()) > MOST_BYTES:
            lines.append(more)
            break
        lines.append(place)
    return "\n".join(lines)


def text(sheet: FireSheet) -> str:
    """Return the whole sheet as plain text in both languages, for whoever opens the folder."""
    lines = [both(said.TITLE), sheet.centre, sheet.site.address, sheet.at, "", _figures(sheet), ""]
    lines.append(both(N_("Abnormal batteries")))
    lines += (_line(what) for what in sheet.abnormal)
    lines += ("", both(N_("Zones")))
    for zone in sheet.zones:
        key = zone.key if zone.key != zone.purpose else "–"
        energy = f"{kwh(zone.kwh)} kWh"
        lines.append(f"{key}  {both(said.PLACES[zone.purpose])}  {zone.count}  {energy}")
    lines += ("", both(N_("First")))
    lines += (both(message).format(**shown) for message, shown in first_things(sheet))
    lines += ("", *(f"{name}: {value}" for name, value in site(sheet)))
    return "\n".join(lines) + "\n"


def site(sheet: FireSheet) -> list[tuple[str, str]]:
    """Return what is entered about the site, each under its name in both languages."""
    entered = sheet.site
    found = (
        (N_("Hydrants"), entered.hydrants),
        (N_("Main switch"), entered.main_switch),
        (N_("Meeting point"), entered.meeting_point),
        (said.GATE, entered.gate_phone),
    )
    return [(both(name), value or both(said.NOT_ENTERED)) for name, value in found]


def _figures(sheet: FireSheet) -> str:
    amount, unit = total(sheet)
    volts = "?" if sheet.highest_v is None else number(sheet.highest_v)
    shown = {"energy": f"{amount} {unit}", "volts": volts}
    counts = {"count": sheet.count, "abnormal": len(sheet.abnormal)}
    return both(said.FIGURES).format(**shown, **counts)


def _line(what: Abnormal) -> str:
    name = what.name or both(N_("Unknown model"))
    seen = finding(what)
    parts = (both(said.STATES[what.state]), where(what), name, what.chemistry or "?")
    return "  ".join((*parts, both(seen) if seen else ""))
