"""cellyard runs the floor of an EV-battery recycling centre, with or without a network."""

__version__ = "0.1.0"
