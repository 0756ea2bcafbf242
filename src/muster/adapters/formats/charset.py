"""Bytes to text: which encoding a list was saved in.

A mark at the start decides; without one, UTF-16 shows by its zero bytes and UTF-8 by its grammar.
What is neither was saved by an old program: windows-1256 (Arabic, Persian) when letters beyond
ASCII stand in runs, windows-1252 (Western Europe) when they stand alone. That last step is a guess,
and says so. A UTF-8 list with a few broken bytes stays UTF-8: the broken rows are found by the
replacement character and come back alone, instead of every name being misread.
"""

import codecs
from itertools import pairwise
from typing import Final

import msgspec

from muster.adapters.formats.problems import FileBinary

BROKEN: Final = "\ufffd"
"""Stands where bytes could not be read."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 1 << 16
_ASCII: Final = 0x80
_RARE: Final = 20  # UTF-16 has a zero in more than one byte of so many: blanks, digits, line ends


class Text(msgspec.Struct, frozen=True):
    """The text of a file; ``guessed`` when its bytes fit more than one encoding."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes) -> Text:
    """Return the text of ``content``; raise ``FileBinary`` where it holds NUL."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(Text(_tolerant(content[len(mark) :], encoding), encoding))
    if zeros := content[:_SAMPLE].count(0):
        return _checked(_wide(content, zeros))
    try:
        return _checked(Text(content.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        return _checked(_narrow(content))


def _wide(content: bytes, zeros: int) -> Text:
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if zeros * _RARE < len(sample) or min(even, odd) * 10 > max(even, odd):
        return Text(content.decode("utf-8", "replace"), "utf-8")
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    return Text(_tolerant(content, encoding), encoding)


def _narrow(content: bytes) -> Text:
    text = content.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    beyond = len(text) - sum(map(text.count, map(chr, range(_ASCII)))) - broken
    if beyond >= 2 * broken:  # by chance, old encodings form hardly any valid sequence
        return Text(text, "utf-8")
    sample = [byte >= _ASCII for byte in content[: 4 * _SAMPLE]]
    high = sum(sample)
    in_runs = sum(one and other for one, other in pairwise(sample))
    encoding = "cp1256" if in_runs * 2 > high else "cp1252"
    return Text(content.decode(encoding, "replace"), encoding, guessed=True)


def _tolerant(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace")


def _checked(text: Text) -> Text:
    if (position := text.text.find("\x00")) >= 0:
        raise FileBinary(position=position)
    return text
