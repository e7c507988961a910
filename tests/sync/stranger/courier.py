"""Courier files, written and read from section 10 of resources/guide/protocol.md alone."""

import hashlib
import hmac
import json

from client import canonical, prove, sha256
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

DOMAIN = b"cellyard-courier-v1\0"
PIECE, TAG, LOCK, SIGNATURE = 64 << 10, 16, 80, 64
# RFC 9180, section 7: DHKEM(X25519, HKDF-SHA256), and with it HKDF-SHA256, ChaCha20-Poly1305.
KEM = b"KEM" + bytes.fromhex("0020")
SUITE = b"HPKE" + bytes.fromhex("0020 0001 0003")


def extract(suite: bytes, salt: bytes, label: bytes, content: bytes) -> bytes:  # RFC 9180, 4
    return hmac.digest(salt, b"HPKE-v1" + suite + label + content, "sha256")


def expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    said = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(secret, said + b"\1", "sha256")[:length]  # one block is enough


def box(shared: bytes, enclosed: bytes, receiver: bytes, info: bytes) -> tuple:  # RFC 9180, 5.1
    secret = extract(KEM, b"", b"eae_prk", shared)
    secret = expand(KEM, secret, b"shared_secret", enclosed + receiver, 32)
    context = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"")
    context += extract(SUITE, b"", b"info_hash", info)
    secret = extract(SUITE, secret, b"secret", b"")
    key = expand(SUITE, secret, b"key", context, 32)
    return ChaCha20Poly1305(key), expand(SUITE, secret, b"base_nonce", context, 12)


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def written(
    chain: tuple, key: Ed25519PrivateKey, receiver: str, random: tuple, sections: list
) -> bytes:
    """Return a file of these sections; `random` are its ephemeral key and its own key."""
    once, secret = random
    head = {"epoch": chain[1], "receiver": receiver, "station": chain[0], "v": 1}
    clear = canonical(head)
    file = b"CYC1" + len(clear).to_bytes(2, "big") + clear
    ours, theirs = X25519PrivateKey.from_private_bytes(once), bytes.fromhex(receiver)
    enclosed = ours.public_key().public_bytes_raw()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(theirs))
    sealing, at = box(shared, enclosed, theirs, DOMAIN + sha256(file))
    file += enclosed + sealing.encrypt(at, secret, None)
    content = b"".join(kind + len(said).to_bytes(4, "big") + said for kind, said in sections)
    pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)]
    for number, piece in enumerate(pieces):
        ends = number == len(pieces) - 1
        file += ChaCha20Poly1305(secret).encrypt(nonce(number, last=ends), piece, None)
    return file + key.sign(DOMAIN + sha256(file))


def read(file: bytes, key: X25519PrivateKey, signed_with: str) -> tuple[dict, list]:
    """Return the head and the sections; `signed_with` is the key (hex) of the chain it names."""
    length = int.from_bytes(file[4:6], "big")
    assert file[:4] == b"CYC1"
    head, at = json.loads(file[6 : 6 + length]), 6 + length
    receiver = key.public_key().public_bytes_raw()
    assert (head["v"], head["receiver"]) == (1, receiver.hex())
    enclosed, lock, info = file[at : at + 32], file[at + 32 : at + LOCK], DOMAIN + sha256(file[:at])
    shared = key.exchange(X25519PublicKey.from_public_bytes(enclosed))
    opening, first = box(shared, enclosed, receiver, info)
    secret = opening.decrypt(first, lock, None)
    sealed, signature = file[at + LOCK : -SIGNATURE], file[-SIGNATURE:]
    prove(signed_with, DOMAIN + hashlib.sha256(file[:-SIGNATURE]).digest(), signature.hex())
    content = b""
    for number, start in enumerate(range(0, len(sealed), PIECE + TAG)):
        ends = start + PIECE + TAG >= len(sealed)
        piece = sealed[start : start + PIECE + TAG]
        content += ChaCha20Poly1305(secret).decrypt(nonce(number, last=ends), piece, None)
    return head, list(divided(content))


def divided(content: bytes):
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at + 1 : at + 5], "big")
        yield content[at : at + 1], content[at + 5 : at + 5 + length]
        at += 5 + length
    assert at == len(content)
