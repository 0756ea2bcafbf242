"""Nothing that was acknowledged is lost by a power cut, and no half transaction is ever seen."""

import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from muster.adapters.store import LogRow, Store, View, WrapRow, open_sqlite, transaction, unit
from tests.store.conftest import KEY, TABLES
from tests.world.disk import (
    DATABASE,
    SECTOR,
    Acknowledge,
    Deed,
    Disk,
    Loss,
    Operation,
    Platter,
    Report,
    run,
)

CI_IMAGES, CAMPAIGN_IMAGES = 3_000, 100_000
TRANSACTIONS = 40


class Told(NamedTuple):
    """What the store says of itself; equal before and after, or something is lost or half done."""

    rows: bytes
    heads: tuple[LogRow, ...]
    segments: tuple[object, ...]
    wraps: tuple[object, ...]
    shredded: tuple[bytes, ...]


class Watch:
    """A workload on the store alone, with what the store said after each of its transactions."""

    def __init__(self, seed: int, synchronous: str = "FULL") -> None:
        self._chance = random.Random(seed)
        self._synchronous = synchronous
        self._people = [self._chance.randbytes(16) for _ in range(60)]
        self._sequences = [0, 0, 0]
        self._told: list[Told] = []

    def work(self, layer: str, path: Path, acknowledge: Acknowledge) -> None:
        """Write transactions of all sorts; acknowledge each by its number."""
        store = self._open(layer, path, create=True)
        self._note(store, acknowledge)
        for number in range(1, TRANSACTIONS + 1):
            self._transaction(store, number)
            self._note(store, acknowledge)
            if number % 9 == 0:
                store.truncate_wal()
            if number % 17 == 0:
                store.close()
                store = self._open(layer, path, create=False)
        store.compact()
        store.close()

    def inspect(self, path: Path, acknowledged: Sequence[bytes]) -> list[str]:
        """Open what a power cut left, as the next start of the program would."""
        with open_sqlite(path, KEY, TABLES) as store:
            number = int.from_bytes(store.meta_get("number") or b"")
            findings = store.check()
            if number < len(acknowledged) - 1:
                findings.append(f"lost: {len(acknowledged) - 1 - number} acknowledged transactions")
            if number > len(acknowledged):
                findings.append("ahead: a transaction that was not begun")
            if acknowledged and _tell(store) != self._told[number]:
                findings.append(f"half: not what the store said after transaction {number}")
            return findings

    def _open(self, layer: str, path: Path, *, create: bool) -> Store:
        return open_sqlite(
            path,
            KEY,
            TABLES,
            create=create,
            vfs=layer,
            synchronous=self._synchronous,
            checkpoint_pages=60,
        )

    def _note(self, store: Store, acknowledge: Acknowledge) -> None:
        acknowledge(len(self._told).to_bytes(4, "big"))
        self._told.append(_tell(store))

    def _transaction(self, store: Store, number: int) -> None:
        if number % 5 == 0:
            self._abandon(store)
        with transaction(store):
            store.meta_put("number", number.to_bytes(4, "big"))
            self._segments(store, number)
            self._rows(store, number)
            if number % 4 == 0:
                self._undo(store)
            if number % 6 == 0:
                store.add_shredded([wrap.key_id for wrap in itertools.islice(store.wraps(), 2)])
            if number % 13 == 0:
                store.rows_clear()

    def _segments(self, store: Store, number: int) -> None:
        for _ in range(self._chance.randint(1, 3)):
            which = self._chance.randrange(3)
            log = store.add_log(LogRow(bytes((which,)) * 16, b"w" * 16, b"certificate", "desk"))
            first = self._sequences[which] + 1
            self._sequences[which] = first + self._chance.randrange(40)
            size = self._chance.choice((250, 250, 3_000, 20_000))
            store.append_segment(
                log,
                first,
                self._sequences[which],
                self._chance.randbytes(32),
                number,
                self._chance.randbytes(size),
            )

    def _rows(self, store: Store, number: int) -> None:
        moved = self._chance.sample(self._people, 12)
        state = number.to_bytes(8, "big") * self._chance.randint(1, 20)
        for table in TABLES:
            store.rows_put(table, [(person, state, b"places", b"last") for person in moved])
        before = store.account_get_many(moved)
        account = b"account %d" % (number % 4)
        deltas = {row.account: 0 for row in before.values()} | {account: 0}
        for row in before.values():
            deltas[row.account] -= 1
        deltas[account] += len(moved)
        store.accounts_put([(person, "person", account) for person in moved])
        store.tally_add("person", deltas)
        keys = [self._chance.randbytes(16) for _ in range(3)]
        store.put_wraps([WrapRow(key, b"e" * 16, moved[0], "desk", b"w" * 40) for key in keys])

    def _undo(self, store: Store) -> None:
        with pytest.raises(LookupError), unit(store):
            self._refuse(store)

    def _abandon(self, store: Store) -> None:
        with pytest.raises(LookupError), transaction(store):
            self._refuse(store)

    def _refuse(self, store: Store) -> None:
        store.meta_put("number", b"\xff" * 4)
        store.rows_clear()
        raise LookupError


