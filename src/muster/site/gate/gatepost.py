"""The gate guard's post: a scan in, a verdict out, durable before it is shown.

A post knows passes, keys, windows and uses; it holds ``gates`` and cannot say whose a pass is. What
it cannot judge (no keys, a newer format) is no outcome: nobody is turned back for it, it is
counted, and a supervisor decides.
"""

from collections.abc import Iterator, Mapping

import msgspec
from typing_extensions import override

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.journey.gate import deciding
from muster.journey.gate.deciding import (
    STALE_AFTER,
    Ask,
    Bearer,
    News,
    Post,
    Verdict,
)
from muster.journey.gate.looking import Document, look
from muster.journey.gate.outcomes import (
    Form,
    LetThrough,
    Refusal,
    SecondUseSettled,
    TurnedBack,
    WalkedIn,
)
from muster.journey.gate.problems import NothingWaits, ReasonMissing
from muster.journey.gate.uses import Scans, Use, heads
from muster.journey.passes import shown
from muster.journey.passes.claim import Claim, parts, pass_id
from muster.journey.passes.facts import Ending
from muster.journey.passes.inner import Sealed
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.known import admission
from muster.journey.passes.outer import Outer
from muster.journey.passes.shown import Aloud, Presented, Shown
from muster.journey.passes.state import Issuer, OuterPass, Pass
from muster.journey.passes.verifying import CannotJudge, Genuine, NotGenuine, judge
from muster.journey.passes.wrong import Unjudged, Wrong
from muster.site.exchange import abreast
from muster.site.gate.crowd import crowd_of
from muster.site.gate.readings import Reading, Remembered, Sign, digest, mark, told
from muster.site.gate.tablets import asked_elsewhere
from muster.site.passes import signers
from muster.site.plan.recalling import is_open
from muster.site.record.journal import Journal
from muster.site.record.kinds import ISSUER, OUTER, PASS, PLACE, SCANS
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class _Scan(msgspec.Struct, frozen=True):
    """One scan before it is decided: what was shown, what it claims, and how it was shown."""

    identity: PassId
    form: Form
    claim: Claim | None
    outer: bytes = b""
    wrong: Wrong | None = None


