"""Shifts at a gate: two people set the clock (T32), one signs beside; and gates over plain http.

Nothing is adjusted: how far the tablet's clock is ahead of a watch that two people read goes on
record, as an interval, since a watch is read to the minute.
"""

from muster.ground.people.facts import PlainPostClosed, PlainPostOpened, SecondSigned, ShiftStarted
from muster.ground.people.ids import DeviceId, OperatorId, PlaceId
from muster.ground.people.moment import DAY, MINUTE, Instant
from muster.ground.people.state import Device, Duty, PlainPost
from muster.ground.record.certificate import read_writer
from muster.site.gate import devices
from muster.site.gate.leases import leases_of
from muster.site.gate.tablets import Question, Tablet, scan_of
from muster.site.problems import (
    DeviceRevokedNow,
    DeviceUnknown,
    NotGate,
    PlainReasonMissing,
    SecondMissing,
    SecondSame,
    ShiftClockFar,
)
from muster.site.record.kinds import DEVICE, DUTY, OPERATOR, PLACE, PLAIN
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

FARTHEST = 30
"""Days that a watch and a clock may differ before somebody has plainly mistyped."""
Ahead = tuple[Instant, Instant]


def start(
    site: Site,
    by: Operator,
    second: Operator | None,
    *,
    gate: PlaceId,
    read: Instant,
    shown: Instant | None = None,
    guard: OperatorId | None = None,
    device: DeviceId | None = None,
    tier: str = "",
) -> Ahead:
    """Record that ``guard``, by default ``by``, begins a shift; return how far the clock is ahead.

    Two people read the same watch: it said ``read``, to the minute, when the tablet showed
    ``shown``. Without a tablet of its own the post goes by the site's clock.

    Raises:
        NotAllowed, SecondMissing, SecondSame: it takes two people who guard or enrol.
        NotGate, NotGuard, ShiftClockFar: no such shift.
        DeviceUnknown, DeviceRevokedNow: the tablet is none of ours, or no more.
    """
    witness = _two(by, second)
    leases_of(site)  # who was on shift before this one is known now, and not after it
    with site.writing() as journal:
        now, rows = site.now(), site.rows
        devices.assert_gate(rows.state(PLACE, gate))
        devices.assert_guard(rows.state(OPERATOR, guard or by.id))
        keeper = _keeper(site, device, gate)
        ahead = _ahead(read, now.latest if shown is None else shown)
        started = ShiftStarted(keeper, now, by.id, gate, guard or by.id, witness, ahead, tier)
        journal.put([started])
    return ahead


def sign_beside(site: Site, tablet: Tablet, question: Question, second: Operator) -> None:
    """Record that ``second`` signed at a tablet, to settle what waits on one scan (T24).

    What the tablet then delivers about this scan may name them, and nobody else: it cannot say by
    itself that a supervisor looked.

    Raises:
        NotAllowed, SecondSame: somebody else who guards has to.
        NothingWaits: no scan was said.
    """
    require(second, Right.GUARD)
    if second.id == tablet.guard:
        raise SecondSame
    scan = scan_of(question)
    with site.writing() as journal:
        journal.put(
            [SecondSigned(tablet.id, site.now(), OperatorId(tablet.guard), second.id, scan)]
        )


def duty(site: Site, device: DeviceId | None = None) -> Duty | None:
    """Return the latest shift of a tablet, by default of posts without one; none where none was."""
    with site.view() as view:
        found: Duty | None = view.state(DUTY, device or _own(site))
    return found


def open_plain(site: Site, by: Operator, reason: str) -> None:
    """Let gates scan over http from now on; raise ``PlainReasonMissing``."""
    require(by, Right.TABLETS)
    if not reason.strip():
        raise PlainReasonMissing
    with site.writing() as journal:
        journal.put([PlainPostOpened(site.keys.site, site.now(), by.id, reason.strip())])


def close_plain(site: Site, by: Operator, reason: str = "") -> None:
    """Let no gate scan over http any more."""
    require(by, Right.TABLETS)
    with site.writing() as journal:
        journal.put([PlainPostClosed(site.keys.site, site.now(), by.id, reason.strip())])


def plain_post(site: Site) -> PlainPost | None:
    """Return whether gates may scan over http, and since when; none where it never was open."""
    with site.view() as view:
        found: PlainPost | None = view.state(PLAIN, site.keys.site)
    return found


def plain_is_open(site: Site) -> bool:
    """Return whether gates may scan over http."""
    found = plain_post(site)
    return found is not None and found.open


def _two(by: Operator, second: Operator | None) -> OperatorId:
    require(by, Right.GUARD if by.may(Right.GUARD) else Right.TABLETS)
    if second is None:
        raise SecondMissing
    if second.id == by.id:
        raise SecondSame
    require(second, Right.TABLETS if second.may(Right.TABLETS) else Right.GUARD)
    return second.id


def _keeper(site: Site, device: DeviceId | None, gate: PlaceId) -> bytes:
    """Return whose clock the shift goes by."""
    if device is None:
        return _own(site)
    state: Device | None = site.rows.state(DEVICE, device)
    if state is None or not state.certificate:
        raise DeviceUnknown
    if state.revoked is not None:
        raise DeviceRevokedNow
    if state.place != gate:
        raise NotGate
    return device


def _own(site: Site) -> bytes:
    return read_writer(site.keys.certificate).writer


def _ahead(read: Instant, shown: Instant) -> Ahead:
    if abs(shown - read) > FARTHEST * DAY:
        raise ShiftClockFar(limit=FARTHEST)
    return shown - (read + MINUTE - 1), shown - read
