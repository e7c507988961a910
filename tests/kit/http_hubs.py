"""A hub over real HTTP on loopback, in threads of this process; and servers that do harm."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from cellyard.sync.wire import Carry, Request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are written apart
    server: "_Server"

    def do_GET(self) -> None:
        self._answer()

    do_PUT = do_POST = do_GET  # noqa: N815 - as http.server calls them

    def _answer(self) -> None:
        given = self.headers
        reply = self.server.carry(
            Request(
                method=self.command,
                path=self.path,
                body=self.rfile.read(int(given.get("Content-Length", 0))),
                media=given.get("Content-Type", ""),
                station=unquote(given.get("Cellyard-Station", "")),
                epoch=given.get("Cellyard-Epoch", ""),
                nonce=given.get("Cellyard-Nonce", ""),
                signature=given.get("Cellyard-Signature", ""),
            )
        )
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cellyard-Signature", reply.signature)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: what is asked is what the tests look at."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, carry: Carry) -> None:
        self.carry = carry
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of lines that were cut: it is what tests do to them."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(carry: Carry) -> Iterator[str]:
    """Serve whatever answers requests; gives its address."""
    server = _Server(carry)
    with running(server.serve_forever, server.shutdown):
        yield f"http://127.0.0.1:{server.server_port}"
    server.server_close()


@contextmanager
def running(run: Callable[[], None], end: Callable[[], None]) -> Iterator[None]:
    """Run something in a thread until the block ends."""
    thread = threading.Thread(target=run, name="served")
    thread.start()
    try:
        yield
    finally:
        end()
        thread.join()
