"""Play what happens at the gates: passes issued and shown, forged, copied, posts that are apart.

The posts here are the planner who issues, the guards, and the leads who answer for issuers. A
delegate's key is the drill's own: the site never holds it, as it would be with a ministry.
"""

from functools import singledispatchmethod

from muster.doors.drill import gate_moves
from muster.doors.drill.gate_moves import Bearing, Forgery
from muster.doors.drill.islands import Island
from muster.doors.drill.known import Known
from muster.doors.drill.moves import Move, Number
from muster.doors.drill.papers import Delegate, Ticket
from muster.ground.people.ids import PartyId, PassId
from muster.ground.people.moment import SECOND, Instant
from muster.journey.gate.looking import Document
from muster.journey.gate.uses import Scans
from muster.journey.passes import inner, letters, outer, rules, signature
from muster.journey.passes.binding import VALUE, Binding
from muster.journey.passes.claim import parts
from muster.journey.passes.inner import Inner
from muster.journey.passes.outer import Outer
from muster.journey.passes.rules import Withheld
from muster.journey.passes.signature import kid
from muster.journey.passes.state import Issuer, Pass
from muster.journey.registry.state import Party, Record
from muster.site import command
from muster.site.gate import gatepost
from muster.site.gate.gatepost import Gatepost
from muster.site.gate.readings import Sign
from muster.site.passes import cards, issuers, issuing, signers
from muster.site.passes.issuing import UNTIED, Tie, Wanted
from muster.site.problems import NothingKnown
from muster.site.record.kinds import ISSUER, OUTER, PARTY, PASS, RECORD, SCANS
from muster.site.registry import desk

_WITHOUT = "called, and no pass could be issued"
_BY_HAND = "called, and their code could not be checked"
_DAYS = 3
_LANE = 1
_NO_STATE = "XXX"
"""What is said of a document that names no issuing state (ICAO Doc 9303: unspecified)."""


