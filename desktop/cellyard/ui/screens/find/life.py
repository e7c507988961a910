"""The line of life of one battery: who held it, step by step; holes where nobody can account."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cellyard.domain import facts as f
from cellyard.ui.screens.find import at_bench
from cellyard.ui.screens.find.story import Story, Told
from cellyard.ui.widgets.life_line import LifeNode
from cellyard.words import N_, _, clock, ngettext, quantity, times
from cellyard.words.intake import VERDICTS
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import OUTCOMES

# The last one stands only where the battery has left the gate.
_LANES = (N_("Outlet"), N_("Receiving"), N_("Bench"), N_("Stock"), N_("Sent out"))
_OUTLET, _RECEIVING, _BENCH, _STOCK, _SENT = range(5)
# So many moves are drawn one by one; of more, the first and the newest.
_MOVES = 4
# What the bench did lately is drawn one by one, what it did before is counted.
_AT_BENCH = 5
# A node and when it happened (ms).
_Timed: TypeAlias = tuple[int, LifeNode]


def lanes(story: Story) -> tuple[str, ...]:
    """Return who has held it, from the top of the drawing down, in the language spoken now."""
    return tuple(map(_, _LANES if story.battery.left else _LANES[:_SENT]))


def life(story: Story, now: int) -> list[LifeNode]:
    """Return the nodes of a life, first fact first; `now` in ms."""
    days = _Days(now)
    nodes: list[LifeNode] = []
    if story.outlet:
        nodes.append(LifeNode(_OUTLET, story.outlet))
    nodes += _received(story, days)
    stored, unknown_since = _stored(story.line)
    later = sorted(
        [*_thinned(stored), *_at_bench(story), *_sent(story)], key=lambda timed: timed[0]
    )
    for at, node in later:
        nodes.append(dataclasses.replace(node, day=days(at) if at else ""))
    return nodes if story.battery.gone else [*nodes, *_now(story, nodes, unknown_since, now)]


def _now(
    story: Story, nodes: Sequence[LifeNode], unknown_since: int, now: int
) -> Iterator[LifeNode]:
    """Give the end of the line; what is on no load any more lies where it was put last."""
    if not nodes:
        return
    lane, slot = nodes[-1].lane, story.battery.slot
    if lane == _BENCH and story.battery.bench.run is None and slot:
        lane = _STOCK
        yield LifeNode(lane, slot)
    yield LifeNode(lane, day=_("now"), hole=_hole(unknown_since, now), now=True)


def _at_bench(story: Story) -> list[_Timed]:
    """Return a node for each thing that the bench did lately, and one for all before it."""
    done = [(at, LifeNode(_BENCH, words)) for at, words in at_bench.happened(story)]
    before = len(done) - _AT_BENCH
    if before < 2:  # one alone is drawn as it is
        return done
    words = ngettext("{count} earlier", "{count} earlier", before).format(count=before)
    return [(done[before - 1][0], LifeNode(_BENCH, words)), *done[before:]]


class _Days:
    """Names the day of the first fact of each day, and the hour of the others."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._named = ""

    def __call__(self, at: int) -> str:
        day = times.short_day(at, self._now)
        if day == self._named:
            return clock(times.local(at))
        self._named = day
        return day


def _received(story: Story, days: _Days) -> Iterator[LifeNode]:
    for told in story.line:
        at = told.recorded.envelope.at
        match told.recorded.fact:
            case f.Received() as fact:
                words = _("Ticket {ticket}").format(ticket=fact.ticket)
                if not told.standing:
                    words = _("{words}, withdrawn").format(words=words)
                yield LifeNode(_RECEIVING, words, days(at))
            case f.Triaged() as fact if told.standing:
                kg = story.battery.kg
                words = [quantity(kg, "kg")] if kg is not None else list[str]()
                yield LifeNode(_RECEIVING, listed([*words, _(VERDICTS[fact.verdict])]), days(at))
            case _:
                pass


def _stored(line: Sequence[Told]) -> tuple[list[_Timed], int]:
    """Return a node for each place with its time (ms), and since when nobody knows the place.

    That is in ms too, and 0 if it is known. A place that was taken back later leaves a hole until
    the next one. Without a next one it lies where it lay before; without any, nobody knows.
    """
    nodes: list[_Timed] = []
    unknown_since = 0
    undone = {ref for told in line for ref in _undone(told)}
    for told in line:
        fact, at = told.recorded.fact, told.recorded.envelope.at
        if not isinstance(fact, f.Placed) or told.ref in undone:
            continue
        if told.standing:
            hole = _hole(unknown_since, at)
            nodes.append((at, LifeNode(_STOCK, fact.slot, hole=hole)))
            unknown_since = 0
        else:
            unknown_since = unknown_since or at
    return nodes, 0 if nodes else unknown_since


def _sent(story: Story) -> Iterator[_Timed]:
    """Give when (ms) it left the gate, and what the consignee said of it."""
    for told in story.line:
        if told.standing:
            match told.recorded.fact:
                case f.Dispatched():
                    yield told.recorded.envelope.at, LifeNode(_SENT, _("Left the gate"))
                case f.ReceiptLine() as fact:
                    yield told.recorded.envelope.at, LifeNode(_SENT, _(OUTCOMES[fact.outcome]))
                case _:
                    pass


def _hole(since: int, until: int) -> str:
    return _("{length} unaccounted").format(length=times.lasted(until - since)) if since else ""


def _undone(told: Told) -> tuple[str, ...]:
    """Return what was undone at once: a slip of the finger is no hole."""
    fact = told.recorded.fact
    return fact.facts if isinstance(fact, f.Corrected) and fact.reason == f.UNDO else ()


def _thinned(moves: list[_Timed]) -> list[_Timed]:
    if len(moves) <= _MOVES:
        return moves
    left_out = moves[1 : 1 - _MOVES]
    words = _("{count} moves").format(count=len(left_out))
    holes = [node.hole for _at, node in left_out if node.hole]
    between = LifeNode(_STOCK, words, hole=holes[-1] if holes else "")
    return [moves[0], (left_out[-1][0], between), *moves[1 - _MOVES :]]
