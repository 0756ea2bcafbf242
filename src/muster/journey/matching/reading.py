"""How like whole names are, whatever the order of their words."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from muster.journey.matching.forms import Token
from muster.journey.matching.scores import likeness


class Reading:
    """One name, read against many others; what was read once is known."""

    def __init__(self, name: Sequence[Token]) -> None:
        self._lines = _lines(name)
        self._native = _is_native(name)
        self._known: dict[tuple[Token, ...], float] = {}

    def like(self, other: tuple[Token, ...]) -> float:
        """Return from 0 to 1 how like ``other`` is, by its spelling and by its consonants."""
        known = self._known.get(other)
        if known is None:
            spelled, bones = map(fuzz.ratio, self._lines, _lines(other))
            across = self._native != _is_native(other)
            known = self._known[other] = likeness(spelled / 100, bones / 100, across=across)
        return known


def _lines(name: Iterable[Token]) -> tuple[str, str]:
    """Return the spellings and the skeletons of a name, each in order of their letters.

    Titles are left out.
    """
    telling = [token for token in name if token.weight]
    bones = sorted(token.skeletons[0] for token in telling if token.skeletons)
    return " ".join(sorted(token.form for token in telling)), " ".join(bones)


def _is_native(name: Iterable[Token]) -> bool:
    return any(token.native for token in name)
