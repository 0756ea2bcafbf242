"""A sentence or a label that every language can say: an English template and what fills it.

Rooms and papers make a ``Saying`` with ``say`` and ``counted`` and hand it on as it is. Only a door
knows who reads, and gives the ``Voice`` that turns each template into the reader's language. The
templates are literals, so that the catalogue of all of them is collected from the code.

What fills a template is a ``Word``. A saying is translated in its turn, an int gets its separators.
A str comes from the record, a name or what somebody said, and is never translated: English typed as
a str would stay English for everybody.
"""

import re
from collections.abc import Iterable
from typing import Protocol, TypeAlias

import msgspec

_BRACE = re.compile(r"\{(\w+)\}")

Word: TypeAlias = "str | int | Saying | Listed"


class Voice(Protocol):
    """The reader's language; the two methods are those of gettext."""

    @property
    def language(self) -> str:
        """Return its tag, for what a page says of itself."""
        ...

    @property
    def leftward(self) -> bool:
        """Return whether it is written from right to left."""
        ...

    def gettext(self, text: str, /) -> str:
        """Return ``text`` in the reader's language; as it is where there is none."""
        ...

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return the form of the reader's language for ``n`` things."""
        ...


class English:
    """Says everything as it was written."""

    language = "en"
    leftward = False

    def gettext(self, text: str, /) -> str:
        """Return ``text``."""
        return text

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return ``one`` for 1, else ``many``."""
        return one if n == 1 else many


ENGLISH: Voice = English()


class Saying(msgspec.Struct, frozen=True):
    """A template and the words for the names in its braces; made by ``say`` and ``counted``.

    ``{People}`` is ``{people}`` with a capital, for where a sentence begins with it. ``many`` is
    the template for more than one, ``n`` the number that decides.
    """

    template: str
    words: tuple[tuple[str, Word], ...] = ()
    many: str = ""
    n: int = 0

    def filled(self, **words: Word) -> "Saying":
        """Return the saying with ``words`` for more of its names."""
        return Saying(self.template, (*self.words, *words.items()), self.many, self.n)

    def said(self, voice: Voice = ENGLISH) -> str:
        """Return it in the language of ``voice``; a name that nobody filled stays in its braces."""
        heard = {name: said(word, voice) for name, word in self.words}
        return _BRACE.sub(lambda brace: _fill(brace, heard), self._template(voice))

    def _template(self, voice: Voice) -> str:
        if self.many:
            return voice.ngettext(self.template, self.many, self.n)
        return voice.gettext(self.template) if self.template else ""


def _fill(brace: re.Match[str], heard: dict[str, str]) -> str:
    name = brace[1]
    if name in heard:
        return heard[name]
    text = heard.get(name[0].lower() + name[1:], brace[0])
    return text[:1].upper() + text[1:]


def say(template: str, **words: Word) -> Saying:
    """Return ``template``, a literal, with ``words`` for the names in its braces."""
    return Saying(template, tuple(words.items()))


def counted(n: int, one: str, many: str, **words: Word) -> Saying:
    """Return ``one`` or ``many``, two literals, whichever fits ``n``; it is the word ``{n}``."""
    return Saying(one, (("n", n), *words.items()), many, n)


COMMA = say(", ")
SEMICOLON = say("; ")


class Listed(msgspec.Struct, frozen=True):
    """Words one after the other, ``by`` between two."""

    words: tuple[Word, ...]
    by: Saying = COMMA


def listed(words: Iterable[Word], by: Saying = COMMA) -> Listed:
    """Return ``words`` as one word."""
    return Listed(tuple(words), by)


def said(word: Word, voice: Voice = ENGLISH) -> str:
    """Return any word in the language of ``voice``."""
    match word:
        case str():
            return word
        case int():
            return f"{word:,}"
        case Saying():
            return word.said(voice)
        case Listed(words, by):
            return by.said(voice).join(said(one, voice) for one in words)
