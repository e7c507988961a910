"""Acts that touch more than the ledger."""
