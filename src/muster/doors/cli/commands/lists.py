"""``muster lists``, ``take-back`` and ``settle``: what came in, undoing it, and who is right."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import iso
from muster.site.problems import NothingKnown
from muster.site.registry import apart, stories
from muster.site.registry import lists as intake
from muster.site.registry.lists import ListRow

_HOLD = ("list", "corrected")


class ListShown(Part, frozen=True):
    """One list as it came in last; ``people`` have their latest claim from it."""

    id: str
    sender: str
    format: str
    received: str
    rows: int
    accepted: int
    repeated: int
    rejected: int
    people: int
    withdrawn: int
    taken_back: str


class Lists(Answer, frozen=True):
    """Every list that came in, the last one first.

    ``apart`` are people of whom a list says otherwise than was corrected at a desk.
    """

    lists: tuple[ListShown, ...]
    apart: tuple[str, ...]


class TakenBack(Answer, frozen=True):
    """What came of taking a list back, or in a dry run would come of it."""

    list: str
    dry_run: bool
    withdrawn: int
    kept: int
    reason: str


class Settled(Answer, frozen=True):
    """Which field of whose record was settled, and what holds: ``list`` or ``corrected``."""

    person: str
    field: str
    holds: str


@click.command("lists")
@in_session
def lists(session: Session) -> None:
    """List the lists of people that came in."""
    with session.site() as site:
        said = Lists(
            lists=tuple(map(_shown, intake.received(site, site.lead))),
            apart=tuple(spell(one.person) for one in apart.waiting(site, site.lead)),
        )
    session.tell(said, _lines(said))


@click.command("take-back")
@click.argument("list_", metavar="LIST")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@click.option("--dry-run", is_flag=True, help="Say what it would come to; change nothing.")
@two_people
@in_session
def take_back(
    session: Session,
    *,
    list_: str,
    reason: str,
    dry_run: bool,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Take a list back that came in by mistake.

    LIST is an id, of which six letters are enough, or its sender. The claims that it alone made are
    withdrawn; who was called, registered or manifested by now stays. More than 60 claims take two
    people. The same list may be imported again, and its claims hold again.
    """
    with session.site() as site:
        found = intake.find(site, site.lead, list_)
        if dry_run:
            done = intake.would_take_back(site, site.lead, found)
        else:
            beside = signing(site, second, second_pin_file)
            done = intake.take_back(site, site.lead, found, reason, beside)
    said = TakenBack(
        list=spell(done.list),
        dry_run=dry_run,
        withdrawn=done.withdrawn,
        kept=done.kept,
        reason=reason,
    )
    words = ("would withdraw", "would keep") if dry_run else ("withdrawn", "kept")
    session.tell(said, pairs(zip(words, (said.withdrawn, said.kept), strict=True)))


@click.command("settle")
@click.argument("person")
@click.argument("field")
@click.option(
    "--holds",
    type=click.Choice(_HOLD),
    required=True,
    help="What the list says, or what was corrected at the desk.",
)
@in_session
def settle(session: Session, *, person: str, field: str, holds: str) -> None:
    """Settle where a list says otherwise than was corrected.

    PERSON is an id, of which six letters are enough; `muster lists` names whom it is about, and
    `muster show` the fields. Both values stay in the person's story.
    """
    with session.site() as site:
        what, found = stories.lookup(site, site.lead, person)
        if what != "person":
            raise NothingKnown
        apart.settle(site, site.lead, PersonId(found), field, take=holds == _HOLD[0])
    said = Settled(person=spell(found), field=field, holds=holds)
    session.tell(said, pairs((("settled", said.field), ("holds", said.holds))))


def _shown(row: ListRow) -> ListShown:
    came = row.intake
    return ListShown(
        id=spell(row.id),
        sender=came.sender,
        format=came.format,
        received=iso(came.received),
        rows=came.rows,
        accepted=came.accepted,
        repeated=came.repeated,
        rejected=came.rejected,
        people=row.people,
        withdrawn=row.withdrawn,
        taken_back="" if came.taken_back is None else iso(came.taken_back),
    )


def _lines(said: Lists) -> Iterator[str]:
    head = ("list", "sender", "format", "received", "rows", "came back", "people", "taken back")
    rows = (
        (
            one.id[:8],
            one.sender,
            one.format,
            one.received,
            one.rows,
            one.rejected or "",
            one.people,
            one.taken_back,
        )
        for one in said.lists
    )
    yield from columns(head, rows) if said.lists else ("No list has come in.",)
    if said.apart:
        yield ""
        yield "A list says otherwise than was corrected at a desk; look at these people:"
        yield from said.apart
