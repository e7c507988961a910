"""Hands: transports, framers, profiles and the lines that read instruments."""
