"""A client of the protocol, written from resources/guide/protocol.md and from nothing else."""

import hashlib
import http.client
import json
import os
import time
from contextlib import closing
from urllib.parse import quote, urlsplit

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

JSON, BUNDLE = "application/vnd.cellyard+json", "application/vnd.cellyard.bundle+zstd"
FILE, PREV, MOST = "application/octet-stream", b'"prev":"', 64 << 20
FACT, SEAL = b"cellyard-fact-v1\0", b"cellyard-seal-v1\0"  # sections 2 and 3
NAMES = ("v", "centre", "station", "epoch", "seq", "prev")
KEYS = "v centre station epoch seq prev order at after act actor type tv subject payload blobs"


def canonical(what: object) -> bytes:  # section 1
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def lines(domain: str, *said: object) -> bytes:  # what is signed in sections 6 and 7
    return domain.encode() + b"\0" + "\n".join(map(str, said)).encode()


def prove(key: str, message: bytes, signature: str) -> None:
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    public.verify(bytes.fromhex(signature), message)


def packed(batches: list) -> bytes:  # section 4; a batch: station, epoch, seq, prev, facts, seal
    body = b"CYB1"
    for station, epoch, seq, prev, facts, seal in batches:
        head = {"epoch": epoch, "prev": prev.hex(), "seq": seq, "station": station}
        cuts = [fact.index(PREV) + len(PREV) for fact in facts]
        bare = [(b"F", fact[:at] + fact[at + 64 :]) for fact, at in zip(facts, cuts, strict=True)]
        for kind, section in ((b"C", canonical(head)), *bare, (b"S", seal)):
            body += kind + len(section).to_bytes(4, "big") + section
    return zstandard.ZstdCompressor(level=3).compress(body)


def unpacked(body: bytes) -> tuple[list, dict | None]:
    content = zstandard.ZstdDecompressor(max_window_size=MOST).stream_reader(body).read(MOST + 1)
    assert content[:4] == b"CYB1"
    at, batches, facts, head, place = 4, [], [], None, None
    while at < len(content):
        kind, length = content[at : at + 1], int.from_bytes(content[at + 1 : at + 5], "big")
        section, at = content[at + 5 : at + 5 + length], at + 5 + length
        assert (at <= len(content) <= MOST, place) == (True, None)
        if kind == b"C" and head is None:
            head, prev = json.loads(section), bytes.fromhex(json.loads(section)["prev"])
        elif kind == b"F" and head is not None:
            cut = section.index(PREV) + len(PREV)
            facts.append(section[:cut] + prev.hex().encode() + section[cut:])
            prev = sha256(FACT + facts[-1])
        elif kind == b"S" and facts:
            names = (head["station"], head["epoch"], head["seq"], bytes.fromhex(head["prev"]))
            batches.append((*names, facts, section))
            facts, head = [], None
        else:
            assert (kind, head) == (b"P", None)
            place = json.loads(section)
    assert head is None
    return batches, place


def grown(peaks: list[bytes], size: int, hash_: bytes) -> list[bytes]:  # section 7
    peaks, node = list(peaks), sha256(b"\0" + hash_)
    while size & 1:
        node, size = sha256(b"\1" + peaks.pop() + node), size >> 1
    return [*peaks, node]


def root(peaks: list[bytes]) -> str:
    node = peaks[-1] if peaks else sha256(b"")
    for peak in reversed(peaks[:-1]):
        node = sha256(b"\1" + peak + node)
    return node.hex()


