"""T14: in every fall the exposure report is what trying every key on every disk finds.

Four sites, two of which hold little, write, exchange, and turn their epochs; one or two fall on the
way, after all had met, and the others write on about the same people.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from muster.ground.people.ids import PersonId, SiteId
from muster.ground.secrecy.slot import close_slot
from muster.site import epochs, operators
from muster.site.exchange import exchanging
from muster.site.members import EVERY
from muster.site.opening import SLOT, open_site
from muster.site.record.kinds import PLACE
from muster.site.rights import Operator, Role
from muster.site.secrecy import exposed, fallen
from muster.site.secrecy.exposed import Sighting
from tests.world.captors import Read, epochs_of, read
from tests.world.copies import CHEAP, copy
from tests.world.site import PHRASE, World
from tests.world.sites import Joined

HOLDS = (EVERY, EVERY, ("gates", "lifts"), ("havens", "lifts"))
PIN = "24681357"

claim = st.tuples(st.just("claim"), st.integers(0, 1))
board = st.tuples(st.just("board"), st.sampled_from([0, 1, 2]))
land = st.tuples(st.just("land"), st.sampled_from([0, 1]))
turn = st.tuples(st.just("turn"), st.sampled_from([0, 1]))
fall = st.tuples(st.just("fall"), st.sampled_from([1, 2, 3]))
course = st.lists(st.one_of(claim, claim, board, board, land, turn, fall), max_size=9)


class Sites:
    """Four open sites on copies of closed ones; ``gone`` are those that fell."""

    def __init__(self, whole: Path, folder: Path) -> None:
        self.folder = copy(whole, folder)
        self.worlds: list[World] = []
        for number in range(len(HOLDS)):
            world = World.__new__(World)
            world.__dict__.update(_FOUNDED[number].__dict__)
            world.folder = self.folder / str(number)
            world.site = open_site(world.folder, PHRASE, clock=world.clock)
            world.by = world.site.lead
            world._made = 1_000 * (number + 1)
            self.worlds.append(world)
        self.gone: set[int] = set()
        self.people: list[PersonId] = []
        self.lifts: list[tuple[bytes, list[PersonId]]] = []

    def meet(self) -> None:
        """Let all that stand exchange, twice."""
        first = self.worlds[0]
        for _ in range(2):
            for number, world in enumerate(self.worlds):
                if number and number not in self.gone:
                    exchanging.meet(first.site, first.by, world.site)

    def play(self, what: str, number: int) -> None:
        """Do one thing at one site."""
        world = self.worlds[number]
        if number in self.gone:
            return
        if what == "claim":
            self.people += world.party(2)
        elif what == "turn":
            epochs.turn(world.site, world.by)
        elif what == "board" and self.people:
            self.meet()
            some = self.people[-2:]
            self.lifts.append((world.lift(some), some))
        elif what == "land" and self.lifts:
            self.meet()
            lift, some = self.lifts.pop()
            world.land(lift, some)  # type: ignore[arg-type]
        elif what == "fall":
            self.fall(number)

    def fall(self, number: int) -> None:
        """Let two officers say that a site fell, once all have met."""
        self.meet()
        first, second = self.worlds[0], _officer()
        other = SiteId(self.worlds[number].site.keys.site)
        fallen.fall(first.site, first.by, second, other, "taken")
        self.gone.add(number)
        self.meet()

    def close(self) -> None:
        """Close and forget all."""
        for world in self.worlds:
            world.site.close()
        shutil.rmtree(self.folder)


_FOUNDED: list[World] = []
_OFFICERS: list[Operator] = []


def _officer() -> Operator:
    return _OFFICERS[0]


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """Four sites that have met, closed, with slots that open quickly."""
    folder = Path(tempfile.mkdtemp())
    first = World(folder / "whole" / "0")
    _FOUNDED[:] = [first]
    for number, holds in enumerate(HOLDS[1:], 1):
        joined = Joined(first, folder / "whole" / str(number), f"Site {number}", holds)
        joined.clock = first.clock
        _FOUNDED.append(joined)
    enrolled = operators.enrol(first.site, first.by, "Officer", (Role.LEAD.value,), PIN)
    _OFFICERS[:] = [Operator(enrolled, "Officer", (Role.LEAD,))]
    for world in _FOUNDED[1:]:
        exchanging.meet(first.site, first.by, world.site)
    for world in _FOUNDED:
        slot = close_slot(world.site.keys, PHRASE, CHEAP, bytes(16), bytes(24))
        world.site.close()
        (world.folder / SLOT).write_bytes(slot)
    yield folder / "whole"
    shutil.rmtree(folder)


def said(report: exposed.Report, names: dict[str, bytes]) -> dict[bytes, Read]:
    """Return what a report says, as trying every key says it."""
    return {
        one.id: Read(
            one.name_read,
            frozenset(paper.number for paper in one.documents),
            frozenset((names[at.place], at.at) for at in one.seen
                      if at.sighting is Sighting.BOARDED),
            frozenset((names[at.place], at.at) for at in one.seen
                      if at.sighting is Sighting.LANDED),
        )
        for one in report.people
    }  # fmt: skip


@given(course=course)
@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_the_report_is_what_trying_every_key_finds(
    whole: Path, course: list[tuple[Any, ...]]
) -> None:
    sites = Sites(whole, whole.with_name("drawn"))
    for what, number in course:
        sites.play(what, number)
    sites.meet()
    first = sites.worlds[0]
    disks = [world.site.store for world in sites.worlds]
    with first.site.view() as view:
        names = {place.name: one for one, place in view.scan(PLACE)}
    for world in sites.worlds[1:]:
        report = exposed.exposed(first.site, first.by, SiteId(world.site.keys.site))
        assert said(report, names) == read(epochs_of(world.site), disks)
    sites.close()
