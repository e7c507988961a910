"""The requests of the protocol, a row for each: where it goes, who may ask it, who answers it."""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from cellyard.hub import answers
from cellyard.hub.answers import Answering, Asked
from cellyard.sync import bundle
from cellyard.sync import messages as m
from cellyard.sync.wire import Reply

# A message is some hundred bytes; what a station remembers of earlier places some thousand.
MESSAGE_BYTES = 64 << 10
_SIGNS = {"sha256": "[0-9a-f]{64}"}


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """`path` has its names in braces. `needs` is what proves who asks.

    `takes` is the media type of the body, "" for none, and `most` how many bytes it may have.
    `sends` and `gives` are the messages that go in and out, `many` when a list of them does.
    `revoked`: a station whose enrolment was taken back may ask it, too.
    """

    name: str
    says: str
    method: Literal["GET", "POST", "PUT"]
    path: str
    answer: Callable[[Answering, Asked], Reply]
    needs: Literal["nothing", "signature", "nonce"] = "nonce"
    takes: str = ""
    most: int = MESSAGE_BYTES
    sends: type[msgspec.Struct] | None = None
    gives: type[msgspec.Struct] | None = None
    many: bool = False
    query: tuple[str, ...] = ()
    media: str = m.MEDIA
    revoked: bool = False

    @property
    def pattern(self) -> str:
        """The path as a regular expression, a group for each name."""
        return re.sub(r"{(\w+)}", lambda name: f"({_SIGNS.get(name[1], '[^/]+')})", self.path)


ROUTES = (
    Route(
        name="enrol", says="Be known as a station, by a one-time code", method="POST",
        path="/v1/enrol", answer=answers.enrol, needs="nothing", takes=m.MEDIA,
        sends=m.Enrol, gives=m.Enrolment,
    ),
    Route(
        name="hello", says="Begin a round", method="POST", path="/v1/hello", answer=answers.hello,
        needs="signature", takes=m.MEDIA, sends=m.Hello, gives=m.Welcome, revoked=True,
    ),
    Route(
        name="push", says="Store the facts of a chain", method="PUT",
        path="/v1/log/{station}/{epoch}", answer=answers.push, takes=bundle.MEDIA,
        most=m.Limits().bytes, gives=m.Acked, query=("from",), revoked=True,
    ),
    Route(
        name="feed", says="Take the facts behind a place in the log", method="GET",
        path="/v1/feed", answer=answers.page, media=bundle.MEDIA, query=("after", "limit", "wait"),
    ),
    Route(
        name="heads", says="How far each chain is held", method="GET", path="/v1/heads",
        answer=answers.heads, gives=m.Head, many=True,
    ),
    Route(
        name="blobs", says="Which files became whole, behind a number", method="GET",
        path="/v1/blobs", answer=answers.blob_list, gives=m.BlobNo, many=True,
        query=("after",),
    ),
    Route(
        name="blob_head", says="How much of a file is here", method="GET",
        path="/v1/blobs/{sha256}/head", answer=answers.blob_head, gives=m.BlobHead,
    ),
    Route(
        name="blob_part", says="Take a file from an offset on", method="GET",
        path="/v1/blobs/{sha256}", answer=answers.blob_part, media=m.BLOB_MEDIA, query=("offset",),
    ),
    Route(
        name="blob_add", says="Store the next part of a file", method="PUT",
        path="/v1/blobs/{sha256}", answer=answers.blob_add, takes=m.BLOB_MEDIA,
        most=m.Limits().blob_part, gives=m.BlobHead, query=("offset", "size"),
    ),
)  # fmt: skip
