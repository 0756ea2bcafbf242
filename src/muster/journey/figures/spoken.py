"""The small sayings that sentences are made of: counts, intervals, days, units, names of groups.

An interval is always said as one: "between 640 and 823", "up to 170".
"""

from muster.ground.people.moment import Instant, calendar
from muster.ground.people.saying import Saying, Word, counted, say
from muster.journey.figures.figure import Figure, Unit

UNITS: dict[str, Saying] = {
    Unit.SOULS: say("souls"),
    Unit.SEATS: say("seats"),
    Unit.PARTIES: say("parties"),
    Unit.LIFTS: say("lifts"),
    Unit.ITEMS: say("items"),
    Unit.SCANS: say("scans"),
    Unit.TIME: say("time"),
}
WEEKDAYS = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)
MONTHS = (
    say("January"),
    say("February"),
    say("March"),
    say("April"),
    say("May"),
    say("June"),
    say("July"),
    say("August"),
    say("September"),
    say("October"),
    say("November"),
    say("December"),
)
_NAMES = {
    "handed-over": say("handed over"),
    "dead": say("dead"),
    "missing": say("missing"),
    "withdrew": say("withdrew"),
    "left-on-own-account": say("left on own account"),
    "ineligible": say("ineligible"),
    "left-behind": say("left behind"),
    "uncategorised": say("uncategorised"),
    "open": say("open"),
    "surge": say("surge"),
    "threat-hold": say("threat hold"),
    "shut": say("shut"),
    "shut-for-good": say("shut for good"),
}
_STATES = {"us": "US", "uk": "UK", "uae": "UAE"}
"""Parts of an id that name a state and are spoken letter by letter."""


def spoken(figure: Figure) -> Word:
    """Return a figure as words: a number, "up to 170", "between 640 and 823"."""
    return spoken_between(figure.lo, figure.hi)


def spoken_between(low: int, high: int) -> Word:
    """Return an interval of counts as words."""
    if low == high:
        return low
    if low <= 0:
        return say("up to {high}", high=high)
    return say("between {low} and {high}", low=low, high=high)


def people(low: int, high: int) -> Saying:
    """Return an interval of people; the grammar of their number is the reader's language's."""
    if low == high:
        return counted(high, "{n} person", "{n} people")
    if low <= 0:
        return counted(high, "up to {n} person", "up to {n} people")
    return counted(high, "between {low} and {n} person", "between {low} and {n} people", low=low)


def people_of(figure: Figure) -> Saying:
    """Return a figure over people."""
    return people(figure.lo, figure.hi)


def lifts(number: int) -> Saying:
    """Return a number of lifts."""
    return counted(number, "{n} lift", "{n} lifts")


def date(when: Instant) -> Saying:
    """Return the UTC date of an instant: 30 August 2021."""
    day = calendar(when)
    month = MONTHS[day.month - 1]
    return say("{day} {month} {year}", day=str(day.day), month=month, year=str(day.year))


def spoken_day(when: Instant) -> Saying:
    """Return the UTC day of an instant: Monday 30 August 2021."""
    weekday = WEEKDAYS[calendar(when).weekday()]
    return say("{weekday} {date}", weekday=weekday, date=date(when))


def spoken_time(when: Instant) -> Saying:
    """Return an instant to the minute: Monday 30 August 2021 at 19:29 UTC."""
    time = f"{calendar(when):%H:%M}"
    return say("{day} at {time} UTC", day=spoken_day(when), time=time)


def spoken_name(word: str) -> Saying:
    """Return the id of a group or part as words: worked with, US service.

    A group is the rule's, not ours, and in no catalogue of ours; a translation may add it.
    """
    return _NAMES.get(word) or Saying(" ".join(_STATES.get(one, one) for one in word.split("-")))
