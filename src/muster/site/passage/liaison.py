"""The liaison's desk: arrangements with whoever holds the road, from possible to lapsed.

What they are told under one is in
``disclosures``. Whoever opens an arrangement leaves a fact in
``audit``, as with every story.
"""

import msgspec

from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import ArrangementId, read_prefix
from muster.ground.people.moment import Instant, Moment
from muster.journey.passage import facts, rules
from muster.journey.passage.problems import ArrangementUnknown
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Arrangement, Course, Step
from muster.journey.passage.terms import Checking, Counterpart, Disclosable, Terms
from muster.site.passage.told import ToldRow, told_under
from muster.site.problems import Ambiguous
from muster.site.record.kinds import ARRANGEMENT, OPERATOR
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class ArrangementRow(msgspec.Struct, frozen=True):
    """An arrangement in the list, as it stands at a moment; ``until`` is exclusive."""

    id: ArrangementId
    counterpart: Counterpart
    step: Step
    since: Instant | None
    until: Instant | None
    allows: tuple[Disclosable, ...]
    honoured: int
    told: int
    flagged: int
    checking: Checking = Checking.SIGN


class TurnLine(msgspec.Struct, frozen=True):
    """One turn of an arrangement's story: what, when, by whom, and what is wrong with it."""

    at: Instant
    step: Step
    operator: str
    text: str
    terms: Terms | None
    flag: Flag | None


class ArrangementPage(msgspec.Struct, frozen=True):
    """Everything this site knows of one arrangement, its story and disclosures oldest first."""

    row: ArrangementRow
    source: str
    story: tuple[TurnLine, ...]
    disclosures: tuple[ToldRow, ...]


def consider(
    site: Site, by: Operator, *, role: str, place: str, source: str = "", text: str = ""
) -> ArrangementId:
    """Record that ``source`` calls passage possible: nothing agreed, no time; return its id.

    Raises ``CounterpartMissing``.
    """
    require(by, Right.ARRANGE)
    identity = ArrangementId(site.new_id())
    with site.writing() as journal:
        side = rules.counterpart(role, place)
        journal.put([rules.consider(identity, side, source, text, site.now(), by.id)])
    return identity


def propose(
    site: Site,
    by: Operator,
    arrangement: ArrangementId | None = None,
    *,
    role: str = "",
    place: str = "",
    text: str = "",
) -> ArrangementId:
    """Record a proposal, of one called possible before or of a new one; return its id.

    Role and place of a known one stay where neither is given. Raises ``ArrangementUnknown``,
    ``CounterpartMissing``, ``AlreadyAgreed``, ``HasLapsed``.
    """
    require(by, Right.ARRANGE)
    identity = arrangement or ArrangementId(site.new_id())
    with site.writing() as journal:
        state = None if arrangement is None else rules.known(_state(site, arrangement))
        side = _side(state, role, place)
        journal.put([rules.propose(state, identity, side, text, site.now(), by.id)])
    return identity


def agree(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    *,
    allows: tuple[Disclosable, ...],
    until: Instant,
    since: Instant | None = None,
    checking: Checking = Checking.SIGN,
    role: str = "",
    place: str = "",
    text: str = "",
) -> None:
    """Record what was agreed: what they may be told, from ``since`` (now) to ``until``, exclusive.

    Raises ``ArrangementUnknown``, ``CounterpartMissing``, ``TermsWrong``, ``HasLapsed``.
    """
    require(by, Right.ARRANGE)
    with site.writing() as journal:
        now, state = site.now(), rules.known(_state(site, arrangement))
        ordered = tuple(kind for kind in Disclosable if kind in allows)
        terms = Terms(ordered, now.earliest if since is None else since, until)
        side = _side(state, role, place)
        said = (side, terms, text, now, by.id, checking)
        journal.put([rules.agree(state, arrangement, *said)])


def use(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    *,
    text: str = "",
    happened: Instant | None = None,
) -> tuple[Flag, ...]:
    """Record that people are or were on the road under it; return what is wrong with that.

    What was done after it lapsed is recorded too. Raises ``ArrangementUnknown``, ``NotAgreed``,
    ``NotYetHappened``.
    """
    require(by, Right.ARRANGE)
    used = facts.ArrangementUsed(arrangement, _when(site, happened), by.id, text.strip())
    return _report(site, used)


def honour(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    *,
    text: str = "",
    happened: Instant | None = None,
) -> tuple[Flag, ...]:
    """Record that the other side kept it, once; return what is wrong with that, as ``use``."""
    require(by, Right.ARRANGE)
    kept = facts.ArrangementHonoured(arrangement, _when(site, happened), by.id, text.strip())
    return _report(site, kept)


def breach(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    *,
    reason: str,
    happened: Instant | None = None,
) -> None:
    """Record that the other side broke it; nothing is told under it until it is resumed.

    Raises ``ArrangementUnknown``, ``NotAgreed``, ``NotYetHappened``, ``ReasonMissing``.
    """
    require(by, Right.ARRANGE)
    broken = facts.ArrangementBreached(arrangement, _when(site, happened), by.id, reason.strip())
    _report(site, broken)


