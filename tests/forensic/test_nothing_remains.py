"""T9, T12, T13, T38: after a whole life with planted names and a scuttle, none is left to be found.

A slice runs always; ``make campaign`` plants 20,000, searches the raw image of a disk, and has a
real browser look people up. The controls below must be found, or nothing that was not found means
anything.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from muster.adapters.store.sqlite import cipher
from muster.doors.web import serve_in_thread
from muster.doors.web.headers import Headers
from muster.ground.people.kin import Relation
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.closing import scuttle
from muster.site.opening import open_site
from muster.site.registry import desk, search
from muster.site.rights import Role
from tests.cli.process import environment
from tests.forensic.course import LEAD, PIN, browse, course, persistent
from tests.forensic.disk import image
from tests.forensic.names import names
from tests.forensic.search import (
    distinct,
    found_below,
    found_in,
    found_in_file,
    found_in_memory,
)
from tests.world.site import PHRASE, World

WHOLE = 20_000
SLICE = 40


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    """Return a folder that is searched afterwards, and one beside it that is not.

    Their paths are short: a browser puts a socket below, whose path may have 107 characters.
    """
    with tempfile.TemporaryDirectory(prefix="m", ignore_cleanup_errors=True) as made:
        inside, beside = Path(made, "inside"), Path(made, "beside")
        inside.mkdir()
        beside.mkdir()
        yield inside, beside


@pytest.mark.campaign
def test_no_planted_name_is_left_anywhere(folders: tuple[Path, Path], *, campaign: bool) -> None:
    inside, beside = folders
    with image(inside, beside, whole=campaign) as disk:
        found = course(inside, beside, WHOLE if campaign else SLICE, browser=campaign)
        assert found.server, "void: the server's own memory holds names, and none was found there"
        assert not found.watcher
        assert {"site/muster.db", "other/muster.db", "backup"} <= {*found.searched}
        assert any(one.endswith(".parcel") for one in found.searched)
        assert not [one for one in found.searched if "core" in Path(one).name]
        assert found.places == {}
    if disk is not None:
        assert found_in_file(disk) == {}
    assert not found_in_journal()


def found_in_journal() -> bool:
    """Say whether the system's log holds a planted name; where there is none, it holds none."""
    tool = shutil.which("journalctl")
    if tool is None:
        return False
    said = subprocess.run(
        [tool, "-q", "--no-pager", "--since", "-1h"], capture_output=True, check=False
    )
    return bool(found_in(said.stdout))


# ---------------------------------------------------------------------------------------- controls


def planted(folder: Path) -> World:
    """Return a site where a slice of the names is on record."""
    world = World(folder)
    for one in names(SLICE):
        person = PersonClaim(named(one, "Example"), Sex.FEMALE, "citizen", Relation.HEAD)
        desk.claim(world.site, world.by, [PartyClaim((person,))])
    return world


def test_control_without_encryption_every_name_is_found_in_the_file(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("unlock", "assert_unreadable", "assert_header"):
        monkeypatch.setattr(cipher, name, lambda *_given: None)
    planted(folders[0] / "site").site.close()
    (place,) = found_below(folders[0])
    assert place == "site/muster.db"
    assert distinct((folders[0] / place).read_bytes()) == SLICE


def test_the_same_site_with_encryption_holds_none(folders: tuple[Path, Path]) -> None:
    planted(folders[0] / "site").site.close()
    assert found_below(folders[0]) == {}


@pytest.mark.parametrize("cached", [True, False], ids=["caching on", "as it is"])
def test_control_a_browser_that_may_cache_keeps_names_and_ours_does_not(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, *, cached: bool
) -> None:
    inside, beside = folders
    (inside / "home").mkdir()
    world = planted(beside / "site")
    operators.enrol(world.site, world.by, LEAD, (Role.LEAD.value,), PIN)
    if cached:
        monkeypatch.setattr(Headers, "__call__", _cacheable)
    with (
        world.site,
        serve_in_thread(world.site) as address,
        persistent(inside, environment(HOME=str(inside / "home"))) as context,
    ):
        browse(context, address.rstrip("/"), names(3), beside)
    assert bool(found_below(inside)) == cached


def _cacheable(self: Headers, request: HttpRequest) -> HttpResponseBase:
    response = self._answer(request)
    response.headers["Cache-Control"] = "max-age=86400"
    response.headers.pop("Clear-Site-Data", None)  # a second defence: it empties the cache
    return response


@pytest.mark.parametrize("hardened", [False, True], ids=["as any program", "hardened"])
def test_control_a_crash_leaves_names_where_cores_are_written_and_ours_none(
    folders: tuple[Path, Path], *, hardened: bool
) -> None:
    planted(folders[0] / "site").site.close()
    with subprocess.Popen(
        ["/bin/sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh", *_holding(folders, hardened)],
        cwd=folders[0],
        env=environment(PYTHONPATH=str(Path.cwd())),
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        assert found_in_memory(holder.pid), "void: it holds every name"
        holder.send_signal(signal.SIGABRT)
        holder.wait(60)
    cores = _cores_are_written_here() and not hardened
    assert bool(found_below(folders[0])) == cores


def _holding(folders: tuple[Path, Path], hardened: bool) -> list[str]:  # noqa: FBT001 - a parameter
    act = "from muster.adapters.hardened import harden; harden()" if hardened else "pass"
    script = f"""
import signal
from pathlib import Path
from muster.site.opening import open_site
from muster.site.registry import search
{act}
site = open_site(Path({str(folders[0] / "site")!r}), {PHRASE!r})
held = search.find(site, site.lead, {names(1)[0]!r})
print("open", flush=True)
signal.pause()
"""
    return [sys.executable, "-c", script]


def _cores_are_written_here() -> bool:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text("ascii").strip()
    return bool(pattern) and not pattern.startswith(("|", "/"))


def test_control_one_name_left_in_a_log_line_is_found(folders: tuple[Path, Path]) -> None:
    (folders[0] / "some.log").write_text(f"INFO opened {names(1)[0]} in 3 ms\n", "utf-8")
    assert [*found_below(folders[0])] == ["some.log"]


def test_control_a_name_in_a_path_is_found(folders: tuple[Path, Path]) -> None:
    (folders[0] / f"{names(1)[0]}.pdf").touch()
    assert len(found_below(folders[0])) == 1


def test_control_a_slot_that_is_skipped_opens_the_site_again(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What T13 rests on: were one slot left, the record would be open to its phrase."""
    world = planted(folders[0] / "site")
    wanted = scuttle.orders(world.site, world.folder)
    world.site.close()
    monkeypatch.setattr(scuttle, "SLOTS", ("spare.slot",))
    scuttle.carry_out(wanted, lambda: 0)
    with open_site(world.folder, PHRASE) as site:
        assert search.find(site, site.lead, names(1)[0])
