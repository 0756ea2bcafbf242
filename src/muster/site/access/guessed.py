"""PINs that a guesser tries first, refused where one is chosen (T23).

Five kinds: what thousands use, runs along a keyboard, the same again and again, dates, and words of
this site. The common ones are the list that Django carries, from collections that leaked: 8,000 of
eight characters or more, read from the installed package, so that nothing is asked of a network.
Words of the site, and what else is refused, are told in docs/sign-in.md. A PIN that holds such a
word is good when what is left of it would be good by itself.
"""

import gzip
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.metadata import distribution
from unicodedata import normalize

from muster.ground.people.state import OperatorState, PlaceState
from muster.site.problems import PinGuessed
from muster.site.record.kinds import OPERATOR, PLACE
from muster.site.rights import Role
from muster.site.site import Site

SHORTEST_PIN = 8
LONG_ENOUGH = 4
"""Letters of a word of the site that is looked for; shorter ones are in too many good PINs."""
_FEW = 4
"""So many different characters at least, and a part that repeats is at least as long."""
_PART = 3
_STRAY = 2
"""A run has three characters or more; so many others do not make a good PIN of runs."""
_LIST = ("django", "django/contrib/auth/common-passwords.txt.gz")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:19|20)\d\d|\d\d)"
)
_ROWS = ("1234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "azertyuiop")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "147", "258", "369", "159")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LINES = (_ALPHABET, "0123456789", *_ROWS, *_COLUMNS)


class Guess(StrEnum):
    """What kind of PIN it is; the value completes "that PIN is ..."."""

    COMMON = "one that thousands use"
    RUN = "a run along a keyboard"
    SAME = "the same again and again"
    DATE = "a date"
    WORD = "little more than a name or word of this site"


def refuse_guessed(site: Site, pin: str, name: str) -> None:
    """Raise ``PinGuessed`` where ``pin``, of the operator called ``name``, is soon guessed."""
    if (why := guess(pin, words(site, name))) is not None:
        raise PinGuessed(why=why.value)


def guess(pin: str, of_site: frozenset[str] = frozenset()) -> Guess | None:
    """Return which kind of guess finds ``pin``; none where none does."""
    plain = normalize("NFKC", pin).casefold()
    if (why := _guess(plain)) is not None:
        return why
    left = _without(plain, of_site)
    if left == plain:
        return None
    return Guess.WORD if len(left) < SHORTEST_PIN or _guess(left) is not None else None


def words(site: Site, name: str) -> frozenset[str]:
    """Return the words of this site: its own, the operation's, places', roles', the operator's."""
    with site.view() as view:
        places: list[PlaceState] = [state for _, state in view.scan(PLACE)]
        others: list[OperatorState] = [state for _, state in view.scan(OPERATOR)]
    names = [site.state.name, site.state.operation, name, "muster", *(role.value for role in Role)]
    names += [*(one.name for one in places), *(one.name for one in others)]
    return frozenset(word for one in names for word in _words(one))


def _words(name: str) -> Iterator[str]:
    plain = re.findall(r"\w+", normalize("NFKC", name).casefold())
    for word in (*plain, "".join(plain)):
        if len(word) >= LONG_ENOUGH:
            yield word


def _guess(plain: str) -> Guess | None:
    bare = "".join(one for one in plain if one.isalnum())
    if plain in _common() or bare in _common():
        return Guess.COMMON
    if len({*bare}) < _FEW or _repeats(bare):
        return Guess.SAME
    if _DATE.fullmatch(bare):
        return Guess.DATE
    return Guess.RUN if _is_run(bare) else None


def _repeats(bare: str) -> bool:
    """Return whether it is one part of fewer characters than a PIN, again and again."""
    part = (bare + bare).find(bare, 1)
    return 0 < part < min(len(bare), SHORTEST_PIN)


def _is_run(bare: str) -> bool:
    """Return whether all but two characters lie in runs of three or more."""
    at = outside = 0
    while at < len(bare):
        run = _run_at(bare, at)
        outside += run < _PART
        at += run if run >= _PART else 1
    return outside <= _STRAY


def _run_at(bare: str, at: int) -> int:
    """Return how many characters from ``at`` on lie along one line, either way, or are one."""
    end = at + 1
    while end < len(bare) and _is_line(bare[at : end + 1]):
        end += 1
    return end - at


def _is_line(part: str) -> bool:
    return len({*part}) == 1 or any(part in line or part in line[::-1] for line in _LINES)


def _without(plain: str, of_site: frozenset[str]) -> str:
    """Return what is left of a PIN without the words of the site, the longest taken first."""
    for word in sorted(of_site, key=lambda one: (-len(one), one)):
        plain = plain.replace(word, "")
    return plain


@cache
def _common() -> frozenset[str]:
    package, path = _LIST
    with gzip.open(str(distribution(package).locate_file(path)), "rt", encoding="utf-8") as lines:
        return frozenset(word for one in lines if len(word := one.strip()) >= SHORTEST_PIN)
