"""``muster stick``, as somebody with a stick uses it: letterbox, write, list, read, and back."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from muster.doors.cli import main
from muster.doors.cli.commands.stick_letterbox import Sites
from muster.doors.cli.commands.stick_list import Listed
from muster.doors.cli.commands.stick_read import Emptied
from muster.doors.cli.commands.stick_write import Written
from muster.doors.cli.exits import Exit
from tests.world.site import PHRASE, World
from tests.world.sites import Joined


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two closed sites of one operation, one of which has people on record."""
    folder = tmp_path_factory.mktemp("pair")
    first = World(folder / "north")
    second = Joined(first, folder / "south", "South site")
    first.people(6)
    for world in (first, second):
        world.site.close()
    return folder


@pytest.fixture
def sites(pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of both, a stick beside them, and the passphrase in a file."""
    for name in ("north", "south"):
        shutil.copytree(pair / name, tmp_path / name)
    (tmp_path / "stick").mkdir()
    (tmp_path / "secret").touch(0o600)
    (tmp_path / "secret").write_text(f"{PHRASE}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def at(site: str, *words: str) -> Result:
    """Run ``muster stick`` at a site."""
    given = ["stick", *words, "--site", site, "--passphrase-file", "secret"]
    return CliRunner().invoke(main, given)


def told(kind: type[Any], site: str, *words: str) -> Any:  # noqa: ANN401
    """Run ``muster stick`` and return its answer."""
    ended = at(site, *words, "--json")
    assert ended.exit_code == Exit.DONE, ended.output
    return msgspec.json.decode(ended.stdout, type=kind)


@pytest.mark.usefixtures("sites")
def test_a_stick_goes_there_and_back() -> None:
    at("south", "letterbox", "south.letterbox")
    made = told(Written, "north", "write", "--to", "south.letterbox", "stick")
    assert (made.to, made.entries > 10, made.ahead, made.forked) == ("South site", True, 0, 0)
    (lying,) = told(Listed, "south", "list", "stick").parcels
    assert (lying.file, lying.ours, lying.sender) == (made.file, True, "Test site")
    (elsewhere,) = told(Listed, "north", "list", "stick").parcels
    assert (elsewhere.ours, elsewhere.sender) == (False, "")
    came = told(Emptied, "south", "read", "stick", "--remove")
    assert [(one.sender, one.problem) for one in came.parcels] == [("Test site", "")]
    assert came.parcels[0].entries == made.entries
    (answer,) = came.answers
    back = told(Emptied, "north", "read", "stick")
    assert [one.file for one in back.parcels] == [answer.file]
    assert [one.name for one in told(Sites, "north", "sites").sites] == ["South site"]


@pytest.mark.usefixtures("sites")
def test_after_a_receipt_only_what_is_new_is_written() -> None:
    at("south", "letterbox", "south.letterbox")
    first = told(Written, "north", "write", "--to", "south.letterbox", "stick")
    again = told(Written, "north", "write", "--to", "South site", "stick")
    told(Emptied, "south", "read", "stick")
    told(Emptied, "north", "read", "stick")
    last = told(Written, "north", "write", "--to", "south site", "stick")
    assert first.entries == again.entries > last.entries == 0


@pytest.mark.usefixtures("sites")
def test_a_person_reads_lines_and_a_broken_parcel_is_said_to_be_one(sites: Path) -> None:
    at("south", "letterbox", "south.letterbox")
    made = told(Written, "north", "write", "--to", "south.letterbox", "stick")
    whole = sites / "stick" / made.file
    whole.write_bytes(whole.read_bytes()[:-5_000])
    ended = at("south", "read", "stick", "--no-answer")
    assert ended.exit_code == Exit.REJECTED
    assert "secrecy.parcel-" in ended.stdout
    assert "ask" in ended.stderr.lower() or "copy" in ended.stderr.lower()
    assert at("south", "list", "stick").stdout


@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize(
    ("words", "code", "ended"),
    [
        (("write", "--to", "nobody", "stick"), "exchange.letterbox-unknown", Exit.USAGE),
        (("write", "--to", "south.letterbox", "absent"), "exchange.stick-missing", Exit.FAILED),
        (("write", "--to", "secret", "stick"), "exchange.letterbox-wrong", Exit.TRUST),
        (("read", "absent"), "exchange.stick-missing", Exit.FAILED),
        (("list", "absent"), "exchange.stick-missing", Exit.FAILED),
    ],
    ids=["nobody", "no folder to write to", "no letterbox", "no folder to read", "no folder"],
)
def test_what_cannot_be_done_is_refused_by_name(
    words: tuple[str, ...], code: str, ended: Exit
) -> None:
    at("south", "letterbox", "south.letterbox")
    found = at("north", *words, "--json")
    assert (found.exit_code, code in found.stderr + found.stdout) == (ended, True)


@pytest.mark.usefixtures("sites")
def test_nothing_of_the_record_lies_open_on_the_stick(sites: Path) -> None:
    """T17: no name, no site, no operation can be read in a parcel, nor in what it is called."""
    at("south", "letterbox", "south.letterbox")
    told(Written, "north", "write", "--to", "south.letterbox", "stick")
    (parcel,) = (sites / "stick").iterdir()
    raw = parcel.read_bytes()
    for word in (b"Given0", b"Family", b"Test site", b"South site", b"Test operation"):
        assert word not in raw
    assert len(raw) % 65_536 == 1_183
