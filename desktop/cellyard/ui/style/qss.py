"""The one style sheet of the application: what Qt's own widgets look like."""

from string import Template

from PySide6.QtGui import QColor, QPalette

from cellyard.ui.style.look import Look

_SHEET = Template("""
QWidget[kind="card"] { background: $surface; border: 0; border-radius: ${card}px; }
QWidget[kind="raised"] { background: $raised; border: 0; border-radius: ${card}px; }
QWidget[kind="sunken"] { background: $sunken; border: 0; border-radius: ${card}px; }
QWidget[kind="line"] { background: $line; }
QToolTip { color: $text; background: $raised; border: ${hair}px solid $outline; }

QLineEdit, QPlainTextEdit, QComboBox { background: $raised; border: ${border}px solid $outline;
  border-radius: ${corner}px; padding: 0 ${pad}px; min-height: ${inner}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: ${pad}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: ${focus}px solid $accent_line;
  padding: 0 ${pad_focus}px; min-height: ${inner_focus}px; }
QLineEdit[state="wrong"] { border: ${focus2}px solid $stop; padding: 0 ${pad_wrong}px;
  min-height: ${inner_wrong}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken;
  border-color: $sunken; color: $text_disabled; }
QLineEdit:read-only { background: $surface; border-color: $line; }
QComboBox::drop-down { border: 0; width: ${drop}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; border: ${border}px solid $outline; outline: 0;
  padding: 0; }
QComboBox QAbstractItemView::item { min-height: ${control}px; padding: 0 ${pad}px; border: 0; }
QComboBox QAbstractItemView::item:selected { background: $accent_tint; color: $on_accent_tint; }

QPushButton { background: $raised; border: ${border}px solid $outline; border-radius: ${corner}px;
  padding: 0 ${pad_button}px; min-height: ${inner}px; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { background: $sunken; border-color: $sunken; color: $text_disabled; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:disabled { background: $sunken; border-color: $sunken;
  color: $text_disabled; }
QPushButton[kind="filter"] { color: $text_muted; border-color: $line_strong; }
QPushButton[kind="filter"]:checked { color: $text; border-color: $outline; }

QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar::handle:vertical { background: $line_strong; min-height: ${control}px; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle:horizontal { background: $line_strong; min-width: ${control}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QListView { background: transparent; border: 0; outline: 0; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $text_muted; border: 0;
  border-bottom: ${hair}px solid $line; padding: 0 ${cell}px; min-height: ${head}px; }
""")


def sheet(look: Look) -> str:
    """Return the style sheet for a look."""
    names = look.colour.__struct_fields__
    values: dict[str, object] = {name: look.colour.named(name).name() for name in names}  # pyright: ignore[reportArgumentType]
    values["stop"] = look.state("stop").mark.name()
    border, focus, wrong = look.stroke.desk_border, look.stroke.focus, look.stroke.border
    pad, control = look.px(10), look.desk.control
    values |= {
        "card": look.radius.card,
        "corner": look.radius.desk_control,
        "hair": look.px(1),
        "border": border,
        "focus": focus,
        "focus2": wrong,
        "pad": pad,
        # What the border takes, the padding gives: text never moves when the border grows.
        "pad_focus": pad - (focus - border),
        "pad_wrong": pad - (wrong - border),
        "inner": control - 2 * border,
        "inner_focus": control - 2 * focus,
        "inner_wrong": control - 2 * wrong,
        "pad_button": look.px(14),
        "control": control,
        "drop": look.px(32),
        "bar": look.px(10),
        "cell": look.px(10),  # as the cells of a table
        "head": look.desk.head - look.px(1),
    }
    return _SHEET.substitute(values)


def palette(look: Look) -> QPalette:
    """Return the palette for what no style sheet reaches: placeholders, links, plots."""
    made, role, group = QPalette(), QPalette.ColorRole, QPalette.ColorGroup
    colour = look.colour
    pairs: tuple[tuple[QPalette.ColorRole, QColor], ...] = (
        (role.Window, colour.background),
        (role.WindowText, colour.text),
        (role.Base, colour.raised),
        (role.AlternateBase, colour.surface),
        (role.Text, colour.text),
        (role.PlaceholderText, colour.text_muted),
        (role.Button, colour.raised),
        (role.ButtonText, colour.text),
        (role.Highlight, colour.accent),
        (role.HighlightedText, colour.on_accent),
        (role.ToolTipBase, colour.raised),
        (role.ToolTipText, colour.text),
        (role.Link, colour.accent_line),
    )
    for which, value in pairs:
        made.setColor(which, value)
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, which, colour.text_disabled)
    return made
