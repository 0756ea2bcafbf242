"""Judged records in the account: one person counts once, and who may be one may be counted twice.

Records judged *same* become one line of the books: the one that says most of where the person is.
The other lines are merged, so that the partition of all records stays total and disjoint. What was
seen of any of them on lifts was seen of that person. Only people whom somebody judged are looked
at; nothing is reckoned for all others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from muster.journey.arrival.state import Landing
from muster.journey.figures.account import Account, Book
from muster.journey.figures.books import (
    Entry,
    Line,
    Mark,
    Seen,
    Stage,
    contradictions,
    decode_entry,
    encode_line,
)
from muster.journey.figures.clusters import Members, Tangle, clusters, least
from muster.journey.lift.state import Leg

_replace = msgspec.structs.replace
MOST_BEHIND = 200
"""So many ids of records are told behind a figure; a question of the site lists all pairs."""
NAMELESS = frozenset({Mark.UNKNOWN_HERE, Mark.FOUND})
_UNSEEN = (
    (Stage.WAITING, Mark.READY),
    (Stage.WAITING, Mark.ELIGIBLE),
    (Stage.WAITING, Mark.DEFERRED),
    (Stage.WAITING, Mark.CLAIMED),
    (Stage.WAITING, Mark.UNTRACED),
    (Stage.CLOSED, Mark.LEFT_BEHIND),
    (Stage.CLOSED, Mark.LEFT_UNTRACED),
    (Stage.CLOSED, Mark.WITHDREW),
    (Stage.CLOSED, Mark.INELIGIBLE),
    (Stage.WAITING, Mark.UNKNOWN_HERE),
)
"""Of records that no lift has seen, the first of these says most: an open one before a closed."""
_ASHORE = frozenset({Mark.HANDED_OVER, Mark.LEFT})
_SIGHTINGS = (b"B", b"A", b"F", b"U")
_OFF = frozenset({Seen.ARRIVED, Seen.FOUND, Seen.FOUND_UNKNOWN})


class Doubles(msgspec.Struct, frozen=True):
    """What may be one person, after what is.

    ``alike`` are tangles by the lines of their clusters: those in which nothing was judged
    different are reckoned once for each such row of lines.
    """

    alike: tuple[tuple[tuple[Line, ...], tuple[Tangle, ...]], ...] = ()
    broken: tuple[Members, ...] = ()

    @property
    def unsure(self) -> tuple[bytes, ...]:
        """Return every record that may be of one person with another."""
        return tuple(one for _, all_ in self.alike for tangle in all_ for one in tangle.nodes)

    def fewer(
        self, counted: Callable[[Line], bool], elsewhere: Callable[[Line], bool]
    ) -> tuple[int, tuple[bytes, ...]]:
        """Return how many fewer one figure may count, and the records behind it.

        ``counted`` says whose line the figure counts, ``elsewhere`` whose another one does.
        """
        fewer, behind = 0, list[bytes]()
        for lines, tangles in self.alike:
            inside = _set(counted(one) for one in lines)
            outside = _set(elsewhere(one) for one in lines) if inside else 0
            if less := inside.bit_count() - least(tangles[0], inside, outside):
                fewer += less * len(tangles)
                behind += [one for tangle in tangles[:MOST_BEHIND] for one in tangle.nodes]
        return fewer, tuple(behind[:MOST_BEHIND])


def _set(bits: Iterable[bool]) -> int:
    return sum(1 << at for at, bit in enumerate(bits) if bit)


def joined(account: Account) -> tuple[Account, Doubles]:
    """Return the account in which each person judged counts once, and who may be one person.

    A judgement of a record that is not in the books here says nothing yet.
    """
    books = account.judged
    if not books:
        return account, Doubles()
    found = clusters(one for one in account.judgements if one[0] in books and one[1] in books)
    lines, entries = Counter(account.lines), Counter(account.entries)
    told = {one: line for one, (line, _) in books.items()}
    for members in found.joined:
        told[members[0]] = _join(lines, entries, _ordered(books[one] for one in members))
    after = _replace(
        account,
        lines={one: people for one, people in lines.items() if people},
        entries={one: people for one, people in entries.items() if people},
    )
    return after, Doubles(tuple(_alike(found.tangles, told)), found.broken)


def _alike(
    tangles: Iterable[Tangle], told: Mapping[bytes, Line]
) -> Iterator[tuple[tuple[Line, ...], tuple[Tangle, ...]]]:
    plain: dict[tuple[Line, ...], list[Tangle]] = {}
    for tangle in tangles:
        lines = tuple(told[one] for one in tangle.nodes)
        if tangle.apart:
            yield lines, (tangle,)
        else:
            plain.setdefault(lines, []).append(tangle)
    for lines, all_ in plain.items():
        yield lines, tuple(all_)


def _ordered(books: Iterable[Book]) -> list[Book]:
    """Return the books of one person in an order that their ids have no part in.

    Whoever counts again from tags in place of ids comes to the same.
    """
    return sorted(books, key=lambda book: (encode_line(book[0]), _sightings(book[1])))


def _sightings(entries: Iterable[bytes]) -> list[bytes]:
    return [raw for raw in entries if raw[:1] in _SIGHTINGS]


def _join(lines: Counter[Line], entries: Counter[Entry], books: Sequence[Book]) -> Line:
    """Put one line where the lines of ``books`` were, and what was seen of them together."""
    line = joint([one for one, _ in books])
    for one, seen in books:
        lines[one] -= 1
        entries.subtract(map(decode_entry, seen))
    lines[line] += 1
    lines[Line(Stage.MERGED, Mark.NONE, line.category)] += len(books) - 1
    unknown = all(one.mark in NAMELESS or one.stage is Stage.MERGED for one, _ in books)
    together = seen_together([seen for _, seen in books], unknown=unknown)
    entries.update(map(decode_entry, together))
    return line


def joint(lines: Sequence[Line]) -> Line:
    """Return the line of the one person whose records have ``lines``, in whatever order."""
    line = min(_telling(lines), key=encode_line)
    others = sorted(one.category for one in lines if one.category)
    category = line.category or next(iter(others), "")
    known = any(one.mark not in NAMELESS and one.stage is not Stage.MERGED for one in lines)
    mark = Mark.NONE if known and line.mark in NAMELESS else line.mark
    return Line(line.stage, mark, category, line.lift, line.place)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that say most: dead, then where the journey ends, then who waits.

    Whoever boarded where they had come ashore has left it; whoever was handed over or left there
    is there no more.
    """
    if dead := [one for one in lines if one.mark is Mark.DEAD]:
        return dead
    ashore = [one for one in lines if one.stage is Stage.SAFE or one.mark in _ASHORE]
    places = {one.place for one in ashore}
    aboard = [one for one in lines if one.stage is Stage.ABOARD]
    if on := [one for one in aboard if not ashore or one.place in places]:
        return on
    if ashore:
        gone = {one.place for one in ashore if one.mark in _ASHORE}
        here = [one for one in ashore if one.place not in gone]
        sure = [one for one in here if one.mark is Mark.NONE]
        return sure or here or [one for one in ashore if one.mark in _ASHORE]
    for stage, mark in _UNSEEN:
        if found := [one for one in lines if (one.stage, one.mark) == (stage, mark)]:
            return found
    return list(lines)


