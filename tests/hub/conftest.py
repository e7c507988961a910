"""What every test of the hub may ask for."""

from networked import browser, own_yard, yard
from postgres import postgres

__all__ = ["browser", "own_yard", "postgres", "yard"]
