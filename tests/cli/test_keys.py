"""Keys on the command line: officers and recovery, a site that fell, epochs that turn."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PIN, Muster, work_here
from tests.cli.test_sites import joined, told

__all__ = ["joined"]
FALLEN = ("site", "fallen", "Example base", "--reason", "taken", "--second", "Second")


@pytest.fixture
def officers(muster: Muster, folder: Path) -> list[str]:
    """Five key files with their passphrases beside them; a second lead who signs."""
    assert PIN
    work_here(muster, "Second", "lead")
    for number in range(5):
        phrase = folder.parent / f"phrase-{number}"
        phrase.touch(0o600)
        phrase.write_text(f"the words of officer {number}\n", "utf-8")
        made = told(
            muster, "officer", "key", "--post", f"Officer {number}", "--out", f"key-{number}",
            "--public", f"public-{number}", "--phrase-file", f"phrase-{number}",
            "--unlock", "training",
        )  # fmt: skip
        assert len(made["words"]) == 6
    return [f"public-{number}" for number in range(5)]


def three(*numbers: int) -> list[str]:
    """Return the options that name these officers' key files and passphrases."""
    given = [("--officer", f"key-{one}", "--officer-phrase-file", f"phrase-{one}")
             for one in numbers]  # fmt: skip
    return [word for words in given for word in words]


def test_three_officers_bring_a_site_back(
    muster: Muster, officers: list[str], folder: Path
) -> None:
    second = ("--second", "Second", "--second-pin-file", "pin")
    assert muster("officer", "entrust", "--out", "keys").exit_code != 0, "nobody is appointed"
    said = told(muster, "officer", "appoint", *officers, *second)
    assert said["posts"] == [f"Officer {number}" for number in range(5)]
    told(muster, "officer", "entrust", "--out", "keys")
    told(muster, "site", "backup", "--out", "backup")
    assert told(muster, "officer", "rehearse", "keys", *three(0, 3, 4))["posts"] == [
        "Officer 0", "Officer 3", "Officer 4",
    ]  # fmt: skip
    assert told(muster, "officer", "list")["rehearsed"]
    before = told(muster, "site", "show")
    folder.rename(folder.with_name("gone"))
    words = ("site", "recover", "keys", "--backup", "backup", "--unlock", "training")
    two = muster(*words, *three(1, 2), "--json")
    assert two.exit_code != 0
    assert "secrecy.officers-missing" in two.stdout + two.stderr
    told(muster, *words, *three(1, 2, 4))
    after = told(muster, "site", "show")
    assert (after["site"], after["people"]) == (before["site"], before["people"])
    assert told(muster, "verify")["findings"] == []


def test_a_site_that_fell_is_said_so_by_two_and_whom_it_exposes_is_listed(
    muster: Muster, joined: dict[str, Any], officers: list[str]
) -> None:
    assert joined
    assert officers
    alone = muster(*FALLEN[:-2])
    assert alone.exit_code != 0
    done = told(muster, *FALLEN, "--second-pin-file", "pin")
    assert done["name"] == "Example base"
    said = told(muster, "site", "exposed", "Example base")
    assert said["state"] == "presumed-read"
    assert said["people"] == len(said["exposed"]) == 8
    assert said["exposed"][0]["stage"] == "waiting"
    assert said["exposed"][0]["name"]
    shown = muster("site", "exposed", "Example base").stdout
    assert "presumed-read" in shown
    assert said["exposed"][0]["name"] in shown


def test_epochs_turn_on_demand(muster: Muster) -> None:
    assert told(muster, "site", "turn", "desk", "gates")["compartments"] == ["desk", "gates"]
    assert "public" not in told(muster, "site", "turn")["compartments"]
    assert muster("site", "turn", "public").exit_code != 0
    assert told(muster, "verify")["findings"] == []
