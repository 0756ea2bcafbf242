"""What others published or estimate: with who said it, beside our figures and never in them."""

import msgspec

from muster.adapters.formats.numbers import COLUMNS, Published, Refusal, read_numbers
from muster.ground.people.ids import PlaceId, SeriesId
from muster.ground.people.moment import Instant, Moment
from muster.ground.problem import Problem
from muster.journey.figures import rules
from muster.journey.figures.estimates import Estimated, estimated
from muster.journey.figures.facts import EstimateMade, FigurePublished
from muster.journey.figures.report import report as compute
from muster.journey.figures.series import Comparison
from muster.journey.figures.state import Number, Series
from muster.site.figures import reporting
from muster.site.record.kinds import SERIES
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

NUMBER_COLUMNS = COLUMNS

__all__ = [
    "NUMBER_COLUMNS",
    "Entered",
    "Published",
    "estimate",
    "estimates",
    "import_series",
    "publish",
    "published",
]


class Entered(msgspec.Struct, frozen=True):
    """What became of a list of published numbers; ``known`` were entered before."""

    entered: int
    known: int
    rejected: tuple[Refusal, ...]


def publish(site: Site, by: Operator, number: Published) -> SeriesId:
    """Enter one number that somebody else published; return its id.

    Raises ``PublisherMissing``, ``PublishedUnitUnknown``, ``ReadingUnordered`` or
    ``PublishedWindowWrong``.
    """
    require(by, Right.COMMAND)
    with site.writing() as journal:
        fact = rules.publish(_published(site, by, number, site.now()))
        journal.put([fact])
    return SeriesId(fact.subject)


def import_series(site: Site, by: Operator, raw: bytes) -> Entered:
    """Enter a CSV file of published numbers; a row that cannot be used comes back by its line.

    The same list entered again adds nothing. Raises ``formats.*`` where the file is no such list.
    """
    require(by, Right.COMMAND)
    rows, rejected = read_numbers(raw)
    with site.view() as view:
        held = {_plain(all_.name, one) for _, all_ in view.scan(SERIES) for one in all_.numbers}
    refused, known = list(rejected), 0
    with site.writing() as journal:
        now = site.now()
        for line, row in rows:
            fact = _published(site, by, row, now)
            try:
                rules.publish(fact)
            except Problem as problem:
                refused.append(Refusal(line, problem.code, problem.text()))
                continue
            plain = msgspec.structs.astuple(fact)[3:]
            if plain in held:
                known += 1
                continue
            held.add(plain)
            journal.put([fact])
    entered = len(rows) - known - (len(refused) - len(rejected))
    return Entered(entered, known, tuple(sorted(refused, key=lambda one: one.line)))


def _published(site: Site, by: Operator, row: Published, now: Moment) -> FigurePublished:
    return FigurePublished(SeriesId(site.new_id()), now, by.id, **msgspec.structs.asdict(row))


def _plain(name: str, one: Number) -> tuple[object, ...]:
    """Return a number as ``FigurePublished`` spells it, without who entered it here and when."""
    said = (name, one.publisher, one.sentence, one.unit, one.low, one.high)
    return (*said, one.begins, one.ends, one.base, one.running)


def published(site: Site, by: Operator) -> tuple[tuple[Series, ...], Comparison]:
    """Return every published number, and all of them compared: beside ours, and with each other."""
    require(by, Right.FIGURES)
    found = reporting.account(site)
    return found.published, compute(found).series


def estimate(
    site: Site,
    by: Operator,
    *,
    source: str,
    method: str,
    made: Instant,
    population: str,
    low: int,
    high: int,
    place: PlaceId | None = None,
) -> SeriesId:
    """Enter what a source estimates of people whom nobody has named; return the estimate's id.

    Raises ``EstimateUnattributed``, ``EstimateAhead`` or ``ReadingUnordered``.
    """
    require(by, Right.COMMAND)
    identity = SeriesId(site.new_id())
    with site.writing() as journal:
        where = place or b""
        said = EstimateMade(
            identity, site.now(), by.id, source, method, made, population, low, high, where
        )
        journal.put([rules.estimate(said)])
    return identity


def estimates(site: Site, by: Operator) -> tuple[Estimated, ...]:
    """Return the estimates by place and kind of people, of each source the latest."""
    require(by, Right.FIGURES)
    return estimated(reporting.account(site))
