"""Compare records in this process: rows of the store in, pairs out.

A row becomes what is compared of it (``Traits``) here and nowhere else, so that a process beside
this one, which is handed the same bytes, finds the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from muster.journey.arrival.state import Guest
from muster.journey.matching import forget
from muster.journey.matching.change import Change, Pair
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score
from muster.journey.matching.matcher import Matcher
from muster.journey.matching.traits import Traits, spellings
from muster.journey.registry.state import Record
from muster.site.memory.compared import Filled, Row, Seen
from muster.site.record.kinds import GUEST, RECORD
from muster.site.record.remembered import decode
from muster.site.record.resting import resting

GROWN: Final = 2
"""What is learned of words is learned anew when there are so many times as many people."""


class Here:
    """Records compared in this process (``muster.site.memory.compared.Compared``)."""

    def __init__(self) -> None:
        self.matcher = Matcher()

    def fill(
        self,
        rows: Iterable[list[Row]],
        familiar: Familiar,
        *,
        learn: bool = False,
        since: Callable[[], Change | None] = lambda: None,
    ) -> Filled:
        """Compare everybody with everybody; learn anew where there are many more than before.

        ``since`` says what changed since all were compared, once all rows were read. If it can,
        only those are compared whom that concerns, and nobody may change here after that.
        """
        with resting():
            records = dict(_told(rows))
            learn = learn or len(records) > GROWN * familiar.people
            self.matcher = Matcher(familiar=familiar)
            self.matcher.fill(records, learn=learn, change=None if learn else since())
            self.matcher.touched()
            seen = [Seen(*pair, found.judgement) for pair, found in self.matcher.all()]
        told = len(records), self.matcher.crowded, learn, self.matcher.familiar
        return Filled(*told, seen, self.matcher.concerned)

    def change(self, rows: Sequence[Row]) -> list[Seen]:
        """Let records come, change or go."""
        for person, record, guest in rows:
            told = traits(record, guest)
            if told is None:
                self.drop(person)
            else:
                self.matcher.put(person, told)
        return self.ask(sorted(self.matcher.touched()))

    def ask(self, pairs: Sequence[Pair]) -> list[Seen]:
        """Return what is found of pairs."""
        return list(map(self._seen, pairs))

    def _seen(self, pair: Pair) -> Seen:
        found = self.matcher.found(pair)
        here = pair[0] in self.matcher and pair[1] in self.matcher
        return Seen(*pair, found.judgement if found else None, here)

    def explain(self, pairs: Sequence[Pair]) -> list[Score | None]:
        """Return the score of each pair."""
        known = [all(one in self.matcher for one in pair) for pair in pairs]
        here = [pair for pair, is_known in zip(pairs, known, strict=True) if is_known]
        scores = self.matcher.explain_all(here)
        return [next(scores) if is_known else None for is_known in known]

    def explain_now(self, one: bytes, other: bytes) -> Score | None:
        """Return the score of a pair."""
        return self.matcher.explain(one, other)

    def people(self) -> int:
        """Return how many records are compared."""
        return len(self.matcher)

    def drop(self, person: bytes) -> None:
        """Let nothing be left of a record, nor of the words of its name."""
        self.matcher.drop(person)
        forget()

    def close(self) -> None:
        """Let nothing be left of any."""
        self.matcher = Matcher()


def _told(rows: Iterable[list[Row]]) -> Iterator[tuple[bytes, Traits]]:
    """Yield what is compared of everybody; guests that have a record come with it."""
    guests: dict[bytes, bytes] = {}
    for some in rows:
        for person, record, guest in some:
            if record is None and guest is not None:
                guests[person] = guest
            elif (told := traits(record, guest or guests.pop(person, None))) is not None:
                yield person, told
    for person, guest in guests.items():
        if (told := traits(None, guest)) is not None:
            yield person, told


def traits(record: bytes | None, guest: bytes | None) -> Traits | None:
    """Return what is compared of a person; none for whoever turned out to be another record."""
    return traits_of(
        None if record is None else decode(RECORD, record),
        None if guest is None else decode(GUEST, guest),
    )


def traits_of(record: Record | None, guest: Guest | None) -> Traits | None:
    """Return what is compared of a person, by the states of its rows."""
    if guest is not None and guest.claim is not None:
        return None
    if record is not None and record.name is not None:
        return Traits(
            spellings(record.name),
            record.name.father,
            record.sex,
            record.birth,
            record.documents,
            record.contacts,
            record.wristbands,
            record.party,
            record.address,
        )
    if guest is not None and guest.name is not None:
        return Traits(spellings(guest.name), guest.name.father, guest.sex)
    return None
