"""What has to be true before rows leave: who signs, how many, for whom, and what for (R16).

``leave`` asks all of it for every way out; nothing here lets anything leave.
"""

from muster.ground.people.facts import RecordsExported
from muster.site.problems import (
    ExportCountUnsaid,
    ExportCountWrong,
    ExportNeedsTwo,
    ExportPurposeMissing,
    ExportUnsealed,
    SecondIsFirst,
)
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST = 500
"""So many rows leave with one signature; above it a second operator signs."""


def require_two(by: Operator, second: Operator | None) -> None:
    """Raise ``NotAllowed`` or ``SecondIsFirst`` unless these may export rows, alone or together."""
    require(by, Right.EXPORT)
    if second is not None:
        require(second, Right.EXPORT)
        if second.id == by.id:
            raise SecondIsFirst


def require_sealed(site: Site, *, sealed: bool, reason: str, second: Operator | None) -> None:
    """Raise ``ExportUnsealed`` for rows about people that leave unsealed, by one or without reason.

    People of a drill are invented: their rows may.
    """
    if not sealed and not site.state.training and (second is None or not reason.strip()):
        raise ExportUnsealed


def require_said(site: Site, *, sealed: bool, purpose: str, expected: int | None) -> None:
    """Raise ``ExportPurposeMissing`` or ``ExportCountUnsaid`` where the sender left one out.

    Rows of a drill that leave unsealed need neither.
    """
    if site.state.training and not sealed:
        return
    if not purpose.strip():
        raise ExportPurposeMissing
    if expected is None:
        raise ExportCountUnsaid


def require_count(expected: int | None, found: int) -> None:
    """Raise ``ExportCountWrong`` where the sender takes it for another number of rows (R16)."""
    if expected is not None and expected != found:
        raise ExportCountWrong(expected=expected, found=found)


def limit(found: int, *, alone: bool) -> None:
    """Raise ``ExportNeedsTwo`` where one person alone takes too many rows."""
    if alone and found > MOST:
        raise ExportNeedsTwo(expected=MOST, found=found)


def put_on_record(
    site: Site,
    by: Operator,
    second: Operator | None,
    rows: int,
    columns: tuple[str, ...],
    purpose: str,
) -> None:
    """Put on record who took how many rows of which columns and what for, before they leave."""
    signed = (by,) if second is None else (by, second)
    with site.writing() as journal:
        now = site.now()
        journal.put(RecordsExported(one.id, now, one.id, purpose, rows, columns) for one in signed)
