"""The faces that papers are set in: found on the machine, embedded, and checked glyph by glyph.

ReportLab embeds TrueType outlines only (no PostScript outlines, so no Noto CJK) and drops a
character that the face lacks without a word. So a face is taken only if it can show the probes
below, and every string is checked before it is drawn.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cellyard.domain.refusals import Refused

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True)
class Face:
    """A face that ReportLab knows under `name`.

    `heavy`: its strokes are bold by themselves. `marked_zero`: its 0 cannot be taken for an O.
    `cap` is the height of a capital as a share of the size.
    """

    name: str
    heavy: bool
    marked_zero: bool
    cap: float


@dataclass(frozen=True)
class _Candidate:
    file: str
    index: int = 0
    heavy: bool = False
    marked_zero: bool = False


# Latin and Chinese from one face, so that a line has one colour and one baseline.
_TEXT = (
    _Candidate("wqy-microhei.ttc"),
    _Candidate("msyh.ttc"),
    _Candidate("Arial Unicode.ttf"),
    _Candidate("STHeiti Medium.ttc"),
)
_CODE = (
    _Candidate("NotoSansMono-Bold.ttf", heavy=True, marked_zero=True),
    _Candidate("DejaVuSansMono-Bold.ttf", heavy=True, marked_zero=True),
    _Candidate("consolab.ttf", heavy=True, marked_zero=True),
    _Candidate("Menlo.ttc", 1, heavy=True, marked_zero=True),
    # Always there where the text face is; the page draws the mark into its zero.
    _Candidate("wqy-microhei.ttc", 1),
    _Candidate("Courier New Bold.ttf", heavy=True),
)
_PROBES_TEXT = "观察漏液AzΩµ°≥−\u2009\u00a0…·≈"
_PROBES_CODE = "0O1IABZ-_.\\"

_REGISTERING = threading.Lock()  # papers are drawn on more than one thread

_REMEDY = {
    "linux": "apt-get install fonts-wqy-microhei",
    "win32": "Microsoft YaHei (msyh.ttc)",
    "darwin": "Arial Unicode",
}


def text_face() -> Face:
    """Return the face for words, English and Chinese. Raises Refused("no_paper_font")."""
    with _REGISTERING:
        return _registered(_TEXT, _PROBES_TEXT)


def code_face() -> Face:
    """Return the face for codes, all characters equally wide. Raises Refused("no_paper_font")."""
    with _REGISTERING:
        return _registered(_CODE, _PROBES_CODE)


def check(text: str, face: Face) -> None:
    """Raise Refused("missing_glyph") when the face lacks a character of the text."""
    glyphs = _known(face).face.charToGlyph
    # Glyph 0 is the empty box that stands for everything a face does not have.
    if all(map(glyphs.get, map(ord, text))):
        return
    for character in text:
        if not glyphs.get(ord(character)):
            raise Refused("missing_glyph", glyph=shown(character), text=shown(text))


def shows(text: str, face: Face) -> bool:
    """True when the face has every character of the text."""
    try:
        check(text, face)
    except Refused:
        return False
    return True


def shown(text: str, face: Face | None = None) -> str:
    r"""Return the text with what cannot be seen spelled out, e.g. `\x1D`.

    That is control characters, and with a face the characters that it lacks.
    """
    seen = (c.isprintable() and (face is None or shows(c, face)) for c in text)
    return "".join(c if there else rf"\x{ord(c):02X}" for c, there in zip(text, seen, strict=True))


def width(text: str, face: Face, size: float) -> float:
    """Return how wide the text is, in the unit of `size`."""
    return float(_known(face).stringWidth(text, size))


@cache
def _known(face: Face) -> "TTFont":
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = pdfmetrics.getFont(face.name)
    if not isinstance(font, TTFont):
        raise TypeError(f"{face.name} was not registered here")
    return font


@cache
def _registered(candidates: tuple[_Candidate, ...], probes: str) -> Face:
    face, font = choose(candidates, probes, found())
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics

    # The same data give the same bytes: no clock and no random number in any paper.
    rl_config.invariant = 1
    pdfmetrics.registerFont(font)
    return face


def choose(
    candidates: tuple[_Candidate, ...], probes: str, files: Mapping[str, Path]
) -> tuple[Face, "TTFont"]:
    """Return the first candidate among the files that can be embedded and has the probes.

    Raises Refused("no_paper_font") with what to install.
    """
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for candidate in candidates:
        path = files.get(candidate.file)
        if path is None:
            continue
        name = f"{path.stem}-{candidate.index}"
        try:
            font = TTFont(name, str(path), subfontIndex=candidate.index)
        except (TTFError, OSError):  # PostScript outlines, or a damaged file: the next one
            continue
        if all(font.face.charToGlyph.get(ord(probe)) for probe in probes):
            cap = (font.face.capHeight or 700) / 1000
            return Face(name, candidate.heavy, candidate.marked_zero, cap), font
    raise Refused("no_paper_font", install=_REMEDY.get(sys.platform, _REMEDY["linux"]))


@cache
def found() -> Mapping[str, Path]:
    """Return the font files of this machine by file name."""
    wanted = {candidate.file for candidate in _TEXT + _CODE}
    files = {path.name: path for path in _in_folders() if path.name in wanted}
    if not any(candidate.file in files for candidate in _TEXT):
        files |= {path.name: path for path in _from_fontconfig() if path.name in wanted}
    return files


def _in_folders() -> Iterator[Path]:
    for folder in _folders():
        yield from folder.rglob("*.tt[fc]")


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
    else:
        # XDG Base Directory Specification: data folders, with its own defaults
        roots = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        for root in roots.split(":"):
            yield Path(root) / "fonts"
        yield Path.home() / ".local" / "share" / "fonts"


def _from_fontconfig() -> Iterator[Path]:
    # Some distributions keep fonts elsewhere; fontconfig knows, where it is installed.
    try:
        listed = subprocess.run(
            ["fc-list", "--format=%{file}\\n"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return
    yield from map(Path, listed.stdout.splitlines())
