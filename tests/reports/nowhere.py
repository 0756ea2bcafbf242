"""A language made of marks, in which whatever was not translated can be seen.

Every template is said with accents and between brackets. What a reader is shown without an accent
is then from the record, a name or what somebody said, or it is English that was typed in.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from html.parser import HTMLParser

import msgspec
from typing_extensions import override

from muster.ground.people.saying import Saying
from muster.journey.figures.figure import Figure, ReasonCode

ACCENTS = str.maketrans("aeiouyAEIOU", "àéîöüýÀÉÎÖÜ")
KEPT = re.compile(r"(%\(\w+\)s|\{\w*\})")
WORD = re.compile(r"[^\W\d_]{2,}")
CODED = frozenset({"id", "code", "unit", "population"})


def pseudo(text: str) -> str:
    """Return ``text`` as nobody would write it, so that whatever is not so was not translated."""
    parts = (one if KEPT.fullmatch(one) else one.translate(ACCENTS) for one in KEPT.split(text))
    return f"⟦{''.join(parts)}⟧"


class Nowhere:
    """Says everything in marks, from right to left; keeps what it was asked."""

    language = "eo"
    leftward = True

    def __init__(self) -> None:
        self.asked: set[tuple[str, ...]] = set()

    def gettext(self, text: str, /) -> str:
        self.asked.add((text,))
        return pseudo(text)

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        self.asked.add((one, many))
        return pseudo(one if n == 1 else many)


class Shown(HTMLParser):
    """Collects what a page or picture shows or tells."""

    TOLD = frozenset({"aria-label", "title", "alt", "placeholder"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._quiet = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet = tag == "style"
        self.texts += [value or "" for name, value in attrs if name in self.TOLD]

    @override
    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.texts.append(data)


def shown(paper: str) -> str:
    """Return what a reader sees of a page, a picture or plain text, in one line."""
    parser = Shown()
    parser.feed(paper)
    parser.close()
    return re.sub(r"\s+", " ", re.sub(r"-\s+", "-", " ".join(parser.texts)))


def typed_in(paper: str, record: Iterable[str]) -> set[str]:
    """Return the words of ``paper`` that are neither translated nor of the ``record``."""
    text = shown(paper)
    for code in ReasonCode:
        text = text.replace(code, "")
    words = {one for one in WORD.findall(text) if not set(one) & set("àéîöüýÀÉÎÖÜ")}
    return words - {one for name in record for one in WORD.findall(name)}


def record(value: object) -> Iterator[str]:
    """Yield every text in ``value`` that was put on record: no code, no id, no saying."""
    match value:
        case Enum() | Saying() | Figure():
            return
        case str():
            yield value
        case tuple():
            for one in value:
                yield from record(one)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                if name not in CODED:
                    yield from record(getattr(value, name))
        case _:
            return
