"""Memory: the append-only custody ledger and what is folded from it."""
