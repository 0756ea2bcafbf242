"""Who looked at whom: a second person for many at once, and who looked up hundreds, by name (T25).

What each operator looked at is folded like anything else; here it is asked before a record opens,
and shown to whoever watches over it. ``reckoned`` counts it again from facts in ``audit`` alone.
"""

import msgspec

from muster.ground.people.access.facts import LookingReviewed, LookingVouched
from muster.ground.people.access.looks import OPENED, Alarm, Looks, Told, fold_looks
from muster.ground.people.ids import OperatorId
from muster.ground.people.moment import Instant
from muster.ground.people.state import OperatorState
from muster.site.problems import LooksNeedTwo, NothingToAsk, OwnLooks, ReasonEmpty
from muster.site.record.kinds import LOOKS, OPERATOR
from muster.site.record.view import View
from muster.site.record.walk import Walk
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class Onlooker(msgspec.Struct, frozen=True):
    """One operator with the people they were shown in the last hour, and every alarm so far."""

    id: OperatorId
    name: str
    lately: int
    opened: int
    alarms: tuple[Alarm, ...]

    @property
    def unanswered(self) -> tuple[Alarm, ...]:
        """The alarms that nobody has asked about."""
        return tuple(one for one in self.alarms if one.reviewed is None)


def assert_may_open(site: Site, view: View, by: Operator, identity: bytes) -> None:
    """Raise ``LooksNeedTwo`` where ``by`` has opened too many records to open another alone."""
    looks: Looks | None = view.state(LOOKS, by.id)
    if looks is not None and not looks.may_open(identity, site.now().latest):
        raise LooksNeedTwo(limit=OPENED)


def vouch(site: Site, by: Operator, second: Operator | None, reason: str) -> None:
    """Let ``by`` open as many records again: a second person signs for it, and says why.

    Raises ``SecondMissing``, ``SecondSame``, ``NotAllowed``, ``ReasonEmpty``.
    """
    beside = signed_by_two(by, second, Right.SEE_PERSON)
    said = _said(reason)
    with site.writing() as journal:
        journal.put([LookingVouched(by.id, site.now(), by.id, beside, said)])


def onlookers(site: Site, by: Operator) -> list[Onlooker]:
    """Return who looked at people, whoever is to be asked first, then by how many lately."""
    require(by, Right.WATCH)
    with site.view() as view:
        return _listed(site, view, view.states(LOOKS))


def alarms(site: Site, by: Operator) -> list[Onlooker]:
    """Return who is to be asked why they looked up so many: the open tasks."""
    return [one for one in onlookers(site, by) if one.unanswered]


def reckoned(site: Site, by: Operator) -> list[Onlooker]:
    """Return the same as ``onlookers``, counted again from the facts in ``audit`` and no row."""
    require(by, Right.WATCH)
    found: dict[bytes, Looks] = {}
    with site.view() as view:
        for step in Walk(view.reader, site.keyring.opener(view.reader), site.operation):
            if isinstance(step.fact, Told):
                found[step.fact.subject] = fold_looks(found.get(step.fact.subject), step.fact)
        return _listed(site, view, found)


def review(site: Site, by: Operator, operator: OperatorId, reason: str) -> None:
    """Put on record that somebody asked ``operator``, and what came of it; the task is done.

    Raises ``OwnLooks`` where it is one's own, ``NothingToAsk``, ``ReasonEmpty``.
    """
    require(by, Right.WATCH)
    if operator == by.id:
        raise OwnLooks
    said = _said(reason)
    with site.writing() as journal:
        held: Looks | None = site.rows.state(LOOKS, operator)
        if held is None or not held.unanswered:
            raise NothingToAsk
        journal.put([LookingReviewed(operator, site.now(), by.id, said)])


def _listed(site: Site, view: View, found: dict[bytes, Looks]) -> list[Onlooker]:
    now = site.now().latest
    rows = [_row(view, one, looks, now) for one, looks in found.items()]
    return sorted(rows, key=_first_to_ask)


def _first_to_ask(one: Onlooker) -> tuple[bool, int, str]:
    return not one.unanswered, -one.lately, one.name.casefold()


def _row(view: View, identity: bytes, looks: Looks, now: Instant) -> Onlooker:
    known: OperatorState | None = view.state(OPERATOR, identity)
    shown, opened = looks.lately(now)
    name = known.name if known is not None else ""
    return Onlooker(OperatorId(identity), name, shown, opened, looks.alarms)


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonEmpty
    return reason.strip()
