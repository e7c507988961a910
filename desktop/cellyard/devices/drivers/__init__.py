"""Protocols that no profile alone can describe."""
