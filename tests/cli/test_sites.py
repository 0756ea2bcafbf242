"""Two laptops linked by a user: asked, admitted, exchanged over TLS, backed up, restored."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Muster, work_here
from tests.cli.process import command, environment

HERE = "127.0.0.1"


def told(muster: Muster, *words: str) -> dict[str, Any]:
    """Return what a command answers a script."""
    result = muster(*words, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.fixture
def joined(muster: Muster) -> dict[str, Any]:
    """A second laptop, in ``other``, that was admitted by the first."""
    ask = ("site", "ask", "--site", "other", "--name", "Example base", "--unlock", "training")
    asked = told(muster, *ask, "--out", "ask.muster")
    admitted = told(muster, "site", "admit", "ask.muster", "--out", "answer.muster")
    assert admitted["asked"] == asked["words"]
    join = ("site", "join", "--site", "other", "answer.muster", "--unlock", "training")
    found = told(muster, *join)
    assert found["words"] == admitted["words"]
    return found


@pytest.fixture
def listening(joined: dict[str, Any], folder: Path) -> Iterator[int]:
    """The first laptop listens; return the port."""
    del joined
    words = ("link", "run", "--host", HERE, "--port", "0", "--json")
    with subprocess.Popen(
        command(*words), cwd=folder.parent, env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["port"]
        process.terminate()


def test_two_laptops_know_the_same_after_one_exchange(muster: Muster, listening: int) -> None:
    other = ("--site", "other")
    told(muster, "link", "add", *other, "Test site", f"{HERE}:{listening}")
    before = told(muster, "link", "list", *other)
    assert before["only_here"] > 0
    assert before["sites"][0]["heard"] == ""
    first = told(muster, "exchange", *other)["sessions"][0]
    assert first["complete"]
    assert first["taken"] > 10
    again = told(muster, "exchange", *other, "Test site")["sessions"][0]
    assert (again["sent"], again["taken"]) == (0, 0)
    after = told(muster, "link", "list", *other)
    assert after["only_here"] == 0
    assert (after["sites"][0]["lacks"], after["sites"][0]["ahead"]) == (0, 0)
    assert told(muster, "verify", *other)["findings"] == []


def test_nobody_answers_and_the_command_says_so(muster: Muster, joined: dict[str, Any]) -> None:
    del joined
    told(muster, "link", "add", "--site", "other", "Test site", f"{HERE}:9")
    result = muster("exchange", "--site", "other", "Test site")
    assert result.exit_code == 1
    assert "The other site does not answer" in result.stderr
    everywhere = muster("exchange", "--site", "other", "--json")
    assert everywhere.exit_code == 1
    assert "Test site: The other site does not answer" in everywhere.stderr
    assert [one["problem"] for one in json.loads(everywhere.stdout)["sessions"]] == [
        "exchange.peer-silent"
    ]
    told(muster, "link", "drop", "--site", "other", "Test site")
    assert told(muster, "exchange", "--site", "other")["sessions"] == []


def test_a_site_is_backed_up_restored_and_writes_on_as_another(muster: Muster) -> None:
    told(muster, "site", "backup", "--out", "one.backup")
    restored = told(muster, "site", "restore", "one.backup")
    assert restored["entries"] > 10
    writers = told(muster, "writer", "list")["writers"]
    assert [one["incarnation"] for one in writers] == [1, 2]
    assert [one["own"] for one in writers] == [False, True]
    assert writers[0]["closed"] == "restored from a backup"
    assert muster("site", "backup", "--out", "one.backup").exit_code == 1


def test_a_writer_is_revoked_at_a_place_in_each_of_its_logs(muster: Muster) -> None:
    told(muster, "site", "backup", "--out", "one.backup")
    told(muster, "site", "restore", "one.backup")
    old = told(muster, "writer", "list")["writers"][0]
    desk = next(one for one in old["logs"] if one["compartment"] == "desk")
    assert desk["sequence"] > 3
    assert desk["id"] in muster("writer", "list", "--logs").stdout
    work_here(muster, "Second officer", "lead")
    second = ("--second", "Second officer", "--second-pin-file", "pin")
    unknown = muster("writer", "revoke", old["id"], "--upto", "00" * 16, "3", *second)
    assert unknown.exit_code == 1
    assert "Nothing at this site has this id" in unknown.stderr
    told(muster, "writer", "revoke", old["id"], "--upto", desk["id"], "3", *second)
    held = told(muster, "writer", "quarantined")["entries"]
    assert {one["log"] for one in held} == {desk["id"]}
    assert sorted(one["sequence"] for one in held) == [*range(4, desk["sequence"] + 1)]


def test_a_writer_is_revoked_by_two_and_what_it_wrote_can_be_released(muster: Muster) -> None:
    told(muster, "site", "backup", "--out", "one.backup")
    told(muster, "site", "restore", "one.backup")
    old = told(muster, "writer", "list")["writers"][0]
    alone = muster("writer", "revoke", old["id"])
    assert alone.exit_code != 0
    work_here(muster, "Second officer", "lead")
    second = ("--second", "Second officer", "--second-pin-file", "pin")
    revoked = told(muster, "writer", "revoke", old["id"], "--nothing", *second)
    assert revoked["entries"] == 0
    held = told(muster, "writer", "quarantined")["entries"]
    assert len(held) > 10
    one = next(entry for entry in held if entry["kind"] == "person-claimed")
    place = (one["log"], str(one["sequence"]), one["hash"][:8])
    told(muster, "writer", "release", *place, "--reason", "known to the desk")
    assert len(told(muster, "writer", "quarantined")["entries"]) == len(held) - 1
