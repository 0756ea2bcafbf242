"""After a command that brings records: who is on record twice by now, found without being asked."""

from collections.abc import Callable
from typing import Any

import rich_click as click

from muster.doors.cli.answer import Part
from muster.doors.cli.session import Session
from muster.site.registry import matching
from muster.site.site import Site

NO_MATCH: Callable[[Any], Any] = click.option(
    "--no-match",
    is_flag=True,
    help="Leave it to `muster match` to find who is on record twice by now.",
)


class Twice(Part, frozen=True):
    """Pairs of records that were judged the same just now, and that wait for a person."""

    same: int
    unsure: int


def find(session: Session, site: Site, *, leave: bool) -> Twice | None:
    """Compare whose record changed since ``matching.attend``; none where nobody's did."""
    if leave:
        return None
    with session.bar("Comparing") as show:
        done = matching.follow(site, site.lead, show)
    return None if done is None else Twice(same=done.same, unsure=done.unsure)


def words(found: Twice | None) -> str:
    """Return what was found in a line; empty where nothing was."""
    if found is None or not (found.same or found.unsure):
        return ""
    return f"{found.same:,} judged the same, {found.unsure:,} to look at"
