"""System faces at the px of the look, with figures that do not change their width."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from cellyard.ui.style.tokens import tokens


@cache
def families(*, mono: bool) -> list[str]:
    """Return the faces of the look that this machine has, best first.

    Only faces that are there: an absent first face makes Qt search its whole alias table.
    """
    wanted = tokens().type.mono if mono else tokens().type.sans
    there = set(QFontDatabase.families())
    found = [family for family in wanted if family in there]
    if mono:
        # A Chinese word in a fixed line must not fall to a face without it.
        found += [family for family in tokens().type.sans if family in there]
    system = QFontDatabase.SystemFont
    return found or [
        QFontDatabase.systemFont(system.FixedFont if mono else system.GeneralFont).family()
    ]


@cache
def chinese_has_bold() -> bool:
    """Tell whether the Chinese face of this machine has a bold of its own.

    Where it has none (WenQuanYi Micro Hei), Qt thickens letters below 64 px only.
    """
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    for family in families(mono=False):
        if chinese in QFontDatabase.writingSystems(family):
            styles = QFontDatabase.styles(family)
            return any(QFontDatabase.bold(family, style) for style in styles)
    return True


@cache
def font(px: int, weight: int, *, mono: bool, tabular: bool) -> QFont:
    """Return the face at this size; `tabular` gives every figure the same width (feature tnum)."""
    made = QFont()
    made.setFamilies(families(mono=mono))
    made.setPixelSize(max(px, 1))
    made.setWeight(QFont.Weight(weight))
    made.setStyleHint(QFont.StyleHint.Monospace if mono else QFont.StyleHint.SansSerif)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if not mono:
        made.setFeature(QFont.Tag("tnum" if tabular else "pnum"), 1)
    return made
