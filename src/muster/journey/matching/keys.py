"""Keys of records: two that share one are worth comparing.

The union of all: a document's number; a phone or mail address; a wristband; the day of birth (day
and month in either order), alone and with the first two consonants of a word; the year of birth, or
its day and month, with the consonants of one word and the first two of another, in whatever order;
the father's consonants with those of two words; all words of a long name; two words of a place. A
key that too many bear is not dropped: it is refined with the year of birth, with the father and
with the rest of the name, and that again.
"""

from itertools import permutations
from typing import Final

import numpy as np
import numpy.typing as npt

from muster.journey.matching.lineup import FATHERS, NONE, TELLING, VARIANTS, Lineup
from muster.journey.matching.words import READINGS, Hashes, Numbers

MOST: Final = 100
"""A key that more records bear is refined."""
LONG: Final = 3
"""A name of so many words may do alone."""

Places = npt.NDArray[np.int64]
Unsigned = npt.NDArray[np.uint64]
Keyed = tuple[Places, Hashes]
"""Places and keys, side by side: each pair of the two once, in order of the key."""

_DATE: Final = 32 * 32 - 1  # of a day: its month and day without the year
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_TWIST: Final = np.uint64(0xBF58476D1CE4E5B9)
_KINDS: Final = {
    kind: at
    for at, kind in enumerate(
        (
            "document",
            "contact",
            "band",
            "birth",
            "names",
            "day",
            "date",
            "year",
            "father",
            "place",
            "more",
        ),
        1,
    )
}


def roots(lineup: Lineup, places: Places) -> Keyed:
    """Return every key of the records at ``places``, before any is refined."""
    found = [
        *_plain("document", lineup.documents, places),
        *_plain("contact", lineup.contacts, places),
        *_plain("band", lineup.bands, places),
        _born(lineup, places),
    ]
    found += _by_place(lineup, places)
    for variant in range(VARIANTS):
        words = lineup.names[places, variant]
        if (words != NONE).any():
            found += _by_name(lineup, places, words)
    return _once(found)


def refined(lineup: Lineup, places: Places, keys: Hashes) -> Keyed:
    """Return the keys that refine ``keys``, of the records at ``places`` that bear them.

    With the year, with the father, with the whole name; then with the year and one of the others.
    """
    year = lineup.year[places].astype(np.int64)
    day = _days(lineup, places)
    father = _sound(lineup, lineup.father[places, 0])
    rest = _rest(lineup, lineup.names[places, 0])
    told = (year, father, rest, _mixed(year, father), _mixed(day, rest))
    return _once([(places, _mixed(keys, _salted("more", one, at))) for at, one in enumerate(told)])


def _plain(kind: str, columns: Hashes, places: Places) -> list[Keyed]:
    found = []
    for at in range(columns.shape[1]):
        told = columns[places, at]
        some = told != 0
        found.append((places[some], _salted(kind, told[some])))
    return found


def _born(lineup: Lineup, places: Places) -> Keyed:
    days = _days(lineup, places)
    return places[days != 0], _salted("birth", days[days != 0])


def _by_place(lineup: Lineup, places: Places) -> list[Keyed]:
    """Return a key for each two words of a place that stand side by side."""
    words = lineup.whereabouts[places]
    found = []
    for at in range(words.shape[1] - 1):
        some = words[:, at + 1] != 0
        key = _mixed(words[some, at], words[some, at + 1])
        found.append((places[some], _salted("place", key)))
    return found


def _by_name(lineup: Lineup, places: Places, words: Numbers) -> list[Keyed]:
    """Return the keys of one spelling: two of its words, and what else must agree."""
    found = _whole_names(lineup, places, words)
    days, years = _days(lineup, places), lineup.year[places].astype(np.int64)
    dates = days & _DATE
    for i, j in permutations(range(TELLING), 2):
        some = np.flatnonzero((words[:, i] != NONE) & (words[:, j] != NONE))
        if len(some):
            two = _leading(lineup, words[some, i], words[some, j])
            for kind, told in (("year", years[some]), ("date", dates[some])):
                there = told != 0
                found += [
                    (places[some][there], _salted(kind, _mixed(key[there], told[there])))
                    for key in two
                ]
    for i in range(TELLING):
        some = np.flatnonzero((words[:, i] != NONE) & (days != 0))
        lead = lineup.words.two[words[some, i], 0]
        found.append((places[some], _salted("day", _mixed(days[some], lead))))
        found += _by_father(lineup, places, words, i)
    return found


