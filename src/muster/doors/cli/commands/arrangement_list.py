"""``muster arrangement list`` and ``show``: how arrangements stand, and their story."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli import road
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.road import ArrangementShown, ToldShown, TurnShown
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.site.passage import liaison


class Arrangements(Answer, frozen=True):
    """All arrangements as they stand now: those that hold first."""

    arrangements: tuple[ArrangementShown, ...]


class ArrangementStory(Answer, frozen=True):
    """One arrangement with its story and what was told under it, oldest first."""

    arrangement: ArrangementShown
    source: str
    story: tuple[TurnShown, ...]
    disclosures: tuple[ToldShown, ...]


@click.command("list")
@in_session
def arrangements(session: Session) -> None:
    """List all arrangements as they stand now."""
    with session.site() as site:
        rows = liaison.arrangements(site, site.lead)
    said = Arrangements(arrangements=tuple(map(road.arrangement, rows)))
    head = ("id", "state", "until", "honoured", "told", "flagged", "with")
    cells = (
        (one.id, one.state, one.until, one.honoured, one.told, one.flagged, _whom(one))
        for one in said.arrangements
    )
    session.tell(said, columns(head, cells))
    if not said.arrangements:
        session.note("No arrangement is on record yet.")


@click.command("show")
@click.argument("arrangement")
@in_session
def show(session: Session, *, arrangement: str) -> None:
    """Show the story of one arrangement, and what was told under it.

    ARRANGEMENT is its id, of which the first six letters are enough. Opening it goes on record.
    """
    with session.site() as site:
        found = liaison.lookup(site, site.lead, arrangement)
        page = liaison.arrangement(site, site.lead, found)
    said = ArrangementStory(
        arrangement=road.arrangement(page.row),
        source=page.source,
        story=road.turns(page),
        disclosures=tuple(map(road.told, page.disclosures)),
    )
    session.tell(said, _lines(said))


def _whom(one: ArrangementShown) -> str:
    return f"{one.role}, {one.place}"


def _lines(said: ArrangementStory) -> Iterator[str]:
    one = said.arrangement
    yield from pairs(
        (
            ("arrangement", one.id),
            ("with", _whom(one)),
            ("said possible by", said.source),
            ("state", one.state),
            ("from", one.since),
            ("until", one.until),
            ("may be told", ", ".join(one.allows)),
            ("honoured", one.honoured or ""),
        )
    )
    yield ""
    rows = ((turn.at, turn.state, turn.operator, turn.flag, turn.text) for turn in said.story)
    yield from columns(("at", "turn", "by", "wrong with it", "text"), rows)
    if said.disclosures:
        yield ""
        yield from road.told_lines(said.disclosures)
