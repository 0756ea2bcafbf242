"""What is written is true: links lead somewhere, commands exist, pages say what the code says."""

import re
import string
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from house.pages import PAGES
from house.pages.commands import tree
from house.pages.problems import cases
from house.tree import ROOT, tracked
from muster.ground import problem
from muster.ground.people.category import read_profile

DOCUMENTS = tracked("*.md")
NAMED = {str(file.relative_to(ROOT)): file for file in DOCUMENTS}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def examples() -> list[Example]:
    """Return every block of code in the documents that is marked python."""
    reader = Sybil(parsers=[PythonCodeBlockParser()])
    return [example for file in DOCUMENTS for example in reader.parse(file).examples()]


def anchor(heading: str) -> str:
    """Return the fragment that a forge gives ``heading``."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")


def leads_somewhere(link: str, file: Path) -> bool:
    """Say whether ``link`` in ``file`` names a file here, and a heading in it if it names one."""
    path, _, fragment = link.partition("#")
    place = (file.parent / path) if path else file
    if not place.exists():
        return False
    text = FENCE.sub("", place.read_text("utf-8")) if fragment else ""
    return not fragment or fragment in {anchor(found) for found in HEADING.findall(text)}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_the_code_says(page: str) -> None:
    assert (ROOT / page).read_text("utf-8") == PAGES[page](), "run make docs"


@pytest.mark.parametrize("name", NAMED)
def test_every_link_inside_the_repository_leads_somewhere(name: str) -> None:
    links = LINK.findall(FENCE.sub("", NAMED[name].read_text("utf-8")))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    dead = [link for link in inside if not leads_somewhere(link, NAMED[name])]
    assert not dead


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{Path(one.path).name}:{one.line}")
def test_a_block_of_python_runs(example: Example) -> None:
    example.evaluate()


def test_the_rule_that_a_newcomer_copies_is_one() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```", NAMED["docs/first.md"].read_text(), FENCE.flags)
    profile = read_profile(block.encode())
    assert profile.category("citizen") is not None
    assert profile.groups()[0] == "citizens"


def test_there_are_blocks_of_python_to_run() -> None:
    assert {Path(example.path).name for example in examples()} >= {"patterns.md"}


def test_the_readme_names_the_two_commands_first() -> None:
    console = re.findall(r"^\$ (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert console[:2] == ["make drill", "make test"]


@pytest.mark.parametrize("name", NAMED)
def test_every_make_target_named_in_a_document_exists(name: str) -> None:
    text = NAMED[name].read_text("utf-8")
    asked = set(re.findall(r"(?:`|^\$ )make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert asked <= targets()


def targets() -> set[str]:
    """Return the targets that the Makefile explains."""
    return set(
        re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )


def test_the_makefile_has_every_promised_target() -> None:
    promised = "help install test check fix drill bench campaign vectors shape fsck clean docs"
    assert set(promised.split()) <= targets()


def test_every_command_named_in_a_document_exists() -> None:
    known = {context.command_path for context in tree()} - {"muster"}
    said = re.compile(r"(?:`|^\$ )(?:\.venv/bin/)?(muster(?: [a-z][a-z-]*)+)", re.MULTILINE)
    asked = {(name, one) for name in NAMED for one in said.findall(NAMED[name].read_text("utf-8"))}
    unknown = [
        (name, one) for name, one in asked if not any(one.startswith(path) for path in known)
    ]
    assert not unknown


def test_every_problem_has_a_code_of_its_own_room_and_a_next_step() -> None:
    for case in cases():
        assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", case.code), case
        assert case.code.partition(".")[0] in case.__module__.split("."), case
        assert case.sentence.endswith((".", "?")), case
        assert case.advice.endswith("."), case


def test_no_two_problems_share_a_code() -> None:
    codes = [case.code for case in cases()]
    assert sorted(set(codes)) == codes


def test_a_problem_is_defined_in_the_problems_of_its_room_and_nowhere_else() -> None:
    known = {
        case.__name__ for case in (*cases(), *vars(problem).values()) if isinstance(case, type)
    }
    bases = re.compile(rf"^class \w+\((?:\w+\.)*(?:{'|'.join(sorted(known))})\)", re.MULTILINE)
    rooms = [file for file in tracked("src/*.py") if not file.stem.startswith("problem")]
    stray = [str(file.relative_to(ROOT)) for file in rooms if bases.search(file.read_text("utf-8"))]
    assert not stray


def test_a_problem_fills_in_only_what_is_never_personal() -> None:
    personal = {"name", "value", "cell", "text", "header", "document", "birth", "phone", "contact"}
    for case in cases():
        parts = string.Formatter().parse(case.sentence + case.advice)
        assert not {field for _, field, _, _ in parts if field} & personal, case