def seen_together(books: Sequence[Iterable[bytes]], *, unknown: bool) -> tuple[bytes, ...]:
    """Return what was seen on lifts of the one person of whom ``books`` hold entries.

    Each lift saw the person once. ``unknown``: of none of the records anybody knows whose it is.
    """
    seen = [decode_entry(raw) for entries in books for raw in entries]
    planned = dict.fromkeys(one.lift for one in seen if one.seen is Seen.PLANNED)
    scans = _first(one for one in seen if one.seen is Seen.BOARDED)
    off = _first(one for one in seen if one.seen in _OFF)
    legs = tuple(Leg(one.lift, one.place, 0) for one in scans.values())
    landings = tuple(Landing(one.lift, one.place, 0) for one in off.values())
    found = tuple(one for one in landings if one.lift not in scans)
    lines = [b"P" + lift for lift in planned]
    lines += [b"B" + one.lift + one.place for one in legs]
    new = next((one for one in found if off[one.lift].seen is Seen.FOUND_UNKNOWN), None)
    for one in landings:
        letter = b"A" if one.lift in scans else b"U" if unknown and one is new else b"F"
        lines.append(letter + one.lift + one.place)
    return (*lines, *contradictions((*legs, *found), landings))


def _first(seen: Iterable[Entry]) -> dict[bytes, Entry]:
    """Return the first of ``seen`` on each lift, in their order."""
    found: dict[bytes, Entry] = {}
    for one in seen:
        found.setdefault(one.lift, one)
    return found
