"""Paper: labels and documents, drawn from what the domain says."""

from cellyard.documents.document import Document
from cellyard.documents.label import BATTERY_LABEL

DOCUMENTS: dict[str, Document] = {
    document.name: document
    for document in (
        BATTERY_LABEL,
        # a new document: its line here, its file beside this one
    )
}

__all__ = ["DOCUMENTS", "Document"]
