"""People nobody has named, as sources estimate them: apart from named people, never added to them.

An estimate is shown as a figure when two or more sources made one of the same people, each with its
method and date (R29); one source alone is listed and says so. Of each source its latest stands. The
lower end is nobody, since nobody of them is known; the upper end is the highest that a source says.
Where sources estimate several kinds of people, the upper ends add up to a bound that holds however
the kinds overlap.
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.ground.people.ids import spell
from muster.ground.people.saying import Word, listed, say
from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.figure import Cut, Figure, Reason, ReasonCode
from muster.journey.figures.state import Estimate

ENOUGH = 2
UNNAMED = "estimate/unnamed"
_SOURCES = say("Estimated, not counted: {sources}.")
_ONLY = say("{unnamed} Only these: {whom}.", unnamed=of.UNNAMED.sentence)


class Estimated(msgspec.Struct, frozen=True):
    """What is estimated of one kind of people. ``place`` is empty for the whole operation."""

    id: str
    population: str
    place: Word
    sources: tuple[Estimate, ...]

    @property
    def shown(self) -> bool:
        """Return whether enough sources say so."""
        return len(self.sources) >= ENOUGH

    @property
    def most(self) -> int:
        """Return the highest that any source says."""
        return max(one.high for one in self.sources)


def estimated(account: Account) -> tuple[Estimated, ...]:
    """Return the estimates by place and kind of people, of each source the latest."""
    kinds: dict[tuple[bytes, str], dict[str, Estimate]] = {}
    for one in sorted(account.estimates, key=lambda one: (one.made, one.at, one.source, one.high)):
        latest = kinds.setdefault((one.place, _key(one.population)), {})
        latest[_key(one.source)] = one
    return tuple(
        Estimated(
            f"{UNNAMED}/{_identity(place, words)}",
            next(iter(latest.values())).population,
            account.name(place) if place else "",
            tuple(latest[source] for source in sorted(latest)),
        )
        for (place, words), latest in sorted(kinds.items())
    )


def figures(cut: Cut, kinds: Iterable[Estimated]) -> Iterator[Figure]:
    """Yield how many people nobody has named, and of each kind where there are several."""
    shown = [one for one in kinds if one.shown]
    if not shown:
        return
    most = sum(one.most for one in shown)
    yield cut.figure(UNNAMED, of.UNNAMED, 0, [_reason(shown, most)])
    if len(shown) > 1:
        for one in shown:
            text = _ONLY.filled(whom=one.population)
            part = of.UNNAMED.part(one.id.removeprefix(f"{UNNAMED}/"), text)
            yield cut.figure(one.id, part, 0, [_reason([one], one.most)])


def _reason(kinds: list[Estimated], most: int) -> Reason:
    sources = dict.fromkeys(each.source for one in kinds for each in one.sources)
    text = _SOURCES.filled(sources=listed(sources))
    return Reason(ReasonCode.ESTIMATE, 0, most, text)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _identity(place: bytes, words: str) -> str:
    """Return the words as an id: letters and digits, a hyphen between; then the place."""
    plain = "".join(one if one.isalnum() else " " for one in words)
    identity = "-".join(plain.split()) or "people"
    return f"{identity}/{spell(place)}" if place else identity
