"""The bench: what switches a load or a high voltage, and what watches it meanwhile."""
