"""What whoever holds the road is told: making it, reporting it, naming people (T30, R4).

To make a sheet that leaves is to disclose: the fact is durable before the first byte is out. A name
is told by an act of its own, with a reason and a second person; it leaves on no paper of ours.
Whatever was told without us, or when it must not be, is recorded all the same, and flagged.
"""

from collections.abc import Sequence

from muster.adapters.formats.counterpart import WRITERS, Sheet, Written
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import ArrangementId, PartyId, PersonId, read_prefix
from muster.ground.people.moment import Instant, Moment
from muster.journey.passage import disclosing, rules
from muster.journey.passage.disclosing import Told
from muster.journey.passage.problems import PartyUnknown
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Arrangement
from muster.journey.passage.terms import Channel, Disclosable
from muster.journey.registry.problems import PersonUnknown
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.record.kinds import ARRANGEMENT, GUEST, PARTY, PASSENGER, RECORD
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

TOKEN_GROUPS = 3
NAMES = "names"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PEOPLE = (RECORD, GUEST, PASSENGER)
_MEANT = (*(("person", table) for table in _PEOPLE), ("party", PARTY))


def disclose(
    site: Site,
    by: Operator,
    arrangement: ArrangementId,
    *,
    count: int | None = None,
    vehicles: int | None = None,
    window: tuple[Instant, Instant] | None = None,
    tokens: int = 0,
    lane: int = 0,
    parties: Sequence[PartyId] = (),
    channel: Channel = Channel.PAPER,
    recipient: str = "",
) -> Sheet:
    """Put the disclosure on record, then return the sheet that may leave.

    ``window`` is (opens, closes); a lane of 0 is none. ``parties`` are those it is about: they go
    on record here and nowhere else. The recipient is the arrangement's role where none is given.
    Tokens are drawn here, are on the sheet alone, and are counted on record.

    Raises:
        ArrangementUnknown, NotAgreed, TooEarly, HasLapsed, IsSuspended, WasBreached, NotCovered:
            nothing, or not this, may be told under it now.
        NothingTold, AmountImpossible, WindowWrong, TokensTell, PartyUnknown: no sheet can be made.
    """
    require(by, Right.ARRANGE)
    told = Told(count, vehicles, window, tokens, lane, parties=tuple(parties))
    with site.writing() as journal:
        now, state = site.now(), _state(site, arrangement)
        disclosing.disclose(state, told, now)
        _parties(site, told.parties)
        role = _recipient(state, recipient)
        drawn = tuple(_token(site) for _ in range(told.tokens))
        journal.put(
            [
                disclosing.disclosure(arrangement, told, role, channel, now, by.id, exported=True),
                RecordsExported(by.id, now, by.id, "disclosure", 1, told.kinds),
            ]
        )
    return Sheet(
        count=told.count,
        vehicles=told.vehicles,
        window=told.window,
        lane=told.lane or None,
        tokens=drawn,
    )


def spelled(sheet: Sheet, written: Written) -> bytes:
    """Return ``sheet`` as it is printed, sent, or read out."""
    return WRITERS[written](sheet)


def report(
    site: Site,
    by: Operator,
    arrangement: ArrangementId | None = None,
    *,
    channel: Channel,
    count: int | None = None,
    vehicles: int | None = None,
    window: tuple[Instant, Instant] | None = None,
    tokens: int = 0,
    lane: int = 0,
    kinds: Sequence[Disclosable] = (),
    parties: Sequence[PartyId] = (),
    recipient: str = "",
    happened: Instant | None = None,
) -> tuple[Flag, ...]:
    """Put on record what somebody was told already; return what is wrong with it.

    It is never refused for what it says: without an arrangement, after a lapse or beyond the terms
    it is recorded with its flags. ``kinds`` were told where nobody knows the figure. Raises
    ``NothingTold``, ``AmountImpossible``, ``WindowWrong``, ``PartyUnknown``, ``NotYetHappened``,
    ``RecipientMissing``, and ``ArrangementUnknown`` for an id that leads nowhere.
    """
    require(by, Right.ARRANGE)
    told = Told(count, vehicles, window, tokens, lane, tuple(kinds), tuple(parties))
    with site.writing() as journal:
        now = site.now()
        observed = now if happened is None else Moment.at(happened)
        rules.happened(observed, now)
        disclosing.measured(told)
        _parties(site, told.parties)
        state = None if arrangement is None else rules.known(_state(site, arrangement))
        role = _recipient(state, recipient)
        subject = arrangement or ArrangementId(site.new_id())
        journal.put(
            [disclosing.disclosure(subject, told, role, channel, observed, by.id, exported=False)]
        )
        return disclosing.objections(state, told.kinds, observed)


