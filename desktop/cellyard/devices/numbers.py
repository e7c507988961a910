"""Numbers as instruments write them: ASCII digits with a point, in every country."""

import re
from decimal import Decimal

# At most 15 digits before and after the point: no instrument has more, and Decimal (28 digits)
# then keeps every one of them through a change of unit.
PATTERN = r"[+-]? *(?:[0-9]{1,15}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})(?:[eE][+-]?[0-9]{1,2})?"
_NUMBER = re.compile(PATTERN.encode("ascii"))


def number(text: bytes) -> Decimal | None:
    """Return the number, all its digits kept, or None when it is not one.

    Spaces may stand between the sign and the digits (`+  123.4`). No locale is asked.
    """
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(b" ", b"").decode("ascii"))
