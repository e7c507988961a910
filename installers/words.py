"""Collects every sentence of the code, keeps the translations, and compiles the catalogue.

Untranslated and fuzzy messages are listed and make the command fail: English and Chinese go
together.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "desktop" / "cellyard"
FOLDER = ROOT / "resources" / "i18n" / "zh_CN" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Return the catalogue of what the code says now, without places: they only make noise."""
    catalog = Catalog(project="cellyard", charset="utf-8")
    for found in extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS):
        catalog.add(found[2])
    return catalog


def main() -> int:
    path = FOLDER / "cellyard.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale="zh_CN")
    made = catalog.creation_date
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # A fixed head: the file changes only when a sentence does.
    catalog.creation_date = catalog.revision_date = made
    catalog.msgid_bugs_address = ""
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, width=96, omit_header=False)
    with (FOLDER / "cellyard.mo").open("wb") as file:
        write_mo(file, catalog)
    missing = [m.id for m in catalog if m.id and not m.string]
    for message in missing:
        print("no Chinese yet:", message)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
