"""A command that brings records says who is on record twice by now, unless that is left."""

from pathlib import Path

import msgspec
import pytest

from muster.doors.cli.commands.match import Matches
from muster.doors.cli.intake import Listed
from muster.doors.cli.twice import Twice
from tests.cli.conftest import Muster

HEAD = "Full name,Sex,Date of birth,Phone\n"
ONE = "Zarmina Jorgenson,F,1990-05-31,+93700123456\n"
TWO = "Zarmina Jorgenson,F,1990-05-31,0093 700 123456\n"


def imported(muster: Muster, folder: Path, name: str, rows: str, *words: str) -> Listed:
    file = folder.parent / name
    file.write_text(HEAD + rows, "utf-8")
    ended = muster("import", str(file), "--json", *words)
    assert ended.exit_code == 0, ended.output
    return msgspec.json.decode(ended.stdout, type=Listed)


@pytest.mark.usefixtures("folder")
def test_an_import_says_who_is_on_record_twice_by_now(muster: Muster, folder: Path) -> None:
    first = imported(muster, folder, "one.csv", ONE)
    assert first.twice is not None
    assert first.twice.same == 0
    assert imported(muster, folder, "two.csv", TWO).twice == Twice(same=1, unsure=0)
    assert imported(muster, folder, "two.csv", TWO).twice is None, "nobody came"


def test_the_words_say_how_many_and_name_nobody(muster: Muster, folder: Path) -> None:
    imported(muster, folder, "one.csv", ONE)
    ended = muster("import", str(folder.parent / "one.csv"), "--sender", "Another")
    assert "1 judged the same, 0 to look at" in ended.stdout
    assert "Zarmina" not in ended.output


@pytest.mark.parametrize("leave", ["--no-match", "--dry-run"])
def test_it_is_left_to_match_where_that_is_said(muster: Muster, folder: Path, leave: str) -> None:
    imported(muster, folder, "one.csv", ONE, "--no-match")
    assert imported(muster, folder, "two.csv", TWO, leave).twice is None
    found = msgspec.json.decode(muster("match", "--json").stdout, type=Matches)
    assert found.same == (1 if leave == "--no-match" else 0)