class Guards:
    """Acts for the desk that issues and for the posts at the gates."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._site = known.site
        self._crew = known.crew
        self._tickets = known.tickets
        self._delegates = known.delegates
        self._posts: dict[tuple[str, int], Gatepost] = {}
        self._islands: dict[str, list[Island]] = {}
        self._keys = 0
        self._since = -1
        self._unseen = False

    def looks_back(self, move: Move) -> bool:
        """Say whether ``move`` needs what is not committed yet: a post reads keys as committed."""
        if isinstance(move, gate_moves.PostsApart):
            return self._unseen or self._dirty()
        return self._unseen and isinstance(
            move, gate_moves.PassShown | gate_moves.ForgedShown | gate_moves.LeakedShown
        )

    def _dirty(self) -> bool:
        return self._since != self._site.journal.lamport

    def committed(self) -> None:
        """Note that all that was played is committed."""
        self._unseen = False
        self._since = self._site.journal.lamport

    def close(self) -> None:
        """Remove the laptops of posts that never met again."""
        for some in self._islands.values():
            for one in some:
                one.close()
        self._islands.clear()

    @singledispatchmethod
    def play(self, move: Move) -> None:
        """Do what ``move`` says; every kind of move that nobody else plays is below."""
        raise NotImplementedError(type(move).__name__)

    # ------------------------------------------------------------------------------------ desk

    @play.register
    def _(self, move: gate_moves.PassesGiven) -> None:
        parties = self._known.called(move.called)
        rows = self._site.rows
        known: list[tuple[PartyId, Party | None]] = [
            (one, rows.state(PARTY, one)) for one in parties
        ]
        if any(party is None for _, party in known):
            raise NothingKnown
        fresh = [one for one, party in known if party is not None and not party.confirmed]
        desk.confirm_parties(self._site, self._crew.registrar, fresh)
        if move.delegate:
            self._delegated(move)
            return
        made = issuing.issue_all(
            self._site, self._crew.planner, [self._wanted(move, one) for one in parties]
        )
        for number, party in zip(move.called, parties, strict=True):
            found = made[party]
            if not isinstance(found, Withheld):
                self._keep(number, found)
                if move.bound:
                    self._tickets[number].document = self._document(party)
        if move.checkpoint:
            self._note_outer(move)
        self._note_keys()

    def _wanted(self, move: gate_moves.PassesGiven, party: PartyId) -> Wanted:
        places = self._known.places
        shown = self._document(party) if move.bound else None
        tie = UNTIED if shown is None else Tie(Binding.KEYED, shown.state, shown.number)
        there = places[move.checkpoint] if move.checkpoint else None
        window = (move.opens, move.closes)
        return Wanted(party, places[move.gate], window, tie=tie, checkpoint=there, lane=_LANE)

    def _document(self, party: PartyId) -> Document | None:
        """Return the first document of whoever speaks for a party, if there is one."""
        state: Party = self._site.rows.state(PARTY, party)
        head: Record | None = self._site.rows.state(RECORD, state.head or state.members[0])
        known = [one for one in (head.documents if head is not None else ()) if one.number]
        return Document(known[0].state or _NO_STATE, known[0].number) if known else None

    def _note_outer(self, move: gate_moves.PassesGiven) -> None:
        """Keep the outer texts of the passes that were just given, as the desk prints them."""
        site, there = self._site, self._known.places[move.checkpoint]
        beside = {it.inner: one for one, it in site.rows.scan(OUTER) if it.checkpoint == there}
        day = outer.day_of(move.opens)
        key = outer.day_key(signers.outer_root(site), there, day)
        for ticket in map(self._tickets.get, move.called):
            random = beside.get(ticket.id) if ticket is not None else None
            if ticket is None or random is None:
                continue
            found: Pass = site.rows.state(PASS, ticket.id)
            number, fitted = outer.number_of(found.opens), outer.fitted(found.opens, found.closes)
            said = Outer(number, *fitted, found.souls, _LANE, random)
            ticket.outer = outer.write(said, key, there, day)

    def _keep(self, number: Number, made: issuing.Made, old: str = "") -> None:
        self._tickets[number] = Ticket(made.id, self._text(made.id), made.code, old)

    def _text(self, identity: PassId) -> str:
        """Return the text of a pass that may have been issued in this very turn."""
        site, rows = self._site, self._site.rows
        found: Pass = rows.state(PASS, identity)
        state: Issuer = rows.state(ISSUER, site.keys.site)
        key = next(one for one in state.keys if one.public == found.public)
        said = rules.retelling(found, key, parts(identity)[1])
        return self._spelled(said, signers.secret_of(site, key.public))

    def _spelled(self, said: Inner, secret: bytes) -> str:
        raw = inner.write(said, signers.operation_of(self._site), secret)
        return inner.PREFIX + letters.spell(raw)

    def _note_keys(self) -> None:
        """Note whether there is a key that no post has seen, since keys are read when committed."""
        keys = sum(len(state.keys) for _, state in self._site.rows.scan(ISSUER))
        self._unseen = self._unseen or keys != self._keys
        self._keys = keys

    @play.register
    def _(self, move: gate_moves.PassRenewed) -> None:
        before = self._tickets.get(move.party)
        if before is None or not before.code or self._over(before.id):
            return
        made = issuing.reissue(self._site, self._crew.planner, before.id, reason=move.words)
        if not isinstance(made, Withheld):
            self._keep(move.party, made, before.text)
            self._note_keys()

    def _over(self, identity: PassId) -> bool:
        found: Pass | None = self._site.rows.state(PASS, identity)
        return found is None or found.ended is not None

    @play.register
    def _(self, move: gate_moves.PassesRevoked) -> None:
        found = [self._tickets[one].id for one in move.called if one in self._tickets]
        live = [one for one in found if not self._over(one)]
        if live:
            issuing.revoke(self._site, self._crew.planner, live, reason=move.words)

    # ----------------------------------------------------------------------------------- posts

    def _post(self, gate: str, lane: int = 0) -> Gatepost:
        apart = self._islands.get(gate, [])
        if 0 < lane <= len(apart):
            return apart[lane - 1].post
        found = self._posts.get((gate, 0))
        if found is None:
            place = self._known.places[gate]
            found = gatepost.take_post(self._site, self._crew.guard, place, "lane 1")
            self._posts[gate, 0] = found
        return found

    @play.register
    def _(self, move: gate_moves.PassShown) -> None:
        ticket, post = self._tickets.get(move.party), self._post(move.gate, move.lane)
        if ticket is None and move.in_vain:
            return
        if ticket is None:
            self._walk_in(post, move.heads or self._known.souls[move.party], _WITHOUT)
            return
        text = _shown(ticket, move.bearing)
        document = None if move.in_vain else ticket.document  # a copy comes without one
        reading = post.scan(text, heads=move.heads, document=document)
        if reading.sign is Sign.CANNOT_CHECK and not move.in_vain:
            self._walk_in(post, move.heads or 1, _BY_HAND)
        elif reading.sign is Sign.CHECK and move.settled:
            post.settle(
                reading.id,
                self._crew.second,
                let_through=move.let_through,
                heads=reading.heads,
                reason=move.settled,
            )

    def _walk_in(self, post: Gatepost, heads: int, words: str) -> None:
        post.walk_in(self._crew.second, heads=heads, reason=words)

    @play.register
    def _(self, move: gate_moves.WalkedIn) -> None:
        self._walk_in(self._post(move.gate), move.heads, move.words)

    @play.register
    def _(self, move: gate_moves.ForgedShown) -> None:
        self._post(move.gate).scan(
            self._forged(move.forgery, move.number), heads=1 + move.number % 5
        )

    def _forged(self, way: Forgery, number: int) -> str:
        """Return the text of something false: altered, none of ours, or signed by a stranger."""
        texts = [one.text for one in self._tickets.values()]
        if way is Forgery.FOREIGN or not texts:
            return f"PASS TO THE AIRPORT, FAMILY OF {number % 9 + 1}, NO. {number}"
        genuine = texts[number % len(texts)]
        if way is Forgery.ALTERED:
            at = len(genuine) - 20 - number % 40
            return genuine[:at] + ("A" if genuine[at] not in "Aa" else "B") + genuine[at + 1 :]
        raw = letters.read(genuine[len(inner.PREFIX) :].upper())
        if raw is None:
            return genuine[:-1]
        stranger = signature.sign(number.to_bytes(2), signature.pair(bytes(signature.SEED))[1])
        return inner.PREFIX + letters.spell(raw[: -signature.SIGNATURE] + stranger)

    # ------------------------------------------------------------------------------- delegates

    @play.register
    def _(self, move: gate_moves.DelegateAppointed) -> None:
        public, secret = signature.pair(self._site.entropy.draw(signature.SEED))
        gate = self._known.places[move.gate]
        made = issuers.appoint(
            self._site,
            self._crew.deputy,
            move.name,
            gate,
            quota=move.quota,
            days=_DAYS,
            most_souls=move.most_souls,
            public=public,
        )
        state: Issuer = self._site.rows.state(ISSUER, made.id)
        slots = list(state.quota(public))
        self._delegates[move.name] = Delegate(
            made.id, public, secret, gate, slots, frozenset(slots)
        )
        self._note_keys()

    def _delegated(self, move: gate_moves.PassesGiven) -> None:
        """Let a delegate write passes for parties, as far as its quota goes."""
        one = self._delegates[move.delegate]
        for number in move.called:
            if not one.slots:
                return
            slot = one.slots.pop(number % len(one.slots))
            text = self._by(one, slot, self._known.souls[number], (move.opens, move.closes))
            self._tickets[number] = Ticket(PassId(kid(one.public) + slot.to_bytes(3)), text)

    def _by(self, one: Delegate, slot: int, souls: int, window: tuple[Instant, Instant]) -> str:
        opens, closes = (at // SECOND for at in window)
        said = Inner(kid(one.public), slot, souls, 0, 0, opens, closes, Binding.NONE, bytes(VALUE))
        return self._spelled(said, one.secret)

    @play.register
    def _(self, move: gate_moves.LeakedShown) -> None:
        one = self._delegates[move.delegate]
        slot = signers.draw_slot(self._site)
        while slot in one.quota:
            slot = signers.draw_slot(self._site)
        gate = next(name for name, place in self._known.places.items() if place == one.gate)
        self._post(gate).scan(self._by(one, slot, move.souls, (move.opens, move.closes)))

    @play.register
    def _(self, move: gate_moves.DelegateDismissed) -> None:
        one = self._delegates[move.name]
        issuers.dismiss(self._site, self._crew.deputy, self._crew.second, one.id, reason=move.words)

    # --------------------------------------------------------------------------------- islands

    @play.register
    def _(self, move: gate_moves.PostsApart) -> None:
        place = self._known.places[move.gate]
        gate = next(one.name for one in self._known.scenario.places if one.id == move.gate)
        command.count_islands(self._site, self._crew.head, place, move.islands)
        self._islands[move.gate] = [
            Island(self._known.founder, self._site, place, (f"laptop {n}", gate))
            for n in range(2, move.islands + 1)
        ]
        self._posts.pop((move.gate, 0), None)

    @play.register
    def _(self, move: gate_moves.PostsLinked) -> None:
        for one in self._islands.pop(move.gate, []):
            one.meet().put_away(self._crew.deputy, self._crew.second)
        command.count_islands(self._site, self._crew.head, self._known.places[move.gate], 1)
        cards.note_arrivals(self._site, self._crew.planner)
        self._posts.pop((move.gate, 0), None)

    @play.register
    def _(self, move: gate_moves.SecondUseSettled) -> None:
        ticket = self._tickets.get(move.party)
        scans: Scans | None = None
        if ticket is not None:
            scans = self._site.rows.state(SCANS, ticket.id)
        if ticket is not None and scans is not None and scans.quarantined:
            gatepost.settle_second_use(self._site, self._crew.planner, ticket.id, reason=move.words)


def _shown(ticket: Ticket, bearing: Bearing) -> str:
    match bearing:
        case Bearing.ALOUD:
            return ticket.code or ticket.text
        case Bearing.OLD:
            return ticket.old or ticket.text
        case Bearing.OUTER:
            return ticket.outer or ticket.text
        case _:
            return ticket.text
