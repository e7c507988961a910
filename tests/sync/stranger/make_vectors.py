"""Makes vectors.json: what the protocol says, with fixed keys, by the stranger's own hand.

    python tests/sync/stranger/make_vectors.py

Keys are SHA-256 of a word ("hub", "station", "hub box", "station box"); nothing is random.
"""

import hashlib
import json
from pathlib import Path

import courier
from client import FACT, SEAL, canonical, grown, lines, packed, root, sha256
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

HERE = Path(__file__).parent
WORDS = HERE.parents[2] / "desktop" / "cellyard" / "domain" / "plain_words.py"
STATION, EPOCH, CENTRE = "Chargé 入库 2", "0e" * 16, "c3" * 16
ACT = "ac" * 16
SUBJECT = "battery/0190f3a4b5c67d8e9fa0b1c2d3e4f506"
ESCAPES = "".join(map(chr, range(0x20))) + '"\\/\x7f\u2028 é 电池 🔋'


def key(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(word.encode()))


def public(private: Ed25519PrivateKey | X25519PrivateKey) -> str:
    return private.public_key().public_bytes_raw().hex()


HUB, OWN = key("hub"), key("station")


def main() -> None:
    facts = written()
    hashes = [sha256(FACT + fact) for fact in facts]
    seal = OWN.sign(SEAL + hashes[-1])
    vectors = {
        "keys": keys(),
        "six_words": six_words(),
        "facts": [
            {"envelope": fact.decode(), "hash": hash_.hex()}
            for fact, hash_ in zip(facts, hashes, strict=True)
        ],
        "batch": {
            "station": STATION, "epoch": EPOCH, "seq": 1, "prev": "0" * 64, "seal": seal.hex(),
            "bundle": packed([(STATION, EPOCH, 1, bytes(32), facts, seal)]).hex(),
        },
        "tree": tree(hashes),
        "checkpoint": checkpoint(hashes),
        "enrol": enrol(),
        **exchange(),
        "courier": carried(facts, seal),
    }  # fmt: skip
    text = json.dumps(vectors, ensure_ascii=False, indent=1)
    (HERE / "vectors.json").write_text(text + "\n", encoding="utf-8")


def keys() -> dict:
    words = ("hub", "station")
    signs = {w: {"seed": sha256(w.encode()).hex(), "public": public(key(w))} for w in words}
    for word in ("hub box", "station box"):
        seed = sha256(word.encode())
        box = public(X25519PrivateKey.from_private_bytes(seed))
        signs[word] = {"seed": seed.hex(), "public": box}
    return signs


def six_words() -> list[str]:
    listed = WORDS.read_text(encoding="utf-8").split('"""')[3].split()
    both = bytes.fromhex(public(HUB) + public(OWN))
    salt = b"cellyard-words-v1\0"
    bits = int.from_bytes(hashlib.scrypt(both, salt=salt, n=16384, r=8, p=1, dklen=8), "big")
    return [listed[(bits >> shift) % 1024] for shift in (50, 40, 30, 20, 10, 0)]


def written() -> list[bytes]:
    """A chain of three facts; the last holds every escape, and a `prev` of its own."""
    opened = {"public_key": public(OWN), "app": "stranger 1"}
    odd = {"prev": "0" * 70, "text": ESCAPES, "whole": -(2**63), "none": None, "yes": True}
    blob = {"sha256": sha256(b"a photo").hex(), "size": 7, "media": "image/jpeg"}
    told = (
        ("StationOpened", f"station/{STATION}", opened, []),
        ("Weighed", SUBJECT, {"kg": "308.40", "evidence": {"instrument": "scale"}}, [blob]),
        ("Sang", SUBJECT, odd, []),
    )
    facts: list[bytes] = []
    for seq, (type_, subject, payload, blobs) in enumerate(told, 1):
        prev = sha256(FACT + facts[-1]).hex() if facts else "0" * 64
        after = [f"{STATION}/{EPOCH}/2"] if seq == 3 else []
        facts.append(
            canonical(
                {
                    "v": 1, "centre": CENTRE, "station": STATION, "epoch": EPOCH, "seq": seq,
                    "prev": prev, "order": 40 + seq, "at": 1795305600000 + seq, "after": after,
                    "act": ACT, "actor": "", "type": type_, "tv": 1, "subject": subject,
                    "payload": payload, "blobs": blobs,
                }
            )
        )  # fmt: skip
    return facts


