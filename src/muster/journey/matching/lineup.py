"""The traits of many records side by side, in columns of numbers, so that many pairs cost little.

A record has a *place* in the columns. What is equal only when it is equal to the letter (numbers of
documents, phones, bands, parties) stands as a hash, words of names by their number, a birth as
year, month and day. Zero is silent, and so is no word (-1).
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from muster.ground.people.birth import Birth, Precision
from muster.ground.people.sex import Sex
from muster.journey.matching.familiar import Familiar, learn
from muster.journey.matching.forms import Token, forms
from muster.journey.matching.traits import Traits, number, reach
from muster.journey.matching.words import Words

NONE: Final = -1
VARIANTS: Final = 3
"""So many spellings of a name are compared."""
TELLING: Final = 5
"""So many words of a spelling, and ``FATHERS`` of a father's name: the first ones."""
FATHERS: Final = 3
DOCUMENTS: Final = 4
CONTACTS: Final = 4
BANDS: Final = 3
PLACES: Final = 12
PLACE_BONES: Final = 3
_SEXES: Final = {Sex.UNSTATED: 0, Sex.FEMALE: 1, Sex.MALE: 2, Sex.OTHER: 3}

Places = npt.NDArray[np.int64]
Column = npt.NDArray[np.generic]

_SHAPES: Final[dict[str, tuple[tuple[int, ...], type[np.generic], int]]] = {
    "names": ((VARIANTS, TELLING), np.int32, NONE),
    "father": ((FATHERS,), np.int32, NONE),
    "sex": ((), np.int8, 0),
    "year": ((), np.int16, 0),
    "until": ((), np.int16, 0),
    "month": ((), np.int8, 0),
    "day": ((), np.int8, 0),
    "documents": ((DOCUMENTS,), np.int64, 0),
    "kinds": ((DOCUMENTS,), np.int64, 0),
    "contacts": ((CONTACTS,), np.int64, 0),
    "bands": ((BANDS,), np.int64, 0),
    "party": ((), np.int64, 0),
    "whereabouts": ((PLACES,), np.int64, 0),
}


class Lineup:
    """Traits of records by place. A place that was left is not used again."""

    names: npt.NDArray[np.int32]
    father: npt.NDArray[np.int32]
    sex: npt.NDArray[np.int8]
    year: npt.NDArray[np.int16]
    until: npt.NDArray[np.int16]
    month: npt.NDArray[np.int8]
    day: npt.NDArray[np.int8]
    documents: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int64]
    contacts: npt.NDArray[np.int64]
    bands: npt.NDArray[np.int64]
    party: npt.NDArray[np.int64]
    whereabouts: npt.NDArray[np.int64]

    def __init__(self, familiar: Familiar | None = None, room: int = 64) -> None:
        self.words = Words(familiar or Familiar())
        self.numbers: list[tuple[str, ...]] = []
        for name, (shape, kind, silent) in _SHAPES.items():
            setattr(self, name, np.full((room, *shape), silent, kind))

    def __len__(self) -> int:
        """Return how many places were given out."""
        return len(self.numbers)

    def add(self, records: Sequence[Traits]) -> range:
        """Give each of ``records`` a place; return the places."""
        first = len(self)
        self._make_room(first + len(records))
        told = [self._names(one) for one in records]
        here = slice(first, first + len(records))
        self.names[here] = np.array([one[0] for one in told], np.int32).reshape(
            -1, VARIANTS, TELLING
        )
        self.father[here] = np.array([one[1] for one in told], np.int32).reshape(-1, FATHERS)
        births = np.array([_birth(one.birth) for one in records], np.int16).reshape(-1, 4)
        self.year[here], self.until[here], self.month[here], self.day[here] = births.T
        self.sex[here] = [_SEXES[one.sex] for one in records]
        self.party[here] = [hash(one.party) if one.party else 0 for one in records]
        for place, one in enumerate(records, first):
            self._rest(place, one)
        return range(first, len(self))

    def learn(self) -> Familiar:
        """Learn from everybody here how familiar each word is, and hold it; return it."""
        people = int((self.names[: len(self), 0, 0] != NONE).sum())
        familiar = learn(people, self.words.borne())
        self.words.know(familiar)
        return familiar

    def drop(self, place: int) -> None:
        """Let nothing be left of the record at ``place``."""
        taken = [*self.names[place].ravel().tolist(), *self.father[place].tolist()]
        for word in taken:
            if word != NONE:
                self.words.drop(word)
        for name, (_, _, silent) in _SHAPES.items():
            getattr(self, name)[place] = silent
        self.numbers[place] = ()

    def _make_room(self, wanted: int) -> None:
        room = len(self.year)
        if wanted <= room:
            return
        more = max(room, wanted - room)
        for name, (shape, kind, silent) in _SHAPES.items():
            grown = np.concatenate([getattr(self, name), np.full((more, *shape), silent, kind)])
            setattr(self, name, grown)

    def _names(self, one: Traits) -> tuple[list[int], list[int]]:
        found: list[int] = []
        for at in range(VARIANTS):
            found += self._words(one.names[at], TELLING) if at < len(one.names) else _SILENT
        father = self._words(one.father, FATHERS) if one.father else [NONE] * FATHERS
        return found, father

    def _words(self, text: str, most: int) -> list[int]:
        """Return the first telling words of a text by number; titles where there is no other."""
        tokens = forms(text)
        telling = [token for token in tokens if token.weight] or tokens
        numbers = [self.words.take(token) for token in telling[:most]]
        return numbers + [NONE] * (most - len(numbers))

    def _rest(self, place: int, one: Traits) -> None:
        numbers: tuple[str, ...] = ()
        if one.documents:
            told = [(number(d.number), hash((d.type, d.state.upper()))) for d in one.documents]
            told = list(dict.fromkeys(d for d in told if d[0]))[:DOCUMENTS]
            numbers = tuple(d[0] for d in told)
            self.documents[place, : len(told)] = list(map(hash, numbers))
            self.kinds[place, : len(told)] = [d[1] for d in told]
        self.numbers.append(numbers)
        _put(self.contacts[place], map(reach, one.contacts))
        _put(self.bands[place], (band.strip().upper() for band in one.wristbands))
        _put(self.whereabouts[place], map(_heard, forms(one.place)))


_SILENT: Final = [NONE] * TELLING


def _heard(token: Token) -> str:
    """Return a word of a place by its consonants, a short one and a number by its letters."""
    bones = token.skeletons[0] if token.skeletons else ""
    return bones if len(bones) >= PLACE_BONES else token.form


def _put(column: npt.NDArray[np.int64], told: Iterable[str]) -> None:
    """Put the hashes of what was told into a row, each once, as many as it has room for."""
    found = list(dict.fromkeys(one for one in told if one))
    if found:
        for at, one in zip(range(len(column)), found, strict=False):
            column[at] = hash(one)


def _birth(birth: Birth | None) -> tuple[int, int, int, int]:
    """Return first and last year, month and day; 1 January is the year alone."""
    if birth is None:
        return 0, 0, 0, 0
    year, until = int(birth.earliest[:4]), int(birth.latest[:4])
    if birth.precision is Precision.DAY and birth.earliest[5:] != "01-01":
        return year, year, int(birth.earliest[5:7]), int(birth.earliest[8:10])
    return year, until, 0, 0
