"""``muster match``: compare all records, let the rule judge, and say what waits for a person."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import HOUR, iso
from muster.journey.matching.weights import WEIGHTS
from muster.site.registry import matching, reviewing
from muster.site.registry.reviewing import Queue, Waiting
from muster.site.registry.ruling import Matched

SHOWN = 20


class PairWaiting(Part, frozen=True):
    """A pair that waits for a person; ``score`` in thousandths, none where people contradict."""

    one: str
    other: str
    since: str
    score: int | None
    contested: bool


class Matches(Answer, frozen=True):
    """What came of comparing, and what waits. Ages are in hours."""

    people: int
    same: int
    unsure: int
    different: int
    standing: int
    crowded: int
    seconds: float
    rule: str
    dry_run: bool
    waiting: int
    oldest_hours: float
    p95_hours: float
    pairs: tuple[PairWaiting, ...]


@click.command("match")
@click.option("--dry-run", is_flag=True, help="Say what would be judged; put nothing on record.")
@click.option("--learn", is_flag=True, help="Weigh words anew by how many people here bear them.")
@click.option("--list", "only_list", is_flag=True, help="Only list the pairs that wait.")
@in_session
def match(session: Session, *, dry_run: bool, learn: bool, only_list: bool) -> None:
    """Find people who are on record twice.

    All records are compared, across spellings and scripts. Surely one person: the rule says so on
    record, and they count once. Perhaps one: the pair waits for a person, at the desk's screen or
    for `muster judge`, and widens the figures until then. Nothing is merged, so that any judgement
    is undone by another. What a person judged stays.
    """
    with session.site() as site:
        if only_list:
            done = Matched(0)
        else:
            with session.bar("Comparing") as show:
                done = matching.run(site, site.lead, dry_run=dry_run, learn=learn, progress=show)
        said = _said(done, reviewing.queue(site, site.lead), dry_run=dry_run)
    session.tell(said, _lines(said, compared=not only_list))
    if said.crowded:
        session.note(
            f"{said.crowded} keys are borne by too many people to compare them all: ask for"
            " fathers' names, documents or phones."
        )


def _said(done: Matched, queue: Queue, *, dry_run: bool) -> Matches:
    return Matches(
        people=done.people,
        same=done.same,
        unsure=done.unsure,
        different=done.different,
        standing=done.standing,
        crowded=done.crowded,
        seconds=round(done.seconds, 1),
        rule=WEIGHTS.rule,
        dry_run=dry_run,
        waiting=len(queue.waiting),
        oldest_hours=round(queue.oldest / HOUR, 1),
        p95_hours=round(queue.p95 / HOUR, 1),
        pairs=tuple(map(_shown, queue.waiting)),
    )


def _shown(pair: Waiting) -> PairWaiting:
    return PairWaiting(
        one=spell(pair.one),
        other=spell(pair.other),
        since=iso(pair.since),
        score=pair.score,
        contested=pair.contested,
    )


def _lines(said: Matches, *, compared: bool) -> Iterator[str]:
    if compared:
        judged = "would be judged" if said.dry_run else "judged"
        yield f"{said.people} people compared by {said.rule} in {said.seconds} s"
        yield f"{said.same} pairs {judged} the same, {said.unsure} unsure,"
        yield f"{said.different} different; {said.standing} stand as they were"
    yield f"{said.waiting} pairs wait for a person, the oldest for {said.oldest_hours} hours"
    if said.pairs:
        yield from columns(("one", "other", "since", "score"), map(_cells, said.pairs[:SHOWN]))
    if len(said.pairs) > SHOWN:
        yield f"and {len(said.pairs) - SHOWN} more"


def _cells(pair: PairWaiting) -> tuple[str, ...]:
    score = "contested" if pair.contested else f"{(pair.score or 0) / 1000:.1f}"
    return (pair.one, pair.other, pair.since, score)
