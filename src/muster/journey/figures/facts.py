"""What may be put on record about figures themselves."""

from typing import ClassVar

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class FigurePublished(Observation, frozen=True, tag="figure-published"):
    """Somebody published a number: "population as the publisher counted it, not stated further".

    ``subject`` is the series. ``window`` is half-open; ``base`` is the date a running total counts
    from, none for a flow or where the publisher did not say. Never taken for a count of ours.
    """

    about: ClassVar = Subject.SERIES
    compartment: ClassVar = Compartment.COMMAND

    series: str
    publisher: str
    sentence: str
    unit: str
    low: int
    high: int
    begins: Instant | None = None
    ends: Instant | None = None
    base: Instant | None = None
    running: bool = False


class EstimateMade(Observation, frozen=True, tag="estimate-made"):
    """A named source estimates how many people there are whom nobody has named.

    ``subject`` is the estimate. ``population`` says in words of whom, ``place`` where (nothing: the
    whole operation), ``method`` how it was made, ``made`` when; ``low`` to ``high`` souls. Never
    added to people on record.
    """

    about: ClassVar = Subject.SERIES
    compartment: ClassVar = Compartment.COMMAND

    source: str
    method: str
    made: Instant
    population: str
    low: int
    high: int
    place: bytes = b""


class Held(msgspec.Struct, frozen=True, array_like=True):
    """What a report said of one figure; ``window`` as in ``Figure``."""

    id: str
    lo: int
    hi: int
    window: tuple[Instant, Instant] | None = None


class ReportGiven(Observation, frozen=True, tag="report-given"):
    """A report left this site. ``subject`` is the site.

    ``cut`` is (log, sequence, hash) for each log; ``figures`` are what it said, so that a later
    report can say which of them were corrected. ``form`` is how it was given: page, pdf, json.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.AUDIT

    as_of: Instant
    cut: tuple[tuple[bytes, int, bytes], ...]
    figures: tuple[Held, ...]
    form: str = ""


class AccountKept(Observation, frozen=True, tag="account-kept"):
    """What stays of a shredded person so that every count stays: no name, a random subject.

    ``standing`` and ``entries`` are the person's lines in the books, as ``figures.books`` has them.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.PLAN
    personal: ClassVar = False

    standing: bytes
    entries: tuple[bytes, ...]
