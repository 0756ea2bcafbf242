"""What a tablet at a gate asks of the site: what it needs for a shift, and the news of one pass.

The authority is the tablet's signature; no session is asked, since one may be over when a tablet
returns. It is given passes, keys, windows and uses of its own gate, and never a name (T19). Its
verdicts come by themselves (``deliveries``).
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from muster.ground.people.ids import DeviceId, OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, Instant, Moment
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import Device, Duty, PlaceState
from muster.ground.record.certificate import read_writer
from muster.ground.secrecy.keys import public_of
from muster.journey.gate.deciding import GRACE, STALE_AFTER, Ask, News
from muster.journey.gate.problems import NothingWaits
from muster.journey.gate.uses import Scans, Use
from muster.journey.passes import known
from muster.journey.passes.claim import Claim, parts
from muster.journey.passes.facts import Ending
from muster.journey.passes.keys import Key
from muster.journey.passes.known import Closed, admission
from muster.journey.passes.signature import kid
from muster.journey.passes.state import OuterPass, Pass
from muster.site.exchange import abreast
from muster.site.gate.devices import gates_log
from muster.site.gate.leases import SILENT_AFTER, Lease, leases_of
from muster.site.passage import checkpoints
from muster.site.passes import signers
from muster.site.plan.recalling import is_open
from muster.site.problems import DeviceRevokedNow, DeviceUnknown
from muster.site.record.kinds import DEVICE, DUTY, ISSUER, OUTER, PASS, PLACE, SCANS
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

TAG = b"muster/question/1"
AHEAD = 14 * HOUR
"""How long before its window a pass is given to a tablet: a shift, and what a clock may lie."""
_LONGEST = 16
"""Bytes of a fact's subject."""


class Question(msgspec.Struct, frozen=True):
    """What a tablet asks: about a pass by its id, an outer one by its random bytes, or about none.

    ``count`` rises with each question. ``next`` is the sequence of the entry it will write, and so
    tells whether all that it wrote is here.
    """

    device: str
    count: int
    pass_: str = msgspec.field(name="pass", default="")
    outer: str = ""
    next: int = 0
    name: str = ""
    pin: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The site's time and state, and the news of the pass that was asked about.

    ``token`` changes whenever something was committed: the tablet then asks for its lists anew.
    ``apart``: since when this site has no word of the other sites; none where there are none.
    """

    at: Instant
    token: str
    closed: bool
    news: News | None = None
    claim: Claim | None = None
    apart: Instant | None = None


class Record(msgspec.Struct, frozen=True):
    """A pass to this gate, for those that are shown by a code which says nothing itself."""

    id: PassId
    souls: int
    gate: PlaceId
    leg: int
    opens: Instant
    closes: Instant
    binding: int
    value: bytes
    outer: bytes | None = None


class Check(msgspec.Struct, frozen=True):
    """A key that passes are checked by, and its scope; ``closes`` is not in it (T29)."""

    public: bytes
    gates: tuple[PlaceId, ...]
    legs: tuple[int, ...]
    opens: Instant
    closes: Instant
    most_souls: int
    delegate: bool


class Slots(msgspec.Struct, frozen=True):
    """The closed slots of one key; where ``opened`` is given, all but these are closed, too."""

    public: bytes
    as_of: Instant
    closed: tuple[int, ...]
    opened: tuple[int, ...] | None = None


class LentDay(msgspec.Struct, frozen=True):
    """A checkpoint's key of one UTC day, which begins at ``begins``."""

    day: str
    begins: Instant
    key: bytes


class Lent(msgspec.Struct, frozen=True):
    """What a tablet at a checkpoint of others decides by: keys of days, and nothing else."""

    id: PlaceId
    days: tuple[LentDay, ...]


class Given(msgspec.Struct, frozen=True):
    """What a tablet decides by while it is alone.

    ``as_of``: other posts were not asked since; ``apart``: other sites were not, as in ``Answer``.
    """

    at: Instant
    as_of: Instant
    token: str
    operation: bytes
    closed: bool
    ask: Ask
    stale_after: Instant
    gates: dict[bytes, str]
    keys: tuple[Check, ...]
    lists: tuple[Slots, ...]
    records: tuple[Record, ...]
    uses: dict[bytes, tuple[Use, ...]]
    ended: dict[bytes, tuple[PlaceId | None] | None]
    held: tuple[PassId, ...]
    checkpoint: Lent | None = None
    apart: Instant | None = None


