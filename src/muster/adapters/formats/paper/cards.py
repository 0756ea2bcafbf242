"""What stands on a pass of paper and on a wristband; the words are sayings, said to the holder.

An outer card says window, lane and souls, and nothing else: the paper around a code can betray what
the code does not. Cards look the same for everybody; none says whose it is.
"""

import msgspec

from muster.adapters.formats.paper.codes import Level, drawn
from muster.ground.people.moment import Instant, calendar
from muster.ground.people.saying import ENGLISH, Saying, Voice, counted, say

OUTER_MM, INNER_MM, BAND_MM = 25, 30, 18
"""How wide each code is printed; at 203 dpi 23 and 14 are the least that reads."""
SHOWN = 8
"""So many letters of its text tell an outer card from another: a number that ran on would say how
many there are (T31)."""


class Card(msgspec.Struct, frozen=True):
    """One pass as paper: ``text`` is in the code, ``code`` is read aloud.

    ``closes`` is not in the window. ``lane`` is said on an outer card, ``gate`` on an inner one.
    """

    text: str
    opens: Instant
    closes: Instant
    souls: int
    code: str = ""
    gate: str = ""
    lane: int = 0
    outer: bool = False
    training: bool = False


class Leaf(msgspec.Struct, frozen=True):
    """The card of a family page: ``link`` is in the code, ``groups`` are typed at ``address``.

    It says neither whose it is nor of how many people; only what a relative may see differs.
    """

    link: str
    address: str
    groups: str
    number: str
    until: Instant
    relative: bool = False
    training: bool = False


class Band(msgspec.Struct, frozen=True):
    """One wristband: the code that it bears, as a picture and in letters."""

    code: str


def card(one: Card, voice: Voice = ENGLISH) -> dict[str, object]:
    """Return a card as the sheet is handed it: every word in the holder's language."""
    level = Level.THIRD if one.outer else Level.QUARTER
    return {
        "picture": drawn(one.text, level),
        "wide": OUTER_MM if one.outer else INNER_MM,
        "title": _TITLE.said(voice),
        "drill": _DRILL.said(voice) if one.training else "",
        "lines": [_line(label, value, voice) for label, value in _facts(one)],
        "code": " ".join(one.code[at : at + 4] for at in range(0, len(one.code), 4)),
        "advice": [] if one.outer else [each.said(voice) for each in _ADVICE],
        "number": one.text[-SHOWN:] if one.outer else "",
        "leftward": voice.leftward,
        "language": voice.language,
    }


def band(one: Band, voice: Voice = ENGLISH) -> dict[str, object]:
    """Return a wristband as the sheet is handed it."""
    return {
        "picture": drawn(one.code, Level.THIRD),
        "wide": BAND_MM,
        "code": " ".join(one.code[at : at + 4] for at in range(0, len(one.code), 4)),
        "leftward": voice.leftward,
        "language": voice.language,
    }


def leaf(one: Leaf, voice: Voice = ENGLISH) -> dict[str, object]:
    """Return the card of a family page as the sheet is handed it."""
    until = say("Until {day} it is answered.", day=f"{calendar(one.until):%Y-%m-%d}")
    told = _SAYS_SAFE if one.relative else _SAYS_CALLED
    return {
        "picture": drawn(one.link, Level.QUARTER),
        "wide": INNER_MM,
        "title": (_RELATIVE if one.relative else _PAGE).said(voice),
        "drill": _DRILL.said(voice) if one.training else "",
        "lines": [told.said(voice), until.said(voice), _TYPE.said(voice)],
        "address": one.address,
        "groups": one.groups.split(" "),
        "advice": [_HOLDS.said(voice)],
        "number": one.number,
        "leftward": voice.leftward,
        "language": voice.language,
    }


_TITLE = say("Pass")
_PAGE, _RELATIVE = say("Your page"), say("Relative's page")
_SAYS_CALLED = say("It says wait until you are called. Look at it once a day.")
_SAYS_SAFE = say("It says wait until all of them are safe.")
_TYPE = say("Type the address, or look at the picture with a phone. Then the seven groups.")
_HOLDS = say("Whoever has this card reads your page. Tear it up when you do not need it.")
_DRILL = say("DRILL: not valid")
_ADVICE = (
    say("Come together, all of you, with everything you take along."),
    say("One code lets your party in once. A copy shuts you out: show it to nobody else."),
    say("Bring the document that you gave, if you gave one."),
)


def _facts(one: Card) -> list[tuple[Saying, str | Saying]]:
    people = counted(one.souls, "{n} person", "{n} people")
    window = [(say("From"), _clock(one.opens)), (say("Until"), _clock(one.closes))]
    place = (say("Lane"), str(one.lane)) if one.outer else (say("Gate"), one.gate)
    return [*window, place, (say("For"), people)]


def _line(label: Saying, value: str | Saying, voice: Voice) -> list[str]:
    return [label.said(voice), value if isinstance(value, str) else value.said(voice)]


def _clock(when: Instant) -> str:
    """Return a time as digits that need no translation; all times on paper are UTC."""
    return f"{calendar(when):%Y-%m-%d %H:%M} UTC"