def _tell(store: View) -> Told:
    logs = store.logs()
    return Told(
        store.digest_rows(),
        tuple(logs),
        tuple(segment for log in logs for segment in store.segments(log.number)),
        tuple(store.wraps()),
        tuple(store.shred_list()),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: 3,000 images need no real disk under them."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a random name is made in it
    if not memory.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(dir=memory))
    yield made
    shutil.rmtree(made)


def cut_power(folder: Path, images: int, *, synchronous: str = "FULL", each: int = 3_000) -> Report:
    """Run the harness over as many seeds as ``images`` take, ``each`` images a seed."""
    reports = []
    for seed in range((images + each - 1) // each):
        watch = Watch(seed, synchronous)
        size = min(each, images - seed * each)
        reports.append(run(watch.work, watch.inspect, folder, images=size, seed=seed))
    faults = tuple(fault for report in reports for fault in report.faults)
    return Report(
        sum(report.operations for report in reports),
        sum(report.images for report in reports),
        faults,
    )


@pytest.mark.campaign
def test_no_power_cut_loses_what_was_acknowledged_or_shows_half_a_transaction(
    folder: Path, *, campaign: bool
) -> None:
    images = CAMPAIGN_IMAGES if campaign else CI_IMAGES
    report = cut_power(folder, images)
    assert report.images == images
    assert report.operations > 500
    assert report.faults == ()


def findings(report: Report) -> set[str]:
    """Return the kinds of findings: lost, half, unusable ..."""
    return {finding.split(":")[0] for fault in report.faults for finding in fault.findings}


def test_a_store_that_does_not_wait_for_the_disk_is_caught_losing(folder: Path) -> None:
    report = cut_power(folder, 200, synchronous="OFF")
    assert len(report.faults) > report.images / 2
    assert findings(report) >= {"lost", "unusable"}


def test_a_store_that_waits_only_now_and_then_is_caught_losing(folder: Path) -> None:
    report = cut_power(folder, 200, synchronous="NORMAL")
    assert len(report.faults) > report.images / 10
    assert findings(report) == {"lost"}


class Hasty(Watch):
    """A planted bug: says done before the commit."""

    @override
    def work(self, layer: str, path: Path, acknowledge: Acknowledge) -> None:
        held: list[bytes] = []

        def early(token: bytes) -> None:
            while len(held) <= int.from_bytes(token) + 1:
                held.append(token)
                acknowledge(token)

        super().work(layer, path, early)


class Halving(Watch):
    """A planted bug: the rows of a transaction follow in one of their own."""

    @override
    def _rows(self, store: Store, number: int) -> None:
        store.commit()
        store.begin()
        super()._rows(store, number)


@pytest.mark.parametrize(("wrong", "found"), [(Hasty, "lost"), (Halving, "half")])
def test_a_planted_bug_is_caught(folder: Path, wrong: type[Watch], found: str) -> None:
    watch = wrong(0)
    report = run(watch.work, watch.inspect, folder, images=200)
    assert found in findings(report)


def test_the_recording_is_what_happened(folder: Path) -> None:
    """All kept after the last operation is, byte by byte, what the real files hold."""
    disk, platter = Disk(), Platter()
    Watch(0).work(disk.layer, folder / DATABASE, disk.acknowledge)
    for operation in disk.operations:
        platter.do(operation)
    made = platter.cut(Loss.KEPT, random.Random(0))
    real = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in made}
    assert made == real


@given(
    st.lists(st.tuples(st.integers(0, 3_000), st.binary(min_size=1, max_size=2_000)), max_size=6),
    st.integers(0, 2**32),
)
def test_what_was_synced_survives_every_way_of_losing_the_rest(
    writes: list[tuple[int, bytes]], seed: int
) -> None:
    platter = Platter()
    for offset, content in writes:
        platter.do(Operation(Deed.WRITE, "file", offset, content))
    before = platter.cut(Loss.KEPT, random.Random(seed))
    platter.do(Operation(Deed.SYNC, "file"))
    for loss in Loss:
        platter.do(Operation(Deed.WRITE, "other", 0, b"loose"))
        assert platter.cut(loss, random.Random(seed))["file"] == before.get("file", b"")


def test_a_torn_write_is_torn_between_sectors_and_nowhere_else() -> None:
    platter = Platter()
    platter.do(Operation(Deed.WRITE, "file", 0, b"old!" * 1024))
    platter.do(Operation(Deed.SYNC, "file"))
    platter.do(Operation(Deed.WRITE, "file", 100, b"new!" * 900))
    torn = set()
    for seed in range(20):
        content = platter.cut(Loss.TORN, random.Random(seed))["file"]
        sectors = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        middle = [b"new!" in sector for sector in sectors[1:7]]
        assert all(sector.count(b"new!") in {0, 128} for sector in sectors[1:7])
        torn.add(tuple(middle))
    assert len(torn) > 10
