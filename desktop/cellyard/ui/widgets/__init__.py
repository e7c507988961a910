"""What screens are built of, painted after the look."""