def suspend(site: Site, by: Operator, arrangement: ArrangementId, *, reason: str) -> None:
    """Record that it rests; raise ``NotAgreed``, ``HasLapsed``, ``ReasonMissing``."""
    require(by, Right.ARRANGE)
    with site.writing() as journal:
        state = _state(site, arrangement)
        journal.put([rules.suspend(state, arrangement, reason, site.now(), by.id)])


def resume(site: Site, by: Operator, arrangement: ArrangementId, *, reason: str = "") -> None:
    """Record that it holds again after a rest or a breach; raise ``NotInterrupted``."""
    require(by, Right.ARRANGE)
    with site.writing() as journal:
        state = _state(site, arrangement)
        journal.put([rules.resume(state, arrangement, reason, site.now(), by.id)])


def lapse(site: Site, by: Operator, arrangement: ArrangementId, *, reason: str) -> None:
    """Record that it is over before its time; raise ``HasLapsed``, ``ReasonMissing``."""
    require(by, Right.ARRANGE)
    with site.writing() as journal:
        state = _state(site, arrangement)
        journal.put([rules.lapse(state, arrangement, reason, site.now(), by.id)])


def arrangements(site: Site, by: Operator) -> list[ArrangementRow]:
    """Return all arrangements as they stand now: those that hold first, the latest on top."""
    require(by, Right.ARRANGE)
    now = site.now().latest
    with site.view() as view:
        rows = [
            (_last(state), _row(ArrangementId(one), state, now))
            for one, state in view.scan(ARRANGEMENT)
            if state.counterpart is not None
        ]
    rows.sort(key=lambda pair: (pair[1].step is Step.LAPSED, -pair[0], pair[1].id))
    return [row for _, row in rows]


def arrangement(site: Site, by: Operator, identity: ArrangementId) -> ArrangementPage:
    """Return one arrangement's page; raise ``ArrangementUnknown``. The opening is on record."""
    require(by, Right.ARRANGE)
    with site.view() as view:
        state = rules.known(view.state(ARRANGEMENT, identity))
        names = {one: found.name for one, found in view.scan(OPERATOR)}
    with site.writing() as journal:
        journal.put([RecordOpened(by.id, site.now(), by.id, identity)])
    course = Course(state)
    story = tuple(
        TurnLine(
            turn.at,
            turn.step,
            names.get(turn.operator, ""),
            turn.text,
            turn.terms,
            rules.finding(course, turn),
        )
        for turn in state.turns
    )
    row = _row(identity, state, site.now().latest)
    return ArrangementPage(row, state.source, story, tuple(told_under(identity, state, names)))


def lookup(site: Site, by: Operator, text: str) -> ArrangementId:
    """Return the arrangement that an id, or its first six letters or more, leads to.

    Raises ``ArrangementUnknown``, ``Ambiguous``, ``IdUnreadable``.
    """
    require(by, Right.ARRANGE)
    low, high = read_prefix(text)
    with site.view() as view:
        known = [one for one, state in view.scan(ARRANGEMENT) if state.counterpart is not None]
    found = [one for one in known if low <= one <= high]
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    if not found:
        raise ArrangementUnknown
    return ArrangementId(found[0])


def _report(
    site: Site,
    fact: facts.ArrangementUsed | facts.ArrangementHonoured | facts.ArrangementBreached,
) -> tuple[Flag, ...]:
    with site.writing() as journal:
        state = _state(site, ArrangementId(fact.subject))
        found = rules.report(state, fact, site.now())
        journal.put([fact])
    return found


def _when(site: Site, happened: Instant | None) -> Moment:
    return site.now() if happened is None else Moment.at(happened)


def _state(site: Site, identity: ArrangementId) -> Arrangement | None:
    found: Arrangement | None = site.rows.state(ARRANGEMENT, identity)
    return found


def _side(state: Arrangement | None, role: str, place: str) -> Counterpart:
    """Return whom it is with: as said now, else as known."""
    known = state.counterpart if state is not None else None
    if known is None:
        return rules.counterpart(role, place)
    return rules.counterpart(role.strip() or known.role, place.strip() or known.place)


def _last(state: Arrangement) -> Instant:
    return max((turn.at for turn in state.turns), default=0)


def _row(identity: ArrangementId, state: Arrangement, now: Instant) -> ArrangementRow:
    course = Course(state)
    stood = course.at(now)
    terms = stood.terms
    told = list(told_under(identity, state, {}))
    turns = sum(rules.finding(course, turn) is not None for turn in state.turns)
    return ArrangementRow(
        identity,
        state.counterpart or Counterpart("", ""),
        stood.step or Step.POSSIBLE,
        terms.since if terms is not None else None,
        terms.until if terms is not None else None,
        terms.allows if terms is not None else (),
        stood.honoured,
        len(told),
        turns + sum(bool(one.flags) for one in told),
        stood.checking,
    )