class Tablet(msgspec.Struct, frozen=True):
    """A tablet that may ask now."""

    id: DeviceId
    device: Device
    guard: bytes


def known_tablet(site: Site, body: bytes, signature: bytes) -> tuple[Tablet, Question]:
    """Return who asks, and what; raise ``DeviceUnknown`` or ``DeviceRevokedNow``.

    A question that was asked before, or whose signature is not the tablet's, is nobody's.
    """
    question = _read(body)
    device = DeviceId(_bytes(question.device))
    tablet = of(site, device)
    state = tablet.device
    if not _signed(state, body, signature):
        raise DeviceUnknown
    if state.revoked is not None or site.now().earliest > state.until:
        raise DeviceRevokedNow
    leases = leases_of(site)
    if not leases.is_new(device, question.count):
        raise DeviceUnknown
    leases.heard[device] = site.now().latest
    if question.next:
        with site.view() as view:
            if question.next == 1 or _came(view, Lease(device, question.next - 1)):
                leases.hear(device)
    return tablet, question


class Begun(msgspec.Struct, frozen=True):
    """A tablet whose shift begins: it seals to ``exchange``, its next entry is after ``lamport``.

    ``ahead``: how far its clock is ahead of a watch that two people read, ``witness`` the second.
    """

    device: DeviceId
    state: Device
    exchange: bytes
    lamport: int
    witness: OperatorId
    ahead: tuple[Instant, Instant]


def begun(site: Site, device: DeviceId, witness: OperatorId, ahead: tuple[int, int]) -> Begun:
    """Return what a tablet is told when its shift begins; raise ``DeviceUnknown``."""
    state = of(site, device).device
    exchange = public_of(site.keys.exchange_secret)
    return Begun(device, state, exchange, site.journal.lamport, witness, ahead)


class Choice(msgspec.Struct, frozen=True):
    """A gate that a guard may begin a shift at."""

    id: PlaceId
    name: str


def gates(site: Site, by: Operator) -> list[Choice]:
    """Return the gates of this site and checkpoints that a tablet is lent to, by name."""
    require(by, Right.GUARD)
    root = signers.outer_root(site)
    with site.view() as view:
        now = site.now().latest
        found = [
            Choice(PlaceId(one), place.name)
            for one, place in view.scan(PLACE)
            if place.role is PlaceRole.GATE
            or (place.role is PlaceRole.CHECKPOINT and checkpoints.lent(view, root, one, now))
        ]
    return sorted(found, key=lambda one: one.name.casefold())


def of(site: Site, device: DeviceId) -> Tablet:
    """Return the tablet that was just enrolled; raise ``DeviceUnknown``."""
    with site.view() as view:
        state: Device | None = view.state(DEVICE, device)
        duty: Duty | None = view.state(DUTY, device)
    if state is None:
        raise DeviceUnknown
    return Tablet(device, state, duty.guard if duty is not None else b"")


def ask(site: Site, tablet: Tablet, question: Question) -> Answer:
    """Return the news of a pass, which is then leased to this tablet until its entry comes."""
    leases, gate = leases_of(site), PlaceId(tablet.device.place)
    with leases.lock, site.view() as view:
        at, token = site.now().latest, str(site.commit_count)
        apart = abreast.last_answer(site)
        plain = Answer(at, token, closed=not is_open(view, gate), apart=apart)
        identity = _asked_about(view, question)
        if identity is None:
            return plain
        found: Pass | None = view.state(PASS, identity)
        news = _news(view, gate, identity, found)
        is_unheard = _at(view, gate, leases.unheard(tablet.id))
        if is_unheard or leases.elsewhere(identity, tablet.id, lambda lease: _came(view, lease)):
            news = msgspec.structs.replace(news, elsewhere=True)
        else:
            leases.take(identity, Lease(tablet.id, question.next))
        return msgspec.structs.replace(plain, news=news, claim=_claim(identity, found, at))


def asked_elsewhere(site: Site, gate: PlaceId, identity: PassId) -> bool:
    """Say whether a tablet was told of this pass and its entry has not come: for our own posts."""
    leases = leases_of(site)
    unheard = leases.unheard(b"")
    if identity not in leases and not unheard:
        return False
    with leases.lock, site.view() as view:
        told = leases.elsewhere(identity, b"", lambda lease: _came(view, lease))
        return told or bool(_at(view, gate, unheard))


