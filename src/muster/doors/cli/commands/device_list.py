"""``muster device list``: every tablet that was ever enrolled."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns
from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.gate.devices import DeviceRow, roster


class DeviceShown(Part, frozen=True):
    """One tablet. ``entries`` are held; ``kept_back`` came after its cut and count nowhere.

    ``gaps``: how often its log goes on over missing entries. ``ahead_ms``: how far its clock was
    ahead of a watch at the start of its last shift, least and most.
    """

    id: str
    gate: str
    guard: str
    until: str
    tier: str
    revoked: str
    entries: int
    kept_back: int
    gaps: int
    shift: str
    ahead_ms: tuple[int, int]


class Devices(Answer, frozen=True):
    """Every tablet that was ever enrolled; those that may write come first."""

    devices: tuple[DeviceShown, ...]


@click.command("list")
@in_session
def devices(session: Session) -> None:
    """List tablets: gate, guard, until when, what came of them."""
    with session.site() as site:
        said = Devices(devices=tuple(map(_shown, roster(site, site.lead))))
    session.tell(said, _lines(said))


def _shown(row: DeviceRow) -> DeviceShown:
    return DeviceShown(
        id=spell(row.id),
        gate=row.place,
        guard=row.holder,
        until=iso(row.until),
        tier=row.tier,
        revoked=iso(row.revoked) if row.revoked is not None else "",
        entries=row.entries,
        kept_back=row.kept_back,
        gaps=row.missing,
        shift=iso(row.started) if row.started is not None else "",
        ahead_ms=row.ahead,
    )


def _lines(said: Devices) -> Iterator[str]:
    heads = ("id", "tier", "until", "entries", "kept back", "gaps", "gate", "guard")
    rows = (
        (
            one.id,
            one.tier,
            f"revoked {one.revoked}" if one.revoked else one.until,
            str(one.entries),
            str(one.kept_back),
            str(one.gaps),
            one.gate,
            one.guard,
        )
        for one in said.devices
    )
    yield from columns(heads, rows)
