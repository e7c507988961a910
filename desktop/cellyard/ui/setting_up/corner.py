"""The corner of the top line while nobody is signed in: the other language, the other theme."""

from collections.abc import Callable

import msgspec

from cellyard.settings import Settings
from cellyard.ui.widgets.top_line import CornerButton
from cellyard.words import _

# A language is called by its own name in every language.
LANGUAGES = (("en", "English"), ("zh_CN", "中文"))


def corner(
    settings: Settings, want: Callable[[Settings], None]
) -> tuple[CornerButton, CornerButton]:
    """Return the two buttons; `want` gets the settings that a press asks for."""
    chinese, dark = settings.language == "zh_CN", settings.theme == "dark"
    language = CornerButton("English" if chinese else "中文")
    spoken = msgspec.structs.replace(settings, language="en" if chinese else "zh_CN")
    language.clicked.connect(lambda: want(spoken))
    theme = CornerButton(_("Light") if dark else _("Dark"), icon="ph.sun" if dark else "ph.moon")
    worn = msgspec.structs.replace(settings, theme="light" if dark else "dark")
    theme.clicked.connect(lambda: want(worn))
    return language, theme
