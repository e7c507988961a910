"""What every test of the hub may ask for."""

from postgres import postgres

__all__ = ["postgres"]
