"""Step 1: what kind of thing a text is, as a camera, a keyboard scanner or a hand gives it."""

import msgspec

from muster.journey.passes import aloud, inner, letters, outer
from muster.journey.passes.inner import Sealed
from muster.journey.passes.outer import Outer
from muster.journey.passes.wrong import Unjudged, Wrong

LONGEST = 700
_HOLDER = "MH1"
_FAMILIES = ("MP", "MH")
_NO_BLANKS = dict.fromkeys(map(ord, " \t\n\r\v\f"))


class Presented(msgspec.Struct, frozen=True):
    """The bytes of an inner pass with the holder's fresh signature on them (``MH1``)."""

    raw: bytes


class Aloud(msgspec.Struct, frozen=True):
    """A pass id, as typed from a read-aloud code: it proves nothing, its record may."""

    kid: bytes
    slot: int


Shown = Sealed | Presented | Outer | Aloud | Wrong | Unjudged


def read(text: str) -> Shown:
    """Return what ``text`` is; an inner pass is read through to its shape (steps 1 to 4)."""
    # Step 1: strip blanks, upper case, at most 700 characters; nothing but ASCII is a pass.
    if len(text) > LONGEST or not text.isascii():
        return Wrong.FOREIGN
    told = text.translate(_NO_BLANKS).upper()
    if told.startswith(inner.PREFIX):
        raw = letters.read(told[len(inner.PREFIX) :])
        return Wrong.MALFORMED if raw is None else inner.read(raw)
    if told.startswith(_HOLDER):
        raw = letters.read(told[len(_HOLDER) :])
        return Wrong.MALFORMED if raw is None else Presented(raw)
    if told[:2] in _FAMILIES and told[2:3].isdecimal():
        return Unjudged.NEWER
    if len(told) == outer.LETTERS:
        return outer.read(told) or Wrong.FOREIGN
    if len(told) == aloud.LETTERS and told.isalnum():
        code = aloud.read(told)
        return Unjudged.MISTYPED if code is None else Aloud(*code)
    return Wrong.FOREIGN
