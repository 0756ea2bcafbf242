"""What changed since the last report, and why: reports that were given are kept, and held against.

A report that is kept leaves a fact: its cut, its time and the ends of its figures. A later one
names every figure that was said otherwise, with the facts recorded between the two cuts.
"""

from collections.abc import Iterator

import msgspec

from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.people.moment import Instant, read_iso
from muster.ground.people.problems import TimeUnreadable
from muster.journey.figures.changes import (
    Changes,
    Given,
    GivenReports,
    corrected,
    explained,
    held,
)
from muster.journey.figures.facts import Held, ReportGiven
from muster.journey.figures.figure import Vector
from muster.journey.figures.problems import NoReportKept, ReportUnreadable
from muster.journey.figures.report import Report
from muster.site.figures import reporting
from muster.site.record.branches import between
from muster.site.record.journal import HOUSEKEEPING
from muster.site.record.kinds import GIVEN
from muster.site.record.walk import Progress, opened
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST_BYTES = 64_000_000


def report(
    site: Site,
    by: Operator,
    as_of: Instant | None = None,
    progress: Progress | None = None,
    *,
    since: Given | None = None,
) -> Report:
    """Return the situation report with what changed since ``since``, by default the last kept.

    Without a report that was kept, it says nothing of changes.
    """
    found = reporting.report(site, by, as_of, progress)
    return since_last(site, by, found) if since is None else against(site, by, found, since)


def since_last(site: Site, by: Operator, found: Report) -> Report:
    """Return a report with what changed since the last one kept; as it is where none was."""
    require(by, Right.FIGURES)
    before = _last(site, found.as_of)
    return found if before is None else against(site, by, found, before)


def against(site: Site, by: Operator, found: Report, before: Given) -> Report:
    """Return the report with what changed of an earlier one, and the facts in between."""
    require(by, Right.FIGURES)
    changed = tuple(corrected(before, found.figures, found.as_of))
    if changed:
        with site.store.reader() as reader:
            facts = list(_between(site, reader, before.cut, found.cut))
        changed = explained(changed, found.lifts, facts)
    return msgspec.structs.replace(found, changes=Changes(before.at, before.as_of, changed))


def keep(site: Site, by: Operator, found: Report, form: str = "") -> None:
    """Put on record that this report was given, so that a later one can say what changed."""
    require(by, Right.FIGURES)
    cut = tuple((bytes.fromhex(log), at, bytes.fromhex(end)) for log, at, end in found.cut)
    figures = tuple(map(held, found.figures))
    with site.writing() as journal:
        now = site.now()
        journal.put([ReportGiven(site.keys.site, now, by.id, found.as_of, cut, figures, form)])


def last(site: Site, by: Operator) -> Given:
    """Return the last report that was kept; raise ``NoReportKept``."""
    require(by, Right.FIGURES)
    found = _last(site, None)
    if found is None:
        raise NoReportKept
    return found


def _last(site: Site, as_of: Instant | None) -> Given | None:
    """Return the report kept last, of those as of a time that is not after ``as_of``."""
    with site.view() as view:
        state: GivenReports | None = view.state(GIVEN, site.keys.site)
    kept = state.reports if state is not None else ()
    fitting = [one for one in kept if as_of is None or one.as_of <= as_of]
    return fitting[-1] if fitting else None


class _Entry(msgspec.Struct):
    log: str
    sequence: int
    hash: str


class _Figure(msgspec.Struct):
    id: str
    lo: int | str
    hi: int | str
    unit: str
    window: tuple[str, str] | None


class _Document(msgspec.Struct):
    schema: int
    as_of: str
    cut: tuple[_Entry, ...]
    figures: tuple[_Figure, ...]
    as_of_ms: int | None = None


def read_report(raw: bytes) -> Given:
    """Return a report that was given as JSON; raise ``ReportUnreadable``."""
    try:
        if len(raw) > MOST_BYTES:
            raise ReportUnreadable(found=len(raw))
        found = msgspec.json.decode(raw, type=_Document)
        as_of = read_iso(found.as_of) if found.as_of_ms is None else found.as_of_ms
        cut: Vector = tuple((one.log, one.sequence, one.hash) for one in found.cut)
        return Given(as_of, as_of, cut, tuple(map(_held, found.figures)), "json")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TimeUnreadable):
        raise ReportUnreadable(found=len(raw)) from None


def _held(figure: _Figure) -> Held:
    window = None
    if figure.window is not None:
        window = (read_iso(figure.window[0]), read_iso(figure.window[1]))
    low, high = (read_iso(end) if isinstance(end, str) else end for end in (figure.lo, figure.hi))
    return Held(figure.id, low, high, window)


def _between(site: Site, reader: Snapshot, before: Vector, after: Vector) -> Iterator[Observation]:
    """Yield the facts of the operation recorded after the one cut and up to the other."""
    start = {log: sequence for log, sequence, _ in before}
    end = {log: sequence for log, sequence, _ in after}
    keys = site.keyring.finder(reader)
    for row in reader.logs():
        log = row.id.hex()
        first, final = start.get(log, 0) + 1, end.get(log, 0)
        if row.compartment in HOUSEKEEPING or first > final:
            continue
        for entry in between(reader, row.number, first, final):
            fact = opened(keys, entry, row.compartment)
            if fact is not None:
                yield fact