class Gatepost:
    """One post at one gate, for a shift. Safe to be used by many threads."""

    def __init__(
        self,
        site: Site,
        by: Operator,
        gate: PlaceId,
        name: str,
        *,
        ask: Ask = Ask.FOR_DOUBTS,
        unsure: Instant = 0,
        stale_after: Instant = STALE_AFTER,
    ) -> None:
        self.gate = gate
        self.name = name
        self.cannot_check = 0
        self._site = site
        self._by = by
        self._ask = ask
        self._unsure = unsure
        abreast.alone_since(site)
        self._stale_after = stale_after
        self._crowd = crowd_of(site)
        self._keys: Keys = self._known_keys()
        self._names: dict[bytes, str] = {}
        self._read = Remembered()

    @property
    def alone_since(self) -> Instant | None:
        """Since when the other sites of the gates were not asked; none where there are none."""
        return abreast.last_answer(self._site)

    def scan(
        self, text: str, *, heads: int | None = None, document: Document | None = None
    ) -> Reading:
        """Decide on what is shown; return once the verdict is durable.

        ``heads`` are the party who stand here, all of the pass unless counted. ``document`` is
        what its bearer showed when asked.
        """
        now = self._now()
        seen = mark(text, heads, document)
        before = self._read.find(seen, now.latest)
        if before is not None:
            return msgspec.structs.replace(before, again=True)
        scan = self._judged(text)
        if isinstance(scan, Unjudged):
            self.cannot_check += 1
            return Reading(Sign.CANNOT_CHECK, (scan.value,))
        reading = self._crowd.run(lambda journal: self._decide(journal, scan, heads, document, now))
        self._read.keep(seen, now.latest, reading)
        return reading

    def settle(
        self,
        identity: PassId,
        second: Operator | None,
        *,
        let_through: bool,
        heads: int,
        reason: str,
    ) -> Reading:
        """Settle the doubts about a pass that waits, two people signing; they may split a party.

        Raises ``NothingWaits``, ``ReasonMissing``, ``SecondMissing``, ``SecondSame``.
        """
        beside = signed_by_two(self._by, second, Right.GUARD)
        said = _reasoned(reason)
        now = self._now()

        def work(journal: Journal) -> Reading:
            scans: Scans | None = self._site.rows.state(SCANS, identity)
            if scans is None or scans.waiting is None:
                raise NothingWaits
            found: Pass | None = self._site.rows.state(PASS, identity)
            souls = found.souls if found is not None and found.souls else scans.souls
            place = (identity, now, self._by.id, self.gate, self.name, heads)
            if not let_through:
                against = Refusal.SETTLED_AGAINST
                journal.put([TurnedBack(*place, scans.form, against.value, beside)])
                return Reading(Sign.STOP, (against.value,), identity, heads, souls)
            seen = (scans.form, scans.document, self._heard(now))
            doubts = scans.doubts
            journal.put([LetThrough(*place, souls or heads, *seen, doubts, beside, said)])
            reasons = tuple(doubt.value for doubt in doubts)
            return Reading(
                Sign.GO, reasons, identity, heads, souls or heads, heard=self.alone_since
            )

        self._read = Remembered()
        return self._crowd.run(work)

    def walk_in(self, second: Operator | None, *, heads: int, reason: str) -> None:
        """Let people in without a pass, two people signing; they are counted apart."""
        beside = signed_by_two(self._by, second, Right.GUARD)
        walked = WalkedIn(
            self.gate, self._now(), self._by.id, self.name, heads, _reasoned(reason), beside
        )
        self._crowd.run(lambda journal: journal.put([walked]))

    # ------------------------------------------------------------------------- before the turn

    def _judged(self, text: str) -> _Scan | Unjudged:
        """Return what is shown, once it is seen whether it is ours; nothing is locked for that."""
        found = shown.read(text)
        match found:
            case Aloud(short, slot):
                return _Scan(pass_id(short, slot), Form.ALOUD, None)
            case Outer():
                return _Scan(PassId(found.random), Form.OUTER, None, found.random)
            case Unjudged():
                return found
            case Wrong():
                return _Scan(digest(text), Form.OTHER, None, wrong=found)
            case Sealed() | Presented():
                return self._verified(found, text)

    def _verified(self, found: Shown, text: str) -> _Scan | Unjudged:
        answer = judge(found, self._keys, _EVERYTHING)
        if isinstance(answer, CannotJudge) and answer.reason is Unjudged.KEY_UNKNOWN:
            self._keys = self._known_keys()
            answer = judge(found, self._keys, _EVERYTHING)
        match answer:
            case Genuine(claim):
                return _Scan(claim.id, Form.INNER, claim)
            case NotGenuine(reason):
                return _Scan(digest(text), Form.INNER, None, wrong=reason)
            case CannotJudge(reason):
                return reason

    def _known_keys(self) -> Keys:
        with self._site.view() as view:
            return signers.keys_known(self._site, view)

    # --------------------------------------------------------------------------- in the turn

    def _decide(
        self,
        journal: Journal,
        scan: _Scan,
        count: int | None,
        document: Document | None,
        now: Moment,
    ) -> Reading:
        heard = self._heard(now)
        post = Post(self.gate, self.name, now, heard, self._stale_after, self._ask)
        scan, found = self._recorded(scan)
        if scan.wrong is not None:
            return self._refuse_foreign(journal, scan, post, count or 0)
        claim = scan.claim
        if claim is None:
            return self._put(journal, deciding.unrecorded(scan.form), scan, post, count or 1)
        issuer = self._issuer(claim.id)
        claim = msgspec.structs.replace(claim, listed=heard, revoked=_closed(issuer, found, claim))
        news = self._news(claim, found)
        coming = count if count is not None else _expected(claim, news)
        who = Bearer(
            coming, scan.form, look(claim, issuer[1] if issuer is not None else None, document)
        )
        verdict = deciding.decide(claim, post, who, news)
        return self._put(journal, verdict, scan, post, coming, claim, who)

    def _recorded(self, scan: _Scan) -> tuple[_Scan, Pass | None]:
        """Return a scan with the claim of its record, where it was shown without one."""
        rows = self._site.rows
        identity = scan.identity
        if scan.outer:
            beside: OuterPass | None = rows.state(OUTER, scan.outer)
            identity = beside.inner if beside is not None else identity
        found: Pass | None = rows.state(PASS, identity)
        if scan.claim is not None or scan.wrong is not None:
            return scan, found
        if found is None or found.issued is None:
            return scan, None
        claim = Claim(
            identity,
            found.souls,
            found.gate,
            found.leg,
            found.opens,
            found.closes,
            found.binding,
            found.value,
        )
        return msgspec.structs.replace(scan, identity=identity, claim=claim), found

    def _issuer(self, identity: PassId) -> tuple[Issuer, Key] | None:
        short, _ = parts(identity)
        if not self._keys.candidates(short):  # of a code that says no key itself: one made since
            self._keys = signers.keys_known(self._site, self._site.rows)
        for key in self._keys.candidates(short):
            state: Issuer | None = self._site.rows.state(ISSUER, key.issuer)
            if state is not None:
                return state, key
        return None

    def _news(self, claim: Claim, found: Pass | None) -> News:
        rows = self._site.rows
        recalled: tuple[PlaceId | None] | None = None
        revoked = False
        if found is not None and found.ended is not None:
            if found.ending is Ending.RECALLED:
                recalled = (found.to,)
            revoked = True
        return News(
            closed=not is_open(rows, self.gate),
            recalled=recalled,
            revoked=revoked,
            held=found is not None and found.held,
            elsewhere=asked_elsewhere(self._site, self.gate, claim.id),
            uses=self._uses(claim.id, found),
        )

    def _uses(self, identity: PassId, found: Pass | None) -> tuple[Use, ...]:
        """Return the uses of a pass, with those of the pass that it replaces: one admission."""
        rows = self._site.rows
        scans: Scans | None = rows.state(SCANS, identity)
        uses = scans.uses if scans is not None else ()
        if found is None or (found.replaces is None and found.replaced_by is None):
            return uses
        for other in admission(lambda one: rows.state(PASS, one), identity, found):
            beside: Scans | None = rows.state(SCANS, other)
            uses = (*uses, *(beside.uses if beside is not None else ()))
        return tuple(sorted(uses, key=lambda use: use.at.latest))

    def _refuse_foreign(self, journal: Journal, scan: _Scan, post: Post, count: int) -> Reading:
        reason = scan.wrong.value if scan.wrong is not None else ""
        place = (scan.identity, post.now, self._by.id, self.gate, self.name)
        journal.put([TurnedBack(*place, count, scan.form, reason)])
        return Reading(Sign.STOP, (reason,), heads=count)

    def _put(
        self,
        journal: Journal,
        verdict: Verdict,
        scan: _Scan,
        post: Post,
        coming: int,
        claim: Claim | None = None,
        who: Bearer | None = None,
    ) -> Reading:
        souls = claim.souls if claim is not None else 0
        seen = who or Bearer(coming, scan.form)
        fact = deciding.fact(verdict, scan.identity, souls, post, seen, self._by.id)
        journal.put([fact])
        plain = Reading(Sign.GO, (), scan.identity, coming, heard=self.alone_since)
        return told(verdict, plain, claim, self._name)

    # ---------------------------------------------------------------------------- what it has

    def _now(self) -> Moment:
        now = self._site.now()
        return Moment(now.earliest - self._unsure, now.latest + self._unsure)

    def _heard(self, now: Moment) -> Instant:
        alone = self.alone_since
        return now.latest if alone is None else alone

    def _name(self, place: PlaceId) -> str:
        if place not in self._names:
            state = self._site.rows.state(PLACE, place)
            self._names[place] = state.name if state is not None else ""
        return self._names[place]


