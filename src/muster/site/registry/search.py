"""Find people by name or by what they carry: in memory only, at most twenty, each on record."""

from collections.abc import Iterator

import msgspec

from muster.ground.people.access.canary import Canary
from muster.ground.people.access.facts import Touch
from muster.ground.people.facts import PeopleSearched
from muster.ground.people.ids import PersonId
from muster.ground.people.name import Name
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import decode_line
from muster.journey.registry.state import Party, Record
from muster.site import kin
from muster.site.access import canaries, playing
from muster.site.kin import Kin
from muster.site.memory import codes
from muster.site.memory.codes import Codes
from muster.site.memory.index import Hit, Index
from muster.site.passes import passbook
from muster.site.record.kinds import CANARY, GUEST, PARTY, RECORD
from muster.site.record.resting import resting
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST = 20
WATCHER = "codes"


class Found(msgspec.Struct, frozen=True):
    """One person found; ``stage`` and ``mark`` as in the books."""

    id: PersonId
    name: str
    father: str
    birth: str
    category: str
    stage: str
    mark: str
    party: bytes | None
    score: float


def find(site: Site, by: Operator, words: str, limit: int = MOST) -> list[Found]:
    """Return up to 20 people whose names are like ``words``, best first, across scripts.

    Words with a digit or an ``@`` are looked for as a document's number, a phone, a mail address, a
    wristband or a pass, too, and whoever has such a one comes first.
    """
    require(by, Right.FIND)
    carried = _carrying(site, words)
    named = not is_code(words)
    renamed = site.renamed.take() if named else set[bytes]()  # before the view that shows names
    with site.view() as view:
        hits = _index(site, view, renamed).find(words, min(limit, MOST)) if named else []
        hits = _joined(carried or _bearing(view, words), hits)[: max(0, min(limit, MOST))]
        silent = None if by.may(Right.SEE_PERSON) else kin.read(view)
        found = [_found(view, PersonId(hit.person), hit.score, silent) for hit in hits]
    with site.writing() as journal:
        shown = tuple(one.id for one in found)
        journal.put([PeopleSearched(by.id, site.now(), by.id, shown)])
        journal.put(canaries.touching(by, site, shown, Touch.FOUND))
    return found


def is_code(words: str) -> bool:
    """Return whether ``words`` can be a code and no name: no letter stands in them."""
    return bool(codes.asked(words)) and not any(map(str.isalpha, words))


def warm(site: Site) -> None:
    """Build the index now, so that the first search need not wait for it."""
    renamed = site.renamed.take()
    with site.view() as view:
        _index(site, view, renamed)


def _index(site: Site, view: View, renamed: set[bytes]) -> Index:
    if site.index is None:
        index = Index()
        with resting():
            for person, names in _all_names(view):
                index.add(person, names)
        site.index = index
        return index
    for person in renamed:
        site.index.remove(person)
        names = _names(_record(view, person), view.state(GUEST, person))
        if names:
            site.index.add(person, names)
    return site.index


def _record(view: View, person: bytes) -> Record | None:
    """Return the record of a person, or what a canary reads like."""
    found: Record | None = view.state(RECORD, person)
    canary: Canary | None = view.state(CANARY, person) if found is None else None
    return playing.as_record(person, canary) if canary is not None and canary.can_be_met else found


def _carrying(site: Site, words: str) -> list[Hit]:
    """Return whoever has a document, a phone, a mail address or a wristband like ``words``."""
    if not codes.asked(words):
        return []
    with site.commits.still():
        known, changed = site.codes, site.rows.watches.take(WATCHER)
        if known is None or changed is None:
            known = site.codes = Codes()
            site.rows.watches.begin(WATCHER)
            changed = [person for person, _ in site.rows.scan(RECORD)]
        for person in changed:
            record = site.rows.state(RECORD, person)
            known.put(person, codes.codes(record) if record is not None else set())
        for person, canary in site.rows.scan(CANARY):
            told = codes.codes(playing.as_record(person, canary))
            known.put(person, told if canary.can_be_met else set())
    return [Hit(person, score) for person, score in known.find(words)]


def _bearing(view: View, words: str) -> list[Hit]:
    """Return the party that a pass was given to, where ``words`` are a pass or its code."""
    identity = passbook.identity_in(view, words) if codes.asked(words) else None
    party = passbook.holder(view, identity)[0] if identity is not None else None
    known: Party | None = view.state(PARTY, party) if party is not None else None
    return [Hit(person, codes.EXACT) for person in known.members] if known is not None else []


def _joined(first: list[Hit], then: list[Hit]) -> list[Hit]:
    """Return ``first`` and whoever of ``then`` is not among them."""
    known = {hit.person for hit in first}
    return [*first, *(hit for hit in then if hit.person not in known)]


def _all_names(view: View) -> Iterator[tuple[bytes, list[str]]]:
    for person, record in view.scan(RECORD):
        names = _names(record, None)
        if names:
            yield person, names
    for person, guest in view.scan(GUEST):
        names = _names(None, guest)
        if names:
            yield person, names
    for canary, held in canaries.living(view):
        yield canary, _names(playing.as_record(canary, held), None)


def _names(record: Record | None, guest: Guest | None) -> list[str]:
    given = [one.name for one in (record, guest) if one is not None and one.name is not None]
    return [spelling for name in given for spelling in spellings(name)]


def spellings(name: Name) -> list[str]:
    """Return every way in which a name was written down."""
    return [name.full, *([f"{name.full} {name.father}"] if name.father else []), *name.other]


def _found(view: View, person: PersonId, score: float, silent: Kin | None) -> Found:
    """Return what is shown of a person; ``silent`` are the names to keep, none at the desk."""
    record, canary = _record(view, person), view.state(CANARY, person)
    guest: Guest | None = view.state(GUEST, person)
    hidden = silent is not None and silent.hides(person, guest)
    name = Name("") if hidden else shown_name(record, guest)
    account = view.reader.account_get(person)
    line = decode_line(account.account) if account is not None else None
    if canary is not None:
        line = playing.line_of(canary)
    return Found(
        person,
        name.full,
        name.father,
        record.birth.spelled() if record and record.birth else "",
        line.category if line else "",
        line.stage if line else "",
        line.mark if line and not hidden else "",
        record.party if record else None,
        score,
    )


def shown_name(record: Record | None, guest: Guest | None) -> Name:
    """Return the name as claimed, else as given on arrival, else an empty one."""
    for one in (record, guest):
        if one is not None and one.name is not None:
            return one.name
    return Name("")
