"""The sync thread: rounds with the central server, beside whatever the station is doing."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs import membership, stopped
from cellyard.jobs.membership import Membership
from cellyard.jobs.station import Identity
from cellyard.jobs.sync_state import SyncState
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.stations import knew_hub
from cellyard.sync.pace import LATEST_S, Pace

# What carries and what is carried is imported by the thread: every other start is quicker without.
if TYPE_CHECKING:
    from cellyard.jobs.rounds import Rounds
    from cellyard.jobs.slices import Write
    from cellyard.sync.client import Client
    from cellyard.sync.round import Outcome

# How often it is asked whether others have written; how long the facts of an act are waited for.
EVERY_S, GATHER_S = 20.0, 0.2
# A request that is cut off ends at once; one that looks up a name is left behind.
ENDS_S = 2.0


class Reach(Protocol):
    """Reaches a hub at its address."""

    def __call__(self, url: str, *, proxy: str, certificate: str | None) -> "Client": ...


def over_http(url: str, *, proxy: str, certificate: str | None) -> "Client":
    """Reach a hub over the network; refused as `sync.ways.pool`.

    Before it is enrolled at (`certificate` None), one that the system does not trust is reached by
    what it shows: a relay's. Who it is, the six words say.
    """
    from cellyard.sync import ways
    from cellyard.sync.client import Client

    if certificate is None:
        certificate = ways.untrusted(url)
    return Client(url, proxy=proxy, certificate=certificate)


class Syncing:
    """Keeps a station in step with its hub while it is enrolled at one; `state` says how it stands.

    `write` hands work to the thread that writes, which ends after `stop`. All of it may be called
    from any thread, and none of it waits for the network. `every` and `proxy` are for the rounds.
    """

    def __init__(
        self,
        folder: Path,
        who: Identity,
        write: "Write",
        *,
        proxy: str = "",
        every: float = EVERY_S,
        reach: Reach = over_http,
    ) -> None:
        self._folder, self._who, self._write = folder, who, write
        self._proxy, self._every, self._reach = proxy, every, reach
        self._awake, self._wanted = threading.Event(), threading.Event()
        self._stopping = threading.Event()
        self._client: Client | None = None
        self._rounds: Rounds | None = None
        self._reached: tuple[Membership, str] | None = None
        self._thread: threading.Thread | None = None
        self.state = SyncState()
        self.begin()

    def begin(self) -> None:
        """Begin once the station is enrolled; a thread that runs turns to what is pinned now."""
        try:
            enrolled = membership.read(self._folder) is not None
        except Refused as no:
            self._say(said=no)
            return
        # One that came out of a backup knows its hub, and is not known by its new key yet.
        lost = not enrolled and not membership.was_left(self._folder) and knew_hub(self._folder)
        self._say(enrolled=enrolled, said=Refused("station_not_enrolled") if lost else None)
        # Before the thread begins: its first round is the one that is wanted.
        self.now()
        if enrolled and self._thread is None:
            # A daemon: it holds nothing that is to be closed, and may hang in a look-up of a name.
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def use(self, *, proxy: str) -> None:
        """Go by this proxy from now on; "" for that of the system."""
        if proxy != self._proxy:
            self._proxy = proxy
            self.now()

    def wake(self) -> None:
        """Facts were written: send them soon, unless something stands in the way."""
        self._awake.set()

    def now(self) -> None:
        """Try at once, whatever stood in the way."""
        self._wanted.set()
        self._awake.set()

    def stop(self) -> None:
        """End; a request under way is cut off, and counts as one that did not get through."""
        self._stopping.set()
        self._awake.set()
        client = self._client
        if client:
            client.cut()
        if self._thread:
            self._thread.join(ENDS_S)

    # --- the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        pace = Pace()
        try:
            while not self._stopping.is_set():
                self._wanted.clear()
                wait = self._round(pace)
                self._rest(time.monotonic() + wait)
        except BaseException:
            # The mouth of the thread: the lamp tells what the report tells, too.
            self._say(under_way=False, said=Refused("sync_broke_off"))
            raise
        finally:
            self._close()

    def _rest(self, until: float) -> None:
        """Wait; only until something is to be sent, when nothing stands in the way."""
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            if not self._awake.wait(left):
                return
            self._awake.clear()
            if self._wanted.is_set():
                return
            if self._count() and self.state.said is None:
                self._stopping.wait(GATHER_S)
                return

    def _round(self, pace: Pace) -> float:
        """Do a round; returns how long (s) to wait for the next."""
        self._say(under_way=True)
        try:
            outcome = self._opened().one(pace)
            self._tell(outcome)
        except Trouble as trouble:
            self._say(under_way=False, said=trouble)
            asked = trouble.shown.get("retry_after")
            wait = pace.wait(asked if isinstance(asked, float) else None)
        except Refused as no:
            self._say(under_way=False, said=no)
            if (code := no.code) in stopped.STOPS:
                self._write(lambda station: station.stop_writing(code))
            wait = LATEST_S
        else:
            pace.rested()
            return GATHER_S if outcome.left else self._every
        self._count()
        return wait

    def _count(self) -> int:
        """Say how many own facts the hub has not confirmed; returns that."""
        try:
            unsent = self._opened().unsent()
        except Refused:
            return 0  # the round has said it
        self._say(unsent=unsent)
        return unsent

    def _opened(self) -> "Rounds":
        """Return the rounds with the hub that is pinned, the same as long as the way there is."""
        from cellyard.jobs.rounds import Rounds

        pinned = membership.read(self._folder)
        if pinned is None:
            raise Refused("station_not_enrolled")
        wanted = (pinned, self._proxy)
        if self._rounds is None or wanted != self._reached:
            self._close()
            client = self._reach(pinned.url, proxy=self._proxy, certificate=pinned.certificate)
            self._client, self._reached = client, wanted
            self._rounds = Rounds(self._folder, self._who, pinned, client, self._write)
        if self._stopping.is_set() and self._client:
            self._client.cut()
        return self._rounds

    def _close(self) -> None:
        if self._rounds:
            self._rounds.close()
        if self._client:
            self._client.close()
        self._rounds = self._client = None

    def _tell(self, outcome: "Outcome") -> None:
        self._say(
            under_way=False,
            unsent=outcome.unsent,
            handed_over=outcome.acked - outcome.recorded,
            said=None,
            last_at=wall_clock(),
            skew=outcome.skew,
        )

    def _say(self, **changed: object) -> None:
        self.state = msgspec.structs.replace(self.state, **changed)
