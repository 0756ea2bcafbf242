"""Commands that wait share one sync; each stands or falls alone, a failed commit fails them all."""

import contextlib
import subprocess
import sys
import threading

import pytest

from muster.adapters.store import LogRow
from muster.adapters.store.problems import Damaged, DiskFull
from muster.ground.people.ids import PersonId
from muster.journey.gate.facts import GateShut
from muster.journey.registry.problems import NameMissing, PartyEmpty
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, upkeep
from muster.site.record.group import Group
from muster.site.record.kinds import RECORD
from muster.site.record.scribe import Beside
from muster.site.registry import desk
from tests.world.site import PHRASE, World


def known(world: World, people: list[PersonId]) -> int:
    with world.site.view() as view:
        return sum(view.state(RECORD, one) is not None for one in people)


def test_what_many_threads_were_told_is_there_after_a_restart(world: World) -> None:
    acknowledged: list[PersonId] = []
    lock = threading.Lock()

    def work() -> None:
        for _ in range(12):
            people = world.party(2)
            with lock:
                acknowledged.extend(people)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(acknowledged) == 8 * 12 * 2
    world.reopen()
    assert known(world, acknowledged) == len(acknowledged)
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_command_that_fails_is_undone_alone(world: World) -> None:
    before = world.party()
    barrier = threading.Barrier(6)
    good: list[PersonId] = []
    failed: list[Exception] = []

    def work(number: int) -> None:
        barrier.wait()
        try:
            if number % 2:
                desk.claim(world.site, world.by, [PartyClaim(())])
            else:
                good.extend(world.party())
        except PartyEmpty as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(failed) == 3
    assert known(world, before + good) == 4 + 12
    assert upkeep.verify(world.site, world.by).findings == ()


def test_work_that_breaks_half_way_leaves_nothing(world: World) -> None:
    before = world.site.store.digest_rows()
    drawn: list[PersonId] = []

    def break_half_way() -> None:
        with world.site.writing():
            drawn.extend(world.party())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_half_way()
    assert known(world, drawn) == 0
    assert world.site.store.digest_rows() == before
    people = world.party()
    assert known(world, people) == 4
    assert upkeep.verify(world.site, world.by).findings == ()


@pytest.mark.parametrize("facts", [1, 20_000], ids=["one", "more than a segment holds"])
def test_a_command_that_fails_on_a_log_of_its_own_takes_the_log_back(
    world: World, facts: int
) -> None:
    """The first fact of a compartment adds its log; if it is undone, nothing of it is left."""
    place = world.base
    held = world.site.store.logs()
    shut = GateShut(place, world.site.now(), world.by.id, "night")
    with contextlib.suppress(PartyEmpty), world.site.writing() as journal:
        journal.put([shut] * facts)
        raise PartyEmpty
    assert world.site.store.logs() == held
    world.party()
    command.shut_gate(world.site, world.by, place, "night")
    world.reopen()
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_commit_that_fails_fails_everybody_and_the_chain_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = world.site.store.digest_rows()

    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(world.site.store, "commit", refuse)
    with pytest.raises(OSError):  # noqa: PT011 - the bare error of a disk
        world.party()
    monkeypatch.undo()
    assert world.site.store.digest_rows() == before
    people = world.party()
    world.reopen()
    assert known(world, people) == 4
    assert upkeep.verify(world.site, world.by).findings == ()


def test_after_a_lost_transaction_the_next_command_is_durable_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit that cannot be opened must not leave its turn open behind it."""

    def refuse() -> None:
        raise DiskFull

    monkeypatch.setattr(world.site.store, "savepoint", refuse)
    with pytest.raises(DiskFull):
        world.party()
    monkeypatch.undo()
    people = world.party()
    world.reopen()
    assert known(world, people) == 4


def test_nobody_waits_for_ever_when_the_store_cannot_even_be_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DiskFull

    def ruin() -> list[LogRow]:
        raise Damaged(what="test")

    monkeypatch.setattr(world.site.store, "commit", refuse)
    group = Group()
    monkeypatch.setattr(world.site.store, "logs", ruin)
    world.site.store.begin()
    with pytest.raises(Damaged):
        world.site.commits._commit(group)
    with pytest.raises(DiskFull):
        group.wait()


def test_upkeep_of_the_file_waits_for_those_who_write(world: World) -> None:
    people = world.people(24)
    failed: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(12):
                world.party(2)
        except RuntimeError as error:
            failed.append(error)

    def keep() -> None:
        try:
            for one in people[:6]:
                upkeep.shred(world.site, world.by, one, "on request")
            upkeep.verify(world.site, world.by)
        except RuntimeError as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for work in (write, write, keep)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_batch_is_one_transaction_and_nests(world: World) -> None:
    with world.site.batch():
        first = world.party()
        with world.site.batch():
            second = world.party()
        assert known(world, first + second) == 0
    assert known(world, first + second) == 8


def test_a_scribe_beside_writes_the_same_record_as_the_one_here(world: World) -> None:
    with world.site.batch():
        people = world.people(2_400)
    assert world.site.journal._beside is not None
    more = world.party()
    world.reopen()
    assert known(world, people + more) == 2_404
    assert upkeep.verify(world.site, world.by).findings == ()
    assert upkeep.rebuild(world.site, world.by).equal


def test_a_scribe_that_dies_undoes_the_batch_and_the_site_goes_on(world: World) -> None:
    before = world.site.store.digest_rows()

    def lose_the_scribe() -> None:
        with world.site.batch():
            world.people(2_400)
            beside = world.site.journal._beside
            assert isinstance(beside, Beside)
            beside._child._process.kill()
            beside._child._process.wait()
            world.people(2_400)

    with pytest.raises(OSError):  # noqa: PT011 - a broken pipe, whichever end noticed
        lose_the_scribe()
    assert world.site.store.digest_rows() == before
    with world.site.batch():
        people = world.people(2_400)
    assert known(world, people) == 2_400
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_claim_without_a_name_is_refused_before_anything_is_written(world: World) -> None:
    before = world.site.store.digest_rows()
    nameless = PartyClaim((PersonClaim(world.name()), PersonClaim(type(world.name())(""))))
    with pytest.raises(NameMissing):
        desk.claim(world.site, world.by, [nameless])
    assert world.site.store.digest_rows() == before


def test_a_site_in_use_refuses_a_second_writer(world: World) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from muster.site.opening import open_site\n"
        "from muster.ground.problem import Problem\n"
        "try:\n"
        "    open_site(Path(sys.argv[1]), sys.argv[2])\n"
        "except Problem as problem:\n"
        "    print(problem.code)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(world.folder), PHRASE],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "store.busy"
