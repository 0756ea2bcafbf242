"""What is asked of a fenced child comes back as an answer of its form, or as a Problem (T27)."""

from pathlib import Path

import pytest

from muster.adapters.formats import apart
from muster.adapters.formats.apart import Failed, ask
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import BundleUnreadable, CellTooLong
from muster.ground.problem import Problem

LIMITS = Limits(memory=1 << 29, seconds=2)
MARK = "Zzmark7f3a"
_CHILD = """
import ctypes, os, socket, subprocess, sys
from muster.adapters.formats.apart import answer
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import BundleUnreadable, CellTooLong
def work(source):
    {attempt}
    return "done"
answer(work, Limits(memory=1 << 29, seconds=2))
"""
_TRIED = """
    said = []
    for one in {attempts!r}:
        try:
            exec(one)
            said.append(one)
        except (OSError, MemoryError):
            pass
    return ", ".join(said)
"""
ATTEMPTS = (
    "open('/etc/passwd').read()",
    "open('/dev/shm/muster-apart', 'w')",
    "socket.socket()",
    "socket.create_connection(('127.0.0.1', 9))",
    "os.fork()",
    "subprocess.run(['/bin/true'])",
    "os.kill(os.getppid(), 0)",
    "bytearray(1 << 30)",
    "os.listdir('/')",
)


@pytest.fixture(autouse=True)
def _code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is given as code, for once."""
    monkeypatch.setattr(apart, "_OPTIONS", ("-I", "-B", "-c"))


def said(attempt: str) -> str:
    """What a child answers that tries something behind the fences."""
    return ask(_CHILD.format(attempt=attempt), b"a file", str, (), LIMITS)


def test_a_reader_behind_the_fences_opens_starts_and_reaches_nothing() -> None:
    assert said(_TRIED.format(attempts=ATTEMPTS).strip()) == ""
    assert said(_TRIED.format(attempts=("1 + 1",)).strip()) == "1 + 1"


def test_it_reads_its_question_and_the_file_that_it_was_given(tmp_path: Path) -> None:
    assert said("assert source.read() == b'a file'") == "done"
    place = tmp_path / "a file"
    place.write_bytes(b"content")
    code = _CHILD.format(attempt="assert os.read(int(sys.argv[1]), 9) == b'content'")
    with place.open("rb") as file:
        assert ask(code, b"", str, (), LIMITS, file) == "done"


def test_it_knows_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTER_SECRET", MARK)
    assert said("assert not os.environ.get('MUSTER_SECRET')") == "done"


@pytest.mark.parametrize(
    ("child", "code"),
    [
        ("", "formats.parser-stopped"),
        ("raise SystemExit(3)", "formats.parser-stopped"),
        ("import os; os.abort()", "formats.parser-memory"),
        ("import os; os.kill(os.getpid(), 9)", "formats.parser-stopped"),
        ("print('Zzmark7f3a' * 1000)", "formats.parser-stopped"),
        ("import sys; sys.stdout.buffer.write(b'\\xc1' * 9)", "formats.parser-stopped"),
        (_CHILD.format(attempt="return 7"), "formats.parser-stopped"),
        (_CHILD.format(attempt="raise ValueError('Zzmark7f3a')"), "formats.parser-stopped"),
        (_CHILD.format(attempt="raise CellTooLong(line=1, limit=2)"), "formats.parser-stopped"),
        (_CHILD.format(attempt="raise BundleUnreadable(what='it')"), "formats.bundle-unreadable"),
        (_CHILD.format(attempt="sum(iter(int, 1))"), "formats.parser-time"),
    ],
)
def test_a_child_that_crashes_stalls_or_babbles_is_a_problem(child: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        ask(child, b"", str, (BundleUnreadable,), LIMITS)
    assert refused.value.code == code
    assert MARK not in f"{refused.value} {refused.value.facts}"


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 1)
    with pytest.raises(Problem) as refused:
        ask("import time; time.sleep(600)", b"", str, (), Limits(seconds=1))
    assert refused.value.code == "formats.parser-time"


def test_a_reported_problem_says_numbers_and_short_words_only() -> None:
    long, steering = MARK * 20, "\x1b[2J"
    for fact in (long, steering):
        said = Failed(BundleUnreadable.code, {"what": fact})
        assert apart._problem(said, [BundleUnreadable]) is None
    found = apart._problem(Failed(CellTooLong.code, {"line": 7, "limit": 9}), [CellTooLong])
    assert found is not None
    assert found.facts == {"line": 7, "limit": 9}


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    place = tmp_path / "a file"
    place.write_bytes(b"content")
    before = len(list(Path("/proc/self/fd").iterdir()))
    with place.open("rb") as file:
        ask(_CHILD.format(attempt="pass"), b"", str, (), LIMITS, file)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
