"""R12: two sites that hold the same record see one order, one plan by rank, one verdict on it."""

from pathlib import Path

from muster.journey.plan import checking, greedy
from muster.site.plan import planning
from muster.site.plan.operation import gather
from tests.site.plan.town import Town
from tests.world.sites import Joined, tell


def test_the_same_record_gives_the_same_operation_byte_for_byte(town: Town, tmp_path: Path) -> None:
    town.offer(8, seats=18)
    town.offer(12, seats=30)
    written = town.families(5)
    town.families(3, category="staff")
    town.adopt()
    second = Joined(town, tmp_path / "second")
    tell(town, second.site)
    now = town.clock.at
    found = []
    for site in (town.site, second.site):
        with site.view() as view:
            found.append(gather(site, view, now))
    one, other = found
    assert one.digest() == other.digest()
    assert one.adopted == other.adopted
    assert one.adopted is not None
    assert [party.id for party in one.operation.parties[:5]] == written
    plans = [greedy.greedy(each.operation) for each in found]
    assert plans[0].places == plans[1].places
    assert [checking.check(each.operation, plans[0]) for each in found] == [(), ()]
    assert planning.faults(second.site, second.by) == ()
    second.site.close()
