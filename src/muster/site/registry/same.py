"""Which records are of one person, as was judged: clusters that no *different* breaks.

Whoever was found on arrival and turned out to be somebody with a claim is one with that claim.
"""

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from muster.ground.people.ids import PersonId
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import Stage, encode_line
from muster.journey.figures.clusters import Edge, Members, clusters
from muster.journey.matching.facts import Judgement
from muster.journey.matching.state import Judged
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import GUEST, JUDGED
from muster.site.record.rows import Rows
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_AT_ONCE = 20_000


def same(view: View) -> tuple[Members, ...]:
    """Return the records of everybody who is on record more than once, in order."""
    return clusters(_edges(view)).joined


def others(
    site: Site, by: Operator, people: Iterable[PersonId]
) -> dict[PersonId, tuple[PersonId, ...]]:
    """Return the further records of those of ``people`` who are on record more than once."""
    require(by, Right.CLAIM)
    wanted = {*people}
    with site.view() as view:
        found = same(view)
    return {
        PersonId(one): tuple(PersonId(other) for other in members if other != one)
        for members in found
        for one in members
        if one in wanted
    }


class Same:
    """Who is one person, by the rows of a turn that is under way; kept until that changes.

    Who was found on arrival is not asked for: whoever arrived is not called.
    """

    def __init__(self) -> None:
        self._as_of = -1
        self._members: dict[bytes, Members] = {}

    def others(self, rows: Rows, person: bytes) -> Iterator[bytes]:
        """Yield the further records of ``person``."""
        if self._as_of != rows.judgements:
            found = clusters(_judged(rows.scan(JUDGED))).joined
            self._members = {one: members for members in found for one in members}
            self._as_of = rows.judgements
        return (one for one in self._members.get(person, ()) if one != person)


_SAME: WeakKeyDictionary[Site, Same] = WeakKeyDictionary()


def same_now(site: Site) -> Same:
    """Return who is one person at ``site``, for whoever has the turn."""
    return _SAME.setdefault(site, Same())


def _judged(states: Iterable[tuple[bytes, Judged]]) -> Iterator[Edge]:
    for one, judged in states:
        for pair in judged.pairs:
            yield one, pair.other, pair.judgement


def _edges(view: View) -> Iterator[Edge]:
    yield from _judged(view.scan(JUDGED))
    for person in _merged(view):
        guest: Guest | None = view.state(GUEST, person)
        if guest is not None and guest.claim is not None:
            yield person, guest.claim, Judgement.SAME


def _merged(view: View) -> Iterator[bytes]:
    """Yield everybody who turned out to be another record, as the books say."""
    accounts = [encode_line(line) for line in view.lines() if line.stage is Stage.MERGED]
    after = b""
    while accounts and (rows := view.reader.accounts_in(STANDING, accounts, _AT_ONCE, after)):
        yield from (row.subject for row in rows)
        after = rows[-1].subject
