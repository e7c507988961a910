"""Opens whatever pyserial can name: a device, a pty, socket://, rfc2217://, loop://."""

import errno
import hashlib
import os
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import serial
from serial.serialutil import SerialException

from cellyard import durable
from cellyard.domain.readings import Link
from cellyard.domain.refusals import Trouble

READ_S = 0.2
WRITE_S = 1.0
SOCKET = "socket://"
RFC2217 = "rfc2217://"
# A socket says of its waiting bytes only whether there are any.
SOCKET_CHUNK = 4096

# A pseudo-terminal has no bits on a wire and refuses to be set to any but 8N1.
PTY = ("/dev/pts/", "/dev/ttys")

if sys.platform == "win32":
    WILL_NOT_OPEN = OSError
    USER = "own"  # the folder for temporary files is each user's own
else:
    import termios

    USER = os.getuid()
    WILL_NOT_OPEN = (OSError, termios.error)


class Transport:
    """One open port, owned by one thread; only `cancel` may be called from another.

    Raises Trouble: `port_absent`, `port_taken`, `port_denied`, `port_wrong` on opening,
    `port_lost` afterwards.
    """

    def __init__(self, url: str, link: Link) -> None:
        self.url = url
        self._wait_s = READ_S
        self._closing = threading.Lock()
        # The lock of a device holds only against others that ask for it, and a socket opens
        # twice: whoever of us opens a port claims it first.
        self._claim: int | None = _claimed(url)
        try:
            self._port = _open(url, link)
        except BaseException:
            self._give_back()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """Return what is there, at least one byte, or b"" after 0.2 s of silence (`hasten`)."""
        try:
            # in_waiting says that a pty is gone with a plain OSError(EIO), read with its own.
            chunk = self._port.read(max(1, self._port.in_waiting))
        except (OSError, TypeError) as gone:
            raise Trouble("port_lost", port=self.url) from gone
        return chunk + self._rest() if chunk and self.url.startswith(SOCKET) else chunk

    def hasten(self, wait_s: float) -> None:
        """Let `read` wait for at most this time, for who has something to send more often."""
        if wait_s >= self._wait_s:
            return  # setting it anew talks to a port on the network
        self._wait_s = wait_s
        try:
            self._port.timeout = self._wait_s
        except OSError as gone:
            raise Trouble("port_lost", port=self.url) from gone

    def write(self, data: bytes) -> None:
        """Send the bytes; a port that does not take them within a second is lost."""
        try:
            self._port.write(data)
        except OSError as gone:
            raise Trouble("port_lost", port=self.url) from gone

    def cancel(self) -> None:
        """Wake a read that waits, from another thread; where a port cannot, 0.2 s passes."""
        with self._closing:
            if self._port.is_open and hasattr(self._port, "cancel_read"):
                self._port.cancel_read()

    def close(self) -> None:
        """Close the port and give it back. Closing what is gone already is no trouble."""
        # pyserial 3.5 forgets to close a socket whose other end has reset the connection.
        held: socket.socket | None = getattr(self._port, "_socket", None)
        with self._closing:
            try:
                self._port.close()
            except OSError:
                pass
            finally:
                if held is not None:
                    held.close()
                self._give_back()

    def _give_back(self) -> None:
        claim, self._claim = self._claim, None
        if claim is not None:
            os.close(claim)

    def _rest(self) -> bytes:
        """Return what a socket has besides its first byte; its end shows at the next read."""
        try:
            self._port.timeout = 0
            return self._port.read(SOCKET_CHUNK)
        except SerialException:
            return b""
        finally:
            self._port.timeout = self._wait_s


def _claimed(url: str) -> int:
    """Return the lock of a port among all processes of this user: a file named by its hash."""
    port = os.path.realpath(url) if "://" not in url else url.lower()
    try:
        # The folder of a session would differ between a desktop and a remote shell.
        folder = Path(tempfile.gettempdir()) / f"cellyard-ports-{USER}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return durable.hold(folder / hashlib.sha256(port.encode()).hexdigest())
    except BlockingIOError as held:
        raise Trouble("port_taken", port=url) from held
    except OSError as denied:
        raise Trouble("port_denied", port=url) from denied


def _open(url: str, link: Link) -> serial.Serial:
    bits, parity, stop = "8N1" if os.path.realpath(url).startswith(PTY) else link.character
    try:
        if not _complete(url):
            raise Trouble("port_wrong", port=url)
        port = serial.serial_for_url(
            url,
            do_not_open=True,
            baudrate=link.baud,
            bytesize=int(bits),
            parity=parity,
            stopbits=int(stop),
            xonxoff=link.flow == "xonxoff",
            rtscts=link.flow == "rtscts",
            timeout=READ_S,
            # RFC 2217 has no limit for writing; TCP itself breaks off in the end.
            write_timeout=None if url.startswith(RFC2217) else WRITE_S,
            exclusive=True,
        )
        if url.startswith(SOCKET):
            # A new connection holds nothing stale: what comes at once would be thrown away.
            port.reset_input_buffer = _nothing
        port.open()
    except ValueError as wrong:
        raise Trouble("port_wrong", port=url) from wrong
    except WILL_NOT_OPEN as failed:
        raise Trouble(_why(url, failed), port=url) from failed
    return port


def _nothing() -> None: ...


def _complete(url: str) -> bool:
    """Return False for a network address without its host or port number."""
    at = urlsplit(url)
    return at.scheme not in {"socket", "rfc2217"} or bool(at.hostname and at.port)


def _why(url: str, failed: Exception) -> str:
    """Return the code for a port that does not open. Windows says it only in words."""
    match getattr(failed, "errno", None):
        case errno.EBUSY | errno.EAGAIN:
            return "port_taken"
        case errno.EACCES | errno.EPERM:
            return "port_denied"
        case _ if "PermissionError" in str(failed):
            return "port_taken"
        case _ if "onfigure port" in str(failed) or not isinstance(failed, OSError):
            return "port_wrong"
        case _:
            return "port_unreachable" if "://" in url else "port_absent"
