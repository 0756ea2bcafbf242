"""The words and days of a family page: its languages, and a time as whoever reads it knows it.

The page has languages of its own, since it is read by whom the operation is for; the screens of the
posts have theirs (``LANGUAGES``). Digits are Latin in each. A day has its weekday; where the
language has a calendar of its own beside the common one, both are said.
"""

from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from muster.ground.people.moment import Instant, calendar
from muster.ground.people.solar import solar

LANGUAGES: dict[str, str] = settings.FAMILY_LANGUAGES
"""The tag of each language in an address, and its name in itself."""
LEFTWARD = frozenset({"prs", "ps", "ar"})
TAGS = {"prs": "fa-AF"}
"""What a page says its language is, where that is not the tag in its address."""
_ALIKE = {"fa": "prs", "fa-af": "prs", "prs-af": "prs", "ps-af": "ps"}
_SOLAR = frozenset({"en", "prs", "ps"})

_WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May (month)"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
_SOLAR_MONTHS = (
    _("Hamal"),
    _("Sawr"),
    _("Jawza"),
    _("Saratan"),
    _("Asad"),
    _("Sunbula"),
    _("Mizan"),
    _("Aqrab"),
    _("Qaws"),
    _("Jadi"),
    _("Dalw"),
    _("Hut"),
)


class Day(msgspec.Struct, frozen=True):
    """A time in words: the weekday, the day in one or two calendars, and the clock."""

    weekday: str
    common: str
    own: str
    clock: str


def chosen(tag: str) -> str | None:
    """Return the language of a tag as addresses and browsers write it; none where we lack it."""
    low = tag.strip().lower()
    known = _ALIKE.get(low, low)
    if known in LANGUAGES:
        return known
    first = low.partition("-")[0]
    return chosen(first) if first != low else None


def preferred(accepted: str) -> str:
    """Return the first of our languages in an ``Accept-Language`` header; English without one."""
    for part in accepted.split(",")[:20]:
        found = chosen(part.partition(";")[0])
        if found is not None:
            return found
    return "en"


def tag(language: str) -> str:
    """Return what a page says its language is."""
    return TAGS.get(language, language)


class Spoken:
    """The voice of one of these languages, for a card that is printed in it."""

    def __init__(self, language: str) -> None:
        self._way = language

    @property
    def language(self) -> str:
        """Return its tag, as its address has it."""
        return self._way

    @property
    def leftward(self) -> bool:
        """Return whether it is written from right to left."""
        return self._way in LEFTWARD

    def gettext(self, text: str, /) -> str:
        """Return ``text`` in that language."""
        with translation.override(self._way):
            return gettext(text)

    def ngettext(self, one: str, many: str, n: int, /) -> str:
        """Return the form of that language for ``n`` things."""
        with translation.override(self._way):
            return ngettext(one, many, n)


def day(when: Instant, offset: int, language: str) -> Day:
    """Return a time in the words of the language that is active; ``offset`` in minutes."""
    at = calendar(when) + timedelta(minutes=offset)
    month = gettext(_MONTHS[at.month - 1]).removesuffix(" (month)")
    common = f"{at.day} {month} {at.year}"
    own = _own(at) if language in _SOLAR else ""
    return Day(gettext(_WEEKDAYS[at.weekday()]), common, own, f"{at:%H:%M}")


def zone(offset: int) -> str:
    """Return how far local time is after UTC: +04:30."""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"


def _own(at: datetime) -> str:
    year, month, number = solar(at.date())
    return f"{number} {gettext(_SOLAR_MONTHS[month - 1])} {year}"
