"""What stands below the figures of a part of the report: tables and notes, once for all papers."""

from collections.abc import Iterator, Sequence

import msgspec

from muster.adapters.formats.report import tables
from muster.adapters.formats.report.sections import Part
from muster.adapters.formats.report.tables import Row
from muster.ground.people.saying import Saying, Word, say
from muster.journey.figures.report import Report


class Rows(msgspec.Struct, frozen=True):
    """A table; one without rows is not shown."""

    caption: Saying
    head: Row
    rows: Sequence[Row]


class Notes(msgspec.Struct, frozen=True):
    """Sentences, a line each."""

    items: tuple[Word, ...]


Block = Rows | Notes


def below(report: Report, part: Part) -> Iterator[Block]:
    """Yield what stands below the figures of ``part``, in order."""
    match part:
        case Part.LEFT:
            caption = say("Estimates of people whom nobody has named, in souls")
            yield Rows(caption, *tables.estimates(report))
        case Part.RECEIVING:
            caption = say(
                "In = out + here + closed + unseen, in souls. Nobody counts in at an origin."
            )
            yield Rows(caption, *tables.places(report))
            yield Rows(say("Gates"), *tables.gates(report))
        case Part.GATES:
            caption = say("Verdicts at each gate; let through and walked in are heads")
            yield Rows(caption, *tables.verdicts(report))
        case Part.INCIDENTS:
            yield Rows(say("What named sources said"), *tables.incidents(report))
        case Part.OPEN:
            yield from _open(report)
        case Part.PUBLISHED:
            yield Rows(say("Flows beside ours"), *tables.beside(report))
            caption = say("Running totals: expected is the total before plus the published flow")
            yield Rows(caption, *tables.running(report))
            yield Notes(tuple(tables.remarks(report)))
        case Part.CHANGES:
            yield from _changes(report)
        case Part.OUT | Part.TRANSIT:
            return


def _open(report: Report) -> Iterator[Block]:
    tasks = tuple(tables.sentence(task.text) for task in report.tasks)
    yield Notes(tasks or (say("Nothing is open."),))
    yield Rows(say("Lifts whose counts differ, in souls"), *tables.lifts(report))
    more = tables.more(report)
    yield Notes((more,) if more is not None else ())


def _changes(report: Report) -> Iterator[Block]:
    if report.changes is None:
        return
    yield Notes((tables.since(report.changes),))
    yield Rows(say("Figures that were other before"), *tables.changes(report.changes))
    caption = say("Facts recorded since, that concern them")
    yield Rows(caption, *tables.causes(report.changes))
