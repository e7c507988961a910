"""Shipped files: rules, profiles, models, words, style; `cellyard.files` is their one door."""
