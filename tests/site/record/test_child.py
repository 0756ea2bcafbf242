"""A child process whose parent goes away in the middle of an answer."""

import subprocess
import sys

ANSWERING = """
from muster.site.record.child import answer
while True:
    answer(b"n" * 100_000)
"""


def test_a_child_whose_parent_is_gone_ends_without_a_word() -> None:
    asked = [sys.executable, "-I", "-c", ANSWERING]
    child = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.read(4) == (100_005).to_bytes(4, "big")
    child.stdout.close()
    with child.stderr as said:
        assert said.read() == b""
    assert child.wait(30) == 1
