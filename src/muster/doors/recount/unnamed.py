"""People whom nobody has named: "People nobody has named" in ``docs/figures.md``."""

from collections.abc import Iterator

from muster.doors.recount.figure import Counted, figure, spelled
from muster.doors.recount.people import People
from muster.doors.recount.record import Estimate

ESTIMATE = "estimate"
UNNAMED = "estimate/unnamed"
_ENOUGH = 2


def estimated(people: People) -> Iterator[Counted]:
    """Yield how many there are at most, and of each kind of people where there are several."""
    kinds: dict[tuple[bytes, str], dict[str, Estimate]] = {}
    told = people.record.estimates.values()
    for one in sorted(told, key=lambda one: (one.made, one.at, one.source, one.high)):
        kinds.setdefault((one.place, _plain(one.population)), {})[_plain(one.source)] = one
    most = {
        kind: max(one.high for one in sources.values())
        for kind, sources in kinds.items()
        if len(sources) >= _ENOUGH
    }
    if most:
        yield figure(UNNAMED, 0, {ESTIMATE: (0, sum(most.values()))})
    if len(most) > 1:
        for kind, high in most.items():
            yield figure(f"{UNNAMED}/{_named(*kind)}", 0, {ESTIMATE: (0, high)})


def _plain(words: str) -> str:
    """Return words without regard to case and blanks."""
    return " ".join(words.casefold().split())


def _named(place: bytes, words: str) -> str:
    letters = "".join(one if one.isalnum() else " " for one in words)
    name = "-".join(letters.split()) or "people"
    return f"{name}/{spelled(place)}" if place else name


FIGURES = (estimated,)
"""Each yields figures from what sources estimate."""
