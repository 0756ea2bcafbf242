"""``muster judge``: whether two records are of one person."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.moment import iso
from muster.journey.matching.facts import Judgement
from muster.site.problems import NothingKnown
from muster.site.registry import judging, stories
from muster.site.registry.judging import JudgedPair
from muster.site.site import Site


class PairShown(Part, frozen=True):
    """What stands of a pair of records, and by whom; ``rule`` where no person judged."""

    one: str
    other: str
    judgement: str
    by: str
    rule: str
    at: str
    reason: str
    score: int | None
    contested: bool
    broken: bool


class Judgements(Answer, frozen=True):
    """Pairs of records that were judged, the oldest first."""

    judgements: tuple[PairShown, ...]


@click.command("judge")
@click.argument("one", required=False)
@click.argument("other", required=False)
@click.argument("judgement", type=click.Choice([one.value for one in Judgement]), required=False)
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@in_session
def judge(
    session: Session,
    *,
    one: str | None,
    other: str | None,
    judgement: str | None,
    reason: str,
) -> None:
    """Judge two records: same, different or unsure.

    ONE and OTHER are ids of people, of which six letters are enough. Records judged the same count
    once; what they hold is never mixed, and a later judgement undoes an earlier one. Without
    JUDGEMENT it lists what was judged of ONE; without any word, all that was judged.
    """
    if other is not None and judgement is None:
        raise Usage(said="Expected ONE OTHER same|different|unsure", command="muster judge")
    with session.site() as site:
        person = None if one is None else _person(site, one)
        if person is not None and other is not None and judgement is not None:
            judging.judge(
                site, site.lead, person, _person(site, other), Judgement(judgement), reason
            )
        said = Judgements(
            judgements=tuple(map(_shown, judging.judgements(site, site.lead, person)))
        )
    session.tell(said, _lines(said))


def _person(site: Site, text: str) -> PersonId:
    what, identity = stories.lookup(site, site.lead, text)
    if what != "person":
        raise NothingKnown
    return PersonId(identity)


def _shown(pair: JudgedPair) -> PairShown:
    return PairShown(
        one=spell(pair.one),
        other=spell(pair.other),
        judgement=pair.judgement.value,
        by=pair.by,
        rule=pair.rule,
        at=iso(pair.at),
        reason=pair.reason,
        score=pair.score,
        contested=pair.contested,
        broken=pair.broken,
    )


def _lines(said: Judgements) -> Iterator[str]:
    rows = (
        (pair.one, pair.other, _judged(pair), pair.rule or pair.by, pair.at, pair.reason)
        for pair in said.judgements
    )
    yield from columns(("one", "other", "judged", "by", "at", "why"), rows)


def _judged(pair: PairShown) -> str:
    if pair.contested:
        return "contested"
    return f"{pair.judgement} (broken)" if pair.broken else pair.judgement
