"""What came of counting a report again, for a script and for a person; where it comes from.

The count itself is ``muster.doors.recount``, which knows nothing of us: here its answers become
ours, and what it cannot use becomes a Problem.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec

from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.problems import BundleChanged, BundleUnreadable
from muster.doors.cli.answer import Part
from muster.doors.cli.exits import Exit
from muster.doors.cli.problems import ReportAhead, ReportOfOthers, ReportUnreadable
from muster.doors.cli.terminal import columns, pairs
from muster.doors.recount import compare
from muster.doors.recount.compare import Asked, Verdict
from muster.doors.recount.entries import Log, Unusable, Why
from muster.site.figures.auditing import Redacted

MOST_REPORT = 64 * 1024 * 1024
_SHAPES = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    msgspec.MsgspecError,
)
"""What counting ends in when a field of an entry is none: a site may sign anything."""


class DifferenceShown(Part, frozen=True):
    """One thing that a figure of the report says otherwise than the count."""

    figure: str
    what: str
    said: int | str
    counted: int | str


class Count(Part, frozen=True):
    """What came of it; ``equal`` when nothing differs and nothing was left out.

    ``compared`` figures and ``listed`` numbers of the report's lists were held against the count.

    ``not_recounted`` are figures of the report that are not counted here, ``left_out`` figures that
    it lacks though it has others of their kind, ``more`` figures of kinds that it does not have.
    """

    equal: bool
    compared: int
    listed: int
    differences: tuple[DifferenceShown, ...]
    not_recounted: tuple[str, ...]
    left_out: tuple[str, ...]
    more: tuple[str, ...]
    entries: int
    unread: int


def read_report(raw: bytes) -> Asked:
    """Return what is needed of a report's JSON; raise ``ReportUnreadable``."""
    try:
        if len(raw) > MOST_REPORT:
            raise ReportUnreadable(found=len(raw))
        return compare.asked(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, Unusable):
        raise ReportUnreadable(found=len(raw)) from None


def count_record(record: Redacted, report: Asked) -> Count:
    """Count ``report`` again from the record of a site; raise ``cli.report-*``."""
    logs = [Log(log.id, log.writer, log.compartment) for log in record.logs]
    with _said():
        return _count(compare.recount(record.entries(), logs, record.site, report))


def count_bundle(checking: Checking, report: Asked | None = None) -> Count:
    """Count a report again from a bundle, by default the one in its statement.

    What is checked of the bundle is checked on the way; raises what ``Checking`` and counting do.
    """
    logs = [Log(log.id, log.writer, log.compartment) for log in checking.logs]
    with _said():
        asked = report if report is not None else compare.asked(checking.statement.report)
        try:
            return _count(compare.recount(checking.entries(), logs, checking.site, asked))
        except _SHAPES:
            raise BundleUnreadable(what="a field of an entry") from None


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except Unusable as unusable:
        match unusable.why:
            case Why.AHEAD:
                raise ReportAhead(logs=unusable.logs) from None
            case Why.OTHER:
                raise ReportOfOthers(logs=unusable.logs) from None
            case Why.UNORDERED:
                raise BundleChanged(what="entries are not in their order") from None
            case Why.UNREADABLE:
                raise BundleUnreadable(what="the report in the statement") from None


def _count(verdict: Verdict) -> Count:
    return Count(
        equal=verdict.equal,
        compared=verdict.compared,
        listed=verdict.listed,
        differences=tuple(
            DifferenceShown(figure=one.figure, what=one.what, said=one.said, counted=one.counted)
            for one in verdict.differences
        ),
        not_recounted=verdict.unknown,
        left_out=verdict.left_out,
        more=verdict.more,
        entries=verdict.entries,
        unread=verdict.unread,
    )


def ended(count: Count) -> Exit:
    """Return how a command ends that counted."""
    return Exit.DONE if count.equal else Exit.FINDINGS


def lines(count: Count) -> Iterator[str]:
    """Yield the count in lines for a person."""
    yield from pairs(
        (
            ("recounted", "equal" if count.equal else "not equal"),
            ("figures", count.compared),
            ("in lists", count.listed),
            ("differences", len(count.differences) or ""),
            ("not recounted", _listed(count.not_recounted)),
            ("left out", _listed(count.left_out)),
            ("not in report", _listed(count.more)),
            ("entries", count.entries),
            ("cannot be opened", count.unread or ""),
        )
    )
    if count.differences:
        yield ""
        rows = ((one.figure, one.what, one.said, one.counted) for one in count.differences)
        yield from columns(("figure", "what", "report says", "counted"), rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
