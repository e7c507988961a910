"""Watches a line: what its listeners heard, and patience."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Self

import serial
from serial.rfc2217 import PortManager

from cellyard.devices.line import Line
from cellyard.devices.profile import load
from cellyard.devices.simulator import Served
from cellyard.devices.simulator.serving import Simulated
from cellyard.domain.readings import Health, Sample

PATIENCE_S = 20


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition; how long it takes is no part of any claim here."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends, "did not come about in 20 s"
        time.sleep(0.01)


class Watched:
    """A line with everything that its listeners heard."""

    def __init__(self, profile: str, served: Served[Simulated] | str, **options: object) -> None:
        self.samples: list[Sample] = []
        self.healths: list[Health] = []
        self.line = Line(
            "Scale 1",
            load(profile),
            served if isinstance(served, str) else served.url,
            on_sample=self.samples.append,
            on_health=self.healths.append,
            **options,
        )

    def __enter__(self) -> Self:
        self.line.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.line.stop()

    @property
    def states(self) -> list[str]:
        return [health.state for health in self.healths]

    def in_state(self, state: str) -> Callable[[], bool]:
        return lambda: self.line.health.state == state

    def stood_at(self, kg: str) -> Callable[[], bool]:
        def found() -> bool:
            weight = self.line.last and self.line.last.readings.get("weight")
            return bool(weight and weight.steady and str(weight.value) == kg)

        return found

    def flagged(self, flag: str) -> Callable[[], bool]:
        return lambda: bool(self.samples) and flag in self.samples[-1].readings["weight"].flags


@contextlib.contextmanager
def converter(device_url: str) -> Iterator[str]:
    """Serve a port by RFC 2217, as a serial server on the network does; give its URL."""
    with (
        serial.serial_for_url(device_url, timeout=0) as device,
        socket.create_server(("127.0.0.1", 0)) as door,
    ):
        thread = threading.Thread(target=_convert, args=(device, door))
        thread.start()
        try:
            yield f"rfc2217://127.0.0.1:{door.getsockname()[1]}"
        finally:
            thread.join()


def _convert(device: serial.Serial, door: socket.socket) -> None:
    client, _ = door.accept()
    client.settimeout(0.02)
    with client, client.makefile("wb", buffering=0) as out, contextlib.suppress(ConnectionError):
        telnet = PortManager(device, out)
        while True:
            with contextlib.suppress(TimeoutError):
                asked = client.recv(1024)
                if not asked:
                    return
                device.write(b"".join(telnet.filter(asked)))
            client.sendall(b"".join(telnet.escape(device.read(1024))))
