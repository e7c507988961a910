"""The instruments of one channel of a test bench, all on one battery, each on its own line."""

from typing import Literal

from cellyard.devices.simulator.at45xx import Thermometer
from cellyard.devices.simulator.daly import BoardDaly
from cellyard.devices.simulator.gpt9000 import Insulation9000
from cellyard.devices.simulator.hioki_3174 import Insulation3174
from cellyard.devices.simulator.hioki_bt356x import Meter
from cellyard.devices.simulator.instrument import Instrument
from cellyard.devices.simulator.it8500 import Load, Model
from cellyard.devices.simulator.jbd import BoardJbd
from cellyard.devices.simulator.serving import Over, Served, Simulation
from cellyard.devices.simulator.source import Source

BOARDS = {"jbd": BoardJbd, "daly": BoardDaly}
INSULATION = {"gpt-9000": Insulation9000, "3174": Insulation3174}


class SimulatedBench:
    """One channel: load, thermometer, resistance meter, insulation tester and, if any, the board.

    Each is `Served`: its instrument has the faults, `unplug` and `garbage` are the line's. `urls`
    has their lines by `load`, `thermometer`, `meter`, `insulation`, `board`.
    """

    def __init__(
        self,
        simulation: Simulation,
        battery: Source,
        name: str = "channel-1",
        *,
        load: Model = "8514",
        insulation: Literal["gpt-9000", "3174"] = "gpt-9000",
        board: Literal["jbd", "daly"] | None = None,
        over: Over = "pty",
    ) -> None:
        self.load: Served[Load] = simulation.serve(f"{name}-load", Load(battery, load), over)
        self.thermometer: Served[Thermometer] = simulation.serve(
            f"{name}-thermometer", Thermometer(battery), over
        )
        self.meter: Served[Meter] = simulation.serve(
            f"{name}-meter", Meter(battery, "BT3563A"), over
        )
        self.insulation: Served[Insulation9000 | Insulation3174] = simulation.serve(
            f"{name}-insulation", INSULATION[insulation](battery), over
        )
        self.board: Served[BoardJbd | BoardDaly] | None = (
            simulation.serve(f"{name}-board", BOARDS[board](battery), over) if board else None
        )

    @property
    def battery(self) -> Source:
        """The battery on the channel."""
        return self.load.instrument.battery

    @property
    def served(self) -> dict[str, Served[Instrument]]:
        """Everything on the channel by what it is."""
        known: dict[str, Served[Instrument] | None] = {
            "load": self.load,
            "thermometer": self.thermometer,
            "meter": self.meter,
            "insulation": self.insulation,
            "board": self.board,
        }
        return {name: one for name, one in known.items() if one is not None}

    @property
    def urls(self) -> dict[str, str]:
        """The lines that everything on the channel is opened by."""
        return {name: one.url for name, one in self.served.items()}

    def put(self, battery: Source) -> None:
        """Take the battery off the channel and put this one there; the load is off then."""
        for one in self.served.values():
            one.instrument.wire(battery)