def _at(view: View, gate: PlaceId, devices: Iterable[bytes]) -> bool:
    """Say whether one of these tablets is at this gate."""
    found = (view.state(DEVICE, one) for one in devices)
    return any(device is not None and device.place == gate for device in found)


class Silent(msgspec.Struct, frozen=True):
    """How many of a gate's tablets on shift do not ask any more, of how many, and since when."""

    tablets: int
    of: int
    since: Instant


def silent(site: Site, by: Operator) -> dict[PlaceId, Silent]:
    """Return the gates that tablets on shift are cut off at; none where all of them ask."""
    require(by, Right.FIGURES)
    leases, now = leases_of(site), site.now().latest
    with site.view() as view:
        found: dict[PlaceId, list[Instant]] = {}
        for one, device in view.scan(DEVICE):
            duty: Duty | None = view.state(DUTY, one)
            last = leases.heard.get(one, duty.started if duty is not None else None)
            if last is not None and device.revoked is None and now <= device.until:
                found.setdefault(PlaceId(device.place), []).append(last)
    rows = {gate: [at for at in heard if now - at > SILENT_AFTER] for gate, heard in found.items()}
    return {gate: Silent(len(it), len(found[gate]), min(it)) for gate, it in rows.items() if it}


def given(site: Site, tablet: Tablet) -> Given:
    """Return all that this tablet needs while alone: of its own gate, for its own shift."""
    gate, root = PlaceId(tablet.device.place), signers.outer_root(site)
    apart = abreast.alone_since(site)
    with site.view() as view:
        now, token = site.now(), str(site.commit_count)
        place: PlaceState | None = view.state(PLACE, gate)
        if place is not None and place.role is PlaceRole.CHECKPOINT:
            return _lent(view, root, gate, place.name, now.latest, token)
        keys = [
            key for key in signers.keys_known(site, view).all if key.closes + GRACE > now.earliest
        ]
        passes = {PassId(one): found for one, found in view.scan(PASS)}
        near = {one: it for one, it in passes.items() if _is_near(it, gate, now.latest)}
        outer = {it.inner: one for one, it in view.scan(OUTER)}
        return Given(
            now.latest,
            now.latest,
            token,
            signers.operation_of(site),
            not is_open(view, gate),
            Ask.FOR_DOUBTS,
            STALE_AFTER,
            {one: it.name for one, it in view.scan(PLACE) if it.role is PlaceRole.GATE},
            tuple(_public(key) for key in keys),
            tuple(_lists(view, keys, passes, now.latest)),
            tuple(_record(one, it, outer.get(one)) for one, it in near.items()),
            {one: uses for one, it in near.items() if (uses := _uses(view, one, it))},
            {one: _to(it) for one, it in near.items() if it.ended is not None},
            tuple(one for one, it in near.items() if it.held),
            apart=apart,
        )


def _lent(view: View, root: bytes, place: PlaceId, name: str, now: Instant, token: str) -> Given:
    """Return what a tablet at a checkpoint of others is given: no pass, no key of ours, no use."""
    days = [
        LentDay(one.day, one.begins, one.key) for one in checkpoints.lent(view, root, place, now)
    ]
    return Given(
        at=now,
        as_of=now,
        token=token,
        operation=b"",
        closed=False,
        ask=Ask.FOR_DOUBTS,
        stale_after=STALE_AFTER,
        gates={place: name},
        keys=(),
        lists=(),
        records=(),
        uses={},
        ended={},
        held=(),
        checkpoint=Lent(place, tuple(days)),
    )


def spelled(value: object) -> Any:  # noqa: ANN401 - plain data
    """Return what a tablet is sent of ``value``: bytes in hex, times as they are."""
    return msgspec.to_builtins(_hexed(value), str_keys=True)


def _hexed(value: object) -> Any:  # noqa: ANN401 - plain data
    match value:
        case bytes():
            return value.hex()
        case Moment(earliest, latest):
            return [earliest, latest]
        case msgspec.Struct():
            return {name: _hexed(getattr(value, name)) for name in value.__struct_fields__}
        case dict():
            return {_hexed(one): _hexed(it) for one, it in value.items()}
        case tuple() | list():
            return [_hexed(one) for one in value]
        case _:
            return value


