"""What a power cut leaves of a file: of the sectors that were being written, some."""

import random

SECTOR = 512


def torn(before: bytes, after: bytes, landed: random.Random) -> bytes:
    """Return `before` with each changed sector of `after` there or not, and its end cut or not."""
    share = landed.choice([0, 0.5, 0.9, 1])
    size = len(before) + int(landed.choice([share, 1]) * (len(after) - len(before)))
    image = bytearray(before.ljust(size, b"\0"))
    for at in range(0, size, SECTOR):
        if landed.random() < share or share == 1:
            image[at : at + SECTOR] = after[at : min(at + SECTOR, size)]
    return bytes(image)
