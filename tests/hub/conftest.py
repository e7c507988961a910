"""What every test of the hub may ask for."""

from networked import browser, yard
from postgres import postgres

__all__ = ["browser", "postgres", "yard"]
