"""Rows about lifts, which name nobody: they leave without a seal, counted and on record."""

from collections.abc import Callable, Sequence

from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.site.export.cells import Names
from muster.site.export.people import Table, check
from muster.site.export.signing import limit, put_on_record, require_count, require_two
from muster.site.record.kinds import PLACE
from muster.site.registry import stories
from muster.site.registry.stories import LiftRow
from muster.site.rights import Operator
from muster.site.site import Site


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)


CELLS: dict[str, Callable[[LiftRow, Names], str]] = {
    "id": lambda row, _: spell(row.id),
    "name": lambda row, _: row.lift.name,
    "craft": lambda row, _: row.lift.craft,
    "carrier": lambda row, _: row.lift.carrier,
    "origin": lambda row, places: places.get(row.lift.origin, ""),
    "destination": lambda row, places: places.get(row.lift.destination, ""),
    "seats": lambda row, _: str(row.lift.seats),
    "floor": lambda row, _: str(row.lift.floor),
    "departed": lambda row, _: _time(row.lift.departed),
    "cancelled": lambda row, _: _time(row.lift.cancelled),
    "planned": lambda row, _: str(row.planned),
    "boarded": lambda row, _: str(row.boarded),
    "counted": lambda row, _: "" if row.lift.counted is None else str(row.lift.counted),
    "arrived": lambda row, _: str(row.arrived),
    "found": lambda row, _: str(row.found),
    "last": lambda row, _: "yes" if row.lift.last else "",
}
COLUMNS = (*CELLS,)
TAGS = {
    "id": "#meta+id",
    "name": "#meta+lift",
    "craft": "#item+craft",
    "carrier": "#org+carrier",
    "origin": "#loc+origin",
    "destination": "#loc+destination",
    "seats": "#capacity+seats",
    "floor": "#capacity+floor",
    "departed": "#date+departed",
    "cancelled": "#date+cancelled",
    "planned": "#affected+planned",
    "boarded": "#affected+boarded",
    "counted": "#affected+counted",
    "arrived": "#affected+arrived",
    "found": "#affected+found",
    "last": "#status+last",
}
"""The HXL tag of every column (hxlstandard.org)."""


def take_out(
    site: Site,
    by: Operator,
    columns: Sequence[str] = (),
    second: Operator | None = None,
    *,
    purpose: str = "",
    expected: int | None = None,
) -> Table:
    """Return a row for each lift, after putting on record who took which columns and what for.

    Raises:
        NotAllowed, ExportNeedsTwo, SecondIsFirst: as for any rows that leave.
        ExportColumnUnknown, ExportCountWrong: what was asked for.
    """
    chosen = tuple(columns) or COLUMNS
    require_two(by, second)
    check(chosen, COLUMNS)
    lifts = stories.lifts(site, by)
    limit(len(lifts), alone=second is None)
    require_count(expected, len(lifts))
    with site.view() as view:
        places = {one: state.name for one, state in view.scan(PLACE)}
    cells = [CELLS[column] for column in chosen]
    rows = tuple(tuple(cell(row, places) for cell in cells) for row in lifts)
    put_on_record(site, by, second, len(rows), chosen, purpose)
    return Table(chosen, rows, tuple(TAGS[column] for column in chosen))
