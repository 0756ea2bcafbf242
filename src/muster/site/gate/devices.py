"""Tablets as writers: enrolled by a supervisor for a shift at a gate, revoked at a cut.

A tablet makes its own key; the site certifies the public half, as it does its own, and nobody else
ever sees the private one. What it wrote up to its cut counts, whenever it comes (``deliveries``).
"""

import msgspec
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_seed_keypair

from muster.adapters.store import LogRow
from muster.ground.people.facts import DeviceEnrolled, DeviceRevoked
from muster.ground.people.ids import DeviceId, OperatorId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import Device, Duty, OperatorState, PlaceState
from muster.ground.record import certificate as certificates
from muster.ground.record.certificate import DEVICE as POST
from muster.ground.record.certificate import WriterCertificate, log_id, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.entry import FIRST_PREVIOUS
from muster.ground.secrecy.keys import public_of
from muster.site.problems import DeviceKeyUnusable, DeviceUnknown, LeaseWrong, NotGate, NotGuard
from muster.site.record.kinds import DEVICE, DUTY, OPERATOR, PLACE
from muster.site.record.view import View
from muster.site.rights import Operator, Right, Role, require
from muster.site.site import Site

LONGEST_LEASE = 12
"""Hours: one shift."""
KEY = 32


class Enrolled(msgspec.Struct, frozen=True):
    """What a tablet is told once it is a writer; nothing of it is secret.

    It seals the key of each entry to ``exchange_key`` (X25519). Its first entry comes after
    ``lamport``. What it observes after ``until`` does not count.
    """

    device: DeviceId
    certificate: bytes
    exchange_key: bytes
    operation_key: bytes
    place: PlaceId
    until: Instant
    lamport: int


class DeviceRow(msgspec.Struct, frozen=True):
    """One tablet in the list; ``entries`` are held, ``kept_back`` came after its cut.

    ``missing`` counts the gaps that its log goes on over.
    """

    id: DeviceId
    place: str
    holder: str
    until: Instant
    tier: str
    revoked: Instant | None
    entries: int
    kept_back: int
    missing: int
    started: Instant | None
    ahead: tuple[int, int]


class Choice(msgspec.Struct, frozen=True):
    """Something that a supervisor chooses: a gate, or a guard."""

    id: bytes
    name: str


def enrol(
    site: Site,
    by: Operator,
    key: bytes,
    *,
    holder: OperatorId,
    place: PlaceId,
    until: Instant,
    tier: str = "",
) -> Enrolled:
    """Certify the Ed25519 key of a tablet that ``holder`` carries at gate ``place``.

    Raises ``DeviceKeyUnusable``, ``LeaseWrong``, ``NotGuard``, ``NotGate``.
    """
    require(by, Right.TABLETS)
    if len(key) != KEY or not crypto_core_ed25519_is_valid_point(key):
        raise DeviceKeyUnusable(expected=KEY, found=len(key))
    with site.writing() as journal:
        now, rows = site.now(), site.rows
        if not now.latest < until <= now.latest + LONGEST_LEASE * HOUR:
            raise LeaseWrong(limit=LONGEST_LEASE)
        assert_gate(rows.state(PLACE, place))
        assert_guard(rows.state(OPERATOR, holder))
        if any(_key_of(device) == key for _, device in rows.scan(DEVICE)):
            raise DeviceKeyUnusable(expected=KEY, found=len(key))
        device = DeviceId(site.new_id())
        raw = _certified(site, device, key)
        journal.put([DeviceEnrolled(device, now, by.id, raw, holder, place, until, tier)])
        lamport = journal.lamport
    exchange = public_of(site.keys.exchange_secret)
    return Enrolled(device, raw, exchange, site.operation, place, until, lamport)


