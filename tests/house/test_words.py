"""One word per thing, and no word of where this was written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.tree import ROOT, tracked, words

VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "data", "info", "misc"}

# Words that mean something else as well, in a language of programs.
ORDINARY = {"case", "group", "approval", "holding", "redeem", "clone", "admit", "refuse", "sync"}
ORDINARY |= {"event"}

MACHINE = re.compile(
    "|".join(
        (
            r"/(?:work|farm)/",
            r"/tm" + "p/spec",
            r"/(?:root|home)/[a-z.]",
            r"\." + "library/",
            r"\bpypi\." + "org",
            r"python" + r"hosted\.org",
            r"npmjs\." + "(?:org|com)",
            r"deb\.debian\." + "org",
        )
    )
)


def banned() -> set[str]:
    """Return the words that the glossary says not to use, in lower case."""
    rows = (line.split("|") for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines())
    cells = [row[3] for row in rows if len(row) == 5 and row[3].strip() not in ("not", "---")]
    return {word.strip().lower() for cell in cells for word in cell.split(",") if word.strip()}


def names(file: Path) -> Iterator[str]:
    """Yield the names that ``file`` gives: modules, classes, functions, arguments, variables."""
    yield file.stem
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def spoken(name: str) -> str:
    """Return the words of a name with a blank between: ``lilyPad`` and ``LILY_PAD`` alike."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()


def test_the_glossary_says_which_words_not_to_use() -> None:
    assert {"evacuee", "pax", "flight", "isb", "lily pad", "roll call"} <= banned()
    assert banned() >= ORDINARY


@pytest.mark.parametrize("word", sorted(banned() - ORDINARY))
def test_a_word_not_to_use_names_nothing(word: str) -> None:
    whole = re.compile(rf"\b{re.escape(word)}s?\b")
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in tracked("src/*.py")
        for name in names(file)
        if whole.search(spoken(name))
    ]
    assert not found


def test_no_module_has_a_vague_name() -> None:
    assert not [file for file in tracked("*.py") if file.stem in VAGUE or file.parent.name in VAGUE]


def test_no_line_bears_a_path_of_a_machine_or_the_host_of_a_registry() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in tracked()
        if file.name != "uv.lock"
        for number, line in enumerate((words(file) or "").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not found