def take_post(
    site: Site,
    by: Operator,
    gate: PlaceId,
    name: str,
    *,
    ask: Ask = Ask.FOR_DOUBTS,
    unsure: Instant = 0,
) -> Gatepost:
    """Return the post ``name`` at ``gate``; the right is checked once, for the shift.

    ``unsure``: milliseconds by which the clock may lie, either way. How long the other sites were
    not asked is known from exchanges (``abreast``).
    """
    require(by, Right.GUARD)
    return Gatepost(site, by, gate, name, ask=ask, unsure=unsure)


def settle_second_use(site: Site, by: Operator, identity: PassId, *, reason: str) -> None:
    """Record that somebody looked into the uses of a pass; its card closes, both facts stay."""
    require(by, Right.ISSUE)
    with site.writing() as journal:
        journal.put([SecondUseSettled(identity, site.now(), by.id, _reasoned(reason))])


class _Open(msgspec.Struct, frozen=True):
    as_of: Instant = 0

    def closed(self, _slot: int) -> bool:
        """Say no."""
        return False


class _Everything(Mapping[bytes, _Open]):
    """Lists that close nothing: what is closed is asked of the record, in the turn."""

    @override
    def __getitem__(self, key: bytes) -> _Open:
        return _OPEN

    @override
    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    @override
    def __len__(self) -> int:
        return 0


_OPEN = _Open()
_EVERYTHING = _Everything()


def _closed(issuer: tuple[Issuer, Key] | None, found: Pass | None, claim: Claim) -> bool:
    if issuer is None:
        return claim.revoked
    state, key = issuer
    _, slot = parts(claim.id)
    on_record = found is not None and found.issued is not None
    return state.closes(key.public, slot, on_record=on_record)


def _expected(claim: Claim, news: News) -> int:
    """Return how many are to come: the whole party, or those of it who are not inside."""
    return max(claim.souls - heads(news.uses), 0) or claim.souls


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
