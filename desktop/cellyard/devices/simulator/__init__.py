"""Plays instruments for training, the demonstration and tests, over real serial lines."""

from cellyard.devices.simulator.at45xx import Thermometer
from cellyard.devices.simulator.battery import Battery
from cellyard.devices.simulator.bench import SimulatedBench
from cellyard.devices.simulator.chemistry import Chemistry
from cellyard.devices.simulator.daly import BoardDaly
from cellyard.devices.simulator.gpt9000 import Insulation9000
from cellyard.devices.simulator.hioki_3174 import Insulation3174
from cellyard.devices.simulator.hioki_bt356x import Meter
from cellyard.devices.simulator.instrument import Instrument
from cellyard.devices.simulator.it8500 import Load, Model
from cellyard.devices.simulator.jbd import BoardJbd
from cellyard.devices.simulator.scale import Scale, Style
from cellyard.devices.simulator.scanner import Scanner
from cellyard.devices.simulator.serving import Over, Served, Simulation
from cellyard.devices.simulator.source import Clock, Source
from cellyard.devices.simulator.trace_battery import TraceBattery

__all__ = [
    "Battery",
    "BoardDaly",
    "BoardJbd",
    "Chemistry",
    "Clock",
    "Instrument",
    "Insulation3174",
    "Insulation9000",
    "Load",
    "Meter",
    "Model",
    "Over",
    "Scale",
    "Scanner",
    "Served",
    "SimulatedBench",
    "Simulation",
    "Source",
    "Style",
    "Thermometer",
    "TraceBattery",
]
