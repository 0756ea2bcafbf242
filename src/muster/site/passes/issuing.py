"""The desk that issues passes: for the parties that are called, one pass for each leg and window.

Which party got which pass is a fact in ``plan``; gates never hold it. A pass is signed when it is
shown or printed, from its fact and the key that lies here.
"""

from collections.abc import Iterator, Sequence

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, IssuerId, PartyId, PassId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.journey.gate.state import Gate
from muster.journey.passes import aloud, load, outer, rules
from muster.journey.passes.binding import (
    HOLDER_KEY,
    VALUE,
    Binding,
    document_tag,
    gate_key,
    keyed_tag,
)
from muster.journey.passes.claim import SLOT, parts, pass_id
from muster.journey.passes.facts import Ending, OuterIssued, PassFreed, PassHeld, Withholding
from muster.journey.passes.keys import Key
from muster.journey.passes.load import Load
from muster.journey.passes.problems import (
    DocumentMissing,
    HolderKeyWrong,
    PassOver,
)
from muster.journey.passes.rules import Asked, Drawn, Issued, Override, Withheld
from muster.journey.passes.signature import kid
from muster.journey.passes.state import Given, Issuer, Pass
from muster.journey.plan.state import Call, Calls
from muster.journey.registry.state import Party
from muster.site.passes import passbook, signers
from muster.site.problems import NothingKnown
from muster.site.record.journal import Journal
from muster.site.record.kinds import BEARER, CALLS, GATE, ISSUER, PARTY, PASS
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site
from muster.site.together import Known


class Tie(msgspec.Struct, frozen=True):
    """What a pass is bound to: a document (state and number), or a holder's key."""

    binding: Binding = Binding.NONE
    state: str = ""
    number: str = ""
    short: bool = False
    holder: bytes = b""


UNTIED = Tie()


class Wanted(msgspec.Struct, frozen=True):
    """A pass that is asked for; gate and window are those of the party's live call unless given.

    ``souls``: how many come, all of the party unless given. ``checkpoint``: an outer pass for it
    is issued beside the inner one.
    """

    party: PartyId
    gate: PlaceId | None = None
    window: tuple[Instant, Instant] | None = None
    souls: int = 0
    leg: int = 0
    tie: Tie = UNTIED
    checkpoint: PlaceId | None = None
    lane: int = 0


class Made(msgspec.Struct, frozen=True):
    """A pass that was issued: its id, and the code that is read aloud."""

    id: PassId
    code: str
    overridden: tuple[Withholding, ...] = ()


def issue(
    site: Site,
    by: Operator,
    wanted: Wanted,
    *,
    issuer: IssuerId | None = None,
    second: Operator | None = None,
    reason: str = "",
) -> Made | Withheld:
    """Issue a pass to a party, or say why not.

    With a ``second`` person and a ``reason`` the rules that two people may set aside are, on
    record. ``issuer``: a delegate whose key lies here. Raises ``NothingKnown``,
    ``SoulsImpossible``, ``DocumentMissing``, ``IssuerUnknown``, ``IssuerGone``, ``KeyNotHere``,
    ``SecondSame``, ``ReasonMissing``.
    """
    require(by, Right.ISSUE)
    override = _override(by, second, reason)
    with site.writing() as journal:
        return _issue(_Desk(site, by, journal), wanted, issuer, override)


def issue_called(
    site: Site, by: Operator, gate: PlaceId | None = None
) -> dict[PartyId, Made | Withheld]:
    """Issue a pass to every party that has a live call and none for it, in one transaction."""
    require(by, Right.ISSUE)
    with site.batch():
        desk = _Desk(site, by, site.journal)
        wanted = [
            Wanted(PartyId(party), one.gate, (one.opens, one.closes))
            for party, calls in site.rows.scan(CALLS)
            for one in calls.live
            if gate in (None, one.gate) and not desk.has(PartyId(party), one.id)
        ]
        return {one.party: _issue(desk, one, None, None) for one in wanted}


def issue_all(site: Site, by: Operator, wanted: Sequence[Wanted]) -> dict[PartyId, Made | Withheld]:
    """Issue passes to many parties in one transaction; say of each party what it got."""
    require(by, Right.ISSUE)
    with site.writing() as journal:
        desk = _Desk(site, by, journal)
        return {one.party: _issue(desk, one, None, None) for one in wanted}