def _by_father(lineup: Lineup, places: Places, words: Numbers, at: int) -> list[Keyed]:
    """Return the keys of a word with the next one and with a word of the father's name."""
    found = []
    following = words[:, (at + 1) % TELLING] if at + 1 < TELLING else np.full(len(words), NONE)
    for k in range(FATHERS):
        fathers = lineup.father[places, k]
        some = np.flatnonzero((words[:, at] != NONE) & (fathers != NONE))
        if not len(some):
            continue
        next_ = _sound(lineup, following[some])
        found += [
            (places[some], _mixed(key, next_))
            for key in _pairs(lineup, "father", words[some, at], fathers[some])
        ]
    return found


def _whole_names(lineup: Lineup, places: Places, words: Numbers) -> list[Keyed]:
    """Return the key of all words of a long name: it may do alone."""
    long = (words != NONE).sum(axis=1) >= LONG
    return [(places[long], _salted("names", _rest(lineup, words[long])))]


def _leading(lineup: Lineup, whole: Numbers, leading: Numbers) -> list[Hashes]:
    """Return a key for each reading of a word with the first two consonants of another."""
    words = lineup.words
    return [_mixed(words.whole[whole, at], words.two[leading, 0]) for at in range(READINGS)]


def _pairs(lineup: Lineup, kind: str, one: Numbers, other: Numbers) -> list[Hashes]:
    """Return a key for each two readings of two words, in whatever order they stand."""
    whole = lineup.words.whole
    found = []
    for i in range(READINGS):
        for j in range(READINGS):
            left, right = whole[one, i], whole[other, j]
            both = _mixed(np.minimum(left, right), np.maximum(left, right))
            found.append(_salted(kind, both))
    return found


def _days(lineup: Lineup, places: Places) -> Hashes:
    """Return year, day and month as one number, day and month in either order; 0 for no day."""
    day = lineup.day[places].astype(np.int64)
    month = lineup.month[places].astype(np.int64)
    year = lineup.year[places].astype(np.int64)
    whole = (year * 32 + np.minimum(day, month)) * 32 + np.maximum(day, month)
    return np.where(day > 0, whole, 0)


def _sound(lineup: Lineup, words: Numbers) -> Hashes:
    return np.where(words == NONE, 0, lineup.words.whole[words, 0])


def _rest(lineup: Lineup, words: Numbers) -> Hashes:
    """Return the consonants of a whole name, in whatever order its words stand."""
    sounds = _sound(lineup, words).astype(np.uint64)
    return np.asarray((_scattered(sounds) * (words != NONE)).sum(axis=1), np.uint64).astype(
        np.int64
    )


def _salted(kind: str, told: Hashes, more: int = 0) -> Hashes:
    return _mixed(told, np.int64(_KINDS[kind] * 64 + more))


def _mixed(one: Hashes, other: Hashes | np.int64) -> Hashes:
    """Return one hash of two, whose order counts."""
    left = _scattered(np.asarray(one).astype(np.uint64) + _GOLDEN)
    return _scattered(left ^ np.asarray(other).astype(np.uint64)).astype(np.int64)


def _scattered(told: Unsigned) -> Unsigned:
    """Return each number scattered over all 64 bits (splitmix64: Steele and others, 2014)."""
    told = (told ^ (told >> np.uint64(30))) * _TWIST
    told = (told ^ (told >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return told ^ (told >> np.uint64(31))


def _once(found: list[Keyed]) -> Keyed:
    """Return all of ``found``, each record under each key once, in order of keys."""
    places = np.concatenate([one[0] for one in found])
    keys = np.concatenate([one[1] for one in found])
    order = np.lexsort((places, keys))
    places, keys = places[order], keys[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    return places[new], keys[new]
