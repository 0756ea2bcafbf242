"""Read a machine-readable zone that somebody types or a reader sends: nothing goes on record.

It needs no site, only the day: by it a birth in two figures finds its century.
"""

import msgspec

from muster.adapters.formats.mrz.bearer import Bearer, bearer
from muster.adapters.formats.mrz.layouts import LAYOUTS, Form
from muster.adapters.formats.mrz.reader import look
from muster.adapters.formats.mrz.shapes import MOST, form_of, form_so_far, zone_lines
from muster.adapters.formats.mrz.suggestions import Suggestion, suggest
from muster.adapters.formats.mrz.zone import Zone
from muster.adapters.formats.problems import ZoneLength, ZoneLines, ZoneOpen
from muster.ground.people.moment import calendar
from muster.site.clock import SystemClock

FORMS = tuple(one.value for one in Form)


class ZoneRead(msgspec.Struct, frozen=True):
    """A zone, what was probably meant in it, and who it says its bearer is."""

    zone: Zone
    suggestions: tuple[Suggestion, ...]
    bearer: Bearer


def read_zone(text: str, form: str = "") -> ZoneRead:
    """Return what stands in ``text``, as far as it is typed; ``form`` is one of ``FORMS`` or open.

    Raises ``ZoneLines``, ``ZoneLength`` or ``ZoneOpen`` where it could be no zone of a known form.
    """
    lines = zone_lines(text[:MOST])
    told = Form(form) if form else _form(lines)
    today = calendar(SystemClock().now().latest).date()
    zone = look(lines, told, today)
    return ZoneRead(zone, suggest(lines, told), bearer(zone, today))


def lines_of(form: str) -> int:
    """Return how many lines a zone of this form has."""
    return LAYOUTS[Form(form)].lines


def _form(lines: tuple[str, ...]) -> Form:
    try:
        return form_of(lines)
    except (ZoneLines, ZoneLength) as misshapen:
        longest = max(map(len, lines), default=0)
        if longest > max(one.width for one in LAYOUTS.values()):
            raise
        try:
            return form_so_far(lines)
        except ZoneOpen:
            if len(lines) > 1:
                raise misshapen from None
            raise
