"""The style: the look of the application, chosen once and asked for everywhere."""

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from cellyard.ui.style import icons, qss
from cellyard.ui.style.look import QUIET, Look, ink
from cellyard.ui.style.tokens import SIGNS, ColourName, State, StateColours, Step, Theme, tokens
from cellyard.words import Language

__all__ = [
    "QUIET",
    "SIGNS",
    "ColourName",
    "Language",
    "Look",
    "State",
    "StateColours",
    "Step",
    "Theme",
    "icon",
    "ink",
    "now",
    "px",
    "qicon",
    "tokens",
    "use",
]


class _Worn:
    """The one mutable thing of this room: the look that is worn now."""

    look: Look | None = None


def use(
    app: QApplication,
    theme: Theme,
    language: Language,
    px_per_mm: float,
    *,
    desk: bool,
    glass_mm: float | None = None,
) -> Look:
    """Dress the whole application, and again at any change; every widget follows by itself.

    `px_per_mm` is measured in logical px on the station's glass, `glass_mm` is the width of that
    glass (by default the primary screen's width at this measure), `desk` the class of the station.
    The language of the words themselves is `words.use`, called before this.
    """
    if glass_mm is None:
        glass_mm = app.primaryScreen().size().width() / px_per_mm
    large = glass_mm >= tokens().meta.large_from_mm
    look = Look(theme, language, px_per_mm, desk, large)
    _Worn.look = look
    if not app.styleSheet():
        app.setStyle("Fusion")  # one base on every system; what it leaves over is the same
    app.setCursorFlashTime(0)  # the caret does not blink
    app.setPalette(qss.palette(look))
    app.setFont(look.font("desk_body"))
    app.setStyleSheet(qss.sheet(look))
    return look


def now() -> Look:
    """Return the look worn now: light, English, 4.0 px per mm and floor before the first `use`."""
    if _Worn.look is None:
        _Worn.look = Look()
    return _Worn.look


def px(design: float) -> int:
    """Return a length of the design (px at 4.0 px per mm) in px of this glass."""
    return now().px(design)


def icon(name: str, size: float = 28, colour: ColourName | QColor = "text") -> QPixmap:
    """Return an icon of `size` design px (`ph.printer`, `mdi6.forklift`), in ink by default."""
    chosen = colour if isinstance(colour, QColor) else now().colour.named(colour)
    return icons.pixmap(name, px(size), chosen)


def qicon(name: str, size: float = 20, colour: ColourName = "text", *, after: float = 0) -> QIcon:
    """Return an icon for one of Qt's own buttons, grey while it cannot be pressed.

    `after` design px are part of its width, as the gap before the word.
    """
    colours = now().colour
    ink, grey = colours.named(colour), colours.text_disabled
    return icons.qicon(name, px(size), ink, grey, px(after))
