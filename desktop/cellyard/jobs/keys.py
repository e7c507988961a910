"""The station's private key: in the OS keyring, or a file that only its owner may read."""

import os
from pathlib import Path
from typing import Literal

import msgspec

from cellyard.domain.refusals import Refused
from cellyard.ledger.boxes import BoxKey
from cellyard.ledger.seals import SealingKey

SERVICE = "cellyard"
Keeper = Literal["keyring", "file"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A key and where it is kept; `file` is shown as a warning in Set up."""

    key: SealingKey
    keeper: Keeper


def make(folder: Path, epoch: str) -> Kept:
    """Make a new key pair for an epoch and keep its private half."""
    seed = os.urandom(32)
    keeper = _keep(folder, epoch, seed)
    return Kept(key=SealingKey(seed), keeper=keeper)


def read(folder: Path, epoch: str) -> Kept:
    """Return the key of an epoch.

    Refused("key_missing") when it is nowhere, ("key_damaged") when what is kept is no key.
    """
    path = _path(folder, epoch)
    if path.exists():
        return Kept(key=_key(path.read_bytes(), epoch), keeper="file")
    ring = _keyring()
    kept = ring.get_password(SERVICE, epoch) if ring else None
    if kept is None:
        raise Refused("key_missing", epoch=epoch[:8])
    return Kept(key=_key(kept.encode(), epoch), keeper="keyring")


def make_box(folder: Path, epoch: str) -> str:
    """Make the key that files for this station are locked with; returns its public half (hex).

    Once made, it is the same for the epoch.
    """
    if _kept(folder, f"{epoch}.box") is None:
        _keep(folder, f"{epoch}.box", os.urandom(32))
    return box(folder, epoch).public_key


def box(folder: Path, epoch: str) -> BoxKey:
    """Return the key that opens files for this station; refused as `read`."""
    kept = _kept(folder, f"{epoch}.box")
    if kept is None:
        raise Refused("key_missing", epoch=epoch[:8])
    try:
        return BoxKey(bytes.fromhex(kept))
    except ValueError as error:
        raise Refused("key_damaged", epoch=epoch[:8]) from error


def _kept(folder: Path, name: str) -> str | None:
    path = _path(folder, name)
    if path.exists():
        return path.read_text("ascii").strip()
    ring = _keyring()
    return ring.get_password(SERVICE, name) if ring else None


def _key(kept: bytes, epoch: str) -> SealingKey:
    try:
        return SealingKey(bytes.fromhex(kept.decode("ascii").strip()))
    except ValueError as error:  # no hex, or not 32 bytes
        raise Refused("key_damaged", epoch=epoch[:8]) from error


def _keep(folder: Path, epoch: str, seed: bytes) -> Keeper:
    ring = _keyring()
    if ring:
        ring.set_password(SERVICE, epoch, seed.hex())
        return "keyring"
    path = _path(folder, epoch)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(seed.hex())
        file.flush()
        os.fsync(file.fileno())
    return "file"


def _path(folder: Path, epoch: str) -> Path:
    return folder / "keys" / f"{epoch}.key"


def _keyring():
    """Return the OS keyring, or None where the system offers none (a headless Linux)."""
    import keyring
    from keyring.backends import fail

    ring = keyring.get_keyring()
    return None if isinstance(ring, fail.Keyring) or ring.priority <= 0 else ring
