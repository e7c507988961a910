"""Checking a sealed paper on any computer: no store, no network, only the file itself.

What is right is said as well as what is not. A paper whose every part holds proves that one holder
of the key sealed all of it; that the key is the station's, only who knows its fingerprint can say.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from cellyard.documents import archive
from cellyard.documents.pdf_tree import Unfit
from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import DocumentIssued, DocumentVoided, Party, Signed, Standing
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.jobs import sealed_papers
from cellyard.jobs.sealed_papers import Custody
from cellyard.ledger import custody
from cellyard.ledger.custody import Named

# What a clock may say that anybody has (ms): up to the year 2100.
_CLOCK = range(4_102_444_800_000)


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A part that does not hold: `what` names a sentence of `words.sealed_papers`."""

    what: str
    station: str = ""
    seq: int = 0


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """Whose seals prove the facts, and whether the fingerprint is one that was given as trusted."""

    station: str
    fingerprint: str
    trusted: bool


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found. `consistent`: every part holds. `ok`: and every key is trusted.

    `issued` is ms since 1970; what could not be read is "" or 0.
    """

    ok: bool
    consistent: bool
    wrong: tuple[Wrong, ...]
    number: str = ""
    document: str = ""
    standing: Standing | None = None
    station: str = ""
    issued: int = 0
    pages: int = 0
    facts: int = 0
    batteries: int = 0
    signed: tuple[Party, ...] = ()
    keys: tuple[Key, ...] = ()


def check(file: Path, trusted: Collection[str] = ()) -> Checked:
    """Check a paper. `trusted` are fingerprints in their one form (`domain.fingerprint.normal`).

    Raises OSError when there is no such file, Refused("paper_too_large").
    """
    with file.open("rb") as opened:
        content = opened.read(archive.MOST + 1)  # whatever size the system says it has
    if len(content) > archive.MOST:
        raise Refused("paper_too_large", file=file.name, most=archive.MOST >> 20)
    return checked(content, trusted)


def checked(paper: bytes, trusted: Collection[str] = ()) -> Checked:
    """Check the bytes of a paper; see `check`."""
    try:
        opened = archive.opened(paper)
    except Unfit:
        return _nothing("file_form" if paper.startswith(b"%PDF") else "no_pdf")
    if not opened.file:
        return _nothing("custody_missing")
    held = sealed_papers.decode_custody(opened.file)
    if held is None:
        return _nothing("custody_unreadable")
    return _judged(paper, opened, held, trusted)


def _nothing(what: str) -> Checked:
    return Checked(ok=False, consistent=False, wrong=(Wrong(what=what),))


class _Issue(NamedTuple):
    """The fact that issued the paper, proven."""

    fact: DocumentIssued
    recorded: Recorded


def _judged(
    paper: bytes, opened: archive.Opened, held: Custody, trusted: Collection[str]
) -> Checked:
    proven = custody.proven(held.stretches)
    wrong = [Wrong(what=f.what, station=f.station, seq=f.seq) for f in proven.faults]
    issue = _issue(proven.facts.get(held.issued))
    told: set[str] = set()
    if issue:
        named = _named(held)
        told, missing = custody.before(
            proven.facts, [held.issued, *held.later, *(n.ref for n in named)]
        )
        wrong += _of_paper(paper, opened, held, issue, proven.facts)
        if not proven.faults:  # else what stands there is not also missing
            wrong += [_at("fact_missing", ref) for ref in sorted(missing)[:1]]
            wrong += [_at("hash_differs", n.ref) for n in named if _another(n, proven.facts)]
            wrong += _surplus(held, told)
    elif not wrong:
        wrong.append(Wrong(what="issue_missing"))
    keys = _keys(held, trusted)
    facts = {ref: r for ref, r in proven.facts.items() if ref in told}
    return _told(
        Checked(
            ok=not wrong and all(key.trusted for key in keys),
            consistent=not wrong,
            wrong=tuple(dict.fromkeys(wrong)),
            keys=keys,
        ),
        issue,
        facts,
    )


def _issue(recorded: Recorded | None) -> _Issue | None:
    if recorded is None or recorded.envelope.at not in _CLOCK:
        return None
    fact = recorded.fact
    return _Issue(fact, recorded) if isinstance(fact, DocumentIssued) else None


def _named(held: Custody) -> tuple[Named, ...]:
    """Return the newest facts of all subjects, as the content names them."""
    content = sealed_papers.decode_content(held.content)
    return tuple(n for line in content.lines for n in line.newest) if content else ()


def _another(named: Named, proven: Mapping[str, Recorded]) -> bool:
    return named.ref in proven and proven[named.ref].hash != named.hash


def _of_paper(
    paper: bytes,
    opened: archive.Opened,
    held: Custody,
    issue: _Issue,
    proven: Mapping[str, Recorded],
) -> list[Wrong]:
    fact = issue.fact
    frame = sealed_papers.frame(fact, issue.recorded.envelope.at, opened.file)
    content = sealed_papers.decode_content(held.content)
    voided = any(
        isinstance(r.fact, DocumentVoided) and r.fact.number == fact.number for r in proven.values()
    )
    right = {
        "pages_differ": fact.pages_hash == opened.pages_hash,
        "content_differs": fact.content_hash == sealed_papers.content_hash(bytes(held.content)),
        "number_differs": content is not None
        and (content.number, content.document) == (fact.number, fact.document),
        "frame_differs": archive.framed(paper, frame),
        "voided": not voided,
    }
    return [Wrong(what=what) for what, holds in right.items() if not holds]


def _surplus(held: Custody, told: set[str]) -> list[Wrong]:
    """Return the first stretch of which nothing belongs to the paper."""
    for stretch in held.stretches:
        refs = [_ref(content) for content in stretch.facts]
        if told.isdisjoint(refs):
            return [_at("fact_surplus", refs[0])]
    return []


def _ref(content: msgspec.Raw) -> str:
    e = env.decode_envelope(bytes(content))
    return env.ref(e.station, e.epoch, e.seq)


def _at(what: str, ref: str) -> Wrong:
    station, _, place = ref.rpartition("/")
    # Whoever changed the content may name a fact by anything.
    seq = int(place) if place.isdecimal() and len(place) < 20 else 0
    return Wrong(what=what, station=station.rpartition("/")[0], seq=seq)


def _keys(held: Custody, trusted: Collection[str]) -> tuple[Key, ...]:
    found = dict.fromkeys((s.station, s.public_key) for s in held.stretches)
    shown = ((station, _shown(key)) for station, key in found)
    return tuple(
        Key(station=station, fingerprint=print_, trusted=print_ in trusted)
        for station, print_ in shown
    )


def _shown(public_key: str) -> str:
    try:
        return fingerprint(public_key)
    except ValueError:  # no hex: its seals hold nowhere
        return ""


def _told(found: Checked, issue: _Issue | None, facts: Mapping[str, Recorded]) -> Checked:
    """Add what the proven facts tell of the paper."""
    if issue is None:
        return found
    fact, envelope = issue.fact, issue.recorded.envelope
    subjects = {r.envelope.subject for r in facts.values()}
    signed = [r.fact for r in facts.values() if isinstance(r.fact, Signed)]
    return msgspec.structs.replace(
        found,
        number=fact.number,
        document=fact.document,
        standing=fact.standing,
        station=envelope.station,
        issued=envelope.at,
        pages=fact.pages,
        facts=len(facts),
        batteries=sum(s.startswith("battery/") for s in subjects),
        signed=tuple(s.party for s in signed if s.document == fact.pages_hash),
    )
