"""Power cuts through the site's own write path: every image opens, verifies, has all it promised.

The workload is commands as people give them; each is acknowledged when the site returns from it.
What lies below is the store's harness (``tests/world/disk.py``), with its four ways of losing.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from nacl.bindings import crypto_sign_seed_keypair
from typing_extensions import override

from muster.adapters.store import LogRow, View, open_sqlite
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.ground.record.certificate import read_writer
from muster.ground.secrecy.slot import SiteKeys, close_slot
from muster.site import command, opening, upkeep
from muster.site.arrival import haven
from muster.site.clock import Entropy, SetClock
from muster.site.incident import incidents
from muster.site.opening import SLOT, Setup, open_site
from muster.site.record import sidecar
from muster.site.record.journal import Journal, Writer
from muster.site.registry import desk, importing, search
from muster.site.site import Site
from tests.world.copies import CHEAP
from tests.world.disk import Acknowledge, Report, run
from tests.world.site import BEGIN, PHRASE, PROFILE, World

CI_IMAGES, CAMPAIGN_IMAGES = 300, 20_000
EACH = 1_000
SETUP = Setup("Test site", "Test operation", CHEAP, training=True)


class Told(NamedTuple):
    """What the site's store says of itself."""

    rows: bytes
    heads: tuple[LogRow, ...]
    wraps: int
    shredded: tuple[bytes, ...]


def tell(store: View) -> Told:
    """Return what must be equal before and after, or something is lost or half done."""
    wraps = sum(1 for _ in store.wraps())
    return Told(store.digest_rows(), tuple(store.logs()), wraps, tuple(store.shred_list()))


class Watched(Site):
    """A site that notes what it holds whenever it returns from a command."""

    told: list[Told]
    heads: list[bytes]
    acknowledge: Acknowledge

    @contextmanager
    @override
    def writing(self) -> Iterator[Journal]:
        with super().writing() as journal:
            yield journal
        if not self.commits._depth:
            self.acknowledge(len(self.told).to_bytes(4, "big"))
            self.told.append(tell(self.store))
            self.heads.append((self.directory / sidecar.NAME).read_bytes())


class Recorded(World):
    """The builder, on a site whose every write is recorded."""

    def __init__(self, path: Path, layer: str, watch: "Watch", acknowledge: Acknowledge) -> None:
        self.folder = path.parent
        self.clock = SetClock(BEGIN)
        self._made = 0
        self._watch = watch
        self._path = path
        self._layer = layer
        self._acknowledge = acknowledge
        self._keys = opening._draw_keys(watch.entropy, SETUP, watch.entropy.draw(32))
        self.site = self._open(create=True)
        opening._found(self.site, SETUP)
        slot = close_slot(self._keys, PHRASE, CHEAP, bytes(16), bytes(24))
        (self.folder / SLOT).write_bytes(slot)
        self.by = self.site.lead
        desk.adopt_rule(self.site, self.by, PROFILE)
        self.airport = self.place("Example airport", PlaceRole.ORIGIN)
        self.base = self.place("Example base", PlaceRole.STAGING, (10, 20))
        self.haven = self.place("Example haven", PlaceRole.HAVEN)

    @override
    def reopen(self) -> None:
        self.site.close()
        self.site = self._open(create=False)
        self.by = self.site.lead

    def _open(self, *, create: bool) -> Watched:
        keys: SiteKeys = self._keys
        store = open_sqlite(
            self._path,
            keys.database,
            opening.TABLE_NAMES,
            create=create,
            vfs=self._layer,
            synchronous=self._watch.synchronous,
            checkpoint_pages=60,
        )
        writer = Writer(keys.certificate, crypto_sign_seed_keypair(keys.writer_seed)[1])
        site = Watched(self.folder, keys, store, writer, self.clock, self._watch.entropy)
        site.told, site.acknowledge = self._watch.told, self._acknowledge
        site.heads = self._watch.heads
        return site


