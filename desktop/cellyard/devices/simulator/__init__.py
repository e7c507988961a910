"""Plays instruments for training, the demonstration and tests, over real serial lines."""

from cellyard.devices.simulator.scale import Scale, Style
from cellyard.devices.simulator.scanner import Scanner
from cellyard.devices.simulator.serving import Over, Served, Simulation

__all__ = ["Over", "Scale", "Scanner", "Served", "Simulation", "Style"]
