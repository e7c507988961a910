"""Grading beside the app: evidence from a file, and the rules that came with the program."""

import re
from decimal import Decimal
from pathlib import Path

import msgspec

from cellyard.domain.grading import Evidence, Grading, grade
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, in_force
from cellyard.jobs.founding import shipped_editions
from cellyard.words import _

# A temperature may be below zero, a voltage of a cell turned round as well.
_SIGNED = frozenset({"resistance_temperature_c", "lowest_cell_v_ever", "lowest_mean_v_ever"})
_OHM = frozenset({"resistance_ohm", "resistance_new_ohm", "resistance_doubt"})
_FIELDS = tuple(field.name for field in msgspec.structs.fields(Evidence))


def newest_rules() -> Edition:
    """Return the newest shipped edition on `grading`, whatever the day is."""
    ours = [e for e in shipped_editions() if e.subject == "grading"]
    return max(ours, key=lambda e: e.valid_from)


def graded(path: Path, today: str) -> tuple[list[Grading], bool]:
    """Grade what stands in a JSON file, one object or a list; True when it is a list.

    The keys are the fields of `Evidence`; figures are numbers or texts, both taken exactly as
    they stand; `today` (ISO) may be left out, and so may `family` beside a known `chemistry`.
    The edition is that of the day. Raises Refused ("evidence_unreadable",
    "evidence_key_unknown", "evidence_value_wrong", "no_edition") and OSError.
    """
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        rows = msgspec.json.decode(
            content, type=dict[str, msgspec.Raw] | list[dict[str, msgspec.Raw]]
        )
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("evidence_unreadable", file=str(path)) from error
    editions = shipped_editions()
    several = isinstance(rows, list)
    found: list[Grading] = []
    for row in rows if several else [rows]:
        evidence = _evidence(path, row, today)
        rules = in_force(editions, evidence.today, "", "grading")
        if rules is None:
            raise Refused("no_edition", jurisdiction=_("Grading"), day=evidence.today)
        _check(path, evidence, rules)
        family = evidence.family or _family(evidence.chemistry, editions)
        found.append(grade(msgspec.structs.replace(evidence, family=family), rules))
    return found, several


def _evidence(path: Path, row: dict[str, msgspec.Raw], today: str) -> Evidence:
    for key in row:
        if key not in _FIELDS:
            raise Refused("evidence_key_unknown", file=str(path), key=key, known=", ".join(_FIELDS))
    row.setdefault("today", msgspec.Raw(msgspec.json.encode(today)))
    try:
        return msgspec.json.decode(msgspec.json.encode(row), type=Evidence)
    except msgspec.ValidationError as error:
        found = re.search(r"\$\.(\w+)", str(error))
        raise _wrong(path, found[1] if found else "") from error


def _check(path: Path, evidence: Evidence, rules: Edition) -> None:
    least, most, most_ohm = (
        rules.number(f"evidence.{name}") for name in ("least", "most", "most_ohm")
    )
    for key in _FIELDS:
        value = getattr(evidence, key)
        if not isinstance(value, Decimal) or value.is_zero():
            continue
        can_be = value.is_finite() and (value > 0 or key in _SIGNED)
        if not can_be or not least <= abs(value) <= (most_ohm if key in _OHM else most):
            raise _wrong(path, key)


def _family(chemistry: str, editions: list[Edition]) -> str:
    families = (e.chemistry_family.get(chemistry, "") for e in editions)
    return next((f for f in families if f), "")


def _wrong(path: Path, key: str) -> Refused:
    return Refused("evidence_value_wrong", file=str(path), key=key)
