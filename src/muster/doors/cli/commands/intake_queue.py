"""``muster intake queue``: how many claims wait in each stage, how long, whose, in whose hands."""

from collections.abc import Iterable, Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import HOUR, MINUTE, Instant, iso
from muster.journey.registry.waits import Wait
from muster.site.registry import waiting
from muster.site.registry.waiting import By, Group, Queue


class WaitShown(Part, frozen=True):
    """Claims that wait in one stage; ages are seconds, -1 where none waits or nothing is limited.

    ``middle`` is the age that half of them have not passed, ``late`` that 19 of 20 have not.
    """

    stage: str
    claims: int
    oldest: int
    middle: int
    late: int
    limit: int
    overdue: int


class GroupShown(Part, frozen=True):
    """What waits of one list, sender or desk."""

    name: str
    list: str
    claims: int
    oldest: int
    overdue: int


class ClaimShown(Part, frozen=True):
    """One claim that waits: no name, and nothing of the person."""

    person: str
    stage: str
    received: str
    desk: str
    urgency: int
    reasons: tuple[str, ...]
    rule_version: int


class HandShown(Part, frozen=True):
    """A claim that somebody has in hand."""

    person: str
    stage: str
    operator: str
    since: str


class Shown(Answer, frozen=True):
    """The queue: ``came_in`` is ``here`` and ``out`` together, each claim in exactly one stage."""

    as_of: str
    came_in: int
    here: int
    out: int
    answered: int
    met: int
    withdrawn: int
    unreceipted: int
    waits: tuple[WaitShown, ...]
    by: str
    groups: tuple[GroupShown, ...]
    oldest: tuple[ClaimShown, ...]
    in_hand: tuple[HandShown, ...]


@click.command("queue")
@click.option(
    "--by",
    "split",
    type=click.Choice([one.value for one in By]),
    default=By.LIST.value,
    show_default=True,
    help="What the claims are split by.",
)
@in_session
def queue(session: Session, *, split: str) -> None:
    """Show how many claims wait in each stage, how long, and who has which in hand.

    To look at a claim is not to handle it: nothing here changes a stage.
    """
    with session.site() as site:
        found = waiting.queue(site, site.lead, By(split))
    said = _shown(found, split)
    session.tell(said, _lines(said))


def _shown(found: Queue, split: str) -> Shown:
    stages = {stage.value: number for stage, number in found.balance.stages.items()}
    return Shown(
        as_of=iso(found.as_of),
        came_in=found.balance.came_in,
        here=found.balance.here,
        out=found.balance.out,
        answered=stages["answered"],
        met=stages["met"],
        withdrawn=stages["withdrawn"],
        unreceipted=found.unreceipted,
        waits=tuple(_wait(one, found.as_of) for one in found.waits),
        by=split,
        groups=tuple(_group(one, found.as_of) for one in found.groups),
        oldest=tuple(
            ClaimShown(
                person=spell(one.person),
                stage=one.case.stage.value,
                received=iso(one.case.received),
                desk=one.case.desk,
                urgency=one.case.urgency,
                reasons=one.case.reasons,
                rule_version=one.case.version,
            )
            for one in found.oldest
        ),
        in_hand=tuple(
            HandShown(
                person=spell(one.person),
                stage=one.stage.value,
                operator=one.name,
                since=iso(one.since),
            )
            for one in found.held
        ),
    )


def _wait(wait: Wait, now: Instant) -> WaitShown:
    return WaitShown(
        stage=wait.stage.value,
        claims=wait.claims,
        oldest=_age(wait.oldest, now),
        middle=_age(wait.middle, now),
        late=_age(wait.late, now),
        limit=-1 if wait.limit is None else wait.limit // 1000,
        overdue=wait.overdue,
    )


def _group(group: Group, now: Instant) -> GroupShown:
    since = [one.oldest for one in group.waits if one.oldest is not None]
    return GroupShown(
        name=group.name,
        list=spell(group.list) if group.list else "",
        claims=group.claims,
        oldest=_age(min(since, default=None), now),
        overdue=sum(one.overdue for one in group.waits),
    )


def _age(since: Instant | None, now: Instant) -> int:
    return -1 if since is None else max(0, now - since) // 1000


def age_said(seconds: int) -> str:
    """Return an age as people say it: 26 h 05 min; nothing where none is."""
    if seconds < 0:
        return ""
    hours, rest = divmod(seconds * 1000, HOUR)
    return f"{hours} h {rest // MINUTE:02d} min"


def _lines(said: Shown) -> Iterator[str]:
    yield from pairs(
        (
            ("as of", said.as_of),
            ("came in", said.came_in),
            ("wait", said.here),
            ("out", _out(said)),
            ("without a receipt", said.unreceipted),
        )
    )
    yield ""
    head = ("stage", "claims", "oldest", "half", "19 of 20", "limit", "overdue")
    yield from columns(head, map(_cells, said.waits))
    yield from _table(
        (said.by, "claims", "oldest", "overdue"),
        ((_named(one), one.claims, age_said(one.oldest), one.overdue or "") for one in said.groups),
    )
    yield from _table(
        ("oldest", "stage", "received", "desk", "urgency", "because of"),
        (
            (one.person, one.stage, one.received, one.desk, one.urgency, ", ".join(one.reasons))
            for one in said.oldest
        ),
    )
    yield from _table(
        ("in hand", "stage", "of", "since"),
        ((one.person, one.stage, one.operator, one.since) for one in said.in_hand),
    )


def _out(said: Shown) -> str:
    left = (("answered", said.answered), ("met", said.met), ("withdrawn", said.withdrawn))
    told = ", ".join(f"{number} {word}" for word, number in left if number)
    return f"{said.out} ({told})" if told else f"{said.out}"


def _named(one: GroupShown) -> str:
    return f"{one.name or '-'} {one.list[:8]}".strip()


def _cells(one: WaitShown) -> tuple[object, ...]:
    ages = (age_said(age) for age in (one.oldest, one.middle, one.late, one.limit))
    return (one.stage, one.claims, *ages, one.overdue or "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield ""
        yield from columns(head, found)