def reissue(
    site: Site,
    by: Operator,
    identity: PassId,
    *,
    reason: str,
    gate: PlaceId | None = None,
    window: tuple[Instant, Instant] | None = None,
) -> Made | Withheld:
    """Close a pass and issue another in its place, in one transaction; both are one admission.

    Raises ``PassUnknown``, ``PassOver``, ``ReasonMissing``.
    """
    require(by, Right.ISSUE)
    rules.reasoned(reason)
    with site.writing() as journal:
        desk = _Desk(site, by, journal)
        found = rules.known(desk.rows.state(PASS, identity))
        if found.ended is not None:
            raise PassOver
        party, call = passbook.holder(site.rows, identity)
        way = (gate or found.gate, window or (found.opens, found.closes))
        asked = Asked(way[0], *way[1], found.souls, found.leg)
        desk.load.add(found.gate, (found.opens, found.closes), -found.souls)
        issued = desk.sign(asked, Tie(), None, replaces=identity, same=found)
        if isinstance(issued, Withheld):
            return issued
        journal.put([desk.end(identity, Ending.REPLACED, reason, replaced_by=issued.id)])
        if party is not None:
            journal.put([rules.given(party, issued, call, desk.now, by.id)])
        return _made(issued)


def revoke(site: Site, by: Operator, passes: Sequence[PassId], *, reason: str) -> int:
    """Close passes, one or a batch of them; return how many were not closed before."""
    require(by, Right.ISSUE)
    rules.reasoned(reason)
    with site.writing() as journal:
        desk = _Desk(site, by, journal)
        live = [one for one in dict.fromkeys(passes) if not desk.is_over(one)]
        if not live and len(passes) == 1:
            raise PassOver
        journal.put(desk.end(one, Ending.REVOKED, reason) for one in live)
    return len(live)


def hold(site: Site, by: Operator, identity: PassId, *, on: bool) -> None:
    """Let whoever shows this pass wait beside the gate, or no longer; no gate is told why."""
    require(by, Right.ISSUE)
    with site.writing() as journal:
        kind = PassHeld if on else PassFreed
        journal.put([kind(identity, site.now(), by.id)])


def recalled(
    rows: Known, party: PartyId, call: CallId, now: Moment, by: Operator, to: PlaceId | None
) -> Iterator[Observation]:
    """Yield the closing of every live pass that a party has on a call that is taken back."""
    given: Given | None = rows.state(BEARER, party)
    for identity, its in given.passes if given is not None else ():
        found: Pass | None = rows.state(PASS, identity) if its == call else None
        if found is not None and found.live(now.latest):
            yield rules.revoke(found, identity, Ending.RECALLED, "", now, by.id, to=to)


