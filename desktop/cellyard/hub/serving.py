"""Serving: a process that listens and answers, or several; on SIGTERM each ends what it has begun.

Several processes share one socket: whichever is free takes who knocks. One that dies is started
again, all end with the one that started them.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import ssl
import sys
import threading
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

import msgspec
import uvicorn
from anyio import to_thread

from cellyard.domain import fingerprint
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import opening, projector, remembered, tls
from cellyard.hub.app import App
from cellyard.hub.door import Hub
from cellyard.hub.journal import Journal, Server
from cellyard.hub.opening import Home
from cellyard.hub.pages import web
from cellyard.hub.pages.web import Pages
from cellyard.hub.relay import Forwarding
from cellyard.hub.telling import told
from cellyard.sync.client import Client

# What is under way when a stop is asked for has so long to end, in s.
LONGEST_STOP = 30
# Requests at a time, those that wait for something new among them; more are told to come again.
MOST_AT_ONCE = 1000
# How often it is written down how far the logs have come, and a dead process started again, in s.
_EVERY_S = 1.0


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """What is served by how many processes. `certificate` and `key` are PEM files for TLS."""

    home: Home
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None


def check(serving: Serving) -> None:
    """Refuse what cannot be served: Refused("hub_certificate_wrong")."""
    if serving.certificate is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            serving.certificate, serving.key
        )
    except ssl.SSLError as error:
        raise Refused("hub_certificate_wrong", file=serving.certificate.name) from error


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; Refused("hub_address_taken")."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and each reply's body waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two programs take one address
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise Refused("hub_address_taken", address=f"{host}:{port}", why=error.strerror) from error
    return listening


def url(serving: Serving, listening: socket.socket) -> str:
    """Return the address that stations may use on this computer."""
    host, port = listening.getsockname()[:2]
    return (
        f"http{'s' if serving.certificate else ''}://{f'[{host}]' if ':' in host else host}:{port}"
    )


def serve(serving: Serving, listening: socket.socket, journal: Journal) -> int:
    """Serve until SIGTERM or SIGINT; what is under way then is ended first. Returns the exit code.

    The database has been opened before: what is wrong with it was said.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # until the web server listens, and again behind its end
    if serving.workers > 1:
        _supervise(serving, listening, journal)
    else:
        _serve(serving, listening, journal)
    return 0


def _serve(serving: Serving, listening: socket.socket, journal: Journal) -> None:
    logging.getLogger("uvicorn").addHandler(Server(journal))
    hub = opening.opened(serving.home)
    forwarding = _forwarding(serving, hub, journal)
    try:
        with projector.projecting(hub.store, hub.log.hub_key, serving.home.folder) as projected:
            # A relay only carries: its centre is looked at where all of it is.
            shown = web.pages(hub, projected) if hub.upstream is None else None
            server = _Server(serving, hub, journal, shown)
            with suppress(SystemExit):  # the signal is raised again behind the end of the server
                asyncio.run(server.serve(sockets=[listening]))
        with suppress(Trouble, OSError):  # the database is away, or the disk full: it is known less
            remembered.settle(hub, serving.home.folder)
    finally:
        if forwarding:
            forwarding.stop()
        hub.store.close()
    journal.line("stopped", process=os.getpid())


def _forwarding(serving: Serving, hub: Hub, journal: Journal) -> Forwarding | None:
    """Begin to forward, where this is a relay; say it when something stands in the way."""
    if hub.upstream is None:
        return None
    if not serving.certificate or serving.certificate.name != tls.CERTIFICATE:
        hub.certificate = ""  # one that the system trusts is given: nothing is pinned
    last = ""

    def heard(no: Refused | Trouble | None) -> None:
        nonlocal last
        said = no.code if no else "forwarding"
        if said != last:
            last = said
            journal.line("relay", state=said)

    return Forwarding(hub, Client(hub.upstream.url), heard)


class _Server(uvicorn.Server):
    """Says when it listens; lets whoever waits for something new go when it is to stop."""

    def __init__(self, serving: Serving, hub: Hub, journal: Journal, pages: Pages | None) -> None:
        self._app = App(hub, journal, pages)
        self._hub, self._journal, self._folder = hub, journal, serving.home.folder
        config = uvicorn.Config(
            told(self._app.made(), journal),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=LONGEST_STOP,
            ssl_certfile=serving.certificate,
            ssl_keyfile=serving.key,
        )
        super().__init__(config)
        self._minding: asyncio.Task[None] | None = None

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        self._minding = asyncio.create_task(self._mind())
        at = ["{}:{}".format(*s.getsockname()[:2]) for s in sockets or []]
        name = fingerprint.fingerprint(self._hub.key.public_key)
        self._journal.line("listening", at=at, process=os.getpid(), fingerprint=name)
        _notify("READY=1")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._app.growth.stop)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _notify("STOPPING=1")
        if self._minding:
            self._minding.cancel()
        await super().shutdown(sockets)

    async def _mind(self) -> None:
        """Remember how far the logs have come, and see when one is suddenly shorter."""
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                less = await to_thread.run_sync(remembered.settle, self._hub, self._folder)
            except (Trouble, OSError) as error:
                self._journal.line("not_remembered", error=type(error).__name__)
                continue
            for centre in less:
                self._journal.line("begun_anew", centre=centre)


def _supervise(serving: Serving, listening: socket.socket, journal: Journal) -> None:
    alone = msgspec.structs.replace(serving, workers=1)
    running = [_started(alone, listening) for _ in range(serving.workers)]
    _notify("READY=1")
    try:
        while True:
            connection.wait([process.sentinel for process in running], _EVERY_S)
            for at, process in enumerate(running):
                if process.exitcode is not None:
                    journal.line("process_ended", process=process.pid, code=process.exitcode)
                    running[at] = _started(alone, listening)
    except SystemExit:
        _notify("STOPPING=1")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.join(LONGEST_STOP + 5)
            process.kill()
    journal.line("stopped", process=os.getpid())


def _started(serving: Serving, listening: socket.socket) -> SpawnProcess:
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(serving, listening))
    process.start()
    return process


def _work(serving: Serving, listening: socket.socket) -> None:
    """The mouth of one of several processes."""
    os.environ.pop("NOTIFY_SOCKET", None)  # the one that started it speaks for all
    threading.Thread(target=_follow_parent, daemon=True).start()
    journal = Journal(sys.stderr.buffer)
    try:
        serve(serving, listening, journal)
    except (Refused, Trouble) as no:
        journal.line("not_opened", why=no.code)
        sys.exit(1)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _notify(state: str) -> None:
    """Tell systemd, where it has asked to be told (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or sys.platform == "win32":
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaking:
        speaking.connect("\0" + address[1:] if address.startswith("@") else address)
        speaking.sendall(state.encode())
