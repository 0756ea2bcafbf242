"""What left, sealed or not: for whom, until when, and whether its recipient destroyed it."""

import msgspec

from muster.ground.people.ids import ExportId
from muster.ground.people.leaving import Export, ExportEnded
from muster.site.problems import ExportUnknown, ReasonEmpty
from muster.site.record.kinds import EXPORT
from muster.site.registry import meant
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class ExportRow(msgspec.Struct, frozen=True):
    """One export on record; ``over`` where its recipient should have destroyed it by now."""

    id: ExportId
    export: Export
    over: bool


def exports(site: Site, by: Operator) -> list[ExportRow]:
    """Return every export, those that are over and not known to be destroyed first."""
    require(by, Right.EXPORT)
    now = site.now().latest
    with site.view() as view:
        rows = [
            ExportRow(ExportId(one), it, it.ended is None and it.expires < now)
            for one, it in view.scan(EXPORT)
        ]
    return sorted(rows, key=lambda row: (not row.over, -row.export.at, row.id))


def end(site: Site, by: Operator, export: ExportId, said: str) -> None:
    """Put on record that a recipient destroyed a file; raise ``ExportUnknown``, ``ReasonEmpty``."""
    require(by, Right.EXPORT)
    if not said.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        if site.rows.state(EXPORT, export) is None:
            raise ExportUnknown
        journal.put([ExportEnded(export, site.now(), by.id, said.strip())])


def find(site: Site, by: Operator, text: str) -> ExportId:
    """Return the one export whose id begins so, as a file and its rows bear it."""
    require(by, Right.EXPORT)
    with site.view() as view:
        found: dict[ExportId, str] = {ExportId(one): "" for one, _ in view.scan(EXPORT)}
    return meant.one(found, text, ExportUnknown)
