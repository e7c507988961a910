"""The load of a channel in its line's thread: prepared, switched on, switched off and seen off."""

from collections.abc import Callable

from cellyard.devices.bench import load
from cellyard.devices.bench.load import Said
from cellyard.devices.bench.switching_off import SwitchingOff
from cellyard.devices.exchange import Exchange
from cellyard.devices.rows import Rating
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.programme import Step

Rated = Callable[[str], Rating | None]


class LoadSwitch:
    """What a load was told, and whether it draws.

    `on`: it draws, or may: once told to switch off it counts as on until it says that it is off.
    `told_on`: it was told to draw in the step that goes on. `broken`: its line broke since it was
    set; only a person lets it go on.
    """

    def __init__(self, rated: Rated) -> None:
        self.on = self.told_on = self.broken = False
        self._rated = rated
        self._off = SwitchingOff(load.off())
        self._draws_on = False

    @property
    def seen_off(self) -> bool:
        """Whether it was told to switch off, and says since then that it is."""
        return self._off.told and not self.on

    def heard(self, said: Said, t: float) -> None:
        """Take what it says of itself at `t` (monotonic s)."""
        if self._off.answered(t):
            self.on = self._draws_on = said.on

    def prepare(self, line: Exchange, identity: str, plan: Plan) -> None:
        """Check its rating, and have its own limits set and read back equal, switched off.

        Raises as `load.check_rating` and `load.prepare`.
        """
        model = identity.partition(" ")[0]
        load.check_rating(self._rated(model), model, plan)
        load.prepare(line, plan.device)

    def renew(self, line: Exchange, plan: Plan) -> None:
        """Switch off and set its limits anew: its timer begins again. Raises as `load.prepare`."""
        load.switch_off(line)
        load.prepare(line, plan.device)

    def set(self, line: Exchange, step: Step) -> None:
        """Set what a step draws, and forget what the load was told before. As `load.put`."""
        self.told_on = False
        self.forget()
        if step.kind == "load":
            load.put(line, "current", step.ampere)
        self.broken = False

    def switch_on(self, line: Exchange) -> None:
        """Have it draw. Raises as `load.switch_on`."""
        self.told_on = True
        load.switch_on(line)

    def switch_off(self, line: Exchange) -> None:
        """Tell it to switch off, and wait for nothing."""
        self.on, self._draws_on = True, False
        self._off.tell(line)

    def insist(self, line: Exchange) -> bool:
        """Tell it again when it is time to; True when it draws on however often it was told."""
        return self._off.insist(line) and self._draws_on

    def forget(self) -> None:
        """Nothing is awaited of it any more."""
        self._off = SwitchingOff(load.off())
