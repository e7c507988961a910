"""Release: a qualified person stands for a rule edition; papers are final only under such."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.facts import Entry, Qualification, Standing
from cellyard.domain.known import Known, KnownReleases, Release
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, is_date

WithdrawReason = Literal["mistake", "adviser_left"]
REASONS: tuple[WithdrawReason, ...] = get_args(WithdrawReason)
# What must be known to stand for an edition, by what it rules; the site's safety for all others.
_NEEDED: dict[str, Qualification] = {"transport": "dg_adviser"}


class Qualifying(msgspec.Struct, frozen=True, kw_only=True):
    """Enter a person's qualification, until an ISO date; `until` "" takes it away."""

    person: str
    qualification: Qualification
    until: str
    proof: str = ""


class Releasing(msgspec.Struct, frozen=True, kw_only=True):
    """Stand for an edition until an ISO date, with every M and P rule of it confirmed, by id.

    `demo` for a demonstration's adviser: papers say so.
    """

    edition: str
    confirmed: tuple[str, ...]
    until: str
    demo: bool = False


class Withdrawing(msgspec.Struct, frozen=True, kw_only=True):
    """Stand for an edition no more."""

    edition: str
    reason: WithdrawReason


def needed(edition: Edition) -> Qualification:
    """Return the qualification that releasing an edition takes."""
    return _NEEDED.get(edition.subject, "site_safety")


def qualify(known: Known, order: Qualifying) -> Sequence[Entry]:
    """Write a person's qualification. Refused: role_missing, qualification_date_wrong."""
    check_may(known, "people")
    person, qualification = order.person, order.qualification
    if not order.until:
        fact: f.Fact = f.QualificationRevoked(person=person, qualification=qualification)
    elif is_date(order.until) and order.until >= known.today:
        fact = f.QualificationGranted(
            person=person, qualification=qualification, until=order.until, proof=order.proof
        )
    else:
        raise Refused("qualification_date_wrong", text=order.until)
    return [Entry(subject=ids.person(person), fact=fact)]


def release(known: Known, order: Releasing) -> Sequence[Entry]:
    """Write that the actor stands for an edition as it is now.

    Refused: role_missing, unknown_edition, not_qualified, rules_unconfirmed with the count,
    release_date_wrong when it would outlast the edition or the qualification.
    """
    check_may(known, "release")
    edition = _edition(known, order.edition)
    qualification = needed(edition)
    qualified = known.releases.qualified_until(known.actor, qualification)
    if qualified < known.today:
        raise Refused("not_qualified", qualification=qualification)
    if open_ := set(edition.unconfirmed()) - set(order.confirmed):
        raise Refused("rules_unconfirmed", count=len(open_), edition=edition.id)
    latest = min(edition.valid_to, qualified)
    if not is_date(order.until) or not known.today <= order.until <= latest:
        raise Refused("release_date_wrong", earliest=known.today, latest=latest)
    fact = f.EditionReleased(
        edition=edition.id,
        sha256=known.releases.content_hash(edition.id),
        qualification=qualification,
        confirmed=tuple(edition.unconfirmed()),
        until=order.until,
        demo=order.demo,
    )
    return [Entry(subject=ids.register_entry("editions", edition.id), fact=fact)]


def withdraw(known: Known, order: Withdrawing) -> Sequence[Entry]:
    """Write that nobody stands for the edition any more. Refused: role_missing, not_released."""
    check_may(known, "release")
    standing = known.releases.of(order.edition)
    if standing is None:
        raise Refused("not_released", edition=order.edition)
    if order.reason not in REASONS:
        raise Refused("reason_missing")
    fact = f.ReleaseWithdrawn(edition=order.edition, sha256=standing.sha256, reason=order.reason)
    return [Entry(subject=ids.register_entry("editions", order.edition), fact=fact)]


def standing(known: Known, editions: Iterable[str], on: str) -> Standing:
    """Return what a paper under these editions is on an ISO date: final, demo, or a draft."""
    found: Standing = "final"
    for id_ in editions:
        edition, stands = known.releases.edition(id_), known.releases.of(id_)
        if edition is None or stands is None:
            return "draft"
        if not edition.valid_from <= on <= lasts_until(known.releases, edition, stands):
            return "draft"
        # The register's own word counts: what is unconfirmed today is a question, not a rule.
        if set(edition.unconfirmed()) - set(stands.confirmed):
            return "draft"
        found = "demo" if stands.demo else found
    return found


def lasts_until(releases: KnownReleases, edition: Edition, stands: Release) -> str:
    """Return the last ISO date on which a release counts: of the edition, of the release, and of
    the qualification of who stands for it, as it is now; "" when that was taken away.
    """
    qualified = releases.qualified_until(stands.person, stands.qualification)
    return min(edition.valid_to, stands.until, qualified)


def _edition(known: Known, id_: str) -> Edition:
    found = known.releases.edition(id_)
    if found is None:
        raise Refused("unknown_edition", edition=id_)
    return found
