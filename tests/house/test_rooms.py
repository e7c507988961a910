"""The house: its rooms, the size of its files, and that all of it is shipped."""

import ast
import json
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
import source
from source import PACKAGE, ROOT, modules, name, tree

from cellyard.ledger import schema

LINES, LINES_OF_FUNCTION, METHODS = 400, 40, 12
# What is larger than the house allows, with the reason. It only ever shrinks.
TOO_LARGE: dict[str, str] = {}
NO_ROOM = frozenset(
    {"utils", "helpers", "common", "core", "base", "manager", "service", "handler", "misc"}
)
TOP = frozenset(
    {
        "pyproject.toml",
        "desktop",
        "migrations",
        "resources",
        "installers",
        "tests",
        "README.md",
        "LICENSE",
        "Makefile",
        "requirements.lock",
        ".ci",
        ".gitignore",
    }
)
SHIPPED = ("desktop", "migrations", "installers")
CODE = (*SHIPPED, "tests")


def too_large(path: Path) -> set[str]:
    """Return what in a file is larger than allowed, by name."""
    found = {name(path)} if len(path.read_text(encoding="utf-8").splitlines()) > LINES else set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > (
            LINES_OF_FUNCTION
        ):
            found.add(f"{name(path)}::{node.name}")
        # A test's stand-in has as many methods as what it stands in for.
        crowded = isinstance(node, ast.ClassDef) and len(public_methods(node)) > METHODS
        if crowded and path in modules(*SHIPPED):
            found.add(f"{name(path)}::{node.name}")
    return found


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def public_methods(node: ast.ClassDef) -> list[str]:
    """Return its own methods: neither properties nor what a base class asks for."""
    return [
        f.name
        for f in node.body
        if isinstance(f, ast.FunctionDef)
        and not f.name.startswith("_")
        and not {source.decorated(d) for d in f.decorator_list} & {"property", "setter"}
    ]


def test_nothing_is_larger_than_the_house_allows():
    found = {one for path in modules(*CODE) for one in too_large(path)}
    assert found == set(TOO_LARGE)


def test_every_module_says_what_it_is_for():
    silent = [name(p) for p in modules(*CODE) if not ast.get_docstring(tree(p))]
    assert silent == []


def test_no_room_is_an_attic():
    parts = {
        part for p in modules("desktop") for part in p.relative_to(PACKAGE).with_suffix("").parts
    }
    assert not parts & NO_ROOM


def test_the_top_level_is_the_customers():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy of the project has no git repository")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP


# --- what is shipped ---------------------------------------------------------------------------


def test_every_folder_of_code_is_a_package_that_is_shipped():
    folders = {
        ".".join(("cellyard", *p.parent.relative_to(PACKAGE).parts)) for p in modules("desktop")
    }
    for outside in ("migrations", "resources"):
        folders |= {
            ".".join(("cellyard", *p.parent.relative_to(ROOT).parts)) for p in modules(outside)
        }
    with (ROOT / "pyproject.toml").open("rb") as file:
        listed = tomllib.load(file)["tool"]["setuptools"]["packages"]
    assert sorted(folders) == sorted(listed)


LOOK_ROUND = """
import importlib, json, pkgutil, sys, tempfile
from importlib import resources
from pathlib import Path
import cellyard
from cellyard import files
from cellyard.ledger import schema

names = ["cellyard"]
for found in pkgutil.walk_packages(cellyard.__path__, "cellyard."):
    if not found.name.startswith(("cellyard.migrations", "cellyard.resources")):
        importlib.import_module(found.name)
        names.append(found.name)
with tempfile.TemporaryDirectory() as folder:
    schema.prepare(Path(folder))
    version = schema.version(Path(folder))

def below(entry, path=""):
    for one in entry.iterdir():
        if one.is_dir():
            yield from below(one, f"{path}{one.name}/")
        else:
            yield path + one.name

shipped = [n for n in below(resources.files("cellyard.resources")) if "__" not in n]
for n in shipped:
    files.data(n)
print(json.dumps({"at": cellyard.__file__, "modules": names, "version": version,
                  "resources": shipped}))
"""


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it in a fresh environment, and return that one's Python.

    The environment sees the libraries of this one, but not this checkout.
    """
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    for path, _ in source.texts():
        put(path, copy)
    # What is no text: the compiled words, the pictures.
    for ending in ("*.mo", "*.png"):
        for path in (ROOT / "resources").rglob(ending):
            put(path, copy)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    offline = ("--no-deps", "--no-index", "--no-build-isolation")
    run(*pip, "wheel", *offline, "-w", folder, copy)
    venv.create(folder / "fresh", with_pip=False)
    python = folder / "fresh" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel)
    (site,) = (folder / "fresh").rglob("site-packages")
    # A line of a .pth file adds that folder, but not what its own .pth files name: the checkout.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def put(path: Path, copy: Path) -> None:
    target = copy / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="a virtual environment lies otherwise there")
def test_the_installed_wheel_is_whole(installed: Path):
    found = json.loads(run(installed, "-I", "-c", LOOK_ROUND))
    assert Path(found["at"]).is_relative_to(installed.parents[1])
    wanted = {
        ".".join(p.relative_to(ROOT / "desktop").with_suffix("").parts).removesuffix(".__init__")
        for p in modules("desktop")
    }
    assert set(found["modules"]) == wanted
    assert found["version"] == schema.VERSION
    there = {
        p.relative_to(ROOT / "resources").as_posix()
        for p in (ROOT / "resources").rglob("*")
        if p.is_file() and "__" not in p.as_posix().removeprefix(ROOT.as_posix())
    }
    assert set(found["resources"]) == there
