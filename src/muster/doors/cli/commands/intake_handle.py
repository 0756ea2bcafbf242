"""``muster intake take``, ``back``, ``sort``, ``rule``, ``limit``: claims as work."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.files import read_file
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import iso
from muster.journey.registry.cases import HERE, Stage
from muster.journey.registry.triage import Sorting, read_triage
from muster.site.problems import NothingKnown
from muster.site.registry import handling, stories
from muster.site.site import Site


class InHand(Answer, frozen=True):
    """Whose claim is in your hands now, or is no more."""

    person: str
    held: bool


class SortedShown(Part, frozen=True):
    """How many claims went where, and why."""

    desk: str
    urgency: int
    reason: str
    claims: int


class SortedAll(Answer, frozen=True):
    """What a rule said; ``held`` claims are in somebody's hands and were left to them."""

    dry_run: bool
    rule_version: int
    claims: int
    held: int
    groups: tuple[SortedShown, ...]


class Adopted(Answer, frozen=True):
    """The version of the rule that was adopted, or would be."""

    version: int
    effective: str
    lines: int
    dry_run: bool


class Limits(Answer, frozen=True):
    """How many hours a claim may wait in each stage; none is no limit."""

    received: int | None
    triaged: int | None
    decided: int | None


@click.command("take")
@click.argument("person", required=False)
@click.option(
    "--stage",
    type=click.Choice([one.value for one in HERE]),
    default=Stage.RECEIVED.value,
    show_default=True,
    help="Of which stage, where no PERSON is named.",
)
@in_session
def take(session: Session, *, person: str | None, stage: str) -> None:
    """Take the next claim in hand: the most urgent, and of those the oldest.

    PERSON is an id, of which six letters are enough. Nobody else is given it until it is back.
    """
    with session.site() as site:
        wanted = None if person is None else person_of(site, person)
        taken = handling.take(site, site.lead, Stage(stage), wanted)
    session.tell(InHand(person=spell(taken), held=True), (spell(taken),))


@click.command("back")
@click.argument("person")
@click.option("--reason", default="", metavar="TEXT", help="Why, where somebody else has it.")
@in_session
def back(session: Session, *, person: str, reason: str) -> None:
    """Hand a claim back, so that somebody else may take it."""
    with session.site() as site:
        found = person_of(site, person)
        handling.hand_back(site, site.lead, found, reason)
    session.tell(InHand(person=spell(found), held=False), (spell(found),))


@click.command("sort")
@click.argument("person", required=False)
@click.option("--desk", default="", metavar="WORD", help="PERSON: to which desk.")
@click.option("--urgency", type=int, metavar="1-9", help="PERSON: how urgent; 1 is the most.")
@click.option("--reason", default="", metavar="WORD", help="PERSON: why, as a code.")
@click.option("--dry-run", is_flag=True, help="Say what the rule says; put nothing on record.")
@in_session
def sort(
    session: Session,
    *,
    person: str | None,
    desk: str,
    urgency: int | None,
    reason: str,
    dry_run: bool,
) -> None:
    """Sort every claim that was not sorted, by the rule in force, or PERSON by hand.

    What somebody has in hand is left to them.
    """
    by_hand = (desk, urgency, reason)
    if (person is None and any(by_hand)) or (person is not None and not all(by_hand)):
        raise Usage(
            said="Expected PERSON with --desk, --urgency and --reason, or none of them",
            command="muster intake sort",
        )
    with session.site() as site:
        if person is not None and urgency is not None:
            sorting = Sorting(desk=desk, urgency=urgency, reason=reason)
            handling.sort_by_hand(site, site.lead, person_of(site, person), sorting)
            found = handling.Sorted(0, ((desk, urgency, reason, 1),), 0)
        else:
            found = handling.sort_by_rule(site, site.lead, dry_run=dry_run)
    said = SortedAll(
        dry_run=dry_run,
        rule_version=found.version,
        claims=found.claims,
        held=found.held,
        groups=tuple(
            SortedShown(desk=where, urgency=how, reason=why, claims=number)
            for where, how, why, number in found.groups
        ),
    )
    rows = ((one.desk, one.urgency, one.reason, one.claims) for one in said.groups)
    session.tell(said, columns(("desk", "urgency", "because of", "claims"), rows))
    if said.held:
        session.note(f"{said.held} claims are in somebody's hands, and were left to them.")


@click.command("rule")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read it and say what it holds; adopt nothing.")
@in_session
def rule(session: Session, *, file: Path, dry_run: bool) -> None:
    """Adopt a version of the rule that sorts claims.

    FILE is JSON. It holds from its effective time on; what was sorted keeps its version.
    """
    read = read_triage(read_file(file, "FILE"))
    with session.site() as site:
        if not dry_run:
            handling.adopt_triage(site, site.lead, read)
    said = Adopted(
        version=read.version,
        effective=iso(read.effective),
        lines=len(read.lines),
        dry_run=dry_run,
    )
    told = (("version", said.version), ("from", said.effective), ("lines", said.lines))
    session.tell(said, pairs((*told, ("adopted", "no: dry run" if dry_run else "yes"))))


@click.command("limit")
@click.option("--received", type=int, metavar="HOURS", help="Until a claim is sorted.")
@click.option("--triaged", type=int, metavar="HOURS", help="Until a sorted claim is decided.")
@click.option("--decided", type=int, metavar="HOURS", help="Until a decision is told.")
@in_session
def limit(
    session: Session, *, received: int | None, triaged: int | None, decided: int | None
) -> None:
    """Say how long a claim may wait; whatever waits longer is a task on the board.

    A stage that is not named has no limit from now on.
    """
    with session.site() as site:
        handling.set_limits(site, site.lead, received, triaged, decided)
    said = Limits(received=received, triaged=triaged, decided=decided)
    hours = (("received", received), ("triaged", triaged), ("decided", decided))
    session.tell(
        said, pairs((stage, "no limit" if it is None else f"{it} h") for stage, it in hours)
    )


def person_of(site: Site, text: str) -> PersonId:
    """Return the one person whose id is ``text`` or begins so; raise ``NothingKnown``."""
    what, identity = stories.lookup(site, site.lead, text)
    if what != "person":
        raise NothingKnown
    return PersonId(identity)