def revoke(site: Site, by: Operator, device: DeviceId, reason: str) -> None:
    """Record that a tablet is a writer no more, from what is held of it now on (T4).

    Raises ``DeviceUnknown``. A second revocation moves no cut up.
    """
    require(by, Right.TABLETS)
    with site.writing() as journal:
        state: Device | None = site.rows.state(DEVICE, device)
        if state is None or not state.certificate:
            raise DeviceUnknown
        cut = tuple(_ends(site.store.logs(), state.certificate))
        journal.put([DeviceRevoked(device, site.now(), by.id, reason, cut)])


def roster(site: Site, by: Operator) -> list[DeviceRow]:
    """Return every tablet that was ever enrolled, those that may write first, newest first."""
    require(by, Right.TABLETS)
    with site.view() as view:
        held = {row.writer: row.head_sequence for row in view.reader.logs()}
        rows = [_row(view, one, device, held) for one, device in view.scan(DEVICE)]
    return sorted(rows, key=lambda row: (row.revoked is not None, -row.until, row.id))


def gates(site: Site, by: Operator) -> list[Choice]:
    """Return the gates and checkpoints that a tablet or a shift may be at, by name."""
    require(by, Right.GUARD if by.may(Right.GUARD) else Right.TABLETS)
    with site.view() as view:
        found = [
            Choice(one, place.name)
            for one, place in view.scan(PLACE)
            if place.role in (PlaceRole.GATE, PlaceRole.CHECKPOINT)
        ]
    return sorted(found, key=lambda one: one.name.casefold())


def guards(site: Site, by: Operator) -> list[Choice]:
    """Return the operators who may have a tablet, by name."""
    require(by, Right.TABLETS)
    with site.view() as view:
        found = [Choice(one, state.name) for one, state in view.scan(OPERATOR) if is_guard(state)]
    return sorted(found, key=lambda one: one.name.casefold())


def is_guard(state: OperatorState | None) -> bool:
    """Return whether an operator works here and may scan passes."""
    if state is None or state.revoked:
        return False
    roles = tuple(role for role in Role if role.value in state.roles)
    return Operator(OperatorId(b""), "", roles).may(Right.GUARD)


def assert_guard(state: OperatorState | None) -> None:
    """Raise ``NotGuard`` unless the operator works here and may scan passes."""
    if not is_guard(state):
        raise NotGuard


def assert_gate(state: PlaceState | None) -> None:
    """Raise ``NotGate`` unless it is a gate of ours, or a checkpoint that a tablet may be lent to.

    Which keys a tablet at a checkpoint gets is another question: none before one is lent.
    """
    if state is None or state.role not in (PlaceRole.GATE, PlaceRole.CHECKPOINT):
        raise NotGate


def gates_log(certificate: bytes) -> bytes:
    """Return the id of the one log that a tablet of ``certificate`` may write."""
    return log_id(certificate, Compartment.GATES)


def _certified(site: Site, device: DeviceId, key: bytes) -> bytes:
    own = read_writer(site.keys.certificate).site
    _, secret = crypto_sign_seed_keypair(site.keys.site_seed)
    plain = WriterCertificate(own, device, POST, 1, key)
    return certificates.encode(certificates.certify_writer(plain, secret))


def _key_of(device: Device) -> bytes:
    return read_writer(device.certificate).writer_key if device.certificate else b""


def _ends(logs: list[LogRow], certificate: bytes) -> list[tuple[bytes, int, bytes]]:
    held = [
        (row.id, row.head_sequence, row.head_hash) for row in logs if row.certificate == certificate
    ]
    return held or [(gates_log(certificate), 0, FIRST_PREVIOUS)]


def _row(view: View, identity: bytes, device: Device, held: dict[bytes, int]) -> DeviceRow:
    duty: Duty = view.state(DUTY, identity) or Duty()
    place: PlaceState | None = view.state(PLACE, device.place)
    holder: OperatorState | None = view.state(OPERATOR, device.holder)
    return DeviceRow(
        DeviceId(identity),
        place.name if place else "",
        holder.name if holder else "",
        device.until,
        device.tier,
        device.revoked,
        held.get(identity, 0),
        len(duty.kept_back),
        len(device.missing),
        duty.started,
        duty.ahead,
    )
