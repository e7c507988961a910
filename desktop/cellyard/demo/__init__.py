"""The demonstration: a shift played through the real application."""
