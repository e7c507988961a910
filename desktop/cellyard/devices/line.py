"""Runs one instrument: a thread that opens its port, reads it, and opens it again when lost."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from cellyard.devices.exchange import Attendant
from cellyard.devices.profile import Profile
from cellyard.devices.session import Session
from cellyard.devices.transport import Transport
from cellyard.devices.wirelog import WireLog
from cellyard.domain.readings import ChannelState, Health, Link, Sample
from cellyard.domain.refusals import Trouble

BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 10.0)
# Windows needs a second between closing and opening a port (pyserial, issue 458).
REOPEN_S = 1.0 if os.name == "nt" else 0.0
# A device that comes back is opened at once instead of at the end of a long back-off.
LOOK_S = 0.25

T = TypeVar("T")


OnSample = Callable[[Sample], None]
OnHealth = Callable[[Health], None]


class Line:
    """One instrument on one port, read by its own thread from `start` to `stop`.

    Weights come in kg. `on_sample` hears every sample, `on_health` every change of state, both
    in the line's thread: they must be quick, and hand on. `find` tells before each opening which
    port it is now (an adapter is known by more than its port's name).
    """

    def __init__(
        self,
        name: str,
        profile: Profile,
        url: str,
        link: Link | None = None,
        *,
        on_sample: OnSample | None = None,
        on_health: OnHealth | None = None,
        attendant: Attendant | None = None,
        wire: WireLog | None = None,
        find: Callable[[], str] | None = None,
    ) -> None:
        self.name = name
        self.profile = profile
        self.url = url
        self._link = link or profile.link.usual
        self._on_sample = on_sample
        self._on_health = on_health
        self._attendant = attendant
        self._wire = wire
        self._find = find
        self._last: Sample | None = None
        self._health = Health(name=name, state="absent")
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._port: Transport | None = None
        self._tries = 0
        self._dropped = 0

    @property
    def attendant(self) -> Attendant | None:
        """Who acts on the instrument in the line's thread."""
        return self._attendant

    @property
    def health(self) -> Health:
        """How the line is now."""
        return self._health

    @property
    def last(self) -> Sample | None:
        """The newest sample, however old; its `t` tells."""
        return self._last

    def start(self) -> None:
        """Start the thread. A line that runs goes on."""
        if self._thread is None:
            self._stopping.clear()
            self._tries = 0
            self._thread = threading.Thread(
                target=self._live, name=f"line {self.name}", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Stop, close the port and wait until that is done. Not from the line's own listeners."""
        if self._thread is None:
            return
        self._stopping.set()
        port = self._port
        if port is not None:
            port.cancel()
        self._thread.join()
        self._thread = None

    def _live(self) -> None:
        while not self._stopping.is_set():
            try:
                self._one_opening()
            except Trouble as trouble:
                self._lose(Trouble(trouble.code, **{"port": self.url, **trouble.shown}))
            except Exception as fault:  # noqa: BLE001 - the mouth of the thread
                _report(fault)
                self._lose(Trouble("line_failed", fault=type(fault).__name__))
        self._turn("absent")

    def _one_opening(self) -> None:
        """Run from opening the port until it is lost (Trouble) or the line is stopped."""
        self._turn("opening")
        if self._find is not None:
            self.url = self._find()
        with Transport(self.url, self._link) as port:
            self._port = port
            try:
                self._stopping.wait(self.profile.link.settle_ms / 1000)
                self._read(Session(self.name, port, self.profile, self._wire))
            finally:
                self._port = None

    def _read(self, session: Session) -> None:
        try:
            self._attend(session)
        finally:
            if self._attendant is not None:
                self._attendant.leaves(session)

    def _attend(self, session: Session) -> None:
        before = self._dropped
        self._notice(session)
        if self._attendant is not None:
            self._attendant.opened()
        while not self._stopping.is_set():
            for sample in session.round():
                self._deliver(sample)
            if self._attendant is not None:
                self._attendant.turn(session, session.identity)
            self._dropped = before + session.dropped
            self._notice(session)

    def _deliver(self, sample: Sample) -> None:
        self._last = sample
        if self._attendant is not None:
            self._attendant.hears(sample)
        _tell(self._on_sample, sample)

    def _notice(self, session: Session) -> None:
        state = session.state
        trouble = None
        if state == "silent" or (state == "running" and not self.profile.link.expect_s):
            code = "not_understood" if session.garbled else "silent" if state == "silent" else None
            trouble = Trouble(code, profile=self.profile.about.name) if code else None
        if state == "running":
            self._tries = 0
        self._turn(state, trouble, session.identity)

    def _lose(self, trouble: Trouble) -> None:
        """Show that the port is gone or never opened, and wait before the next try."""
        if self._health.state != "opening":
            self._turn("lost", trouble)
            if self._attendant is not None:
                self._attendant.lost()
        missing = trouble.code == "port_absent"
        self._turn("absent" if missing else "backing_off", trouble)
        ends = time.monotonic() + max(REOPEN_S, BACK_OFF_S[min(self._tries, len(BACK_OFF_S) - 1)])
        self._tries += 1
        gone = not Path(self.url).exists()
        while (left := ends - time.monotonic()) > 0 and not self._stopping.wait(min(left, LOOK_S)):
            if gone and Path(self.url).exists():
                break

    def _turn(
        self, state: ChannelState, trouble: Trouble | None = None, identity: str = ""
    ) -> None:
        """Take a state and tell it, when it is another one than before."""
        if trouble is not None:
            trouble.shown.setdefault("name", self.name)
        before = self._health
        self._health = msgspec.structs.replace(
            before,
            state=state,
            trouble=trouble,
            identity=identity or before.identity,
            dropped=self._dropped,
        )
        now = self._health
        codes = [h.trouble.code if h.trouble else None for h in (before, now)]
        same = (before.state, before.identity) == (now.state, now.identity)
        if not same or codes[0] != codes[1]:
            _tell(self._on_health, now)


def _tell(listener: Callable[[T], None] | None, news: T) -> None:
    """Call a listener. Its fault is reported, and is none of the instrument's."""
    if listener is None:
        return
    try:
        listener(news)
    except Exception as fault:  # noqa: BLE001 - the mouth of the thread, towards its listeners
        _report(fault)


def _report(fault: Exception) -> None:
    """Hand a fault of our own to the hook that writes reports."""
    args = (type(fault), fault, fault.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(args))
