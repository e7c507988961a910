"""A real relay process on loopback, over TLS by the certificate that it made for itself."""

import contextlib
import time
from pathlib import Path
from typing import Self

from hub_process import PATIENCE_S, HubProcess

from cellyard.domain.refusals import Trouble
from cellyard.jobs import enrolment, membership
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import over_http
from cellyard.sync.client import Client


class RelayProcess(HubProcess):
    """As `HubProcess`, once it is enrolled by `forward_to`."""

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._port}"

    def forward_to(self, url: str, name: str, code: str) -> list[str]:
        """Enrol it at a central server; returns the six words."""
        return self.said("relay", "--of", url, "--name", name, "--code", code)["words"]

    def wait(self) -> Self:
        """Return once it listens: what it is, its health does not say without TLS."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for said in self.events(self._begins):
                if said["event"] == "listening":
                    self._port = int(said["at"][0].rpartition(":")[2])
                    return self
            time.sleep(0.02)
        raise AssertionError(self.log.read_text("utf-8"))

    def join(self, folder: Path, name: str) -> Station:
        """Let a new station join at it, as soon as it knows its centre and its own chain."""
        until = time.monotonic() + PATIENCE_S
        with contextlib.closing(over_http(self.url, proxy="", certificate=None)) as carry:
            while time.monotonic() < until:
                try:
                    code = self.said("enrol-code", "--station", name)["code"]
                    return enrolment.join(folder, carry, self.url, name, code)
                except Trouble:
                    time.sleep(0.1)
        raise AssertionError("the relay does not enrol")

    def way(self, station: Station) -> Client:
        """Return the way of a station to it, by the certificate that it has pinned."""
        pinned = membership.read(station.folder)
        assert pinned is not None
        return over_http(self.url, proxy="", certificate=pinned.certificate)
