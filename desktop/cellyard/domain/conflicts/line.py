"""The line of one subject as its writers knew it: which fact was written in knowledge of which."""

from collections.abc import Iterable, Sequence

from cellyard.domain.envelope import Recorded


class Line:
    """The facts of a subject in the one order, and what each of them knew.

    A fact knows those that its `after` names, those that they knew, and what its own station wrote
    before it. A fact that is not here yet is known by nobody.
    """

    def __init__(self, line: Sequence[Recorded]) -> None:
        self._at: dict[str, int] = {}
        self._known: list[int] = []  # of each fact a bit for every one that it knew
        newest: dict[tuple[str, str], int] = {}
        for n, r in enumerate(line):
            chain = (r.envelope.station, r.envelope.epoch)
            before = [self._at[ref] for ref in r.envelope.after if ref in self._at]
            known = 0
            for at in (*before, *((newest[chain],) if chain in newest else ())):
                known |= self._known[at] | 1 << at
            self._known.append(known)
            self._at[r.ref] = newest[chain] = n

    @property
    def straight(self) -> bool:
        """True when every fact knew all facts before it: nothing in it can contradict."""
        return all(known == (1 << n) - 1 for n, known in enumerate(self._known))

    def knows(self, later: str, earlier: str) -> bool:
        """Tell whether one fact was written in knowledge of another."""
        return bool(self._known[self._at[later]] >> self._at[earlier] & 1)

    def newest(self, among: Iterable[Recorded]) -> list[Recorded]:
        """Return those that none of the others knew, in the one order: one, unless concurrent."""
        some = list(among)
        known = 0
        for r in some:
            known |= self._known[self._at[r.ref]]
        return [r for r in some if not known >> self._at[r.ref] & 1]
