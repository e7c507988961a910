"""Lines that are cut at every byte, and servers that are no hub: nothing is lost or believed."""

import random
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from cut_line import CutLine, Way, line_to
from fault_table import Fault, Tally
from held import check_log, in_store
from http_hubs import served
from over_http import client, round_with
from pair import Pair, paired

from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs.station import Station
from cellyard.sync.wire import Reply, Request


def asked(station: Station, url: str) -> bool:
    """Do a round over HTTP; tells whether it got through."""
    with closing(client(url)) as carry:
        try:
            round_with(station, carry)
        except Trouble:
            return False
    return True


def torn(folder: Path, tries: int, sender: str) -> Tally:
    """Cut the rounds of one of a pair, which sends, or which takes what the other sent."""
    done = 0
    with paired(folder) as pair, served(pair.hub.hub.answer) as url, line_to(url) as line:
        station = pair.one
        line.whole()
        begin(pair, sender)
        assert asked(station, line.url)
        ways: list[tuple[Way, int]] = list(line.passed.items())
        share = max(1, sum(most for _, most in ways) // tries)
        for way, most in ways:
            for after in range(0, most, share):
                cut_off(pair, line, sender, way, after)
                done += 1
        pair.settle()
        return Tally(done, pair.losses())


def begin(pair: Pair, sender: str) -> None:
    writer = pair.one if sender == "one" else pair.two
    pair.write(writer)
    if sender == "two":
        pair.settle_one(pair.two)


def cut_off(pair: Pair, line: CutLine, sender: str, way: Way, after: int) -> None:
    begin(pair, sender)
    line.cut(way, after)
    asked(pair.one, line.url)
    check_log(pair.hub.store, pair.hub.centre)
    line.whole()
    assert asked(pair.one, line.url), (way, after)


def torn_push(folder: Path, tries: int) -> Tally:
    return torn(folder, tries, "one")


def torn_feed(folder: Path, tries: int) -> Tally:
    return torn(folder, tries, "two")


# --- servers that are no hub -------------------------------------------------------------------

PAGE = b"<html><body>Welcome to the network of this hotel</body></html>"
STATUS = (200, 204, 302, 400, 401, 403, 404, 407, 409, 413, 415, 426, 429, 500, 502, 503, 511)
MEDIA = ("text/html", "application/vnd.cellyard+json", "application/vnd.cellyard.bundle+zstd", "")


class Liar:
    """Answers as the hub does as often as `true` says; then whatever chance has."""

    def __init__(self, pair: Pair, dice: random.Random) -> None:
        self._answer, self._dice, self.true = pair.hub.hub.answer, dice, 0
        self._old: Reply | None = None

    def __call__(self, request: Request) -> Reply:
        self.true -= 1
        true = self._answer(request)
        if self.true >= 0:
            self._old = true
            return true
        draw = self._dice.random()
        if draw < 0.15 and self._old:
            return self._old  # once said to another question
        if draw < 0.3:
            others = [status for status in STATUS if status != true.status]
            return msgspec.structs.replace(true, status=self._dice.choice(others))
        if draw < 0.45:
            spoiled = true.body[: self._dice.randrange(len(true.body) + 1)]
            return msgspec.structs.replace(true, body=spoiled + b" ")
        body = self._dice.choice([PAGE, b"", b"[" * 5000, self._dice.randbytes(300)])
        status = self._dice.choice([s for s in STATUS if s != 204 or not body])
        signed = self._dice.choice(["", true.signature, "ab" * 64, "no"])
        return Reply(status=status, body=body, media=self._dice.choice(MEDIA), signature=signed)


def liars(folder: Path, tries: int) -> Tally:
    dice = random.Random(11)
    with paired(folder) as pair, served(liar := Liar(pair, dice)) as url:
        for _ in range(tries):
            liar.true = dice.randrange(3)
            pair.write(pair.one)
            pair.write(pair.two)
            pair.settle_one(pair.two)
            before = in_store(pair.one.folder)
            assert said(pair.one, url) in UNBELIEVED
            assert in_store(pair.one.folder) == before
            pair.settle_one(pair.one)
        pair.settle()
        return Tally(tries, pair.losses())


def said(station: Station, url: str) -> str:
    """Return what a round says that does not get through."""
    with closing(client(url)) as carry, pytest.raises((Trouble, Refused)) as no:
        round_with(station, carry)
    return no.value.code


# What a station makes of an answer that is not its hub's: it waits, and tells how it stands.
UNBELIEVED = {"no_route_to_hub", "hub_busy", "proxy_wants_password", "network_wants_sign_in"}

FAULTS = (
    Fault(
        "torn line, push",
        "TCP cut after every byte of a round that sends, both ways",
        30,
        8000,
        torn_push,
    ),
    Fault(
        "torn line, feed",
        "the same of a round that takes a page",
        30,
        8000,
        torn_feed,
    ),
    Fault(
        "no hub at all",
        "portals, 4xx and 5xx, garbage, old and spoiled replies, over HTTP",
        20,
        1000,
        liars,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_line(fault: Fault) -> None:
    assert fault.tried(fault.small).losses == 0
