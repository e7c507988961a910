"""Sync: one round between a store and a hub, over whatever carries it; nothing here is a mode."""
