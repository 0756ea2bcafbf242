"""Family pages: given to a party and to who it allows, taken back, and what each of them answers.

The code of a page is shown once, when it is given; the record keeps two digests of it. So whoever
lost the code is given another, and nobody who reads this site's record can open a page.
"""

from collections.abc import Iterator

import msgspec

from muster.ground.people.ids import PartyId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant, Moment
from muster.ground.people.place import PlaceRole
from muster.journey.figures.books import Line as Standing
from muster.journey.figures.books import Mark, Stage, decode_line
from muster.journey.passes import answers, family, pages
from muster.journey.passes.answers import MOST_OFFSET, Line
from muster.journey.passes.family import TOKEN, Digests
from muster.journey.passes.problems import OffsetWrong, PageUnknown
from muster.journey.passes.state import Page, Pages
from muster.journey.plan.facts import Channel
from muster.journey.registry.state import Party
from muster.site.access import playing
from muster.site.problems import NothingKnown
from muster.site.record.kinds import CALLS, PAGES, PARTY, PLACE
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site
from muster.site.together import troubled

DAYS = 30
"""How long a page is answered unless somebody says otherwise."""
RELATIVES = tuple(one for one in Relation if one not in (Relation.HEAD, Relation.UNKNOWN))
"""What whoever holds a relative's page may be to the head of the party."""
_SAFE_AT = frozenset({PlaceRole.STAGING, PlaceRole.HAVEN})


class Given(msgspec.Struct, frozen=True):
    """A page that was given: its code in letters, and until when it is answered.

    The code is nowhere else: whoever loses it is given another.
    """

    code: str
    mark: bytes
    until: Instant


class PageRow(msgspec.Struct, frozen=True):
    """One page in the list; ``relation`` is none on a party's own, ``live`` says it is answered."""

    party: PartyId
    page: Page
    live: bool


def give(site: Site, by: Operator, party: PartyId, *, days: int = DAYS) -> Given:
    """Give a party a page of its own; raise ``NothingKnown``, ``PageTooLong``."""
    require(by, Right.FAMILY)
    token, kept = _drawn(site)
    with site.writing() as journal:
        _known(site, party)
        said = pages.give(party, kept, days, site.now(), by.id)
        journal.put([said])
    return Given(family.spell(token), kept.mark, said.until)


def give_relative(
    site: Site,
    by: Operator,
    party: PartyId,
    relation: Relation,
    agreed: Channel | None,
    *,
    days: int = DAYS,
) -> Given:
    """Give a relative a page of a party that agreed; ``agreed`` is how it was asked.

    Raises ``NothingKnown``, ``PageTooLong``, ``PartyNotAsked``.
    """
    require(by, Right.FAMILY)
    token, kept = _drawn(site)
    with site.writing() as journal:
        _known(site, party)
        said = pages.give_relative(party, kept, days, relation, agreed, site.now(), by.id)
        journal.put([said])
    return Given(family.spell(token), kept.mark, said.until)


def take_back(
    site: Site, by: Operator, party: PartyId, *, reason: str, mark: bytes | None = None
) -> int:
    """Let a page of a party say wait from now on, or all of them; return how many.

    Raises ``PageUnknown``, ``ReasonMissing``.
    """
    require(by, Right.FAMILY)
    with site.writing() as journal:
        state: Pages | None = site.rows.state(PAGES, party)
        said = list(pages.take_back(state, party, mark, reason, site.now(), by.id))
        journal.put(said)
    return len(said)


def listed(site: Site, by: Operator, party: PartyId | None = None) -> list[PageRow]:
    """Return pages in order of their ends: all, or those of one party."""
    require(by, Right.FAMILY)
    now = site.now().latest
    with site.view() as view:
        rows = [
            PageRow(PartyId(one), page, page.live(now))
            for one, state in view.scan(PAGES)
            if party in (None, one)
            for page in state.pages
            if page.given is not None
        ]
    return sorted(rows, key=lambda row: (row.page.until, row.page.mark))


def found(site: Site, by: Operator, mark: bytes) -> Page:
    """Return the page of that mark while it is answered; raise ``PageUnknown``."""
    for row in listed(site, by):
        if row.page.mark == mark and row.live:
            return row.page
    raise PageUnknown


def link(address: str, code: str, language: str) -> str:
    """Return where a page is read in a language, at the ``address`` that strangers reach."""
    return f"{address.rstrip('/')}/{code}/{language}"


def publish(site: Site, by: Operator, *, offset: int = 0) -> bytes:
    """Return the file of answers for a machine that strangers reach; it names nobody.

    ``offset``: minutes that local time is after UTC; raise ``OffsetWrong``.
    """
    require(by, Right.FAMILY)
    if abs(offset) > MOST_OFFSET:
        raise OffsetWrong
    with site.view() as view:
        now = site.now()
        rows = list(_answers(view, now))
    draw = site.entropy.draw
    return answers.sealed(rows, now.latest, offset, draw, training=site.state.training)


def read_offset(text: str) -> int:
    """Return the minutes that ``text``, such as +04:30, is after UTC; raise ``OffsetWrong``."""
    sign = {"+": 1, "-": -1}.get(text[:1])
    hours, colon, minutes = text[1:].partition(":")
    if sign is None or not hours.isdecimal() or (colon and not minutes.isdecimal()):
        raise OffsetWrong
    found = int(hours) * 60 + int(minutes or 0)
    if found > MOST_OFFSET or int(minutes or 0) > 59:  # noqa: PLR2004 - minutes of an hour
        raise OffsetWrong
    return sign * found


def _drawn(site: Site) -> tuple[bytes, Digests]:
    token = site.entropy.draw(TOKEN)
    return token, family.digests(token)


def _known(site: Site, party: PartyId) -> None:
    known = site.rows.state(PARTY, party) is not None
    if not known and playing.with_party(site.rows, party) is None:
        raise NothingKnown


def _answers(view: View, now: Moment) -> Iterator[tuple[Digests, Line]]:
    places = dict(view.scan(PLACE))
    gates = {one: it.name for one, it in places.items() if it.role is PlaceRole.GATE}
    safe_at = frozenset(one for one, it in places.items() if it.role in _SAFE_AT)
    stopped = frozenset(troubled(view))
    for party, state in view.scan(PAGES):
        for page in state.pages:
            if not page.live(now.latest):
                continue
            if page.relation is None:
                line = answers.of_party(view.state(CALLS, party), gates, now.latest)
            else:
                line = answers.of_relative(all_safe=_all_safe(view, party, safe_at, stopped))
            yield Digests(page.mark, page.lock), line


def _all_safe(
    view: View, party: bytes, safe_at: frozenset[bytes], stopped: frozenset[bytes]
) -> bool:
    """Say whether everybody of a party is safe; of the dead and missing a page says nothing."""
    found: Party | None = view.state(PARTY, party)
    members = found.members if found is not None else ()
    if not members or any(one in stopped for one in members):
        return False
    accounts = [view.reader.account_get(one) for one in members]
    return all(one is not None and _safe(decode_line(one.account), safe_at) for one in accounts)


def _safe(line: Standing, safe_at: frozenset[bytes]) -> bool:
    if line.stage is Stage.CLOSED:
        return line.mark in (Mark.HANDED_OVER, Mark.LEFT)
    return line.stage is Stage.SAFE and line.place in safe_at and line.mark is not Mark.ABSENT
