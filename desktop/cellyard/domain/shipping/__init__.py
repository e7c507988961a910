"""Shipping: loads, what may travel together and how, and who says so."""
