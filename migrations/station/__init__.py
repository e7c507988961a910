"""Migrations of a station's store (SQLite)."""