def _read(body: bytes) -> Question:
    try:
        return msgspec.json.decode(body, type=Question)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise DeviceUnknown from None


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise DeviceUnknown from None


def _signed(state: Device, body: bytes, signature: bytes) -> bool:
    if not state.certificate:
        return False
    try:
        VerifyKey(read_writer(state.certificate).writer_key).verify(TAG + body, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def scan_of(question: Question) -> bytes:
    """Return under which id a scan is on record; raise ``NothingWaits`` where none was said."""
    scan = _bytes(question.pass_)
    if not 0 < len(scan) <= _LONGEST:
        raise NothingWaits
    return scan


def _asked_about(view: View, question: Question) -> PassId | None:
    if question.outer:
        beside: OuterPass | None = view.state(OUTER, _bytes(question.outer))
        return beside.inner if beside is not None else None
    return PassId(_bytes(question.pass_)) if question.pass_ else None


def _came(view: View, lease: Lease) -> bool:
    """Say whether the entry that a post was to write is here."""
    device: Device | None = view.state(DEVICE, lease.device)
    if device is None:
        return True
    log = view.reader.log(gates_log(device.certificate))
    return log is not None and log.head_sequence >= lease.sequence


def _news(view: View, gate: PlaceId, identity: PassId, found: Pass | None) -> News:
    ended = found is not None and found.ended is not None
    closed = _closed(view, identity, found)
    return News(
        closed=not is_open(view, gate),
        recalled=_to(found) if found is not None and ended else None,
        revoked=ended or closed,
        held=found is not None and found.held,
        uses=_uses(view, identity, found),
    )


def _closed(view: View, identity: PassId, found: Pass | None) -> bool:
    on_record = found is not None and found.issued is not None
    short, slot = parts(identity)
    return any(
        state.closes(key.public, slot, on_record=on_record)
        for _, state in view.scan(ISSUER)
        for key in state.keys
        if kid(key.public) == short and (found is None or found.public in (b"", key.public))
    )


def _to(found: Pass) -> tuple[PlaceId | None] | None:
    return (found.to,) if found.ending is Ending.RECALLED else None


def _uses(view: View, identity: PassId, found: Pass | None) -> tuple[Use, ...]:
    """Return the uses of a pass and of all that are one admission with it, in their order."""
    scans: Scans | None = view.state(SCANS, identity)
    uses = scans.uses if scans is not None else ()
    if found is None or (found.replaces is None and found.replaced_by is None):
        return uses
    for other in admission(lambda one: view.state(PASS, one), identity, found):
        beside: Scans | None = view.state(SCANS, other)
        uses = (*uses, *(beside.uses if beside is not None else ()))
    return tuple(sorted(uses, key=lambda use: use.at.latest))


def _claim(identity: PassId, found: Pass | None, at: Instant) -> Claim | None:
    if found is None or found.issued is None:
        return None
    said = (found.souls, found.gate, found.leg, found.opens, found.closes)
    return Claim(identity, *said, found.binding, found.value, listed=at)


def _is_near(found: Pass, gate: PlaceId, now: Instant) -> bool:
    its = found.gate == gate and found.issued is not None
    return its and found.opens < now + AHEAD and found.closes + GRACE > now - AHEAD


def _public(key: Key) -> Check:
    """Return a key without the secret of its tags: a tablet settles no document."""
    scope = (key.gates, key.legs, key.opens, key.closes, key.most_souls, key.delegate)
    return Check(key.public, *scope)


def _record(identity: PassId, found: Pass, outer: bytes | None) -> Record:
    said = (found.souls, found.gate, found.leg, found.opens, found.closes)
    return Record(identity, *said, int(found.binding), found.value, outer)


def _lists(
    view: View, keys: Iterable[Key], passes: dict[PassId, Pass], as_of: Instant
) -> Iterable[Slots]:
    issuers = [state for _, state in view.scan(ISSUER)]
    closed: dict[bytes, Closed] = known.closed_of(issuers, passes.items(), as_of)
    for key in keys:
        one = closed[key.public]
        opened = None if one.opened is None else tuple(sorted(one.opened))
        yield Slots(key.public, as_of, tuple(sorted(one.slots)), opened)