class Stranger:
    """A station that has never seen the source of the others; `own`: envelope, hash, seal."""

    def __init__(self, url: str, station: str) -> None:
        self.url, self.station, self.epoch = urlsplit(url), station, os.urandom(16).hex()
        self.key = Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes_raw().hex()
        self.centre = self.hub_key = self.origin = self.nonce = ""
        self.order, self.size, self.peaks, self.own = 0, 0, [], [(b"", bytes(32), b"")]
        self.facts, self.heads, self.enrolled = {}, {}, {}

    def ask(self, method: str, path: str, body: bytes = b"", media: str = "") -> tuple:  # section 6
        said = lines("cellyard-request-v1", method, path, sha256(body).hex(), self.nonce)
        signature = self.key.sign(said).hex()
        given = {"Cellyard-Station": quote(self.station, safe=""), "Cellyard-Epoch": self.epoch}
        given |= {"Cellyard-Nonce": self.nonce, "Cellyard-Signature": signature}
        return self.carried((method, path, body), {**given, "Content-Type": media}, signature)

    def carried(self, asked: tuple, headers: dict, signature: str) -> tuple:
        with closing(http.client.HTTPConnection(self.url.netloc, timeout=30)) as connection:
            connection.request(*asked, {name: value for name, value in headers.items() if value})
            reply = connection.getresponse()
            content, media = reply.read(), reply.getheader("Content-Type")
        said = lines("cellyard-reply-v1", reply.status, media, sha256(content).hex(), signature)
        if key := self.hub_key or json.loads(content).get("hub_key"):  # else it is a no to enrol
            prove(key, said, reply.getheader("Cellyard-Signature"))
        if reply.status != 200:
            raise PermissionError(reply.status, json.loads(content))
        return json.loads(content) if media == JSON else content

    def enrol(self, code: str, box: str) -> None:  # section 5
        wish = {"code": code, "centre": "", "station": self.station, "epoch": self.epoch}
        wish |= {"seal_key": self.public, "box_key": box, "machine": "", "earlier": [], "proof": ""}
        wish["proof"] = self.key.sign(b"cellyard-enrol-v1\0" + canonical(wish)).hex()
        said = self.carried(("POST", "/v1/enrol", canonical(wish)), {"Content-Type": JSON}, "")
        self.centre, self.hub_key = said["centre"], said["hub_key"]
        opened = {"public_key": self.public, "app": "stranger 1"}
        self.record([("StationOpened", f"station/{self.station}", opened, [])])

    def record(self, act: list) -> None:  # sections 2 and 3
        name = os.urandom(16).hex()
        for type_, subject, payload, blobs in act:
            self.order += 1
            newest = [ref for ref, known in self.facts.items() if known["subject"] == subject]
            e = {"v": 1, "centre": self.centre, "station": self.station, "epoch": self.epoch}
            e |= {"seq": len(self.own), "prev": self.own[-1][1].hex(), "order": self.order}
            e |= {"at": time.time_ns() // 10**6, "after": newest[-1:], "act": name, "actor": ""}
            e |= {"type": type_, "tv": 1, "subject": subject, "payload": payload, "blobs": blobs}
            hash_ = sha256(FACT + canonical(e))
            self.own += [(canonical(e), hash_, self.key.sign(SEAL + hash_))]

    def round(self) -> None:  # section 8
        seq, newest, self.nonce = len(self.own) - 1, self.own[-1][1], ""
        asked = {"oldest": 1, "newest": 1, "app": "stranger 1", "seq": seq, "hash": newest.hex()}
        asked |= {"clock": time.time_ns() // 10**6, "origin": self.origin, "earlier": []}
        asked |= {"here": {"size": self.size, "root": root(self.peaks)}, "unsent": seq}
        said = self.ask("POST", "/v1/hello", canonical(asked), JSON)
        held, prev = said["acked"], self.own[said["acked"]][1]
        self.nonce, self.origin, size = said["nonce"], said["origin"], said["checkpoint"]["size"]
        assert (said["hash"], said["common"]) == (prev.hex(), self.size)
        self.believe(said["checkpoint"])
        if held < seq:
            facts = [fact for fact, _, _ in self.own[held + 1 :]]
            path = f"/v1/log/{quote(self.station, safe='')}/{self.epoch}?from={held + 1}"
            batch = (self.station, self.epoch, held + 1, prev, facts, self.own[-1][2])
            said = self.ask("PUT", path, packed([batch]), BUNDLE)
            assert (said["acked"], said["hash"]) == (seq, newest.hex())
            size = max(size, said["size"])
        while self.size < size:
            self.take(*unpacked(self.ask("GET", f"/v1/feed?after={self.size}&limit=500")))

    def believe(self, c: dict) -> None:
        said = lines("cellyard-checkpoint-v1", c["origin"], c["centre"], c["size"], c["root"])
        prove(self.hub_key, said, c["signature"])
        assert (c["origin"], c["centre"]) == (self.origin, self.centre)

    def take(self, batches: list, place: dict) -> None:  # sections 3 and 7
        size, peaks, found, heads = self.size, self.peaks, {}, dict(self.heads)
        for station, epoch, first, before, facts, seal in batches:
            prev = heads.get((station, epoch), (0, bytes(32)))
            assert prev == (first - 1, before)
            for seq, content in enumerate(facts, first):
                e = json.loads(content)
                assert (canonical(e), " ".join(e)) == (content, KEYS)
                names = (1, self.centre, station, epoch, seq, prev[1].hex())
                assert names == tuple(e[name] for name in NAMES)
                heads[station, epoch] = prev = (seq, sha256(FACT + content))
                peaks, size = grown(peaks, size, prev[1]), size + 1
                found[f"{station}/{epoch}/{seq}"] = e
                if station == "hub" and e["type"] == "Enrolled":
                    of = (e["payload"]["station"], e["payload"]["epoch"])
                    self.enrolled.setdefault(of, e["payload"]["seal_key"])
            key = self.hub_key if station == "hub" else self.enrolled[station, epoch]
            prove(key, SEAL + prev[1], seal.hex())
        self.believe(place)
        assert (size, root(peaks)) == (place["size"], place["root"])
        self.size, self.peaks, self.heads, self.facts = size, peaks, heads, {**self.facts, **found}
        self.order = max(self.order, *(e["order"] for e in found.values()))

    def upload(self, content: bytes, part: int) -> dict:  # sections 6 and 9
        name = sha256(content).hex()
        said = self.ask("GET", f"/v1/blobs/{name}/head")
        while not said["whole"]:
            more = content[(at := said["offset"]) :][:part]
            said = self.ask("PUT", f"/v1/blobs/{name}?offset={at}", more, FILE)
        return {"sha256": name, "size": len(content), "media": FILE}

    def download(self, name: str, size: int) -> bytes:
        content = b""
        while len(content) < size:
            content += self.ask("GET", f"/v1/blobs/{name}?offset={len(content)}")
        assert sha256(content).hex() == name
        return content
