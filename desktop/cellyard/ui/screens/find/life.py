"""The line of life of one battery: outlet, receiving, stock; holes where nobody can account."""

from collections.abc import Iterator, Sequence

from cellyard.domain import facts as f
from cellyard.ui.screens.find.story import Story, Told
from cellyard.ui.widgets.life_line import LifeNode
from cellyard.words import N_, _, clock, quantity, times
from cellyard.words.intake import VERDICTS
from cellyard.words.numbers import listed

# Road, bench and load join with their screens.
LANES: tuple[str, ...] = (N_("Outlet"), N_("Receiving"), N_("Stock"))
_OUTLET, _RECEIVING, _STOCK = range(3)
# So many moves are drawn one by one; of more, the first and the newest.
_MOVES = 4


def life(story: Story, now: int) -> list[LifeNode]:
    """Return the nodes of a life, first fact first; `now` in ms."""
    days = _Days(now)
    nodes: list[LifeNode] = []
    if story.outlet:
        nodes.append(LifeNode(_OUTLET, story.outlet))
    nodes += _received(story, days)
    stored, unknown_since = _stored(story.line, days)
    nodes += _thinned(stored)
    if nodes and not story.battery.withdrawn:
        hole = _hole(unknown_since, now)
        nodes.append(LifeNode(nodes[-1].lane, day=_("now"), hole=hole, now=True))
    return nodes


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


def _stored(line: Sequence[Told], days: _Days) -> tuple[list[LifeNode], int]:
    """Return a node for each place, and since when (ms) nobody knows the place, 0 if it is known.

    A place that was taken back later leaves a hole until the next one. Without a next one it
    lies where it lay before; without any, nobody knows.
    """
    nodes: list[LifeNode] = []
    unknown_since = 0
    undone = {ref for told in line for ref in _undone(told)}
    for told in line:
        fact, at = told.recorded.fact, told.recorded.envelope.at
        if not isinstance(fact, f.Placed) or told.ref in undone:
            continue
        if told.standing:
            hole = _hole(unknown_since, at)
            nodes.append(LifeNode(_STOCK, fact.slot, days(at), hole=hole))
            unknown_since = 0
        else:
            unknown_since = unknown_since or at
    return nodes, 0 if nodes else unknown_since


def _hole(since: int, until: int) -> str:
    return _("{length} unaccounted").format(length=times.lasted(until - since)) if since else ""


def _undone(told: Told) -> tuple[str, ...]:
    """Return what was undone at once: a slip of the finger is no hole."""
    fact = told.recorded.fact
    return fact.facts if isinstance(fact, f.Corrected) and fact.reason == f.UNDO else ()


def _thinned(moves: list[LifeNode]) -> list[LifeNode]:
    if len(moves) <= _MOVES:
        return moves
    left_out = moves[1 : 1 - _MOVES]
    words = _("{count} moves").format(count=len(left_out))
    holes = [node.hole for node in left_out if node.hole]
    between = LifeNode(_STOCK, words, hole=holes[-1] if holes else "")
    return [moves[0], between, *moves[1 - _MOVES :]]
