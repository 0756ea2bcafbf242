"""Canary people: planted by two, met by whoever looks without a reason, told to the lead.

A canary reads like a person wherever people are looked for, and is in no other list. Each time it
is met is a fact in ``audit``, written in the same turn as the look itself (T25).
"""

from collections.abc import Callable, Iterable

import msgspec

from muster.ground.people.access.canary import Canary, Meeting, Sightings
from muster.ground.people.access.facts import (
    CanaryAnswered,
    CanaryPlanted,
    CanarySeen,
    CanaryTouched,
    CanaryWithdrawn,
    Touch,
)
from muster.ground.people.fact import Observation
from muster.ground.people.ids import CanaryId
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.figures.books import Line
from muster.site.access.playing import line_of
from muster.site.problems import CanaryUnknown, NameEmpty, NothingToAsk, ReasonEmpty
from muster.site.record.kinds import CANARY, OPERATOR, SIGHTINGS
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class Invented(msgspec.Struct, frozen=True):
    """Who a canary is to be: all of it invented, the document and the contact nobody's."""

    name: str
    father: str = ""
    sex: Sex = Sex.UNSTATED
    category: str = ""
    born: int = 0
    document: str = ""
    contact: str = ""


class Met(msgspec.Struct, frozen=True):
    """Once that a canary was met: by whom, as the roster names them, and in what way."""

    at: int
    operator: str
    how: str
    mark: bytes
    where: str
    asked: bool


class CanaryRow(msgspec.Struct, frozen=True):
    """One canary with every time it was met, the latest first."""

    id: CanaryId
    name: str
    planted: int
    withdrawn: bool
    met: tuple[Met, ...]

    @property
    def unanswered(self) -> int:
        """How many meetings nobody has asked about."""
        return sum(not one.asked for one in self.met)


def plant(site: Site, by: Operator, second: Operator | None, who: Invented) -> CanaryId:
    """Put a canary on record, two people signing; raise ``NameEmpty``, ``SecondMissing``, ..."""
    beside = signed_by_two(by, second, Right.PLANT)
    if not who.name.strip():
        raise NameEmpty
    canary = CanaryId(site.new_id())
    said = (named(who.name.strip(), "", who.father.strip()), who.sex, who.category)
    hidden = (who.born, who.document.strip(), who.contact.strip())
    with site.writing() as journal:
        journal.put([CanaryPlanted(canary, site.now(), by.id, beside, *said, *hidden)])
        site.renamed.add(canary)
    return canary


def withdraw(
    site: Site, by: Operator, second: Operator | None, canary: CanaryId, reason: str
) -> None:
    """Let a canary be met no more, two people signing; what was told of it stays."""
    beside = signed_by_two(by, second, Right.PLANT)
    said = _said(reason)
    with site.writing() as journal:
        held: Canary | None = site.rows.state(CANARY, canary)
        if held is None or held.withdrawn:
            raise CanaryUnknown
        journal.put([CanaryWithdrawn(canary, site.now(), by.id, beside, said)])
        site.renamed.add(canary)


def seen_outside(
    site: Site, by: Operator, canary: CanaryId, where: str, mark: bytes = b""
) -> tuple[Meeting, ...]:
    """Put on record that a canary was seen outside; return the exports that it left with.

    Where the row's id is known (``mark``), that one export alone.
    """
    require(by, Right.PLANT)
    said = _said(where)
    with site.writing() as journal:
        if site.rows.state(CANARY, canary) is None:
            raise CanaryUnknown
        journal.put([CanarySeen(canary, site.now(), by.id, said, mark)])
        held: Sightings = site.rows.state(SIGHTINGS, canary)
    left = [one for one in held.meetings if one.how == Touch.EXPORTED.value]
    return tuple(one for one in left if not mark or one.mark == mark)


def answer(site: Site, by: Operator, canary: CanaryId, reason: str) -> None:
    """Put on record that somebody asked about all that was told of a canary so far."""
    require(by, Right.PLANT)
    said = _said(reason)
    with site.writing() as journal:
        held: Sightings | None = site.rows.state(SIGHTINGS, canary)
        if held is None or not held.unanswered:
            raise NothingToAsk
        journal.put([CanaryAnswered(canary, site.now(), by.id, said)])


def canaries(site: Site, by: Operator) -> list[CanaryRow]:
    """Return every canary, those that were met and not asked about first."""
    require(by, Right.PLANT)
    with site.view() as view:
        names = {one: state.name for one, state in view.scan(OPERATOR)}
        told = view.states(SIGHTINGS)
        rows = [
            CanaryRow(
                CanaryId(one),
                held.name.full,
                held.planted,
                held.withdrawn,
                _met(told.get(one), names),
            )
            for one, held in view.scan(CANARY)
        ]
    return sorted(rows, key=lambda row: (not row.unanswered, row.withdrawn, row.name.casefold()))


def touching(by: Operator, site: Site, found: Iterable[bytes], how: Touch) -> list[Observation]:
    """Return the facts that say which canaries are among ``found``, to go with the look itself."""
    now, rows = site.now(), site.rows
    return [
        CanaryTouched(one, now, by.id, how) for one in found if rows.state(CANARY, one) is not None
    ]


def living(view: View) -> list[tuple[CanaryId, Canary]]:
    """Return every canary that can be met."""
    return [(CanaryId(one), held) for one, held in view.scan(CANARY) if held.can_be_met]


def for_export(
    site: Site, view: View, fits: Callable[[Line], bool]
) -> tuple[CanaryId, bytes, Canary] | None:
    """Return a canary that stands where the rows of an export do, with the mark it is to bear.

    Drawn anew each time, so that a list that comes to light says which of them it was.
    """
    found = [(one, held) for one, held in living(view) if fits(line_of(held))]
    if not found:
        return None
    one, held = found[int.from_bytes(site.entropy.draw(4), "big") % len(found)]
    return one, site.new_id(), held


def _met(told: Sightings | None, names: dict[bytes, str]) -> tuple[Met, ...]:
    held = told or Sightings()
    met = [
        Met(
            one.at, names.get(one.operator, ""), one.how, one.mark, one.where, place < held.answered
        )
        for place, one in enumerate(held.meetings)
    ]
    return tuple(reversed(met))


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonEmpty
    return reason.strip()
