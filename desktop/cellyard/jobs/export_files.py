"""The files of an export: photos, traces, papers, register entries, as they are kept."""

import os
import shutil
from pathlib import Path

from cellyard import durable
from cellyard.domain.facts import BlobRef
from cellyard.jobs.export_rows import files
from cellyard.ledger.whole import Span, Whole

_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "application/vnd.cellyard.run+jsonl+gzip": ".jsonl.gz",
}


def write(store: Whole, folder: Path, span: Span) -> int:
    """Write the files that facts of the span name into a new folder, called by their SHA-256.

    Returns how many; those that were erased are no longer here. Raises OSError: then the folder is
    taken away again.
    """
    folder.mkdir()
    try:
        count = sum(_copied(store, folder, blob) for blob, _ref in files(store, span))
        durable.sync_folder(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return count


def _copied(store: Whole, folder: Path, blob: BlobRef) -> bool:
    ending = _ENDINGS.get(blob.media, ".json" if blob.media.endswith("+json") else ".bin")
    try:
        source = store.blobs.path(blob.sha256).open("rb")
    except FileNotFoundError:
        return False
    with source, (folder / f"{blob.sha256}{ending}").open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
    return True
