"""The keys of a hub: two files that only its owner may read, made at the first start."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cellyard import durable
from cellyard.domain.refusals import Refused

SEAL, BOX = "hub.key", "hub-box.key"
_BYTES = 32


def seed(path: Path) -> bytes:
    """Return the 32 bytes in a key file, as hex; a file that is missing is made.

    Refused("hub_key_damaged") when it holds no key, ("hub_key_open") when others may read it.
    """
    if not path.exists():
        _make(path)
    if sys.platform != "win32" and path.stat().st_mode & 0o077:
        raise Refused("hub_key_open", file=str(path))
    try:
        found = bytes.fromhex(path.read_text("ascii").strip())
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused("hub_key_damaged", file=str(path)) from error
    if len(found) != _BYTES:
        raise Refused("hub_key_damaged", file=str(path))
    return found


def public_box_key(secret: bytes) -> str:
    """Return the public half (hex) of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw().hex()


def _make(path: Path) -> None:
    """Make a key; of several processes that begin at once, one makes it and all read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(os.urandom(_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
    durable.sync_folder(path.parent)
