"""Which rows of a list that came again are people who were on it before, changed.

A list's own id of a person settles it, and is not asked here. Without one, a row that is new and a
row that is gone may be one person: by a document, by name and birth, by birth and a contact, by
name alone, in this order. Each step takes only what fits one row on either side: whoever could be
two is left alone, since a further claim is better than one person under another's name.

It is asked of two versions of one sender's list only, never of two lists: that is ``matching``.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from unicodedata import normalize

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document
from muster.ground.people.name import Name

Key = TypeVar("Key", bytes, int)


class Listed(msgspec.Struct, frozen=True):
    """What a row says of a person, as far as it tells whether two rows are one."""

    name: Name
    birth: Birth | None = None
    documents: tuple[Document, ...] = ()
    contacts: tuple[str, ...] = ()


Trait = Callable[[Listed], Iterable[Hashable]]


def revised(before: Mapping[bytes, Listed], now: Sequence[Listed]) -> dict[int, bytes]:
    """Return the rows of ``now``, by place, that are people of ``before``, each once at most."""
    people, rows = dict(before), dict(enumerate(now))
    found: dict[int, bytes] = {}
    for trait in (_documents, _named_and_born, _born_and_reached, _named):
        for place, person in _alone_on_both(_by(rows, trait), _by(people, trait)):
            if place in rows and person in people:
                found[place] = person
                del rows[place], people[person]
        if not rows or not people:
            break
    return found


def _by(listed: Mapping[Key, Listed], trait: Trait) -> dict[Hashable, list[Key]]:
    places: dict[Hashable, list[Key]] = {}
    for key, one in listed.items():
        for value in dict.fromkeys(trait(one)):
            places.setdefault(value, []).append(key)
    return places


def _alone_on_both(
    rows: Mapping[Hashable, list[int]], people: Mapping[Hashable, list[bytes]]
) -> Iterator[tuple[int, bytes]]:
    for value, places in rows.items():
        persons = people.get(value, ())
        if len(places) == len(persons) == 1:
            yield places[0], persons[0]


def _documents(one: Listed) -> Iterator[Hashable]:
    for document in one.documents:
        if number := "".join(filter(str.isalnum, normalize("NFKC", document.number).casefold())):
            yield document.type, document.state, number


def _named_and_born(one: Listed) -> Iterator[Hashable]:
    if one.birth is not None:
        yield _words(one.name), one.birth


def _born_and_reached(one: Listed) -> Iterator[Hashable]:
    if one.birth is not None:
        yield from ((one.birth, contact) for contact in one.contacts)


def _named(one: Listed) -> Iterator[Hashable]:
    yield _words(one.name)


def _words(name: Name) -> tuple[str, ...]:
    return tuple(sorted(normalize("NFKC", name.full).casefold().replace(",", " ").split()))
