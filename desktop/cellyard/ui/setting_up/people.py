"""Badges as they come from a scanner or a keyboard."""

from cellyard.domain.codes import scans


def badge_number(text: str) -> str:
    """Return the number of a badge: our own card `CY:P:…`, or any code that a badge carries."""
    _carrier, body = scans.split_carrier(text)
    if body[:5].upper() == "CY:P:":
        return body[5:].strip()
    return body.strip()
