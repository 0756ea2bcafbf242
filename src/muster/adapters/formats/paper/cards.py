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


_TITLE = say("Pass")
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
