"""The disk runs full while a site works: what was acknowledged stays, the rest is taken back whole.

The limit on the size of a file stands for a full disk: the system refuses the write with another
number, and means the same. It binds one process, so each story runs in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]

BEGIN = """
import json, resource, sys
from contextlib import contextmanager
from pathlib import Path
from muster.adapters.store.problems import DiskFull
from muster.ground.problem import Problem
from muster.ground.secrecy.slot import TRAINING
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.registry import importing
from muster.site.record.kinds import RECORD
from muster.site.opening import Setup, init, open_site
from tests.world.site import PHRASE, World

folder = Path(sys.argv[1])
_, HARD = resource.getrlimit(resource.RLIMIT_FSIZE)
said = {}

@contextmanager
def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, HARD))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (HARD, HARD))

def size():
    return max(path.stat().st_size for path in folder.iterdir())

def code(work, *arguments):
    try:
        work(*arguments)
    except Problem as problem:
        return problem.code
    return "done"

def known(world, people):
    with world.site.view() as view:
        return sum(view.state(RECORD, one) is not None for one in people)

def sound(world):
    return [one.code for one in upkeep.verify(world.site, world.by).findings]

def a_list(rows):
    lines = ["name,sex", *(f"Given{n} Family{n},f" for n in range(rows))]
    return "\\n".join(lines).encode()
"""

END = "\nprint(json.dumps(said))\n"


def told(folder: Path, story: str) -> Any:  # noqa: ANN401 - whatever the story says
    """Run ``story`` in a process of its own; return what it said."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + story + END, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


COMMANDS = """
world = World(folder)
acknowledged = []
with room(size() + 150_000):
    for _ in range(500):
        try:
            acknowledged += world.party()
        except DiskFull as problem:
            said["code"] = problem.code
            break
    said["again"] = code(world.party)
    said["read"] = known(world, acknowledged)
said["acknowledged"] = len(acknowledged)
after = world.party()
said["after"] = known(world, acknowledged + after)
world.reopen()
said["reopened"] = known(world, acknowledged + after)
with world.site.view() as view:
    said["people"] = len(view.states(RECORD))
said["findings"] = sound(world)
"""


def test_what_was_acknowledged_before_the_disk_was_full_stays(tmp_path: Path) -> None:
    said = told(tmp_path / "site", COMMANDS)
    assert said["code"] == said["again"] == "store.disk-full"
    acknowledged = said["acknowledged"]
    assert 0 < acknowledged < 2_000
    assert said["read"] == acknowledged
    assert said["after"] == said["reopened"] == said["people"] == acknowledged + 4
    assert said["findings"] == []


IMPORT = """
world = World(folder)
before = world.party()
digest = world.site.store.digest_rows()
heads = world.site.store.logs()
request = importing.Request(sender="Example office", name="list")
take = lambda: importing.import_list(world.site, world.by, a_list(3_000), request)
with room(size() + 300_000):
    said["code"] = code(take)
    said["same"] = world.site.store.digest_rows() == digest and world.site.store.logs() == heads
    said["read"] = known(world, before)
said["findings"] = sound(world)
said["accepted"] = take().accepted
said["repeated"] = take().repeated
world.reopen()
with world.site.view() as view:
    said["people"] = len(view.states(RECORD))
said["later"] = sound(world)
"""


def test_a_list_that_finds_no_room_is_taken_back_whole_and_comes_in_later(tmp_path: Path) -> None:
    said = told(tmp_path / "site", IMPORT)
    assert said["code"] == "store.disk-full"
    assert said["same"] is True
    assert said["read"] == 4
    assert said["findings"] == said["later"] == []
    assert (said["accepted"], said["repeated"], said["people"]) == (3_000, 3_000, 3_004)


CLOSED = """
world = World(folder)
people = world.party()
world.site.close()
with room(4_096):
    said["without shared memory"] = code(open_site, folder, PHRASE)
with room(40_000):
    world.reopen()
    said["read"] = known(world, people)
    said["written"] = code(world.party)
    said["report"] = world.span("registered")
    world.site.close()
world.site = open_site(folder, PHRASE, clock=world.clock)
said["later"] = known(world, people + world.party())
said["findings"] = sound(world)
"""


def test_a_site_on_a_full_disk_opens_answers_and_closes(tmp_path: Path) -> None:
    said = told(tmp_path / "site", CLOSED)
    assert said["without shared memory"] == "store.disk-full"
    assert said["read"] == 4
    assert said["written"] == "store.disk-full"
    assert said["report"] == [4, 4]
    assert said["later"] == 8
    assert said["findings"] == []


SHRED = """
world = World(folder)
people = world.people(40)
before = world.span("registered")
with room(4_096):
    said["code"] = code(upkeep.shred, world.site, world.by, people[0], "on request")
    said["rebuild"] = code(upkeep.rebuild, world.site, world.by)
    said["read"] = known(world, people)
said["shred"] = code(upkeep.shred, world.site, world.by, people[0], "on request")
said["left"] = known(world, people)
said["same"] = world.span("registered") == before
said["findings"] = sound(world)
"""


def test_a_shred_or_rebuild_without_room_is_taken_back_whole(tmp_path: Path) -> None:
    said = told(tmp_path / "site", SHRED)
    assert said["code"] == said["rebuild"] == "store.disk-full"
    assert said["read"] == 40
    assert said["shred"] == "done"
    assert said["left"] == 39
    assert said["same"] is True
    assert said["findings"] == []


MADE = """
setup = Setup("Test site", "Test operation", TRAINING, training=True)
with room(20_000):
    said["code"] = code(init, folder, PHRASE, setup)
said["left"] = [path.name for path in folder.iterdir() if not path.name.endswith("-lock")]
with init(folder, PHRASE, setup) as made:
    said["findings"] = [one.code for one in upkeep.verify(made, made.lead).findings]
"""


def test_a_site_for_which_there_is_no_room_is_not_half_made(tmp_path: Path) -> None:
    said = told(tmp_path / "site", MADE)
    assert said == {"code": "store.disk-full", "left": [], "findings": []}
