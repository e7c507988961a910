"""A scale that behaves: it swings, settles, faults, and speaks MT-SICS or ST,GS."""

from collections import deque
from decimal import Decimal
from typing import Literal

from cellyard.devices.framing import LineFramer

Style = Literal["mt-sics", "st-gs", "ww"]

# How far the pointer has come at each reading after a load is put on: past it, and back.
SWING = tuple(Decimal(part) for part in ("0.35", "0.80", "1.06", "0.98"))
STREAM_S = 0.1
SERIAL = "B834112907"


class Scale:
    """One scale. `style` is what it speaks: `mt-sics` when asked, `st-gs` and `ww` by itself.

    `put` loads it; the next four readings are unstable, then it stands. Weights in kg, with the
    digits given. Above `capacity` it shows overload.
    """

    def __init__(self, style: Style = "mt-sics", capacity: Decimal = Decimal(3000)) -> None:
        self.style = style
        self._capacity = capacity
        self._load = Decimal("0.0")
        self._tare = Decimal(0)
        self._ahead: deque[Decimal] = deque()
        self._fault = ""
        self._silent = False
        self._streaming = style != "mt-sics"
        self._next = 0.0
        self._framer = LineFramer()

    def put(self, kg: Decimal) -> None:
        """Put this load on, instead of the one before; negative: lift the empty platform."""
        digits = Decimal(1).scaleb(int(kg.as_tuple().exponent))
        way = kg - self._load
        self._ahead = deque((self._load + way * part).quantize(digits) for part in SWING)
        self._load = kg

    def fault(self, text: str = "") -> None:
        """Show this text (`Error 10b`) in place of a weight; without text, be well again."""
        self._fault = text

    def silence(self, *, silent: bool = True) -> None:
        """Say nothing and answer nothing, as with a dead power supply."""
        self._silent = silent

    def answer(self, data: bytes) -> bytes:
        """Return what it says to these bytes."""
        commands = self._framer.feed(data)
        if self._silent:
            return b""
        if self.style != "mt-sics":
            return b"".join(self._line() for command in commands if command == b"Q")
        return b"".join(self._sics(command.decode("latin-1")) for command in commands)

    def says(self, now: float) -> bytes:
        """Return what it says by itself at this time (monotonic seconds)."""
        if self._silent or not self._streaming or now < self._next:
            return b""
        self._next = now + STREAM_S
        return self._line()

    def _weighed(self) -> tuple[Decimal, bool]:
        """Return the net weight of the next reading, and whether it stands."""
        ahead = self._ahead
        return (ahead.popleft() - self._tare, False) if ahead else (self._load - self._tare, True)

    def _line(self) -> bytes:
        net, steady = self._weighed()
        if self._fault:
            text = f"S S {self._fault}" if self.style == "mt-sics" else self._fault
        elif self._load > self._capacity:
            text = "S +" if self.style == "mt-sics" else "OL,GS,+9999999kg"
        elif self.style == "mt-sics":
            text = f"S {'S' if steady else 'D'} {net:>10f} kg"
        elif self.style == "ww":
            text = f"ww{net:07f}kg"
        else:
            what = "NT" if self._tare else "GS"
            text = f"{'ST' if steady else 'US'},{what},{'-' if net < 0 else '+'}{abs(net):>7f}kg"
        return text.encode("ascii") + b"\r\n"

    def _sics(self, command: str) -> bytes:
        self._streaming = command == "SIR"
        match command:
            case "SI" | "SIR":
                return self._line()
            case "S":
                self._ahead.clear()
                return self._line()
            case "Z" | "ZI" | "T" | "TI" | "TAC":
                return self._set(command)
            case "@" | "I4":
                return f'I4 A "{SERIAL}"\r\n'.encode("ascii")
            case "I1":
                return b'I1 A "01" "2.30" "2.22" "" ""\r\n'
            case "I2":
                return b'I2 A "Simulated scale 3000.0 kg"\r\n'
            case "I3":
                return b'I3 A "1.00"\r\n'
            case _:
                return b"ES\r\n"

    def _set(self, command: str) -> bytes:
        if command[0] == "Z":
            self._load = Decimal("0.0")
        self._ahead.clear()
        self._tare = Decimal(0) if command in {"Z", "ZI", "TAC"} else self._load
        status = {"Z": "A", "ZI": "S", "TAC": "A"}.get(command) or f"S {self._tare:>10f} kg"
        return f"{command} {status}\r\n".encode("ascii")
