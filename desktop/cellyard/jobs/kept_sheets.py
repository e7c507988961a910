"""Hand-over sheets kept as plain PDF: they name who works here, so they go when a person goes."""

from contextlib import closing
from pathlib import Path

from cellyard.durable import sync_folder
from cellyard.jobs.labels import PAPERS

KIND = "hand-over"


def forget(folder: Path, name: str) -> int:
    """Drop the kept sheets of a station that name somebody; returns how many.

    No fact needs them: a sheet of any shift is drawn anew from the store. One that cannot be read
    any more may name anybody, and goes too.
    """
    named = [path for path in (folder / PAPERS).glob(f"{KIND}-*.pdf") if _names(path, name)]
    for path in named:
        path.unlink(missing_ok=True)
    if named:
        sync_folder(folder / PAPERS)
    return len(named)


def _names(path: Path, name: str) -> bool:
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(path)) as paper:
            said = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    except pypdfium2.PdfiumError:
        return True
    return "".join(name.split()) in "".join(said.split())  # a name may stand on two lines
