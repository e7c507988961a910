"""Copies of a load's papers for people: with driver, plate and signatures from erasable sheets.

The paper as issued and sealed holds none of them. A copy is drawn anew from the same content, so
that it is the same page by page, and says "void" where the paper is.
"""

from collections.abc import Iterable

import msgspec

from cellyard.documents import DOCUMENTS
from cellyard.documents.outbound_content import Carriage, Signature, Signatures, Status
from cellyard.domain.facts import Party
from cellyard.domain.registers import CarriageSheet
from cellyard.domain.shipping import issuing
from cellyard.domain.shipping.load import Issued, Load
from cellyard.jobs import sealed_papers, shipping, signatures
from cellyard.jobs.load_papers import Content
from cellyard.ledger.questions import Questions
from cellyard.words import _
from cellyard.words.times import local


def copy(questions: Questions, load: Load, number: str) -> bytes:
    """Return a paper of a load as PDF, as people see and print it.

    A name that was erased is printed as that. Refused("paper_void") for a number that the load
    does not have, ("blob_missing") when its content is not here.
    """
    issued = shipping.issued(load, number)
    data = sealed_papers.decode_content(msgspec.Raw(questions.blobs.get(issued.content)))
    if data is None:
        raise ValueError(f"the content of {number} is none")
    document = DOCUMENTS[issued.document]
    content = msgspec.json.decode(data.data, type=document.takes)
    return document.render(_told(questions, load, issued, content))


def _told(
    questions: Questions, load: Load, issued: Issued, content: msgspec.Struct
) -> msgspec.Struct:
    issue = content.issue  # pyright: ignore
    return content
