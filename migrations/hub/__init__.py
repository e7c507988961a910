"""Migrations of a hub's database (PostgreSQL or SQLite)."""
