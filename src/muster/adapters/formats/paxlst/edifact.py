"""Cut UN/EDIFACT (ISO 9735) into segments, and put segments into bytes again.

A string may say its own separators in front (UNA). The release character takes the meaning from the
one that follows. Blanks and line ends around a segment mean nothing, nor do blanks after its tag.
What says that it repeats elements is left as it is: nothing in a passenger list repeats.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import CellTooLong, EdifactSigns

Element = tuple[str, ...]


class Signs(msgspec.Struct, frozen=True):
    """The separators of one string, in the order in which UNA says them."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = " "
    end: str = "'"

    @property
    def una(self) -> str:
        """The service string that says them."""
        return "UNA" + "".join(msgspec.structs.astuple(self))


class Segment(msgspec.Struct, frozen=True):
    """One segment: its tag, and its elements with their components, all as written."""

    tag: str
    elements: tuple[Element, ...] = ()

    def text(self, element: int, component: int = 0) -> str:
        """Return a component without outer blanks, counted from 0; empty where there is none."""
        parts = self.elements[element] if element < len(self.elements) else ()
        return parts[component].strip() if component < len(parts) else ""

    def parts(self, element: int) -> Element:
        """Return the components of an element without outer blanks; none where there is none."""
        found = self.elements[element] if element < len(self.elements) else ()
        return tuple(one.strip() for one in found)


USUAL: Final = Signs()

_START: Final = re.compile(
    rb"[\xef\xbb\xbf\s]*(?:UNA.{6}\s*(?:UNB|UNG|UNH)[^0-9A-Za-z]|UNB *\+ *(?:UN[A-Z]{2}|KECA) *[:+]"
    rb"|UNH *\+[^']{0,80}\+ *PAXLST)",
    re.DOTALL,
)
_LOOKED_AT: Final = 256
_UNA: Final = "UNA"
_SIGNS: Final = 6
_FIRST: Final = re.compile(r"\s*")
_TAG: Final = re.compile(r"[A-Z][A-Z0-9]{2}")


def is_edifact(content: bytes) -> bool:
    """Tell whether ``content`` begins as EDIFACT does."""
    return _START.match(content[:_LOOKED_AT]) is not None


def decoded(content: bytes) -> str:
    """Return the text of ``content``: UTF-8 where it is, else Latin-1, of which UNOC is a part."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def signs_of(text: str, start: int = 0) -> tuple[Signs, int]:
    """Return the separators from ``start`` on and where the first segment is; raise EdifactSigns.

    Without UNA they are the usual ones.
    """
    found = _FIRST.match(text, start)
    begin = found.end() if found else start
    if not text.startswith(_UNA, begin):
        return USUAL, begin
    said = text[begin + len(_UNA) : begin + len(_UNA) + _SIGNS]
    if len(said) < _SIGNS or not _can_part(Signs(*said)):
        raise EdifactSigns
    return Signs(*said), begin + len(_UNA) + _SIGNS


def _can_part(signs: Signs) -> bool:
    """Tell whether the separators can be told from text and from each other."""
    used = [signs.component, signs.element, signs.end]
    if not signs.release.isspace():
        used.append(signs.release)
    return len(set(used)) == len(used) and not any(one.isalnum() or one == " " for one in used)


def segments(text: str, limits: Limits, start: int = 0) -> Iterator[tuple[Segment, int]]:
    """Yield each segment of ``text`` from ``start`` on and where it ends; the last may have no end.

    What does not begin with a tag has none: often a name with an apostrophe that nobody released.

    Raises:
        EdifactSigns: UNA says separators that cannot be told from text or from each other.
        CellTooLong: a component has more characters than are taken in.
    """
    signs, at = signs_of(text, start)
    number = 0
    for raw in _split(text[at:], signs.end, signs):
        at += len(raw) + len(signs.end)
        if bare := raw.lstrip():
            number += 1
            _check_length(bare, signs, number, limits)
            yield _segment(bare, signs), at


def _check_length(raw: str, signs: Signs, number: int, limits: Limits) -> None:
    if len(raw) > limits.cell:
        longest = max(len(part) for one in _split(raw, signs.element, signs)
                      for part in _split(one, signs.component, signs))  # fmt: skip
        if longest > limits.cell:
            raise CellTooLong(line=number, limit=limits.cell)


def _split(text: str, separator: str, signs: Signs) -> Iterator[str]:
    """Yield the pieces of ``text`` between separators that are not released; releases stay in."""
    if signs.release.isspace() or signs.release not in text:
        yield from text.split(separator)
        return
    begin = at = 0
    pattern = re.compile(f"{re.escape(signs.release)}.|{re.escape(separator)}", re.DOTALL)
    for found in pattern.finditer(text):
        at = found.start()
        if found[0] == separator:
            yield text[begin:at]
            begin = found.end()
    yield text[begin:]


def _segment(raw: str, signs: Signs) -> Segment:
    head, *elements = _split(raw, signs.element, signs)
    tag, *more = _split(head, signs.component, signs)
    tag = tag.strip()
    if more or not _TAG.fullmatch(tag):
        return Segment("")
    return Segment(
        tag,
        tuple(
            tuple(_plain(part, signs) for part in _split(one, signs.component, signs))
            for one in elements
        ),
    )


def _plain(text: str, signs: Signs) -> str:
    if signs.release.isspace() or signs.release not in text:
        return text
    return re.sub(f"{re.escape(signs.release)}(.)", r"\1", text, flags=re.DOTALL)


def written(said: Iterable[Segment], signs: Signs = USUAL) -> bytes:
    """Return segments as one string with its separators in front."""
    return (signs.una + "".join(_raw(one, signs) for one in said)).encode()


def _raw(segment: Segment, signs: Signs) -> str:
    elements = (
        signs.component.join(_released(part, signs) for part in element)
        for element in segment.elements
    )
    return signs.element.join((segment.tag, *elements)) + signs.end


def _released(text: str, signs: Signs) -> str:
    marked = (signs.release, signs.component, signs.element, signs.end)
    return "".join(f"{signs.release}{one}" if one in marked else one for one in text)
