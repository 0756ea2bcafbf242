"""Every parser of outside bytes against a stream of damaged ones: a value or a refusal (T6, T27).

A slice here, in this very process; under ``make campaign`` ten million inputs each behind the
fences, or as many as its budget of processor time allows (``python -m tests.fuzz``, Random seeds).
No refusal quotes the file: samples hold ``MARK`` wherever a person's value stands.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from house.tree import ROOT
from tests.fuzz import batches
from tests.fuzz.__main__ import campaign as run_campaign
from tests.fuzz.damage import inputs
from tests.fuzz.kept import Kept
from tests.fuzz.parsers import PARSERS, Parser
from tests.fuzz.samples import MARK

HERE, SLOW = 600, 120
SEED = 9303
BY_NAME = {one.name: one for one in PARSERS}
ALL = pytest.mark.parametrize("name", BY_NAME)


@ALL
def test_whatever_comes_is_a_value_or_a_refusal_that_quotes_nothing(name: str) -> None:
    parser = BY_NAME[name]
    count = SLOW if parser.slow else HERE
    for number, content in inputs(parser.samples(), parser.codec, SEED, 0, count):
        try:
            parser.run(content)
        except parser.refusals as refusal:
            said = f"{refusal} {getattr(refusal, 'facts', '')}"
            assert MARK not in said, f"{name}, input {number}"


@ALL
def test_an_honest_sample_of_each_is_read(name: str) -> None:
    """Else the damage would be tried on what was refused at the first byte."""
    parser = BY_NAME[name]

    def is_read(sample: bytes) -> bool:
        try:
            parser.run(sample)
        except parser.refusals:
            return False
        return True

    assert any(map(is_read, parser.samples())) or name in SIGNED


SIGNED = {"certificate"}
"""Runs that go on with another's key or another form, and so always end in a refusal."""


def test_an_input_is_the_same_whenever_it_is_made() -> None:
    for parser in PARSERS:
        drawn = dict(inputs(parser.samples(), parser.codec, SEED, 40, 40))
        assert drawn[70] == batches.look(parser, SEED, 70), parser.name


def _broken(content: bytes) -> None:
    if len(content) % 7 == 0:
        raise KeyError
    if content.count(b"a") > 3:
        os.kill(os.getpid(), 9)


def test_a_crash_and_a_death_are_found_and_named_by_seed_and_hash() -> None:
    """The control: a planted fault is found, and so is a process that goes without a word."""
    quiet = Parser("planted", "", _broken, lambda: (b"bcd",))
    found = batches.batch(quiet, SEED, 0, 400, 20).found
    assert found
    assert {one.what for one in found} <= {"KeyError", "SIGKILL"}
    digest = sha256(batches.look(quiet, SEED, found[0].number)).hexdigest()
    assert found[0].digest == digest
    assert f"--seed {SEED} --look {found[0].number}" in found[0].line()


def test_what_a_parser_opens_is_refused_and_found() -> None:
    """The control of the fence: a parser that reached out would show."""
    curious = Parser("curious", "", lambda _: open("/etc/passwd").close(), lambda: (b"x",))  # noqa: PTH123
    assert "PermissionError" in batches.batch(curious, SEED, 0, 3, 20).found[0].what


def _run(kept: Kept, parsers: Sequence[Parser], inputs: int, seconds: float = 20) -> list[str]:
    return [one.name for one in run_campaign(parsers, kept, inputs, seconds)]


def test_a_campaign_in_pieces_is_the_campaign_in_one(tmp_path: Path) -> None:
    parser = BY_NAME["note"]
    whole = batches.batch(parser, SEED, 0, 90, 20)
    for inputs_each in (30, 30, 60, 90):
        kept = Kept(tmp_path / "course.json", SEED if inputs_each == 30 else 1)
        _run(kept, [parser], inputs_each)
    kept = Kept(tmp_path / "course.json", 1)
    assert kept.of(parser.name)[:2] == whole[:2] == (90, whole.refused)


def test_what_was_found_in_one_piece_is_told_after_the_last(tmp_path: Path) -> None:
    planted = Parser("planted", "", _broken, lambda: (b"bcd",))
    for _ in range(2):
        _run(Kept(tmp_path / "course.json", SEED), [planted], 100)
    kept = Kept(tmp_path / "course.json", SEED)
    assert kept.of("planted").found
    assert kept.of("planted").done >= 100


def test_who_had_the_least_time_is_next_and_all_are_told(tmp_path: Path) -> None:
    """Else a campaign that is broken off has spent itself on the first of the list."""
    kept = Kept(tmp_path / "course.json", SEED)
    kept.note("mrz", batches.NOTHING._replace(done=1, cpu=9_999.0))
    assert _run(kept, [BY_NAME["mrz"], BY_NAME["note"]], 40) == ["note", "mrz"]
    assert kept.of("mrz").done == kept.of("note").done == 40


@pytest.mark.campaign
def test_ten_million_inputs_each_or_as_many_as_the_budget_allows(*, campaign: bool) -> None:
    command = [sys.executable, "-m", "tests.fuzz", *([] if campaign else ["mrz", "--inputs", "99"])]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    print(ended.stdout)  # noqa: T201 - the table, with the seed
    assert ended.returncode == 0, ended.stdout


def test_every_parser_of_the_page_of_threats_is_in_the_registry() -> None:
    page = (ROOT / "docs" / "threats.md").read_text("utf-8")
    missing = [one.name for one in PARSERS if f"`{one.module}`" not in page]
    assert missing == []
    assert all((ROOT / "src" / "muster" / one.module).is_file() for one in PARSERS)
