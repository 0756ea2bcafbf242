"""Letters to whoever claims: that a claim is stored, or what was decided.

A letter is made from what is stored and from nothing else (R11), goes to one contact of one party,
and names nobody (R17). Letters show contacts, so that many at once take two people.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from muster.ground.people.category import Outcome
from muster.ground.people.ids import PartyId, PersonId
from muster.journey.registry import letters
from muster.journey.registry.cases import Case, Stage
from muster.journey.registry.handling import ClaimAnswered, ClaimReceipted
from muster.journey.registry.letters import Letter
from muster.journey.registry.problems import ClaimUndecided
from muster.journey.registry.state import Party, Record
from muster.site.record.kinds import PARTY, RECORD
from muster.site.record.rows import Rows
from muster.site.registry import waiting
from muster.site.registry.handling import case_of, require_free, require_here
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

ALONE = 60
"""So many letters may one person make at once; above it two sign, as for many records."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Facts = list[ClaimReceipted | ClaimAnswered]


class Letters(msgspec.Struct, frozen=True):
    """Letters that were made; ``unreachable`` people have no contact, and nothing is said of them.

    A letter that is ``to`` nobody is said to whoever stands there.
    """

    letters: tuple[Letter, ...]
    unreachable: int


class _Addressed(msgspec.Struct, frozen=True):
    """Those of one party who are to be told, and the one contact that they are told by."""

    to: str
    people: tuple[PersonId, ...]


def receipts(
    site: Site,
    by: Operator,
    people: Sequence[PersonId] = (),
    second: Operator | None = None,
    *,
    spoken: bool = False,
) -> Letters:
    """Say that claims are stored: one letter for each party of ``people``.

    Without ``people``, everybody who waits and was not told yet. ``spoken`` is for who stands here
    and needs no contact.

    Raises:
        ClaimUnstored, ClaimOver: of one of ``people`` no claim is here, or none that waits.
        SecondMissing, SecondSame, NotAllowed: more than ``ALONE`` letters take two people.
    """
    require(by, Right.CLAIM)
    with site.batch():
        for one in people:
            require_here(case_of(site, one))
        told = list(people) or _those(site, lambda case: case.here and case.receipted is None)
        reached, unreachable = _addressed(site, told, spoken=spoken)
        _require_two(by, second, len(reached))
        made, facts, now = [], Facts(), site.now()
        for party in reached:
            cases = [case_of(site, person) for person in party.people]
            letter = letters.receipt(party.to, _reference(site), cases)
            said = (letter.reference, letter.souls)
            facts += [ClaimReceipted(person, now, by.id, *said) for person in party.people]
            made.append(letter)
        site.journal.put(facts)
    return Letters(tuple(made), unreachable)


def answers(
    site: Site,
    by: Operator,
    people: Sequence[PersonId] = (),
    second: Operator | None = None,
    *,
    spoken: bool = False,
) -> Letters:
    """Say what was decided: one letter for each party of ``people`` and outcome.

    Without ``people``, everybody whose decision nobody told yet and nobody else has in hand.

    Raises:
        ClaimUnstored, ClaimOver, ClaimUndecided, ClaimInHand: one of ``people`` has no answer.
        SecondMissing, SecondSame, NotAllowed: more than ``ALONE`` letters take two people.
    """
    require(by, Right.CLAIM)
    with site.batch():
        for one in people:
            _require_answer(case_of(site, one), by)
        told = list(people) or _those(site, lambda case: _is_answerable(case, by))
        reached, unreachable = _addressed(site, told, spoken=spoken)
        alike = [(one.to, *group) for one in reached for group in _alike(site.rows, one)]
        _require_two(by, second, len(alike))
        made, facts, now = [], Facts(), site.now()
        for to, outcome, persons in alike:
            letter = letters.answer(to, _reference(site), outcome, len(persons))
            said = (outcome, letter.reference, letter.souls)
            facts += [ClaimAnswered(person, now, by.id, *said) for person in persons]
            made.append(letter)
        site.journal.put(facts)
    return Letters(tuple(made), unreachable)


def _those(site: Site, wanted: Callable[[Case], bool]) -> list[PersonId]:
    """Return whose claims are ``wanted``, as they stand in this turn."""
    with site.view() as view:
        claims = waiting.claims(site, view)
        people = sorted(person for person, _, case in claims if wanted(case))
    return [one for one in people if wanted(case_of(site, one))]


def _is_answerable(case: Case, by: Operator) -> bool:
    free = all(one.operator == by.id for one in case.hands)
    return case.stage is Stage.DECIDED and free


def _require_answer(case: Case, by: Operator) -> None:
    require_here(case)
    if case.decided is None:
        raise ClaimUndecided
    require_free(case, by)


def _addressed(
    site: Site, people: Sequence[PersonId], *, spoken: bool
) -> tuple[list[_Addressed], int]:
    """Return the parties of ``people`` that can be told, and how many people cannot."""
    parties: dict[PartyId | PersonId, list[PersonId]] = {}
    for one in people:
        record: Record = site.rows.state(RECORD, one)
        parties.setdefault(record.party or one, []).append(one)
    found = [
        _Addressed("" if spoken else _contact(site.rows, party, persons), tuple(persons))
        for party, persons in parties.items()
    ]
    reached = [one for one in found if one.to or spoken]
    return reached, sum(len(one.people) for one in found if not one.to and not spoken)


def _contact(rows: Rows, party: bytes, persons: Sequence[PersonId]) -> str:
    """Return the contact a party is told by: the head's, else that of whoever is told first.

    One that holds several recipients is none.
    """
    known: Party | None = rows.state(PARTY, party)
    head = (known.head,) if known is not None and known.head is not None else ()
    for one in (*head, *persons):
        record: Record | None = rows.state(RECORD, one)
        for contact in record.contacts if record is not None else ():
            if letters.is_one_recipient(contact):
                return contact
    return ""


def _alike(rows: Rows, party: _Addressed) -> Iterator[tuple[Outcome, list[PersonId]]]:
    """Yield who of a party was decided alike: each outcome is told in a letter of its own."""
    outcomes: dict[Outcome, list[PersonId]] = {}
    for one in party.people:
        record: Record = rows.state(RECORD, one)
        if record.outcome is not None:
            outcomes.setdefault(record.outcome, []).append(one)
    yield from outcomes.items()


def _require_two(by: Operator, second: Operator | None, number: int) -> None:
    if number > ALONE:
        signed_by_two(by, second, Right.CLAIM)


def _reference(site: Site) -> str:
    """Return ten letters of Crockford's base 32, 50 bits of chance: K7QM2-9FX41."""
    number = int.from_bytes(site.entropy.draw(7), "big")
    drawn = "".join(_LETTERS[number >> shift & 31] for shift in range(45, -1, -5))
    return f"{drawn[:5]}-{drawn[5:]}"
