"""The dead and the missing among people on record: reports, the roll of the dead, next of kin.

Whoever is established dead, or missed, leaves every task that waits for them, and their party's
live call is taken back: in the command that says so, not by somebody who has to remember.
"""

from collections.abc import Iterable, Sequence

import msgspec

from muster.ground.people.facts import PeopleSearched
from muster.ground.people.ids import IncidentId, PersonId
from muster.ground.people.moment import Instant, Moment
from muster.journey.incident import facts, roll
from muster.journey.incident.state import Death
from muster.journey.plan.facts import Cause
from muster.site import kin, together
from muster.site.plan import recalling
from muster.site.plan.recalling import Recalled
from muster.site.record.journal import Journal
from muster.site.record.kinds import DEATH, GUEST, INCIDENT, PLACE, RECORD
from muster.site.record.view import View
from muster.site.registry import search
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def report_deaths(
    site: Site,
    by: Operator,
    people: Sequence[PersonId],
    observer: str,
    *,
    authority: bool = False,
    incident: IncidentId | None = None,
) -> Recalled:
    """Put on record that known people died, by this observer or authority.

    Returns how many calls of their parties that took back: none until a death is established.
    """
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put(roll.report_deaths(people, observer, incident, now, by.id, authority=authority))
        return _stop(site, by, journal, (one for one in people if _dead(site, one)), now)


def report_missing(
    site: Site,
    by: Operator,
    people: Sequence[PersonId],
    source: str,
    *,
    incident: IncidentId | None = None,
) -> Recalled:
    """Put on record that known people are missed; return how many calls that took back."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put(roll.report_missing(people, source, incident, now, by.id))
        return _stop(site, by, journal, people, now)


def _dead(site: Site, person: PersonId) -> bool:
    death: Death | None = site.rows.state(DEATH, person)
    return death is not None and death.established


def _stop(
    site: Site, by: Operator, journal: Journal, people: Iterable[PersonId], now: Moment
) -> Recalled:
    """Stop every task that waits for ``people``, and hold their parties where they are."""
    stopped = list(people)
    journal.put(together.taken_off(site, by, stopped, now))
    parties = {together.party_of(site.rows, one) for one in stopped} - {None}
    live = recalling.live_of(site.rows, sorted(one for one in parties if one is not None))
    return recalling.take_back(site, by, journal, live, Cause.INCIDENT)


def tell_kin(site: Site, by: Operator, people: Sequence[PersonId], teller: str) -> None:
    """Put on record that next of kin know."""
    require(by, Right.COMMAND)
    with site.writing() as journal:
        now = site.now()
        journal.put(facts.KinTold(person, now, by.id, teller) for person in people)


class Entry(msgspec.Struct, frozen=True):
    """One line of the roll: who, by whom it is known, whether it is established, who told the kin.

    ``name`` is empty where this operator may not see it. A line that is not established says what
    one observer reported. ``missing`` is since when somebody is missed who is not known to be dead.
    """

    id: PersonId
    name: str
    observers: tuple[str, ...]
    authority: bool
    established: bool
    at: Instant | None
    incident: IncidentId | None
    place: str
    kin_told: Instant | None
    missing: Instant | None
    source: str


def entries(site: Site, by: Operator) -> list[Entry]:
    """Return the roll: the dead by when they were reported, then the missing.

    Names are for the desk until next of kin know. Whose names were shown goes on record.
    """
    require(by, Right.COMMAND)
    with site.view() as view:
        gone, next_of_kin = together.troubled(view), kin.read(view)
        places = {one: place.name for one, place in view.scan(PLACE)}
        desk = by.may(Right.SEE_PERSON)
        found = [
            _entry(
                view,
                PersonId(one),
                death,
                places,
                named=desk or next_of_kin.know(one, view.state(GUEST, one)),
                gone=one in gone,
            )
            for one, death in view.scan(DEATH)
            if death.observers or one in gone
        ]
    shown = tuple(one.id for one in found if one.name)
    if shown:
        with site.writing() as journal:
            journal.put([PeopleSearched(by.id, site.now(), by.id, shown)])
    return sorted(found, key=lambda one: (not one.observers, one.at or one.missing or 0, one.id))


def _entry(
    view: View,
    person: PersonId,
    death: Death,
    places: dict[bytes, str],
    *,
    named: bool,
    gone: bool,
) -> Entry:
    incident = view.state(INCIDENT, death.incident) if death.incident else None
    return Entry(
        person,
        search.shown_name(view.state(RECORD, person), view.state(GUEST, person)).full
        if named
        else "",
        death.observers,
        death.authority,
        death.established,
        death.at,
        death.incident,
        ", ".join(places.get(one, "") for one in incident.places) if incident else "",
        death.kin_told,
        death.missing if gone and not death.established else None,
        death.source,
    )
