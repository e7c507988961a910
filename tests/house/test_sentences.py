"""Sentences: complete in English and Chinese, and each with the figures that it speaks of."""

import ast
import gettext
import importlib.util
import io
import re
from collections.abc import Iterator
from itertools import combinations
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from source import PACKAGE, ROOT, called, modules, name, tree

from cellyard import words
from cellyard.words import ledger as proofs

SPOKEN = {code: text for table in words.TABLES for code, text in table.items()}
# No screen and no paper says these: nothing is ever only safe, no key is the emergency one, and
# a slip of our own is neither the state's transfer form nor a carrier's waybill.
# "Discharge to safe" is the name of a procedure; nothing else is ever called that.
NEVER = re.compile(
    r"(?<!discharge to )(?<!discharged to )\bsafe\b|emergency|转移联单|运单", re.IGNORECASE
)
# What `words.sentence` knows of every trouble: whose it is, and on which port.
OF_A_LINE = frozenset({"name", "port"})
# Chinese and Latin or figures stand apart by a space (no full-width sign needs one).
GLUED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\w)")


@pytest.fixture(scope="module")
def collector() -> ModuleType:
    """Return the command that collects the sentences, as a module."""
    spec = importlib.util.spec_from_file_location("collector", ROOT / "installers" / "words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogue(collector: ModuleType) -> Catalog:
    with (collector.FOLDER / "cellyard.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


def said(message: Message) -> tuple[str, ...]:
    """Return a message's forms in the language of the source."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def messages(catalogue: Catalog) -> list[Message]:
    return [m for m in catalogue if m.id]


def fields(text: str) -> set[tuple[str, str | None]]:
    """Return the placeholders of a sentence, with how each is to be written."""
    return {(field, spec) for _, field, spec, _ in Formatter().parse(text) if field is not None}


def test_the_catalogue_is_what_the_code_says(collector: ModuleType, catalogue: Catalog):
    code = {said(m) for m in messages(collector.collected())}
    kept = {said(m) for m in messages(catalogue)}
    assert sorted(code - kept) == []
    assert sorted(kept - code) == []


def test_every_message_is_said_in_chinese_with_the_same_figures(catalogue: Catalog):
    for message in messages(catalogue):
        assert not message.fuzzy, message.id
        forms = translated(message)
        assert forms, message.id
        assert all(forms), message.id
        for form in forms:
            assert fields(form) == fields(said(message)[-1]), message.id


def test_chinese_is_set_as_chinese(catalogue: Catalog):
    found = [
        form
        for message in messages(catalogue)
        for form in translated(message)
        if HALF_WIDTH.search(form) or GLUED.search(form)
    ]
    assert found == []


def test_what_is_compiled_is_what_is_kept(collector: ModuleType, catalogue: Catalog):
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    with (collector.FOLDER / "cellyard.mo").open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    compiled = gettext.GNUTranslations(buffer)
    for message in messages(catalogue):
        if isinstance(message.id, str):
            assert shipped.gettext(message.id) == compiled.gettext(message.id) == message.string
        else:
            one, many = message.id
            assert shipped.ngettext(one, many, 2) == compiled.ngettext(one, many, 2)
    assert len(shipped._catalog) == len(compiled._catalog)


def test_some_words_are_never_said(catalogue: Catalog):
    found = [
        text
        for message in messages(catalogue)
        for text in (*said(message), *translated(message))
        if NEVER.search(text)
    ]
    assert found == []


def test_no_sentence_begs_or_shouts(catalogue: Catalog):
    found = [
        text
        for message in messages(catalogue)
        for text in (*said(message), *translated(message))
        if re.search(r"\bplease\b|!|！|请您", text, re.IGNORECASE)
    ]
    assert found == []


# --- refusals and troubles -----------------------------------------------------------------------


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Go through every Refused and Trouble of the code: where, its code, what is given with it.

    None is given when it cannot be read off the call.
    """
    for path in modules("desktop"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or called(node) not in ("Refused", "Trouble"):
                continue
            for code in codes(node.args[0]) if node.args else ():
                given = {k.arg for k in node.keywords}
                if called(node) == "Trouble":
                    given |= OF_A_LINE
                known = None if None in given else {k for k in given if k}
                yield f"{name(path)}:{node.lineno}", code, known


def codes(argument: ast.expr) -> list[str]:
    """Return the codes that an argument may be; none when only running the code would tell."""
    match argument:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp():
            return [*codes(argument.body), *codes(argument.orelse)]
        case _:
            return []


def test_every_refusal_has_its_sentence_and_gives_what_it_speaks_of():
    found = list(raised())
    assert len(found) > 30
    assert [(where, code) for where, code, _ in found if code not in SPOKEN] == []
    for where, code, given in found:
        if given is not None:
            wanted = {field for field, _ in fields(SPOKEN[code])}
            assert wanted <= given, f"{where}: {code} speaks of {sorted(wanted - given)}"


def made(node: ast.AST) -> str:
    """Return a pattern of the texts that a literal or an f-string makes, "" for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr():
            parts = [made(part) or "[a-z_]+" for part in node.values]
            return "".join(parts) if any(made(part) for part in node.values) else ""
        case _:
            return ""


def test_every_sentence_is_said_somewhere():
    outside = [p for p in modules("desktop") if PACKAGE / "words" not in p.parents]
    patterns = {made(node) for path in outside for node in ast.walk(tree(path))} - {""}
    said_somewhere = re.compile("|".join(sorted(p for p in patterns if re.match("[a-z[]", p))))
    assert [code for code in SPOKEN if not said_somewhere.fullmatch(code)] == []


def test_every_fault_of_a_proof_has_its_sentence():
    faults = {
        node.value
        for path in (PACKAGE / "ledger" / "verify.py", PACKAGE / "ledger" / "chains.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(proofs.FAULTS) <= faults
    for sentence in proofs.FAULTS.values():
        assert {field for field, _ in fields(sentence)} <= {"station", "seq"}


def test_no_code_has_two_sentences():
    for one, other in combinations(words.TABLES, 2):
        assert not set(one) & set(other)


def test_nothing_is_said_where_nothing_is_to_be_said():
    # gettext answers the empty message with the head of its catalogue.
    before = words.language()
    try:
        for language in words.LANGUAGES:
            words.use(language)
            assert words._("") == ""
            assert words.in_language(language, "") == ""
    finally:
        words.use(before)
