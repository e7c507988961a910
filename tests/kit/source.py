"""The project's own source, as the house tests look at it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop" / "cellyard"
FOLDERS = ("desktop", "migrations", "resources", "installers", "tests", ".ci")
MADE = frozenset({"__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"})


def name(path: Path) -> str:
    """Return a file's name from the project's root."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Return every Python file of these folders."""
    return tuple(p for folder in folders for p in sorted((ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts() -> Iterator[tuple[Path, str]]:
    """Go through every text file of the project."""
    top = (p for p in ROOT.iterdir() if p.is_file() and p.name != ".git")
    deep = (p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.is_file())
    for path in (*top, *deep):
        if MADE & set(path.parts) or path.suffix in (".pyc", ".mo") or "egg-info" in str(path):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def called(node: ast.Call) -> str:
    """Return the last part of what is called: `f`, `x.f` and `x.y.f` are all `f`."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def decorated(decorator: ast.expr) -> str:
    """Return the last part of a decorator's name."""
    if isinstance(decorator, ast.Call):
        return called(decorator)
    return decorator.id if isinstance(decorator, ast.Name) else getattr(decorator, "attr", "")
