"""Decide on family pages: how long one is answered, who may hold one, what takes one back."""

from collections.abc import Iterable, Iterator

from muster.ground.people.ids import OperatorId, PartyId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY, Moment
from muster.journey.passes.facts import (
    FamilyPageGiven,
    FamilyPageTakenBack,
    RelativePageGiven,
)
from muster.journey.passes.family import Digests
from muster.journey.passes.problems import PageTooLong, PageUnknown, PartyNotAsked
from muster.journey.passes.rules import reasoned
from muster.journey.passes.state import Page, Pages
from muster.journey.plan.facts import Channel

LONGEST = 90
"""Days that a page is answered; an operation that lasts longer gives another one."""


def give(
    party: PartyId, kept: Digests, days: int, observed: Moment, by: OperatorId
) -> FamilyPageGiven:
    """Return that a party was given its page, for so many days; raise ``PageTooLong``."""
    until = observed.latest + _lasting(days) * DAY
    return FamilyPageGiven(party, observed, by, kept.mark, kept.lock, until)


def give_relative(
    party: PartyId,
    kept: Digests,
    days: int,
    relation: Relation,
    agreed: Channel | None,
    observed: Moment,
    by: OperatorId,
) -> RelativePageGiven:
    """Return that a relative may hold a page; ``agreed`` is how the party was asked.

    Raises:
        PageTooLong: no page lasts so long.
        PartyNotAsked: nobody of the party agreed.
    """
    until = observed.latest + _lasting(days) * DAY
    if agreed is None:
        raise PartyNotAsked
    said = (kept.mark, kept.lock, until, relation, agreed)
    return RelativePageGiven(party, observed, by, *said)


def take_back(
    pages: Pages | None,
    party: PartyId,
    mark: bytes | None,
    reason: str,
    observed: Moment,
    by: OperatorId,
) -> Iterator[FamilyPageTakenBack]:
    """Return the end of one page of a party, or of all where ``mark`` is none.

    Raises:
        PageUnknown: there is none that is still answered.
        ReasonMissing: nobody says why.
    """
    why = reasoned(reason)
    ended = list(_live(pages.pages if pages is not None else (), mark, observed))
    if not ended:
        raise PageUnknown
    return (FamilyPageTakenBack(party, observed, by, one.mark, why) for one in ended)


def _lasting(days: int) -> int:
    if not 1 <= days <= LONGEST:
        raise PageTooLong(limit=LONGEST, found=days)
    return days


def _live(pages: Iterable[Page], mark: bytes | None, observed: Moment) -> Iterator[Page]:
    return (one for one in pages if mark in (None, one.mark) and one.live(observed.latest))
