"""What templates write with: numbers, times, ids, words, and the address of a served file."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muster.doors.web import list_words, plan_words, words
from muster.doors.web.outlooks import Row
from muster.doors.web.reader import READER
from muster.doors.web.served import files
from muster.doors.web.telling import minute, short
from muster.ground.people import saying
from muster.ground.people.ids import LENGTH, spell
from muster.ground.people.moment import Instant, calendar, iso
from muster.ground.people.saying import Saying, Word
from muster.journey.figures.figure import Figure, Reason, Unit
from muster.journey.figures.ledger import LiftLedger
from muster.site.rights import Right

register = template.Library()
MOST_LINKS = 8
DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@register.filter
def number(value: int | None) -> str:
    """Return 124334 as 124,334; a dash for what nobody counted."""
    return DASH if value is None else f"{value:,}"


@register.filter
def signed(value: int | None) -> str:
    """Return +12, -12 (with a true minus) or 0; a dash for what nobody counted."""
    if value is None:
        return DASH
    return f"{value:+,}".replace("-", MINUS) if value else "0"


@register.filter
def when(instant: Instant | None) -> SafeString | str:
    """Return an instant as 2021-08-26 13:06Z."""
    if instant is None:
        return DASH
    return format_html('<time datetime="{}">{}</time>', iso(instant), minute(instant))


@register.filter
def dated(instant: Instant) -> SafeString:
    """Return the day of an instant as Mon 30 Aug, in the reader's words."""
    at = calendar(instant)
    day = words.say(words.DAYS, _DAYS[at.weekday()])
    month = words.say(words.MONTHS, _MONTHS[at.month - 1])
    return format_html('<time datetime="{}">{} {} {}</time>', f"{at:%Y-%m-%d}", day, at.day, month)


@register.filter
def clock(instant: Instant) -> SafeString:
    """Return the time of day of an instant as 19:29Z."""
    time = f"{calendar(instant):%H:%M}"
    return format_html('<time datetime="{}">{}Z</time>', iso(instant), time)


@register.filter
def weekday(instant: Instant) -> SafeString:
    """Return an instant as Mon 30 Aug 2021 19:29Z, in the reader's words."""
    at = calendar(instant)
    day = words.say(words.DAYS, _DAYS[at.weekday()])
    month = words.say(words.MONTHS, _MONTHS[at.month - 1])
    return format_html(
        '<time datetime="{}">{} {} {} {} <span class="nowrap">{}Z</span></time>',
        iso(instant),
        day,
        at.day,
        month,
        at.year,
        f"{at:%H:%M}",
    )


@register.filter
def wanted(right: str) -> str:
    """Return what a right is for, in the reader's words; a later program's as it came."""
    return _(right) if right in words.RIGHTS else right


@register.filter
def spelled(identity: bytes) -> str:
    """Return the 26 letters of an id."""
    return spell(identity)


@register.filter
def brief(identity: bytes) -> SafeString:
    """Return the first letters of an id, the way people copy it."""
    return format_html('<code class="id">{}</code>', short(identity))


@register.filter
def leaf(mark: bytes) -> SafeString:
    """Return the first letters of a family page's mark, as its card bears them."""
    return format_html('<code class="id">{}</code>', spell(mark[:LENGTH])[:MOST_LINKS])


@register.filter
def word(code: str, table: str) -> str:
    """Return the reader's word for ``code`` from a table of one of the modules of words."""
    place = next(one for one in (words, plan_words, list_words) if hasattr(one, table))
    return words.say(getattr(place, table), code)


@register.simple_tag
def served(name: str) -> str:
    """Return the address of a file the door serves."""
    return reverse("served", args=[files()[name].file])


@register.simple_tag
def said(word: Word) -> SafeString | str:
    """Return a word in the reader's language, marked English where no translation has it."""
    told = saying.said(word, READER)
    foreign = isinstance(word, Saying) and READER.language != "en"
    if foreign and told == saying.said(word):
        return format_html('<span lang="en">{}</span>', told)
    return told


@register.simple_tag
def interval(figure: Figure) -> SafeString:
    """Return a figure: one number, two with a word between, or a time."""
    if figure.unit is Unit.TIME:
        return weekday(figure.lo)
    if figure.exact:
        return format_html('<data value="{}">{}</data>', figure.lo, number(figure.lo))
    low, high = number(figure.lo), number(figure.hi)
    return format_html('{} <span class="to">{}</span> {}', low, _("to"), high)


@register.simple_tag
def share(part: float | None) -> str:
    """Return a share as a percentage; what was not proven is said to be so."""
    return _("not proven") if part is None else f"{100 * part:.2f} %"


@register.simple_tag
def ends(both: tuple[float, float], row: Row) -> str:
    """Return both ends of an interval as the row wants them, one number where they read alike."""
    factor, unit = (100, " %") if row.share else (1, "")
    low, high = (f"{one * factor:,.{row.decimals}f}" for one in both)
    return f"{low}{unit}" if low == high else f"{low} {_('to')} {high}{unit}"


@register.simple_tag
def label(category: str, labels: dict[str, str]) -> str:
    """Return what the rule calls a category."""
    return labels.get(category, category)


@register.simple_tag
def of(names: dict[bytes, str], identity: bytes) -> str:
    """Return the name of a lift or place, else the first letters of its id."""
    return names.get(identity) or short(identity)


@register.simple_tag(name="range")
def span(low: int | None, high: int | None) -> str:
    """Return published readings: one number, or two with a dash."""
    if low is None or high is None:
        return DASH
    return number(low) if low == high else f"{number(low)}{DASH}{number(high)}"


@register.simple_tag
def gap(low: int | None, high: int | None) -> str:
    """Return a gap as an interval of signed numbers."""
    if low is None or high is None or low == high:
        return signed(low)
    return f"{signed(low)} {_('to')} {signed(high)}"


@register.simple_tag(takes_context=True)
def liftlink(context: template.Context, lift: LiftLedger) -> SafeString:
    """Return a lift's name, with a link for whoever may open lifts."""
    operator = context.get("operator")
    if operator is None or not operator.may(Right.SEE_LIFT):
        return format_html("<bdi>{}</bdi>", lift.name)
    return format_html(
        '<a href="{}"><bdi>{}</bdi></a>', reverse("lift", args=[spell(lift.id)]), lift.name
    )


@register.simple_tag(takes_context=True)
def behind(context: template.Context, reason: Reason) -> SafeString | str:
    """Return links to the lifts behind a reason, a few of them, for whoever may open lifts."""
    operator, report = context.get("operator"), context.get("report")
    if operator is None or report is None or not operator.may(Right.SEE_LIFT):
        return ""
    names = {one.id: one.name for one in report.lifts}
    known = [one for one in reason.subjects if one in names]
    links = format_html_join(
        " ",
        '<a href="{}"><bdi>{}</bdi></a>',
        ((reverse("lift", args=[spell(one)]), names[one]) for one in known[:MOST_LINKS]),
    )
    more = len(known) - MOST_LINKS
    rest = _("and %(n)s more") % {"n": number(more)} if more > 0 else ""
    return format_html('<small class="behind">{} {}</small>', links, rest) if known else ""