def name_people(
    site: Site,
    by: Operator,
    second: Operator | None,
    arrangement: ArrangementId,
    persons: Sequence[PersonId],
    *,
    reason: str,
    channel: Channel = Channel.IN_PERSON,
    recipient: str = "",
    happened: Instant | None = None,
) -> tuple[Flag, ...]:
    """Put on record that names are told, signed by two with a reason (R4, T24); audit shows both.

    Nothing leaves by this. Without ``happened`` it is about to be done, and is refused unless the
    arrangement holds; with it, it was done already, and what is wrong with it is returned.

    Raises:
        NotAllowed, SecondMissing, SecondSame: it is not signed by two who may.
        ArrangementUnknown, NotAgreed, TooEarly, HasLapsed, IsSuspended, WasBreached: not now.
        NobodyNamed, ReasonMissing, PersonUnknown, NotYetHappened: no such naming can be.
    """
    signed = (by.id, signed_by_two(by, second, Right.ARRANGE))
    with site.writing() as journal:
        now = site.now()
        observed = now if happened is None else Moment.at(happened)
        rules.happened(observed, now)
        state = rules.known(_state(site, arrangement))
        if happened is None:
            disclosing.permitted(state, (), now)
        _persons(site, persons)
        role = _recipient(state, recipient)
        named = disclosing.name_people(
            arrangement, persons, reason, signed, role, channel, observed
        )
        journal.put([named])
        journal.put(
            RecordsExported(one, now, one, named.reason, len(named.persons), (NAMES,))
            for one in signed
        )
        return disclosing.objections(state, (), observed)


def lookup(site: Site, by: Operator, text: str) -> tuple[str, PersonId | PartyId]:
    """Return what an id, or its first six letters or more, leads to: (person or party, id).

    Raises ``NothingKnown``, ``Ambiguous``, ``IdUnreadable``. Nothing of them is shown by this.
    """
    require(by, Right.ARRANGE)
    low, high = read_prefix(text)
    same = 128 - (int.from_bytes(low, "big") ^ int.from_bytes(high, "big")).bit_length()
    with site.view() as view:
        found = {
            (kind, row.subject)
            for kind, table in _MEANT
            for row in view.reader.rows_find(table.name, low, same)
        }
    if not found:
        raise NothingKnown
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    kind, identity = found.pop()
    return kind, PersonId(identity)


def _state(site: Site, identity: ArrangementId) -> Arrangement | None:
    found: Arrangement | None = site.rows.state(ARRANGEMENT, identity)
    return found


def _recipient(state: Arrangement | None, said: str) -> str:
    side = state.counterpart if state is not None else None
    if said.strip() or side is None:
        return disclosing.recipient(said)
    return side.role


def _parties(site: Site, parties: Sequence[PartyId]) -> None:
    if any(site.rows.state(PARTY, one) is None for one in parties):
        raise PartyUnknown


def _persons(site: Site, persons: Sequence[PersonId]) -> None:
    for one in persons:
        if all(site.rows.state(table, one) is None for table in _PEOPLE):
            raise PersonUnknown


def _token(site: Site) -> str:
    """Return twelve letters of Crockford's base 32, 60 bits of chance: K7QM-2F9X-41TB."""
    number = int.from_bytes(site.entropy.draw(8), "big")
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, 4 * TOKEN_GROUPS, 4))