class _Desk:
    """One turn of issuing: what is asked of rows and chance, gathered once."""

    def __init__(self, site: Site, by: Operator, journal: Journal) -> None:
        self.site = site
        self.by = by
        self.journal = journal
        self.rows = site.rows
        self.now = site.now()
        self.load = self._load()
        self._keys: dict[PlaceId, Key] = {}

    def _load(self) -> Load:
        now = self.now.latest
        return load.of(
            (found.gate, (found.opens, found.closes), found.souls)
            for _, found in self.rows.scan(PASS)
            if found.live(now)
        )

    def has(self, party: PartyId, call: CallId | None) -> bool:
        """Say whether the party has a live pass: on this call, or on any where none is given."""
        given: Given | None = self.rows.state(BEARER, party)
        return any(
            self._live(one)
            for one, its in (given.passes if given is not None else ())
            if call in (None, its)
        )

    def _live(self, identity: PassId) -> bool:
        found: Pass | None = self.rows.state(PASS, identity)
        return found is not None and found.live(self.now.latest)

    def is_over(self, identity: PassId) -> bool:
        """Say whether a pass is closed already."""
        found: Pass | None = self.rows.state(PASS, identity)
        return found is not None and found.ended is not None

    def end(
        self,
        identity: PassId,
        ending: Ending,
        reason: str,
        *,
        replaced_by: PassId | None = None,
    ) -> Observation:
        """Return the closing of a pass."""
        found = self.rows.state(PASS, identity)
        said = (found, identity, ending, reason, self.now, self.by.id)
        return rules.revoke(*said, replaced_by=replaced_by)

    def sign(
        self,
        asked: Asked,
        tie: Tie,
        issuer: IssuerId | None,
        *,
        override: Override | None = None,
        replaces: PassId | None = None,
        same: Pass | None = None,
    ) -> Issued | Withheld:
        """Put a pass on record, or return why not; ``same``: with the binding of that pass."""
        key = self._key(asked.gate, issuer)
        slot = self._slot(key)
        if slot is None and not key.delegate:
            key = self._keys[asked.gate] = signers.next_key(
                self.site, self.journal, self.by, asked.gate
            )
            slot = self._slot(key)
        gate_rate = self._rate(asked.gate)
        window = (asked.opens, asked.closes)
        fits = self.load.fits(asked.gate, window, asked.souls, gate_rate)
        measured = msgspec.structs.replace(asked, fits=fits)
        binding, value = self._tied(key, slot, tie, asked.opens, asked.gate, same)
        drawn = Drawn(slot, binding, value)
        said = (measured, key, drawn, self.now, self.by.id)
        found = rules.issue(*said, override=override, replaces=replaces)
        if isinstance(found, Issued):
            self.journal.put([found.fact])
            self.load.add(asked.gate, window, asked.souls)
        return found

    def _key(self, gate: PlaceId, issuer: IssuerId | None) -> Key:
        if issuer is None:
            if gate not in self._keys:
                self._keys[gate] = signers.key_of_the_day(self.site, self.journal, self.by, gate)
            return self._keys[gate]
        state: Issuer = rules.appointed(self.rows.state(ISSUER, issuer))
        mine = [key for key in state.keys if gate in key.gates]
        key = (mine or list(state.keys))[-1]
        signers.secret_of(self.site, key.public)
        return key

    def _slot(self, key: Key) -> int | None:
        short = kid(key.public)

        def taken(slot: int) -> bool:
            return self.rows.state(PASS, pass_id(short, slot)) is not None

        return rules.draw_slot(signers.opened_slots(self.site, key), taken)

    def _rate(self, gate: PlaceId) -> int:
        state: Gate | None = self.rows.state(GATE, gate)
        return state.per_hour if state is not None and state.open else 0

    def _tied(
        self,
        key: Key,
        slot: int | None,
        tie: Tie,
        opens: Instant,
        gate: PlaceId,
        same: Pass | None,
    ) -> tuple[Binding, bytes]:
        """Return binding and value; a tag hangs on the slot, so that of another pass is no use."""
        if same is not None and same.binding is Binding.HOLDER:
            return same.binding, same.value
        if tie.binding is Binding.HOLDER:
            if len(tie.holder) != HOLDER_KEY:
                raise HolderKeyWrong(expected=HOLDER_KEY, found=len(tie.holder))
            return Binding.HOLDER, tie.holder
        if tie.binding not in (Binding.DOCUMENT, Binding.KEYED):
            return Binding.NONE, self.site.entropy.draw(VALUE)
        place = (slot or 0).to_bytes(SLOT, "big")
        if not tie.number.strip() or not tie.state.strip():
            raise DocumentMissing
        said = (kid(key.public), place, tie.state, tie.number)
        if tie.binding is Binding.DOCUMENT or not key.secret:
            return Binding.DOCUMENT, document_tag(*said, short=tie.short)
        return Binding.KEYED, keyed_tag(gate_key(key.secret, gate, opens), *said, short=tie.short)


def _issue(
    desk: _Desk, wanted: Wanted, issuer: IssuerId | None, override: Override | None
) -> Made | Withheld:
    party: Party | None = desk.rows.state(PARTY, wanted.party)
    if party is None:
        raise NothingKnown
    call = _call(desk.rows.state(CALLS, wanted.party), wanted)
    gate = wanted.gate or (call.gate if call is not None else None)
    window = wanted.window or ((call.opens, call.closes) if call is not None else None)
    if gate is None or window is None:
        return Withheld(Withholding.NOT_CALLED)
    asked = Asked(
        gate,
        *window,
        wanted.souls or party.souls or len(party.members),
        wanted.leg,
        called=call is not None,
        complete=party.confirmed or party.received is not None,
        live=desk.has(wanted.party, None),
    )
    issued = desk.sign(asked, wanted.tie, issuer, override=override)
    if isinstance(issued, Withheld):
        return issued
    now, by = desk.now, desk.by.id
    identity = call.id if call is not None else None
    desk.journal.put([rules.given(wanted.party, issued, identity, now, by)])
    if issued.overridden and override is not None:
        desk.journal.put([rules.overridden(wanted.party, issued, override, now, by)])
    if wanted.checkpoint is not None:
        random = desk.site.entropy.draw(outer.RANDOM)
        beside = (issued.id, wanted.checkpoint, wanted.lane)
        desk.journal.put([OuterIssued(random, now, by, *beside)])
    return _made(issued)


def _call(calls: Calls | None, wanted: Wanted) -> Call | None:
    """Return the live call that the pass is for: to its gate, in its window."""
    for one in calls.live if calls is not None else ():
        opens, closes = wanted.window or (one.opens, one.closes)
        if wanted.gate in (None, one.gate) and one.opens <= opens and closes <= one.closes:
            return one
    return None


def _override(by: Operator, second: Operator | None, reason: str) -> Override | None:
    if second is None:
        return None
    return Override(signed_by_two(by, second, Right.ISSUE), rules.reasoned(reason))


def _made(issued: Issued) -> Made:
    return Made(issued.id, aloud.spell(*parts(issued.id)), issued.overridden)
