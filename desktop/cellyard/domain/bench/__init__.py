"""The bench: tests of a battery, discharge to safe, and what a channel may do."""
