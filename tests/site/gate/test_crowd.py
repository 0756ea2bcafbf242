"""Those who wait are led by one of them: each gets its own answer, and none waits for ever."""

import threading
from collections.abc import Callable, Sequence

import pytest

from muster.adapters.store.problems import DiskFull
from muster.ground.people.ids import PlaceId
from muster.journey.gate.facts import GateShut
from muster.site import upkeep
from muster.site.gate.crowd import MOST_AT_ONCE, Crowd, crowd_of
from muster.site.record.journal import Journal
from tests.world.site import World


class Queue:
    """A crowd whose first turn is held until all the others stand in line."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.crowd = Crowd(world.site)
        self.turns: list[int] = []
        self.answers: dict[int, object] = {}
        self._go = threading.Event()
        self._threads: list[threading.Thread] = []

    def hold(self) -> None:
        """Lead, and decide nothing until it is let go."""
        self._start(-1, self._wait, 1, apart=False)

    def add(
        self,
        number: int,
        work: Callable[[Journal], object],
        weight: int = 1,
        *,
        apart: bool = False,
    ) -> None:
        """Stand in line behind all the others."""
        self._start(number, work, weight, apart=apart)

    def go(self) -> None:
        """Let the first one decide; return when all are answered."""
        self._go.set()
        for one in self._threads:
            one.join()

    def _wait(self, _journal: Journal) -> None:
        self._go.wait()

    def _start(
        self, number: int, work: Callable[[Journal], object], weight: int, *, apart: bool
    ) -> None:
        before = len(self.crowd._waiting)

        def run() -> None:
            try:
                self.answers[number] = self.crowd.run(work, weight=weight, apart=apart)
            except Exception as error:  # noqa: BLE001 - what struck it is its answer
                self.answers[number] = error

        thread = threading.Thread(target=run)
        thread.start()
        self._threads.append(thread)
        while not self._stands(before):
            pass

    def _stands(self, before: int) -> bool:
        """Say whether the one who was started leads, or waits behind the others."""
        return len(self.crowd._waiting) > before or (self.crowd._is_led and before == 0)


@pytest.fixture
def queue(world: World) -> Queue:
    made = Queue(world)
    made.hold()
    while made.crowd._waiting:
        pass  # until it leads
    return made


def shut(world: World, place: PlaceId, reason: str) -> GateShut:
    return GateShut(place, world.site.now(), world.by.id, reason)


def heads(world: World) -> int:
    """Return how many segments the site has."""
    store = world.site.store
    return sum(1 for log in store.logs() for _ in store.segments(log.number))


def facts(world: World) -> int:
    """Return how many facts the site has put."""
    return sum(log.head_sequence for log in world.site.store.logs())


def test_all_who_waited_are_done_in_their_order_by_one_commit(queue: Queue) -> None:
    done: list[int] = []
    before = heads(queue.world)

    def put(number: int) -> Callable[[Journal], int]:
        def work(journal: Journal) -> int:
            journal.put([shut(queue.world, queue.world.base, str(number))])
            done.append(number)
            return number

        return work

    for number in range(20):
        queue.add(number, put(number))
    queue.go()
    assert done == [*range(20)]
    assert queue.answers == {-1: None, **{number: number for number in range(20)}}
    assert heads(queue.world) == before + 1
    queue.world.reopen()
    assert upkeep.verify(queue.world.site, queue.world.by).findings == ()


def test_one_turn_holds_no_more_than_it_may(queue: Queue) -> None:
    turns: list[object] = []
    weights = [MOST_AT_ONCE, 1, MOST_AT_ONCE - 1, 1, MOST_AT_ONCE + 10, 1]
    for number, weight in enumerate(weights):
        queue.add(number, lambda _: turns.append(queue.world.site.commits._group), weight)
    queue.go()
    assert len(turns) == len(weights)
    assert [turns.index(one) for one in turns] == [0, 1, 1, 3, 4, 5]


def test_what_breaks_apart_is_undone_alone(queue: Queue) -> None:
    world = queue.world
    before = facts(world)

    def put(journal: Journal) -> None:
        journal.put([shut(world, world.base, "night")])

    def half(journal: Journal) -> None:
        journal.put([shut(world, world.airport, "half")])
        journal.flush()
        raise ZeroDivisionError

    queue.add(0, put)
    queue.add(1, half, apart=True)
    queue.add(2, put, apart=True)
    queue.go()
    assert isinstance(queue.answers[1], ZeroDivisionError)
    assert (queue.answers[0], queue.answers[2]) == (None, None)
    assert facts(world) == before + 2
    world.reopen()
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_commit_that_fails_fails_all_of_it_and_those_behind_are_led_on(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = queue.world
    commit = world.site.store.commit
    failed: list[str] = []

    def refuse_once() -> None:
        if not failed:
            failed.append("once")
            raise DiskFull
        commit()

    monkeypatch.setattr(world.site.store, "commit", refuse_once)
    queue.add(0, lambda journal: journal.put([shut(world, world.base, "night")]))
    queue.go()
    assert isinstance(queue.answers[-1], DiskFull)
    assert queue.answers[0] is None
    world.reopen()
    assert upkeep.verify(world.site, world.by).findings == ()


def test_inside_a_batch_nobody_is_waited_for(world: World) -> None:
    """Whoever leads waits for the batch to end, so that the batch must not wait for them."""
    inside, answers = threading.Event(), []

    def scan() -> None:
        inside.wait()
        answers.append(crowd_of(world.site).run(lambda _: "beside"))

    beside = threading.Thread(target=scan)
    beside.start()
    with world.site.batch():
        inside.set()
        while not crowd_of(world.site)._is_led:
            pass
        answers.append(crowd_of(world.site).run(lambda _: "inside"))
    beside.join()
    assert sorted(answers) == ["beside", "inside"]


def test_each_gets_the_answer_to_its_own(world: World) -> None:
    crowd = crowd_of(world.site)
    numbers: Sequence[int] = range(200)
    answers: dict[int, int] = {}

    def work(mine: Sequence[int]) -> None:
        for number in mine:
            answers[number] = crowd.run(lambda _, number=number: number)  # type: ignore[misc]

    threads = [threading.Thread(target=work, args=(numbers[n::8],)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == {number: number for number in numbers}
    assert not crowd._waiting
    assert not crowd._is_led
