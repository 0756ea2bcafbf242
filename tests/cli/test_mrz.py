"""``muster mrz``: the zone of a document at the terminal, with no site and nothing on record."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from muster.doors.cli import main
from muster.doors.cli.commands.mrz import ZoneShown
from muster.doors.cli.refusal import Refused

RIGHT = (
    "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
    "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0",
)
MARK = "ZYXWMARKED"


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where no site is."""
    monkeypatch.chdir(tmp_path)


def mrz(typed: str, *words: str) -> Result:
    """Run the command on what comes through a pipe."""
    return CliRunner().invoke(main, ["mrz", *words], input=typed)


def test_a_zone_in_which_nothing_is_wrong_ends_well() -> None:
    ended = mrz("\n".join(RIGHT), "--json")
    said = msgspec.json.decode(ended.stdout, type=ZoneShown)
    assert (ended.exit_code, said.right, said.form) == (0, True, "td3")
    assert (said.name, said.sex, said.birth) == ("ERIKA MUSTERMANN", "F", "1964-08-12")
    assert (said.document, said.document_number, said.state) == ("passport", "C01X0006H", "D")
    assert "ERIKA MUSTERMANN" in mrz("\n".join(RIGHT)).stdout


def test_what_is_wrong_is_told_by_part_and_position_and_ends_with_three() -> None:
    ended = mrz("\n".join((RIGHT[0], RIGHT[1].replace("6408125", "64O8126"))), "--json")
    said = msgspec.json.decode(ended.stdout, type=ZoneShown)
    assert (ended.exit_code, said.right) == (3, False)
    places = [(one.code, one.part, one.line, one.first, one.last) for one in said.wrong]
    assert ("formats.mrz-character", "birth", 2, 16, 16) in places
    assert ("formats.mrz-digit", "birth-digit", 2, 20, 20) in places
    assert said.birth == ""


def test_a_mistyped_character_is_suggested() -> None:
    ended = mrz("\n".join((RIGHT[0], RIGHT[1].replace("6408125", "64O8125"))), "--json")
    (meant,) = msgspec.json.decode(ended.stdout, type=ZoneShown).suggestions
    (change,) = meant.changes
    assert (change.line, change.position, change.found, change.meant) == (2, 16, "O", "0")


def test_a_zone_that_is_not_whole_is_checked_as_far_as_it_is_there() -> None:
    ended = mrz(f"{RIGHT[0]}\n{RIGHT[1][:10]}", "--json")
    said = msgspec.json.decode(ended.stdout, type=ZoneShown)
    assert (ended.exit_code, said.missing, said.wrong) == (3, 34, ())
    short = msgspec.json.decode(mrz("IDFRA", "--json", "--form", "fr-id").stdout, type=ZoneShown)
    assert (short.form, short.missing) == ("fr-id", 67)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (f"{MARK}", "formats.mrz-form-open"),
        (f"{MARK}\n" * 4, "formats.mrz-lines"),
        (f"{MARK * 5}\n{MARK * 5}", "formats.mrz-line-length"),
        ("", "formats.mrz-form-open"),
    ],
)
def test_what_is_no_zone_is_refused_without_a_word_of_it(typed: str, code: str) -> None:
    ended = mrz(typed, "--json")
    assert msgspec.json.decode(ended.stdout, type=Refused).error.code == code
    assert ended.exit_code == 4
    assert MARK not in ended.output


def test_at_a_terminal_each_line_is_asked_for_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muster.doors.cli.commands.mrz.is_terminal", lambda: True)
    wrong = RIGHT[1].replace("6408125", "6408126")
    ended = mrz(f"{RIGHT[0]}\n{wrong}\n")
    assert ended.exit_code == 3
    assert "Line 1" in ended.stderr
    assert "Line 2, position 20, birth-digit: expected a check digit that fits, 5." in ended.stderr
    assert "Line 3" not in ended.stderr
