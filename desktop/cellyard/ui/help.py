"""F1: the guide's page of the screen in front, in its place; Esc goes back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QScroller, QTextBrowser, QWidget

from cellyard import files, words
from cellyard.ui import form, style
from cellyard.ui.widgets.label import Label
from cellyard.words import _

# Wider lines lose the eye on the way back to the next one.
_WIDEST = 1000
_STEPS: dict[int, style.Step] = {1: "title", 2: "lead"}
_ABOVE = {1: 0, 2: 26}
_BELOW = {1: 4, 2: 8}
_KEYS_SHARE = 32  # per cent of the table that the names of keys take


class Help(QWidget):
    """A page of the guide in the language and look of now, with the way back at its foot.

    Up and Down, Page Up and Page Down, a finger or the wheel go through it; every other key is
    left to the window.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        clear = self.text.palette()
        clear.setColor(QPalette.ColorRole.Base, style.now().colour.surface)
        self.text.setPalette(clear)
        self.text.setMarkdown(_page(page))
        dress(self.text.document())
        self.text.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        QScroller.grabGesture(self.text.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        back = _("Esc or F1 goes back to your work. A scan does, too, and is taken there.")
        foot = form.row(Label(back, "small", colour="text_muted"), form.stretch())
        inside = form.column((self.text, 1), form.line(), foot, gap=12)
        card = form.card(inside, padding=(32, 20, 32, 16))
        self.setLayout(form.column((card, 1)))
        self.setFocusProxy(self.text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.text.setFocus()
        self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        room = self.text.viewport().width()
        self.text.setLineWrapColumnOrWidth(min(style.px(_WIDEST), room))


def _page(page: str) -> str:
    try:
        return files.text(f"guide/{words.language()}/{page}.md")
    except FileNotFoundError:
        return _("The guide has no page about this screen yet.")


def dress(document: QTextDocument) -> None:
    """Give a document read from Markdown the type, spaces and colours of the look."""
    look = style.now()
    document.setDefaultFont(look.font("body", tabular=False))
    document.setDocumentMargin(0)
    document.setIndentWidth(look.px(34))
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _dress_block(block: QTextBlock) -> None:
    look, cursor = style.now(), _over(block, block.position(), block.length() - 1)
    level = block.blockFormat().headingLevel()
    step = _STEPS.get(level, "body")
    spaces = QTextBlockFormat()
    spaces.setTopMargin(look.px(_ABOVE.get(level, 0)))
    spaces.setBottomMargin(0 if cursor.currentTable() else look.px(_BELOW.get(level, 8)))
    spaces.setLineHeight(look.line(step), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor.mergeBlockFormat(spaces)
    if level:
        cursor.mergeCharFormat(_written(look.font(step), look.colour.text))
        return
    for start, length, bold, mono in _pieces(block):
        face = look.font("body", 600 if bold else 400, mono=mono, tabular=False)
        card = mono and block.text()[start - block.position() :][:length].isupper()
        ink = look.colour.on_accent_tint if card else look.colour.text
        worn = _written(face, ink)
        if card:
            worn.setBackground(look.colour.accent_tint)
        _over(block, start, length).mergeCharFormat(worn)


def _pieces(block: QTextBlock) -> list[tuple[int, int, bool, bool]]:
    """Return where each piece of a block begins, its length, and whether it is bold or mono."""
    pieces: list[tuple[int, int, bool, bool]] = []
    found = block.begin()
    while not found.atEnd():
        piece = found.fragment()
        worn = piece.charFormat()
        bold = worn.fontWeight() > QFont.Weight.Normal
        pieces.append((piece.position(), piece.length(), bold, worn.fontFixedPitch()))
        found += 1
    return pieces


def _over(block: QTextBlock, start: int, length: int) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _written(face: QFont, ink: QColor) -> QTextCharFormat:
    worn = QTextCharFormat()
    worn.setFont(face)
    worn.setForeground(ink)
    return worn


def _dress_table(table: QTextTable) -> None:
    """Set a table as the tables of the screens: hairlines between rows, a muted head."""
    look, dressed = style.now(), table.format()
    percent = QTextLength.Type.PercentageLength
    dressed.setWidth(QTextLength(percent, 100))
    shares = (_KEYS_SHARE, 100 - _KEYS_SHARE)
    dressed.setColumnWidthConstraints([QTextLength(percent, share) for share in shares])
    dressed.setCellSpacing(0)
    dressed.setCellPadding(0)
    dressed.setBorder(0)
    dressed.setTopMargin(look.px(4))
    dressed.setBottomMargin(look.px(12))
    table.setFormat(dressed)
    line = QTextFrameFormat.BorderStyle.BorderStyle_Solid
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            around = cell.format().toTableCellFormat()
            around.setTopPadding(look.px(5))
            around.setBottomPadding(look.px(5))
            around.setRightPadding(look.px(16))
            around.setBottomBorder(look.px(1))
            around.setBottomBorderStyle(line)
            around.setBottomBorderBrush(look.colour.line if row else look.colour.line_strong)
            cell.setFormat(around)
            if row == 0:
                cursor = cell.firstCursorPosition()
                cursor.setPosition(
                    cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor
                )
                cursor.mergeCharFormat(_written(look.font("small"), look.colour.text_muted))
