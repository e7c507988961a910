"""What `cellyard check` says of a sealed paper: what holds, and what does not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cellyard import words
from cellyard.words import _, ngettext
from cellyard.words.numbers import listed
from cellyard.words.times import local

if TYPE_CHECKING:
    from cellyard.jobs.check import Checked, Wrong


def holds(found: "Checked") -> Iterator[str]:
    """Say what the file is and which of its parts hold, a sentence each."""
    if not found.number:
        return
    yield _head(found)
    wrong = {one.what for one in found.wrong}
    for part, sentence in _parts(found).items():
        if part not in wrong:
            yield sentence
    if not any(one.station for one in found.wrong):
        yield ngettext(
            "{facts} sealed fact, as it was written.",
            "{facts} sealed facts, each as it was written and none left out.",
            found.facts,
        ).format(facts=found.facts)
    for key in found.keys:
        sentence = (
            _("Sealed by {station} with the key {fingerprint}, which you trust.")
            if key.trusted
            else _("Sealed by {station} with the key {fingerprint}.")
        )
        yield sentence.format(station=_plain(key.station), fingerprint=key.fingerprint)


def _head(found: "Checked") -> str:
    from cellyard.documents.kinds import DOCUMENTS
    from cellyard.words.sealed_papers import WORTH
    from cellyard.words.shipping_facts import PARTIES

    known = DOCUMENTS.get(found.document)
    at = local(found.issued)
    head = _("{document} {number}, issued by {station} on {day}, {clock}.").format(
        document=_(known.title) if known else _plain(found.document),
        number=_plain(found.number),
        station=_plain(found.station),
        day=words.day(at),
        clock=words.clock(at),
    )
    said = [head]
    if found.standing in WORTH:
        said.append(_(WORTH[found.standing]))
    if found.signed:
        parties = listed([_(PARTIES[party]) for party in found.signed])
        said.append(_("Signed by: {parties}.").format(parties=parties))
    return " ".join(said)


def _parts(found: "Checked") -> dict[str, str]:
    """Return what is said of each part that holds, by the word for its not holding."""
    return {
        "pages_differ": ngettext(
            "{pages} page, as drawn.", "{pages} pages, as drawn.", found.pages
        ).format(pages=found.pages),
        "content_differs": _("The content that the paper was drawn from, as issued."),
        "frame_differs": _("Title, number and date in the file’s properties, as sealed."),
    }


def refusals(found: "Checked") -> Iterator[str]:
    """Say what does not hold, a sentence each; or that nobody has said whose key it is."""
    if found.consistent:
        yield _(
            "Consistent, origin not established. Ask the station itself for the fingerprint of its "
            "key, compare, then check again with --trust."
        )
    yield from map(_wrong, found.wrong)


def _wrong(wrong: "Wrong") -> str:
    from cellyard.words.sealed_papers import WRONG

    return _(WRONG[wrong.what]).format(station=_plain(wrong.station), seq=wrong.seq)


def _plain(text: str) -> str:
    """Return a name on one line: a forged paper must not put sentences of its own among ours."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