def carried(facts: list[bytes], seal: bytes) -> dict:
    """A courier file from the station to the hub, with the batch and one file."""
    receiver = X25519PrivateKey.from_private_bytes(sha256(b"hub box"))
    note = {"centre": CENTRE, "app": "stranger 1", "at": 1795305600000}
    note |= {"heads": [[STATION, EPOCH, len(facts)]], "lacks": [], "origin": "", "size": 0}
    photo = {"sha256": sha256(b"a photo").hex(), "size": 7}
    sections = [
        (b"N", canonical(note)),
        (b"B", packed([(STATION, EPOCH, 1, bytes(32), facts, seal)])),
        *((b"K", canonical(photo)), (b"D", b"a ph"), (b"D", b"oto"), (b"E", b"")),
    ]
    random = (sha256(b"once"), sha256(b"secret"))
    file = courier.written((STATION, EPOCH), OWN, public(receiver), random, sections)
    shown = [[kind.decode(), said.hex()] for kind, said in sections]
    return {"ephemeral": random[0].hex(), "secret": random[1].hex(), "sections": shown,
            "file": file.hex()}  # fmt: skip


def tree(hashes: list[bytes]) -> list[dict]:
    peaks: list[bytes] = []
    grown_ = [{"size": 0, "peaks": [], "root": root([])}]
    for size, hash_ in enumerate(hashes):
        peaks = grown(peaks, size, hash_)
        said = {"size": size + 1, "peaks": [peak.hex() for peak in peaks], "root": root(peaks)}
        grown_.append(said)
    return grown_


def checkpoint(hashes: list[bytes]) -> dict:
    size, at = len(hashes), tree(hashes)[-1]["root"]
    said = lines("cellyard-checkpoint-v1", "0f" * 16, CENTRE, size, at)
    signature = HUB.sign(said).hex()
    return {"origin": "0f" * 16, "centre": CENTRE, "size": size, "root": at, "signature": signature}


def enrol() -> dict:
    box = public(X25519PrivateKey.from_private_bytes(sha256(b"station box")))
    asked = {"code": "ABCDE-23456", "centre": "", "station": STATION, "epoch": EPOCH}
    before = {"epoch": "0f" * 16, "seal_key": public(key("before")), "ends": 42}
    asked |= {"seal_key": public(OWN), "box_key": box, "machine": "", "earlier": [before]}
    asked["proof"] = ""
    signed = b"cellyard-enrol-v1\0" + canonical(asked)
    return {"signed": signed.hex(), "request": asked | {"proof": OWN.sign(signed).hex()}}


def exchange() -> dict:
    method, path, body, nonce = "PUT", f"/v1/log/Charg%C3%A9/{EPOCH}?from=1", b"body", "1.ab"
    hash_ = sha256(body).hex()
    signature = OWN.sign(lines("cellyard-request-v1", method, path, hash_, nonce)).hex()
    asked = {"method": method, "path": path, "body": body.decode(), "nonce": nonce}
    status, media, said = 200, "application/vnd.cellyard+json", b'{"acked":1}'
    signed = lines("cellyard-reply-v1", status, media, sha256(said).hex(), signature)
    reply = {"status": status, "media": media, "body": said.decode()}
    return {
        "request": {**asked, "signature": signature},
        "reply": {**reply, "asked": signature, "signature": HUB.sign(signed).hex()},
    }


if __name__ == "__main__":
    main()
