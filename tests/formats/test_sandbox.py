"""The fences around the parser, and how much its word is worth."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats import sandbox
from muster.adapters.formats.frames import Done, Failed, Opened, bodies, framed, message
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import FormatProblem, ParserStopped, problem_of
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Column, Lines, Mark, Rows, Table, pack, unpack
from tests.formats.lists import HEADER, as_csv, as_workbook, opened_here, people

_FENCED = """
import os, socket, subprocess, sys, ctypes, signal
from muster.adapters.formats.fences import fence
from muster.adapters.formats.limits import Limits
ready = open(os.devnull)
held = fence(Limits(memory=1 << 29, seconds=2))
try:
    {attempt}
except BaseException as refused:
    print("refused", type(refused).__name__)
else:
    print("done")
"""


def fenced(attempt: str) -> str:
    """What a fenced process says to an attempt."""
    found = subprocess.run(
        [sys.executable, "-I", "-c", _FENCED.format(attempt=attempt)],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return found.stdout.decode().strip()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd').read()",
        "open('/proc/self/environ').read()",
        "os.listdir('/')",
        "open('/dev/shm/muster-fence', 'w')",
        "os.unlink('/dev/null/x')",
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "subprocess.run(['/bin/true'])",
        "os.kill(os.getppid(), 0)",
        "bytearray(1 << 30)",
        "os.mkdir('/dev/shm/muster-fence')",
    ],
)
def test_a_fenced_process_can_open_start_and_take_nothing(attempt: str) -> None:
    assert fenced(attempt).startswith("refused")


def test_a_fenced_process_can_still_compute_and_speak() -> None:
    assert fenced("print(len(sorted(str(n) for n in range(10000))))") == "10000\ndone"


def test_a_fenced_process_has_a_second_and_no_more() -> None:
    assert fenced("while True: pass") == ""


def test_the_fences_that_hold_are_named() -> None:
    said = fenced("print(*held)")
    assert said.split()[0] == "limits"


def test_through_the_fence_comes_what_is_parsed_without_it() -> None:
    rows = [HEADER, *people(2500)]
    for content in (as_csv(rows), as_csv(rows, ";", "utf-16"), as_workbook(rows[:300])):
        through, here = open_file(content), opened_here(content)
        assert isinstance(through, Table)
        assert isinstance(here, Table)
        assert list(through.rows()) == list(here.rows())
        assert through.columns == here.columns
        assert through.sha256 == hashlib.sha256(content).digest()


def test_a_file_is_opened_by_path_as_by_content(tmp_path: Path) -> None:
    content = as_csv([HEADER, *people(3)])
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert open_file(path) == open_file(content)


@pytest.mark.parametrize(
    "child",
    [
        "",
        "raise SystemExit(3)",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import sys; sys.stdout.write('Name,Born' * 1000)",
        "import sys; sys.stdout.buffer.write(bytes(8))",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 100)",
        "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x05abc')",
        "import sys\nwhile True: sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x01\\xc0')",
    ],
)
def test_a_parser_that_crashes_or_babbles_is_a_problem(
    child: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_CHILD", ("-I", "-c", child))
    with pytest.raises(FormatProblem) as refused:
        open_file(b"Name\nAdela\n", Limits(seconds=1))
    assert refused.value.code in {"formats.parser-stopped", "formats.parser-memory"}


def test_a_parser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CHILD", ("-I", "-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(sandbox, "_PATIENCE", 1)
    with pytest.raises(FormatProblem) as refused:
        open_file(b"Name\nAdela\n", Limits(seconds=1))
    assert refused.value.code == "formats.parser-time"


_TOP = Opened((Column(0, "Name"),), 1, "csv")


@pytest.mark.parametrize(
    "answers",
    [
        [_TOP],
        [Done(0)],
        [_TOP, Done(1)],
        [_TOP, _TOP, Done(0)],
        [Rows([2], [["a"]]), Done(1)],
        [_TOP, Rows([2, 3], [["a"]]), Done(2)],
        [_TOP, Rows([3, 2], [["a"], ["b"]]), Done(2)],
        [_TOP, Rows([2], [["a"] * 300]), Done(1)],
        [Failed("site.passphrase", {"secret": "x"})],
        [Failed("formats.cell-too-long", {"line": "Zzmark7f3a", "limit": "Zzmark7f3a"})],
    ],
)
def test_an_answer_that_makes_no_sense_is_none(answers: list[Any]) -> None:
    answer = sandbox._Answer(Limits())
    answer.listen(io.BytesIO(b"".join(framed(one) for one in answers)))
    assert not answer.whole
    assert answer.problem is None or isinstance(answer.problem, ParserStopped)


def test_a_reported_problem_is_taken_over_by_code_and_figures_only() -> None:
    found = problem_of("formats.cell-too-long", {"line": 7, "limit": 100, "cell": "Zzmark7f3a"})
    assert found is not None
    assert found.facts == {"line": 7, "limit": 100}
    assert problem_of("formats.no-such-code", {}) is None


@given(st.binary(max_size=300))
def test_no_bytes_from_a_parser_raise_anything_but_nonsense(content: bytes) -> None:
    answer = sandbox._Answer(Limits())
    answer.listen(io.BytesIO(content))
    assert not answer.whole
    for body in (content, framed(_TOP)[4:] + content):
        try:
            message(body)
        except ValueError as nonsense:
            assert nonsense.__cause__ is None  # noqa: PT017 - both outcomes are fine


def test_frames_come_out_as_they_went_in() -> None:
    rows = Rows([2], [["a"]])
    stream = io.BytesIO(b"".join(framed(one) for one in (_TOP, rows, Done(1))))
    top, table, done = bodies(stream)
    assert (message(top), unpack(table), message(done)) == (_TOP, rows, Done(1))


_CELLS = st.text(st.sampled_from("aب\x1f \n"), max_size=4)


@given(st.lists(st.lists(_CELLS, max_size=4), max_size=6))
def test_rows_come_out_as_they_went_in_whatever_stands_in_their_cells(
    cells: list[list[str]],
) -> None:
    rows = Rows(list(range(1, len(cells) + 1)), cells, {1: Mark.FORMULA})
    assert unpack(pack(rows)) == rows
    said = message(pack(rows))
    assert isinstance(said, Lines | Rows)
    widest = max(map(len, cells), default=0)
    assert said.are_sound(max(1, widest))
    assert widest < 2 or not said.are_sound(widest - 1)


@pytest.mark.parametrize("lines", [[1], [1, 1], [2, 1], [1, 2, 3]])
def test_rows_whose_lines_do_not_rise_or_fit_are_not_sound(lines: list[int]) -> None:
    assert not Lines(lines, ["a", "b"]).are_sound(9)
    assert not Rows(lines, [["a"], ["b"]]).are_sound(9)
