"""Every word that a person reads goes through the one door to sentences: none stands bare."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from source import PACKAGE, called, modules, tree

# What makes a message: its literals are in the catalogue.
DOOR = frozenset({"_", "N_", "ngettext", "in_language", "_zh", "N_zh"})
NO_SHOW = frozenset({"Refused", "Trouble", "TypeVar"})
# Two words with a space between them, or Chinese, are read by people wherever they stand.
SENTENCE = re.compile(r"[A-Za-z]{2,},? +[A-Za-z]{2,}|[\u4e00-\u9fff]")
# One word is read by people when it is handed to something that shows it.
WORD = re.compile(r"^[A-Z][a-z]{2,}\b|^[A-Z]{4,}\b")
SHOWS = re.compile(r"^(set|add|draw|show|say|insert)[A-Z_]|^(text|wrapped|paragraph|line|box)$")
# Arguments that name something for the program, and nothing for a person.
NAMES = frozenset({"key", "kind", "icon", "name"})
# The names that stand on the keys themselves.
KEYS = frozenset({"Enter", "Esc", "Ctrl Z"})
# What is no word of ours though it looks like one, with the reason. It only ever shrinks.
ALLOWED: dict[tuple[str, str], str] = {
    ("ui/setting_up/corner.py", "中文"): "a language is called by its own name in every language",
    ("ui/setting_up/corner.py", "English"): "a language is called by its own name",
    ("ui/setting_up/printer.py", "test label"): "the name of a thread",
    ("ui/style/__init__.py", "Fusion"): "Qt's name of a style",
    ("documents/page.py", "鿿"): "the last sign of a range",
    ("hub/pages/frame.py", "中文"): "a language is called by its own name in every language",
    ("hub/pages/frame.py", "<!doctype html>"): "said to the browser",
    ("hub/pages/frame.py", "width=device-width, initial-scale=1"): "said to the browser",
    ("hub/pages/site.py", "public, max-age=3600"): "said to the browser",
}
FILES: dict[str, str] = {
    "ui/style/qss.py": "a style sheet is no sentence",
    "ui/style/fonts.py": "names of fonts are the same in every language",
    "documents/fonts.py": "names of fonts are the same in every language",
}


def shown_rooms() -> list[Path]:
    """Return the modules that show something: all but the sample data of the gallery."""
    inside = modules(
        "desktop/cellyard/ui", "desktop/cellyard/documents", "desktop/cellyard/hub/pages"
    )
    return [p for p in inside if not p.stem.startswith("gallery") and within(p) not in FILES]


def within(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def spared(module: ast.Module) -> set[int]:
    """Return the nodes that nobody reads: docstrings, types, errors of ours, names of fields."""
    found: set[int] = set()
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name="sample"):  # the data of a document of nothing
                found |= below(node)
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found |= {id(s.value) for s in node.body if isinstance(s, ast.Expr)}
            case ast.Call() if called(node) in DOOR | NO_SHOW:
                found |= below(node)
            case ast.keyword(arg=str(role)) if role in NAMES:
                found |= below(node)
            case ast.Raise() | ast.Subscript() | ast.Assert() | ast.MatchValue():
                found |= below(node)
            case ast.AnnAssign() | ast.arg() if node.annotation:
                found |= below(node.annotation)
            case _:
                pass
        if isinstance(node, ast.FunctionDef) and node.returns:
            found |= below(node.returns)
    return found


def below(node: ast.AST) -> set[int]:
    return {id(inner) for inner in ast.walk(node)}


def shown(module: ast.Module) -> set[int]:
    """Return the literals handed to a widget, a page or a method that shows them."""
    found: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (called(node)[:1].isupper() or SHOWS.match(called(node))):
            for argument in (*node.args, *(k.value for k in node.keywords)):
                found |= below(argument)
    return found


def bare(module: ast.Module) -> Iterator[str]:
    """Go through the literals that a person reads and no catalogue knows."""
    skip, seen = spared(module), shown(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            text = node.value
            word = WORD.match(text) and text not in KEYS
            if SENTENCE.search(text) or (id(node) in seen and word):
                yield text


def test_no_word_stands_bare():
    found = [(within(path), text) for path in shown_rooms() for text in bare(tree(path))]
    assert [one for one in found if one not in ALLOWED] == []
    assert set(found) >= set(ALLOWED), "an exception that is none any more"


@pytest.mark.parametrize(
    "line",
    [
        'self.setText("Weigh the battery")',
        'Label("Weigh")',
        'BigButton(key="w", text="Weigh it again")',
        'QLabel(f"Weight {kg}")',
        'page.text(10, 10, "称重", size)',
        'canvas.drawString(1, 2, "Battery label")',
        'x = "not through the door"',
        'self.setToolTip("称重" if zh else "w")',
    ],
)
def test_a_bare_word_is_seen(line: str):
    assert list(bare(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'self.setText(_("Weigh it"))',
        'Label(ngettext("One {n}", "Many of {n}", 2))',
        'raise ValueError("a mistake of ours")',
        'Icon("mdi6.scale")',
    ],
)
def test_a_word_through_the_door_is_not(line: str):
    assert list(bare(ast.parse(line))) == []
