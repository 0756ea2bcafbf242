"""What the plan leaves for somebody to do: calls without an answer, children alone, no way out.

Nothing here ends by itself. A window that is over without a word of the party is a task until it is
called again, recalled or reported as lost sight of (R27); a child whose guardian is not beside it
is a task where it is, and at the next place it comes to (R10).
"""

from collections.abc import Container, Iterator
from enum import StrEnum

import msgspec

from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.state import PlaceState
from muster.journey.figures.books import Line, Stage, decode_line, encode_line
from muster.journey.plan import rules
from muster.journey.plan.operation import Party, Standing
from muster.journey.plan.overstaying import limit, overstaying
from muster.journey.registry.state import Record
from muster.site.plan import planning
from muster.site.plan.families import children_alone, of_age
from muster.site.plan.operation import Gathered, gather
from muster.site.plan.travellers import Reason
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import CALLS, PARTY, PLACE, RECORD
from muster.site.record.remembered import decode
from muster.site.record.view import View
from muster.site.record.waiting import person
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_AT_ONCE = 20_000


class Kind(StrEnum):
    """What has to be done. Stable: translated, documented."""

    UNANSWERED = "unanswered"
    CHILD_ALONE = "child-alone"
    STRANDED = "stranded"
    OVERSTAYS = "overstays"
    WILL_OVERSTAY = "will-overstay"


class Task(msgspec.Struct, frozen=True):
    """One party that somebody has to look at; ``place`` is where, ``since`` none if not known."""

    kind: Kind
    party: PartyId
    souls: int
    place: str = ""
    since: Instant | None = None

    @property
    def there(self) -> bool:
        """Return whether the party waits no more: it came to ``place``."""
        return self.kind is Kind.CHILD_ALONE and bool(self.place)


def tasks(site: Site, by: Operator) -> list[Task]:
    """Return the planner's open tasks, oldest first in each kind."""
    require(by, Right.PLAN_LIFT)
    now = planning.present(site)
    with site.view() as view:
        gathered = gather(site, view, now)
        places: dict[bytes, PlaceState] = view.states(PLACE)
        found = [*_unanswered(view, places, site.now().latest)]
        found += alone_elsewhere(view, places, now)
    for party in gathered.operation.parties:
        if gathered.reasons.get(party.id) is Reason.UNESCORTED:
            found.append(Task(Kind.CHILD_ALONE, party.id, party.souls))
        elif party.standing is Standing.FREE and _stranded(party, gathered):
            found.append(Task(Kind.STRANDED, party.id, party.souls))
    found += _overstaying(gathered)
    return sorted(found, key=lambda one: (one.kind, one.since or 0, one.party))


def _overstaying(gathered: Gathered) -> Iterator[Task]:
    """Yield who is inside for too long by now, and whom no lift takes before that.

    ``since`` is when the longest stay is over.
    """
    operation, window = gathered.operation, gathered.window
    for index in overstaying(operation, [party.old for party in operation.parties]):
        party = operation.parties[index]
        over = window.instant(limit(operation, party) + 1)
        kind = Kind.OVERSTAYS if over <= gathered.now else Kind.WILL_OVERSTAY
        yield Task(kind, party.id, party.souls, since=over)


def _stranded(party: Party, gathered: Gathered) -> bool:
    """Say whether none of the gates and havens that there are is permitted to a party."""
    there = bool(gathered.operation.gates) and bool(gathered.operation.havens)
    return there and not (party.gates and party.havens)


def _unanswered(view: View, places: dict[bytes, PlaceState], now: Instant) -> Iterator[Task]:
    """Yield calls whose window is over and of which nobody said what came."""
    for party, calls in view.scan(CALLS):
        for one in calls.live:
            if rules.unanswered(one, now):
                known = view.state(PARTY, party)
                souls = len(known.members) if known is not None else 0
                place = places.get(one.gate)
                name = place.name if place is not None else ""
                yield Task(Kind.UNANSWERED, PartyId(party), souls, name, one.closes)


def children_at(site: Site, by: Operator, place: PlaceId) -> list[Task]:
    """Return the children who came to ``place`` without their guardian or anybody of age (R10).

    The site they come to has them as a task, whether or not an escort was beside them.
    """
    require(by, Right.RECEIVE)
    with site.view() as view:
        places: dict[bytes, PlaceState] = view.states(PLACE)
        found = alone_elsewhere(view, places, planning.present(site), {place})
    return sorted(found, key=lambda one: one.party)


def alone_elsewhere(
    view: View,
    places: dict[bytes, PlaceState],
    now: Instant,
    only: Container[bytes] | None = None,
) -> list[Task]:
    """Return parties of children alone that arrived somewhere, with where."""
    there: dict[bytes, Line] = {}
    lines = [one for one in view.lines() if one.stage is Stage.SAFE]
    accounts = [encode_line(one) for one in lines if only is None or one.place in only]
    after = b""
    while rows := view.reader.accounts_in(STANDING, accounts, _AT_ONCE, after):
        there |= {row.subject: decode_line(row.account) for row in rows}
        after = rows[-1].subject
    raw = view.reader.rows_get_many(RECORD.name, there)
    records = {one: decode(RECORD, row.state) for one, row in raw.items()}
    return [*_alone(records, there, places, of_age(now))]


def _alone(
    records: dict[bytes, Record],
    there: dict[bytes, Line],
    places: dict[bytes, PlaceState],
    born_since: str,
) -> Iterator[Task]:
    together: dict[tuple[PartyId, bytes], list[bytes]] = {}
    for one, record in records.items():
        if record.party is not None:
            together.setdefault((record.party, there[one].place), []).append(one)
    for (party, place), those in together.items():
        found = [person(records[one]) for one in those]
        if children_alone(those, found, born_since):
            name = places[place].name if place in places else ""
            yield Task(Kind.CHILD_ALONE, party, len(those), name)
