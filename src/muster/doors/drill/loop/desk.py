"""At the desk: who has claimed is decided upon within the hour, children alone get an escort."""

from collections import defaultdict
from collections.abc import Iterable

from muster.doors.drill.course import BY_AUTHORITY
from muster.doors.drill.loop.world import World
from muster.ground.people.category import Outcome
from muster.ground.people.ids import PartyId, PersonId
from muster.site.passes import issuing
from muster.site.plan import planner
from muster.site.plan.operation import Gathered
from muster.site.plan.travellers import Reason
from muster.site.record.kinds import PARTY
from muster.site.registry import desk

_ESCORT = "children's officer of the mission"


def work(world: World, gathered: Gathered) -> None:
    """Decide on whoever waits undecided, and give escorts."""
    undecided = [one for one, why in gathered.reasons.items() if why is Reason.UNDECIDED]
    alone = [one for one, why in gathered.reasons.items() if why is Reason.UNESCORTED]
    people = [person for party in undecided for person in gathered.members[party]]
    _decide(world, [PersonId(one) for one in people if one not in world.refused])
    for party in alone:
        planner.escort(world.site, world.crew.planner, party, _ESCORT)


def _decide(world: World, people: list[PersonId]) -> None:
    """Ask the rule, and let an authority decide for those whom the rule alone would not let go."""
    site, registrar = world.site, world.crew.registrar
    open_ones = [one for one in people if not _eligible(world, one)]
    if not open_ones:
        return
    said = desk.decide(site, registrar, open_ones)
    by_category: defaultdict[str, list[PersonId]] = defaultdict(list)
    for person, decision in zip(open_ones, said, strict=True):
        record = world.record(person)
        if decision.outcome is not Outcome.ELIGIBLE and record is not None:
            by_category[record.category].append(person)
    _, profile = desk.rule_in_force(site, site.now().latest)
    for category, some in by_category.items():
        if profile.category(category) is not None:
            desk.decide_as(
                site,
                registrar,
                some,
                Outcome.ELIGIBLE,
                reasons=(BY_AUTHORITY,),
                authority=profile.authority,
                category=category,
            )


def _eligible(world: World, person: PersonId) -> bool:
    record = world.record(person)
    return record is not None and record.outcome is Outcome.ELIGIBLE


def give_passes(world: World, parties: Iterable[PartyId]) -> None:
    """Hear those who were called, and give them a pass for their window."""
    rows = world.site.rows
    fresh = [one for one in parties if not rows.state(PARTY, one).confirmed]
    desk.confirm_parties(world.site, world.crew.registrar, fresh)
    issuing.issue_called(world.site, world.crew.planner)
