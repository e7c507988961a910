"""A technician at a window with one simulated channel: load, thermometer, meter on one battery."""

from collections.abc import Callable
from typing import Literal

import benching
import msgspec
from floor import Floor, code
from front import Front
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cellyard.devices.simulator import Battery, Clock, SimulatedBench, Simulation
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.tester import Tester
from cellyard.jobs.station import Station
from cellyard.ui.screens.bench import BenchScreen

Opens = Callable[..., "AtBench"]
CELL = "eve-lf280k-cell"
PATIENCE_MS = 20_000
TESTERS = {"gpt-9000": "gwinstek-gpt9000", "3174": "hioki-3174"}


class AtBench:
    """The window in front of a channel "1"; `close` ends the window, then the simulation.

    `tester` joins an insulation tester; `changes` are those of the load in the register.
    """

    def __init__(
        self,
        floor: Floor,
        *,
        pace: int = 1,
        battery: Battery | None = None,
        tester: Literal["", "gpt-9000", "3174"] = "",
        **changes: str,
    ) -> None:
        self.floor, self._pace = floor, pace
        self.battery = battery or Battery("LFP", series=1, capacity_ah=280, clock=Clock(pace))
        self._simulation = Simulation()
        self._simulation.__enter__()
        self.bench = SimulatedBench(self._simulation, self.battery, insulation=tester or "3174")
        made, urls = benching.instrument, self.bench.urls
        load = made(benching.LOAD, "load", "1", "itech-it8500", urls["load"])
        there = [
            msgspec.structs.replace(load, **changes),
            made("warm-1", "thermometer", "1", "applent-at45xx", urls["thermometer"]),
            made("meter-1", "meter", "1", "hioki-bt356x", urls["meter"]),
        ]
        if tester:
            self.battery.insulation_ohm = 125e6
            there.append(made("ir-1", "insulation", "1", TESTERS[tester], urls["insulation"]))
        benching.publish(floor, *there)
        self.technician = benching.technician(floor)
        self.front = Front(floor.station, None, pace=pace)

    def open(self, subject: str = "", px_per_mm: float = 3.95) -> Front:
        """Let the technician sign in and wait until the instruments of the channel speak."""
        self.front.open("bench", self.technician, subject, px_per_mm)
        self.until(lambda: self.channel.voltage is not None, "the load speaks")
        self.until(self._warm, "the thermometer speaks")
        if self.front.window.frame.benches.testers:
            self.until(self.tester_there, "the tester is there")
        return self.front

    def _warm(self) -> bool:
        newest = self.front.window.frame.benches.heard.newest("1", "thermometer")
        return bool(newest and newest[1])

    def tester_there(self) -> bool:
        """Tell whether the line of the insulation tester is open."""
        found = self.front.window.frame.benches.tester("1")
        return found is not None and found.open

    @property
    def channel(self) -> Channel:
        """The channel as the screen shows it."""
        found = self.front.window.frame.benches
        return found.endings.of("1") or found.channel("1") or Channel(key="1")

    @property
    def tester(self) -> Tester:
        """The insulation tester as it stands."""
        found = self.front.window.frame.benches.tester("1")
        assert found is not None
        return found.view

    # --- eyes -------------------------------------------------------------------------------

    @property
    def screen(self) -> BenchScreen:
        """The bench screen, as it shows this moment."""
        found = self.front.screen
        assert isinstance(found, BenchScreen)
        found._tick()
        QApplication.processEvents()
        return found

    @property
    def texts(self) -> str:
        """Everything that is written in the window, with plain spaces."""
        if isinstance(self.front.window.current, BenchScreen):
            self.front.window.current._tick()
        return " | ".join(self.front.texts()).replace("\u00a0", " ")

    @property
    def next(self) -> str:
        """What stands on the primary button, or on the one in its place."""
        button = self.screen._view._buttons.currentWidget()
        return f"{button.accessibleName()}: {button.accessibleDescription()}"

    @property
    def card(self) -> str:
        """What stands on the card of channel 1."""
        made = self.screen._view._cards["1"]
        return f"{made.accessibleName()}: {made.accessibleDescription()}".replace("\u00a0", " ")

    def again(self) -> Front:
        """End the window as a power cut would, and open another on the same folder: the door."""
        self.front.close()
        self.front.window.deleteLater()
        self.floor.station = Station(self.floor.station.folder, clock=self.floor.now)
        self.front = Front(self.floor.station, None, pace=self._pace)
        self.front.window.resize(1366, 768)
        self.front.window.show()
        self.front.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.front.window)
        self.front.rest()
        return self.front

    def begin(self) -> None:
        """Join the cell and let the load draw."""
        self.front.scan(code(900))
        self.front.press(Qt.Key.Key_Return)
        self.until(lambda: self.channel.on, "the load draws")

    def until(self, seen: Callable[[], object], what: str) -> None:
        """Wait for something that the line's thread brings."""
        for _ in range(PATIENCE_MS // 10):
            if seen():
                return
            QTest.qWait(10)
        raise AssertionError(f"never came: {what}; {self.channel}")

    def close(self) -> None:
        self.bench.load.instrument.stuck_on(stuck=False)
        self.front.window.frame.benches.stop("1")
        self.until(lambda: not self.front.window.frame.benches.loads_on(), "the load is off")
        self.front.close()
        self.front.window.deleteLater()
        self._simulation.__exit__(None, None, None)


def with_cell(floor: Floor, serial: int = 900) -> str:
    """Book in a cell and put it away; it waits for the bench."""
    id_ = floor.book_in(code(serial), CELL)
    floor.put(id_)
    return id_
