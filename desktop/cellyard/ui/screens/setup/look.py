"""Set up, language and look: language, theme, class, tones, and the measure of the glass."""

from decimal import Decimal
from typing import Literal

import msgspec
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from cellyard.settings import Settings
from cellyard.ui import form, style
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.corner import LANGUAGES
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.desk import Button, Check, Choice
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.painted import Painted
from cellyard.words import N_, _, number

# ISO/IEC 7810 ID-1: every bank card, staff badge and driving licence is as wide.
CARD_MM = (85.6, 53.98)
_LEAST, _MOST = 2.5, 12.0


class LookSection(Section):
    """All but the measure counts at once; the measure when it is taken."""

    key = "look"
    title = N_("Language, look")
    icon = "ph.translate"
    right = "look_and_language"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        now = frame.settings
        self._language = Choice(LANGUAGES)
        self._theme = Choice([("light", _("Light")), ("dark", _("Dark"))])
        floor, desk = _("Floor: gloves and touch"), _("Desk: mouse and keys")
        self._class = Choice([("floor", floor), ("desk", desk)])
        self._tones = Check(_("Tones: one high for good, two low for wrong"), checked=now.tones)
        self._language.set_key(now.language)
        self._theme.set_key(now.theme)
        self._class.set_key("desk" if now.desk else "floor")
        self._card = _Card(now.px_per_mm)
        self._measure = Label("", "desk_body", colour="text_muted")
        self.middle, self.side = self._middle(), self._side()
        for choice in (self._language, self._theme, self._class):
            choice.key_changed.connect(self._chosen)
        self._tones.toggled.connect(self._chosen)
        self._card.changed.connect(self._measured)
        self._measured()

    def primary(self) -> Primary | None:
        text = _("Take this size")
        if abs(self._card.px_per_mm - self.frame.settings.px_per_mm) < 0.005:
            return Primary(text, not_yet=_("The card is as wide as it stands"))
        return Primary(text, _("Everything is drawn anew in millimetres"))

    def act(self) -> None:
        measured = round(self._card.px_per_mm, 3)
        self._use(msgspec.structs.replace(self.frame.settings, px_per_mm=measured))

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("For this station. Nothing typed is lost by a change.")
        )
        fields = form.form(
            (_("Language"), self._language),
            (_("Theme"), self._theme),
            (_("Worked with"), self._class),
            gap=8,
        )
        less, more = Button("−"), Button("+")
        less.setAccessibleName(_("Narrower"))
        more.setAccessibleName(_("Wider"))
        less.clicked.connect(lambda: self._card.widen(-1))
        more.clicked.connect(lambda: self._card.widen(1))
        hint = _("Lay a bank card on the glass. Pull the right edge until both are as wide.")
        size = form.column(
            Label(_("Size of the glass"), "sub", weight=600),
            Label(hint, "desk_body", colour="text_muted", wrap=True),
            self._card,
            form.row(less, more, self._measure, form.stretch(), gap=12),
            form.stretch(),
            gap=10,
        )
        return form.holder(
            form.column(
                head,
                form.card(
                    form.column(fields, form.row(self._tones, form.stretch()), gap=8), padding=18
                ),
                (form.card(size, padding=18), 1),
                gap=12,
            )
        )

    def _side(self) -> QWidget:
        sizes: tuple[tuple[str, style.Step], ...] = (
            (_("STOP"), "title"),
            (_("Battery, slot, verdict"), "lead"),
            (_("What to do"), "body"),
            (_("Beside it"), "small"),
        )
        lines = [Label(words, step) for words, step in sizes]
        hint = _("Read from 70 cm. If it is too small, the size of the glass is not right.")
        return form.card(
            form.column(
                Label(_("So it looks"), "sub", weight=600),
                *lines,
                form.stretch(),
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )

    def _measured(self) -> None:
        measure = number(Decimal(f"{self._card.px_per_mm:.2f}"))
        self._measure.setText(_("{measure} px per mm").format(measure=measure))
        self.changed.emit()

    def _chosen(self) -> None:
        language: Literal["en", "zh_CN"] = "zh_CN" if self._language.key() == "zh_CN" else "en"
        theme: Literal["light", "dark"] = "dark" if self._theme.key() == "dark" else "light"
        self._use(
            msgspec.structs.replace(
                self.frame.settings,
                language=language,
                theme=theme,
                desk=self._class.key() == "desk",
                tones=self._tones.isChecked(),
            )
        )

    def _use(self, settings: Settings) -> None:
        if settings != self.frame.settings:
            self.frame.use_settings(settings)


class _Card(Painted):
    """A card drawn as wide as it should be; its right edge is pulled, or moved by the arrows."""

    changed = Signal()

    def __init__(self, px_per_mm: float) -> None:
        super().__init__()
        self.px_per_mm = px_per_mm
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(_("Width of the card"))

    def widen(self, px: int) -> None:
        """Draw the card wider by so many px of the glass."""
        self._set(self.px_per_mm + px / CARD_MM[0])

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(320), look.px(110)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        width = CARD_MM[0] * self.px_per_mm
        card = QRectF(0, 0, width, min(CARD_MM[1] * self.px_per_mm, self.height()))
        stroke, radius = look.stroke.border, 3.18 * self.px_per_mm
        edge = look.colour.accent_line if self.hasFocus() else look.colour.outline
        draw.box(painter, card, look.colour.raised, border=edge, stroke=stroke, radius=radius)
        grip = QRectF(width - look.px(6), card.height() / 3, look.px(6), card.height() / 3)
        draw.box(painter, grip, look.colour.accent_line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._set(event.position().x() / CARD_MM[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.widen(-1)
        elif event.key() == Qt.Key.Key_Right:
            self.widen(1)
        else:
            super().keyPressEvent(event)

    def _set(self, px_per_mm: float) -> None:
        self.px_per_mm = min(_MOST, max(_LEAST, px_per_mm))
        self.update()
        self.changed.emit()
