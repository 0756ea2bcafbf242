"""Two sites work alone and contradict each other; after one session both show the same, twice over.

R14: the same person boarded at two sites; R32: one pass let through at two gates; a party
registered at both. Both pieces of evidence stay, nobody wins silently.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.journey.figures.figure import ReasonCode
from muster.site import upkeep
from muster.site.exchange.exchanging import meet
from muster.site.figures import reporting
from muster.site.gate import gatepost
from muster.site.gate.readings import Sign
from muster.site.passes import cards
from muster.site.registry import desk, stories
from tests.world.gates import Gates
from tests.world.sites import Joined, normal


class Two:
    """A founder with gates, and a site that joined and heard of everything."""

    def __init__(self, folder: Path) -> None:
        self.first = Gates(folder / "first")
        self.second = Joined(self.first, folder / "second")
        self.meet()

    def meet(self) -> None:
        """Let both hold a session."""
        self.second.clock.at = self.first.clock.at = max(self.first.clock.at, self.second.clock.at)
        here, there = meet(self.first.site, self.first.by, self.second.site)
        assert here.complete
        assert there.complete


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Two sites that know the same."""
    made = Two(tmp_path)
    yield made
    made.first.site.close()
    made.second.site.close()


def reports(two: Two) -> list[dict[str, tuple[int, int]]]:
    """Return both ends of every figure, as each site counts them."""
    as_of = two.first.clock.at
    return [
        {one.id: (one.lo, one.hi) for one in reporting.report(it.site, it.by, as_of).figures}
        for it in (two.first, two.second)
    ]


def test_a_pass_that_was_used_at_two_gates_is_one_card_with_both_uses_at_both_sites(
    two: Two,
) -> None:
    """T36."""
    ticket = two.first.issued(4)
    two.meet()
    near = two.first.post()
    far = gatepost.take_post(two.second.site, two.second.by, two.first.gate, "lane 9")
    assert near.scan(ticket.text).sign is Sign.GO
    two.second.tick()
    assert far.scan(ticket.text).sign is Sign.GO
    assert cards.second_uses(two.first.site, two.first.by) == []
    two.meet()
    at_first = cards.second_uses(two.first.site, two.first.by)
    at_second = cards.second_uses(two.second.site, two.second.by)
    assert at_first == at_second
    (card,) = at_first
    assert len(card.uses) == 2
    assert (card.souls, card.heads) == (4, 8)


def test_a_person_boarded_at_two_sites_counts_once_as_a_soul_and_keeps_both_seats(
    two: Two,
) -> None:
    people = two.first.people(4)
    two.meet()
    two.first.lift(people, counted=4)
    two.second.lift(people[:1], counted=1)
    two.meet()
    first, second = reports(two)
    assert first == second
    assert first["departed"] == (4, 5)
    page = stories.person(two.first.site, two.first.by, people[0])
    other = stories.person(two.second.site, two.second.by, people[0])
    boardings = [line for line in page.story if line.kind == "boarded"]
    assert len(boardings) == 2
    assert [line.kind for line in page.story] == [line.kind for line in other.story]


def test_one_family_registered_at_both_sites_is_asked_about_and_never_merged_in_silence(
    two: Two,
) -> None:
    people = two.first.people(4)
    two.meet()
    desk.register(two.first.site, two.first.by, people[:2], two.first.airport)
    desk.register(two.second.site, two.second.by, people[:2], two.first.airport)
    two.meet()
    first, second = reports(two)
    assert first == second
    kinds = [line.kind for line in stories.person(two.first.site, two.first.by, people[0]).story]
    assert kinds.count("person-registered") == 2


def test_a_fact_about_somebody_who_is_not_known_here_counts_and_resolves_itself(
    two: Two, tmp_path: Path
) -> None:
    """A laptop at the ramp, without the registry, boards people whose names it never held."""
    ramp = Joined(two.first, tmp_path / "ramp", "Example ramp", ("havens", "lifts"))
    people = two.first.people(3)
    meet(two.first.site, two.first.by, ramp.site)
    ramp.clock.at = two.first.clock.at
    ramp.lift(people, counted=3)
    assert ramp.span("departed") == (3, 3)
    meet(two.first.site, two.first.by, ramp.site)
    assert two.first.span("departed") == (3, 3)
    reasons = {one.code for one in two.first.figure("departed").reasons}
    assert ReasonCode.QUARANTINED not in reasons
    assert {row.compartment for row in ramp.site.store.logs()} == {"lifts", "public"}
    ramp.site.close()


def test_afterwards_both_records_verify_and_hold_the_same_rows(two: Two) -> None:
    people = two.first.people(4)
    two.meet()
    two.first.lift(people[:2], counted=3)
    two.second.lift(people[1:], counted=3)
    two.meet()
    assert normal(two.first.site.store) == normal(two.second.site.store)
    for one in (two.first, two.second):
        assert upkeep.verify(one.site, one.by).findings == ()
        assert upkeep.rebuild(one.site, one.by).equal
