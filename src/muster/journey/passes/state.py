"""What the facts of issuers and passes add up to."""

import msgspec

from muster.ground.people.ids import CallId, IssuerId, PassId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.passes import facts
from muster.journey.passes.binding import Binding
from muster.journey.passes.facts import Ending
from muster.journey.passes.keys import Key

_replace = msgspec.structs.replace


class Issuer(msgspec.Struct, frozen=True, array_like=True):
    """Who issues passes, by which keys; ``quotas`` are the open slots of a delegate's keys."""

    name: str = ""
    keys: tuple[Key, ...] = ()
    quotas: tuple[tuple[bytes, tuple[int, ...]], ...] = ()
    dismissed: Instant | None = None
    known_stay: bool = False

    def key(self, public: bytes) -> Key | None:
        """Return the key of those 32 bytes."""
        return next((one for one in self.keys if one.public == public), None)

    def closes(self, public: bytes, slot: int, *, on_record: bool) -> bool:
        """Say whether what is known of this issuer closes a slot, whatever is known of the pass."""
        if self.dismissed is not None and not (self.known_stay and on_record):
            return True
        key = self.key(public)
        return key is not None and key.delegate and slot not in self.quota(public)

    def quota(self, public: bytes) -> tuple[int, ...]:
        """Return the open slots of a delegate's key."""
        return next((slots for one, slots in self.quotas if one == public), ())


class Pass(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One pass; ``issued`` is none where only what came of it is known here."""

    public: bytes = b""
    gate: PlaceId = PlaceId(b"")
    leg: int = 0
    souls: int = 0
    opens: Instant = 0
    closes: Instant = 0
    binding: Binding = Binding.NONE
    value: bytes = b""
    issued: Instant | None = None
    replaces: PassId | None = None
    ended: Instant | None = None
    ending: Ending | None = None
    replaced_by: PassId | None = None
    to: PlaceId | None = None
    held: bool = False

    def live(self, now: Instant) -> bool:
        """Say whether a gate could still let somebody through on it."""
        return self.issued is not None and self.ended is None and now < self.closes


class OuterPass(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where an outer pass leads: the inner one beside which it was issued."""

    inner: PassId
    checkpoint: PlaceId
    lane: int = 0


class Given(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The passes of a party, each with the call it was issued on."""

    passes: tuple[tuple[PassId, CallId | None], ...] = ()


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One family page; ``given`` is none where only its taking back is known here.

    ``relation`` is none on the party's own page.
    """

    mark: bytes
    lock: bytes = b""
    given: Instant | None = None
    until: Instant = 0
    relation: Relation | None = None
    taken_back: Instant | None = None

    def live(self, now: Instant) -> bool:
        """Say whether its code is answered with more than wait."""
        return self.given is not None and self.taken_back is None and now < self.until


class Pages(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The pages of a party and its relatives, in order of their marks."""

    pages: tuple[Page, ...] = ()

    def known(self, mark: bytes) -> Page | None:
        """Return the page of that mark."""
        return next((one for one in self.pages if one.mark == mark), None)


def fold_issuer(state: Issuer | None, fact: Fact) -> Issuer:
    """Return the issuer after ``fact``; whoever was dismissed stays so."""
    issuer = state or Issuer()
    match fact:
        case facts.IssuerAppointed(quota=quota):
            keys = {one.public: one for one in (*issuer.keys, _key(fact))}
            known = _replace(issuer, name=fact.name, keys=tuple(keys.values()))
            return _opened(known, fact.public, quota) if fact.delegate else known
        case facts.QuotaGranted(quota=quota):
            return _opened(issuer, fact.public, quota)
        case facts.IssuerDismissed():
            at = fact.observed.latest
            since = at if issuer.dismissed is None else min(at, issuer.dismissed)
            stay = fact.known_stay and (issuer.dismissed is None or issuer.known_stay)
            return _replace(issuer, dismissed=since, known_stay=stay)
        case _:
            return issuer


def fold_pass(state: Pass | None, fact: Fact) -> Pass:
    """Return the pass after ``fact``; one that was closed stays so."""
    found = state or Pass()
    match fact:
        case facts.PassIssued():
            return _replace(
                found,
                public=fact.public,
                gate=fact.gate,
                leg=fact.leg,
                souls=fact.souls,
                opens=fact.opens,
                closes=fact.closes,
                binding=fact.binding,
                value=fact.value,
                issued=fact.observed.latest,
                replaces=fact.replaces,
            )
        case facts.PassRevoked():
            if found.ended is not None and found.ended <= fact.observed.latest:
                return found
            return _replace(
                found,
                ended=fact.observed.latest,
                ending=fact.ending,
                replaced_by=fact.replaced_by or found.replaced_by,
                to=fact.to,
            )
        case facts.PassHeld():
            return _replace(found, held=True)
        case facts.PassFreed():
            return _replace(found, held=False)
        case _:
            return found


def fold_outer(state: OuterPass | None, fact: Fact) -> OuterPass:
    """Return where an outer pass leads."""
    match fact:
        case facts.OuterIssued():
            return OuterPass(fact.inner, fact.checkpoint, fact.lane)
        case _:
            return state or OuterPass(PassId(b""), PlaceId(b""))


def fold_given(state: Given | None, fact: Fact) -> Given:
    """Return the passes of a party after ``fact``."""
    given = state or Given()
    match fact:
        case facts.PassGiven():
            return Given((*given.passes, (fact.given, fact.call)))
        case _:
            return given


def fold_pages(state: Pages | None, fact: Fact) -> Pages:
    """Return the pages of a party after ``fact``; one that was taken back stays so."""
    pages = state or Pages()
    match fact:
        case facts.FamilyPageGiven(mark=mark):
            return _paged(pages, _given(pages.known(mark) or Page(mark), fact, None))
        case facts.RelativePageGiven(mark=mark):
            return _paged(pages, _given(pages.known(mark) or Page(mark), fact, fact.relation))
        case facts.FamilyPageTakenBack(mark=mark):
            page, at = pages.known(mark) or Page(mark), fact.observed.latest
            first = at if page.taken_back is None else min(at, page.taken_back)
            return _paged(pages, _replace(page, taken_back=first))
        case _:
            return pages


def _given(
    page: Page, fact: facts.FamilyPageGiven | facts.RelativePageGiven, relation: Relation | None
) -> Page:
    at = fact.observed.latest
    return _replace(page, lock=fact.lock, given=at, until=fact.until, relation=relation)


def _paged(pages: Pages, page: Page) -> Pages:
    others = (one for one in pages.pages if one.mark != page.mark)
    return Pages(tuple(sorted((*others, page), key=lambda one: one.mark)))


def _key(fact: facts.IssuerAppointed) -> Key:
    return Key(
        fact.public,
        IssuerId(fact.subject),
        fact.gates,
        fact.legs,
        fact.opens,
        fact.closes,
        fact.most_souls,
        fact.delegate,
        fact.secret,
    )


def _opened(issuer: Issuer, public: bytes, slots: tuple[int, ...]) -> Issuer:
    before = dict(issuer.quotas)
    before[public] = tuple(sorted({*before.get(public, ()), *slots}))
    return _replace(issuer, quotas=tuple(before.items()))
