"""The channels of this station as they stand now, and which of them is in front."""

from cellyard.jobs.benches import Benches
from cellyard.ui.screens.bench import said
from cellyard.ui.stand import Stand, stands


class Channels:
    """`look` takes them anew. `chosen` is the key of the one in front, "" where there is none."""

    def __init__(self, benches: Benches) -> None:
        self._benches = benches
        self.all: list[Stand] = []
        self.chosen = ""

    def look(self) -> None:
        """See how every channel stands now; one that is gone is in front no more."""
        self.all = stands(self._benches)
        if self.front is None and self.all:
            self.chosen = self.all[0].key

    @property
    def front(self) -> Stand | None:
        return next((s for s in self.all if s.key == self.chosen), None)

    @property
    def urgent(self) -> str:
        """The key of the first channel that somebody has to look at, or ""."""
        return next((s.key for s in self.all if s.urgent or s.looks), "")

    @property
    def batteries(self) -> frozenset[str]:
        """The batteries on the channels."""
        return frozenset(s.battery for s in self.all if s.battery)

    def working_on(self, battery: str) -> Stand | None:
        """Return the channel on which something is done with a battery, or was and is not over."""
        on = next((s for s in self.all if s.battery == battery), None)
        return on if on is not None and not on.free and not on.over else None

    def room(self, *, seen: bool = True) -> Stand | None:
        """Return where a battery may be joined: in front where it is free or over, else elsewhere.

        `seen`: what has ended in front was in front already; else it is taken last.
        """
        front = self.front
        free = next((s for s in self.all if s.free), None)
        if front is not None and (front.free or (front.over and (seen or free is None))):
            return front
        return free

    def by_figure(self, figure: int) -> str:
        """Return the channel of that name, else the one at that place in their order, or ""."""
        keys = [s.key for s in self.all]
        if str(figure) in keys:
            return str(figure)
        return keys[figure - 1] if figure <= len(keys) else ""

    def of_instrument(self, key: str) -> str:
        """Return the channel that an instrument works on, or ""."""
        there = self._benches.instruments
        return next((s.key for s in self.all if any(i.key == key for i in there(s.key))), "")

    def port(self, key: str) -> str:
        """Return the name of the port of a channel's load."""
        load = said.present(self._benches.instruments(key), "load")
        return load.port.rpartition("/")[2] if load else key
