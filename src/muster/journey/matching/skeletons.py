"""The consonants of a word, the same in whichever script and spelling it was written.

A skeleton is what survives transliteration: vowels out, doubled letters once, each of kh, gh, sh,
ch, th one letter, q as k, p as b, v as w. It is a key, not a spelling: ``x`` stands for kh and
``q`` for sh. One that begins with a vowel begins with ``a``. A letter that is read in two ways
gives two skeletons, at most eight; two words are alike when they share one.

A word of the Arabic script is read from its own letters: through Latin, s and h side by side would
become sh, and the d of an Arabic name could no longer be the z of a Persian one.
"""

import re
from itertools import islice, product

from muster.journey.matching.letters import ALIKE, HEARD, READ, READ_TOGETHER

MOST = 8
_HEARD = re.compile("|".join(sorted(HEARD, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LATIN = re.compile("[^a-z]+")
_VOWELS = re.compile("[aeiouy]+")
_GLIDE = re.compile("(?<=[aeou])w(?![aeiouy])")  # the second half of aw, ow: heard as a vowel
_ARTICLE = re.compile("(?<=^abd)l(?=..)|l(?=dn$)")  # abdul-, -aldin: many spellings drop its l


def skeleton(form: str) -> str:
    """Return the first skeleton of a Latin ``form``; empty where it has no letter."""
    return next(iter(skeletons(form)), "")


def skeletons(form: str, native: str = "") -> tuple[str, ...]:
    """Return every skeleton, the likeliest first: of ``native`` where there is one, else ``form``.

    ``form`` is lower-case Latin. ``native`` is the same word in unified letters of ``letters.READ``
    and nothing else. With an article (al-) there is also the skeleton without it.
    """
    found = _read(native) if native else _heard(_NOT_LATIN.sub("", form))
    found += [_ARTICLE.sub("", one) for one in found]
    return tuple(dict.fromkeys(one for one in found if one))[:MOST]


def heard(skeleton: str) -> str:
    """Return ``skeleton`` as a careless ear has it: letters that languages exchange made one."""
    return skeleton.translate(ALIKE)


def _read(word: str) -> list[str]:
    """Return the skeletons of a word in the Arabic script."""
    for two, one in READ_TOGETHER:
        word = word.replace(two, one)
    found = []
    for stem in _with_and_without(word, "ال", 5):
        head = _head(stem[:1], vowels="اع", y="ی", w="و")
        letters = [READ[letter] for letter in (stem[1:] if head else stem)]
        found += [_closed(head, "".join(one)) for one in islice(product(*letters), MOST)]
    return found


def _heard(word: str) -> list[str]:
    """Return the skeletons of a word in Latin letters."""
    found = []
    for stem in _with_and_without(_once(word), "al", 6):
        head = _head(stem[:1], vowels="aeiou", y="y", w="wv")
        rest = stem.lstrip("aeiou") if head == "a" else stem[1:] if head else stem
        found += [_closed(head, _VOWELS.sub("", one)) for one in _sounds(_GLIDE.sub("", rest))]
    return found


def _sounds(word: str) -> list[str]:
    """Return ``word`` with each group of letters as it may be heard."""
    parts: list[tuple[str, ...]] = []
    end = 0
    for match in _HEARD.finditer(word):
        parts += ((word[end : match.start()],), HEARD[match[0]])
        end = match.end()
    return ["".join(one) for one in islice(product(*parts, (word[end:],)), MOST)]


def _with_and_without(word: str, article: str, shortest: int) -> tuple[str, ...]:
    if word.startswith(article) and len(word) >= shortest:
        return word, word[len(article) :]
    return (word,)


def _head(letter: str, *, vowels: str, y: str, w: str) -> str:
    """Return what a skeleton begins with when ``letter`` would leave no trace of itself."""
    if not letter:
        return ""
    return "a" if letter in vowels else "y" if letter in y else "w" if letter in w else ""


def _closed(head: str, consonants: str) -> str:
    """Return the skeleton, without an h at its end: it is written or not as one pleases."""
    once = _once(consonants)
    return head + (once[:-1] if len(once) > 1 and once.endswith("h") else once)


def _once(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
