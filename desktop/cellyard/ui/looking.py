"""A channel that somebody has to look at, on its card: what may be on, its numbers, what to do."""

from cellyard.domain.facts import TestKind
from cellyard.domain.refusals import Refused
from cellyard.ui.stand import Stand, Whose
from cellyard.ui.widgets.look_card import LookCard
from cellyard.words import _, number, sentence
from cellyard.words.channels import (
    ONCE_OFF,
    SAID_OFF,
    STAYS_ON,
    TO_SWITCH_OFF,
    megohms,
    volts,
    what,
)


def show_stand(card: LookCard, stand: Stand, battery: str) -> None:
    """Show how a channel stands, with the battery's name or ""."""
    whose: Whose = stand.looks
    off = not stand.urgent
    steps = ONCE_OFF[whose or "load"] if off else TO_SWITCH_OFF
    shape = "quiet_ok" if off else "caution"
    card.show_words(shape, told(stand), doing(stand, battery), [_(words) for words in steps])
    if whose == "tester" and stand.tester is not None:
        tester = stand.tester
        shown = "" if tester.test_voltage is None else number(tester.test_voltage, 0)
        card.show_numbers(shown, megohms(tester.insulation), tester=True)
    else:
        current = stand.channel.current
        shown = "" if current is None else number(current, 2)
        card.show_numbers(volts(stand.channel), shown)


def told(stand: Stand) -> str:
    """Return the one sentence: what may be on, what stays on, or that it has said it is off."""
    if stand.urgent and not stand.stuck:
        return sentence(Refused(f"{stand.urgent}_may_be_on", channel=stand.key))
    words = (STAYS_ON if stand.stuck else SAID_OFF)[stand.looks or "load"]
    return _(words).format(channel=stand.key)


def doing(stand: Stand, battery: str, *, short: bool = False) -> str:
    """Return what is done, or was, with which battery."""
    tested = stand.looks == "tester" or stand.channel.plan is None
    test: TestKind = "insulation"
    if stand.channel.plan is not None and not tested:
        test = stand.channel.plan.test
    return what(test, battery, short=short) if stand.battery else ""
