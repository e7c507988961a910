"""Shipped files: rules, device profiles, models, words, style; `cellyard.files` is their one door."""