class Watch:
    """A workload on a site, and what the site held after each of its commands."""

    def __init__(self, seed: int, synchronous: str = "FULL") -> None:
        self.synchronous = synchronous
        self.entropy = Entropy(random.Random(seed).randbytes)
        self.told: list[Told] = []
        self.heads: list[bytes] = []

    def work(self, layer: str, path: Path, acknowledge: Acknowledge) -> None:
        """Give commands of all sorts, with restarts, a list, a batch, a shred and a rebuild."""
        world = Recorded(path, layer, self, acknowledge)
        self._day(world)
        world.reopen()
        self._upkeep(world)
        world.reopen()
        self._day(world)
        world.site.close()

    def _day(self, world: World) -> None:
        people = world.people(12)
        desk.register(world.site, world.by, people[:6], world.airport)
        lift = world.lift(people[:8], counted=10)
        world.land(lift, people[:7])
        haven.find(world.site, world.by, lift, world.base, [(None, Sex.UNSTATED, False)] * 2)
        search.find(world.site, world.by, "Given")
        incidents.report_incident(world.site, world.by, world.base, "crush", "text")

    def _upkeep(self, world: World) -> None:
        rows = "".join(f"Given{n} Listed{n},f\n" for n in range(30))
        request = importing.Request(sender="Example office", name="list")
        source = f"name,sex\n{rows}".encode()
        importing.import_list(world.site, world.by, source, request)
        with world.site.batch():
            people = world.people(40)
        for one in people[:3]:
            upkeep.shred(world.site, world.by, one, "on request")
        upkeep.rebuild(world.site, world.by)

    def inspect(self, path: Path, acknowledged: Sequence[bytes]) -> list[str]:
        """Open what a power cut left as the next start would; verify it, and write on in it.

        The heads beside the store are those of the last acknowledged command: they never lead, or
        the site would take itself for a restored one and begin anew.
        """
        beside = path.parent / sidecar.NAME
        beside.unlink(missing_ok=True)
        if acknowledged:
            beside.write_bytes(self.heads[min(len(acknowledged), len(self.heads)) - 1])
        with open_site(path.parent, PHRASE, clock=SetClock(BEGIN)) as site:
            if read_writer(site.keys.certificate).incarnation > 1:
                return ["lost: the heads beside the store name entries that it does not hold"]
            findings = self._compare(tell(site.store), len(acknowledged))
            findings += [f"faulty: {one.code}" for one in upkeep.verify(site, site.lead).findings]
            if acknowledged and not findings:
                command.name_place(site, site.lead, "Example gate", PlaceRole.GATE)
                later = upkeep.verify(site, site.lead).findings
                findings += [f"stuck: {one.code}" for one in later]
            return findings

    def _compare(self, held: Told, acknowledged: int) -> list[str]:
        if not acknowledged:
            return []
        if held not in self.told:
            return ["half: not what the site held after any command"]
        number = len(self.told) - self.told[::-1].index(held)  # a rebuild leaves all as it was
        if number < acknowledged:
            return [f"lost: {acknowledged - number} acknowledged commands"]
        return []


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: many images need no real disk under them."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a random name is made in it
    if not memory.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(dir=memory))
    yield made
    shutil.rmtree(made)


def cut_power(folder: Path, images: int, synchronous: str = "FULL") -> Report:
    """Run the harness over as many seeds as ``images`` take."""
    reports = []
    for seed in range((images + EACH - 1) // EACH):
        watch = Watch(seed, synchronous)
        size = min(EACH, images - seed * EACH)
        reports.append(run(watch.work, watch.inspect, folder, images=size, seed=seed))
    faults = tuple(fault for report in reports for fault in report.faults)
    operations = sum(report.operations for report in reports)
    return Report(operations, sum(report.images for report in reports), faults)


@pytest.mark.campaign
def test_no_power_cut_loses_a_command_that_was_acknowledged(
    folder: Path, *, campaign: bool
) -> None:
    images = CAMPAIGN_IMAGES if campaign else CI_IMAGES
    report = cut_power(folder, images)
    assert report.images == images
    assert report.operations > 300
    assert report.faults == ()


def findings(report: Report) -> set[str]:
    """Return the kinds of findings: lost, half, unusable ..."""
    return {finding.split(":")[0] for fault in report.faults for finding in fault.findings}


def test_a_site_that_does_not_wait_for_the_disk_is_caught(folder: Path) -> None:
    report = cut_power(folder, 60, synchronous="OFF")
    assert len(report.faults) > report.images / 4
    assert findings(report) & {"lost", "unusable"}


class Hasty(Watch):
    """A planted bug: a command answers before it is durable."""

    @override
    def work(self, layer: str, path: Path, acknowledge: Acknowledge) -> None:
        held: list[bytes] = []

        def early(token: bytes) -> None:
            while len(held) <= int.from_bytes(token) + 1:
                held.append(token)
                acknowledge(token)

        super().work(layer, path, early)


class Forgetful(Watch):
    """A planted bug: rows are put in a transaction of their own, after that of the segments."""

    @override
    def _day(self, world: World) -> None:
        store, put = world.site.store, world.site.store.rows_put

        def late(table: str, rows: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
            store.release()
            store.commit()
            store.begin()
            store.savepoint()
            put(table, rows)

        store.rows_put = late  # type: ignore[method-assign, assignment]
        super()._day(world)


@pytest.mark.parametrize(("wrong", "found"), [(Hasty, "lost"), (Forgetful, "half")])
def test_a_planted_bug_is_caught(folder: Path, wrong: type[Watch], found: str) -> None:
    watch = wrong(0)
    report = run(watch.work, watch.inspect, folder, images=80)
    assert found in findings(report)
