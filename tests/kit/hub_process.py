"""Real `cellyard-hub serve` processes on loopback: started, asked, stopped and killed."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

from cellyard.hub import keys, operations
from cellyard.hub.door import Hub
from cellyard.hub.store import Store, sqlite_url
from cellyard.ledger.seals import SealingKey
from cellyard.sync.wire import Reply, Request

PROGRAM = Path(sys.executable).with_name("cellyard-hub")
# A process that is slow to start on a busy machine is no failure; one that hangs is.
PATIENCE_S = 60.0


class HubProcess:
    """`folder` holds its log, what it remembers and, without a `database`, its SQLite file; its
    keys, too, unless they are `where`. `words` are further options of `serve`.

    The port is free at the first start and the same at every further one.
    """

    def __init__(
        self, folder: Path, database: str = "", *words: str, where: Path | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._words = folder, words
        self._keys = where or folder
        self._shared = (
            "--data", str(folder), "--seal-key", str(self._keys / keys.SEAL),
            "--box-key", str(self._keys / keys.BOX),
        )  # fmt: skip
        self.log = folder / "hub.log"
        self.environment = {**os.environ, "CELLYARD_HUB_DATABASE": database}
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> Self:
        """Start it and return once it answers that it is well."""
        self.launch()
        return self.wait()

    def launch(self) -> None:
        """Start it without waiting for it."""
        begins = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "serve", *self._shared, "--listen", f"127.0.0.1:{self._port}",
                 *self._words],
                stderr=log, stdout=subprocess.DEVNULL, env=self.environment,
            )  # fmt: skip
        self._begins = begins

    def wait(self) -> Self:
        """Return once it answers that it is well."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            assert self._process
            assert self._process.poll() is None, self.log.read_text("utf-8")
            listening = [e for e in self.events(self._begins) if e["event"] == "listening"]
            if listening:
                self._port = int(listening[-1]["at"][0].rpartition(":")[2])
                if self.health()[0] == 200:
                    return self
            time.sleep(0.02)
        raise AssertionError(self.log.read_text("utf-8"))

    def stop(self) -> int:
        """Let it end what is under way; returns its exit code."""
        assert self._process
        self._process.terminate()
        return self._process.wait(PATIENCE_S)

    def kill(self) -> None:
        """Kill it where it stands."""
        assert self._process
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def close(self) -> None:
        """Let nothing of it stay, whatever its state."""
        if self._process and self._process.poll() is None:
            self.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def health(self) -> tuple[int, dict[str, Any]]:
        """Return status and content of its health; status 0 when nobody answers."""
        try:
            status, _headers, body = asked(self.url, "GET", "/health")
        except OSError:
            return 0, {}
        return status, json.loads(body)

    def events(self, begins: int = 0) -> list[dict[str, Any]]:
        """Return what it wrote down, from a byte of its log on."""
        whole, _, _ = self.log.read_bytes()[begins:].rpartition(b"\n")
        return [json.loads(line) for line in whole.splitlines() if line.startswith(b"{")]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command of it beside it."""
        command, *rest = words
        return subprocess.run(
            [PROGRAM, command, *self._shared, *rest],
            env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S,
            encoding="utf-8",
        )  # fmt: skip

    def said(self, *words: str) -> Any:
        """Return what a command says as JSON."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open its database beside it, for what a test wants to see or to do without a command."""
        store = Store(self.environment["CELLYARD_HUB_DATABASE"] or sqlite_url(self.folder))
        try:
            yield store
        finally:
            store.close()

    def code(self, station: str, centre: str | None = None) -> str:
        """Return a new one-time code for a station, as the command gives one out."""
        key = SealingKey(keys.seed(self._keys / keys.SEAL))
        with self.store() as store:
            hub = Hub(store, key, bytes(32))
            return operations.give_code(hub, station, centre).code

    def carry(self, request: Request) -> Reply:
        """Carry a request to it over HTTP, as the bare protocol says; OSError when it is away."""
        status, headers, body = asked(
            self.url, request.method, request.path, request.body, sent(request)
        )
        after = headers.get("retry-after")
        return Reply(
            status=status,
            body=body,
            media=headers.get("content-type", ""),
            signature=headers.get("cellyard-signature", ""),
            retry_after=float(after) if after else None,
        )


def sent(request: Request) -> dict[str, str]:
    """Return the headers that a request goes with."""
    every = {
        "Cellyard-Station": quote(request.station),
        "Cellyard-Epoch": request.epoch,
        "Cellyard-Nonce": request.nonce,
        "Cellyard-Signature": request.signature,
        "Content-Type": request.media,
    }
    return {name: value for name, value in every.items() if value}


def asked(
    url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (names in small letters) and body of one request."""
    split = urlsplit(url)
    connection = http.client.HTTPConnection(split.hostname or "", split.port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, body or None, headers or {})
        reply = connection.getresponse()
        found = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, found, reply.read()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def run_many(many: Sequence[HubProcess]) -> None:
    """Start several at once and wait for all."""
    for one in many:
        one.launch()
    for one in many:
        one.wait()
