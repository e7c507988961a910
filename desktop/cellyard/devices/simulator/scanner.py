"""A barcode scanner that sends what it is given to see."""

from collections import deque


class Scanner:
    """One scanner, set to send AIM identifiers and to end with CR LF."""

    def __init__(self, end: bytes = b"\r\n") -> None:
        self._end = end
        self._seen: deque[bytes] = deque()

    def scan(self, code: str, aim: str = "]Q1") -> None:
        """Read this symbol. `aim` "" stands for a scanner that sends no identifier."""
        self._seen.append((aim + code).encode("utf-8") + self._end)

    def answer(self, data: bytes) -> bytes:  # noqa: ARG002 - a scanner listens to nothing
        """Return what it says to these bytes: nothing."""
        return b""

    def says(self, now: float) -> bytes:  # noqa: ARG002 - a scanner has no clock
        """Return what was scanned since the last time."""
        return b"".join(self._seen.popleft() for _ in range(len(self._seen)))
