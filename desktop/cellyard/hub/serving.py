"""Serving: one process that listens, answers, and on SIGTERM ends what it has begun."""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import uvicorn

from cellyard.domain import fingerprint
from cellyard.hub import opening
from cellyard.hub.app import App
from cellyard.hub.growth import Growth
from cellyard.hub.journal import Journal, Server
from cellyard.hub.opening import Home

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
# What is under way when a stop is asked for has so long to end, in s.
LONGEST_STOP = 30
# Requests at a time, those that wait for something new among them; more are told to come again.
MOST_AT_ONCE = 1000


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """What is served where. `certificate` and `key` are PEM files for TLS."""

    home: Home
    host: str = "127.0.0.1"
    port: int = 8470
    certificate: Path | None = None
    key: Path | None = None


def serve(serving: Serving, listening: socket.socket, journal: Journal) -> None:
    """Serve until SIGTERM or SIGINT; what is under way then is ended first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # until the web server listens, and again behind its end
    logging.getLogger("uvicorn").addHandler(Server(journal))
    hub = opening.opened(serving.home)
    try:
        app = App(hub, journal, web.pages(hub, projector, hub.secret))
        config = uvicorn.Config(
            told(app.made(), journal),
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
        name = fingerprint.fingerprint(hub.key.public_key)
        server = _Server(config, app.growth, journal, name)
        with suppress(SystemExit):  # the signal is raised again behind the end of the server
            asyncio.run(server.serve(sockets=[listening]))
        journal.line("stopped")
    finally:
        hub.store.close()


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address, so that it is taken before anything is made."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(2048)
    listening.set_inheritable(True)
    return listening


class _Server(uvicorn.Server):
    """Says when it listens; lets whoever waits for something new go when it is to stop."""

    def __init__(self, config: uvicorn.Config, growth: Growth, journal: Journal, name: str) -> None:
        super().__init__(config)
        self._growth, self._journal, self._name = growth, journal, name

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if not self.should_exit:
            at = ["{}:{}".format(*s.getsockname()[:2]) for s in sockets or []]
            self._journal.line("listening", at=at, process=os.getpid(), fingerprint=self._name)
            _notify("READY=1")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        _notify("STOPPING=1")
        self._loop.call_soon_threadsafe(self._growth.stop)


def told(app: Callable[..., Awaitable[None]], journal: Journal) -> Callable[..., Awaitable[None]]:
    """Return an application that writes down each request once it is answered."""

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        began, status, given = time.monotonic(), 0, 0

        async def sent(message: Scope) -> None:
            nonlocal status, given
            status = message.get("status", status)
            given += len(message.get("body", b""))
            await send(message)

        try:
            await app(scope, receive, sent)
        finally:
            if scope["type"] == "http":
                journal.line(
                    "request",
                    method=scope["method"],
                    route=scope.get("path_template", ""),
                    status=status,
                    ms=round((time.monotonic() - began) * 1000, 1),
                    bytes=given,
                    station=_station(scope),
                )

    return telling


def _station(scope: Scope) -> str:
    """Return the name that is claimed, as it was sent; a station is no person."""
    claimed = next((v for k, v in scope["headers"] if k == b"cellyard-station"), b"")
    return claimed[:200].decode("latin-1")


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _notify(state: str) -> None:
    """Tell systemd, where it has asked to be told (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or sys.platform == "win32":
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told_:
        told_.connect("\0" + address[1:] if address.startswith("@") else address)
        told_.sendall(state.encode())
