"""Plays instruments for training, the demonstration and tests, over real serial lines."""

from cellyard.devices.simulator.at45xx import Thermometer
from cellyard.devices.simulator.battery import Battery
from cellyard.devices.simulator.chemistry import Chemistry
from cellyard.devices.simulator.it8500 import Load, Model
from cellyard.devices.simulator.scale import Scale, Style
from cellyard.devices.simulator.scanner import Scanner
from cellyard.devices.simulator.serving import Over, Served, Simulation
from cellyard.devices.simulator.source import Clock, Source

__all__ = [
    "Battery",
    "Chemistry",
    "Clock",
    "Load",
    "Model",
    "Over",
    "Scale",
    "Scanner",
    "Served",
    "Simulation",
    "Source",
    "Style",
    "Thermometer",
]
