"""Put a zone into the field's words: a name, a birth, a sex, a document.

Only what nothing is wrong with is taken: a birth whose digit does not fit stays out, and so does a
date that is none. Whoever looks at the card may still enter it by hand.
"""

from calendar import monthrange
from datetime import date
from typing import Final

import msgspec

from muster.adapters.formats.codes import type_of
from muster.adapters.formats.mrz import days
from muster.adapters.formats.mrz.alphabet import FILLER
from muster.adapters.formats.mrz.days import Day
from muster.adapters.formats.mrz.layouts import LAYOUTS, Part
from muster.adapters.formats.mrz.zone import Zone
from muster.ground.people.birth import Birth, Precision
from muster.ground.people.document import Document, Evidence
from muster.ground.people.name import Name, named
from muster.ground.people.sex import Sex

_DECEMBER: Final = 12


class Bearer(msgspec.Struct, frozen=True):
    """Who a document says its bearer is; ``None`` where it does not say, or says it wrongly."""

    name: Name | None
    sex: Sex
    birth: Birth | None
    document: Document | None


def bearer(zone: Zone, today: date) -> Bearer:
    """Return what a zone says of its bearer; raise nothing."""
    return Bearer(_name(zone), _sex(zone), _birth(zone, today), _document(zone, today))


def _name(zone: Zone) -> Name | None:
    if zone.wrong(Part.FAMILY_NAME, Part.GIVEN_NAME):
        return None
    family, given = zone.text(Part.FAMILY_NAME), zone.text(Part.GIVEN_NAME)
    if family and given:
        return named(given, family)
    return Name(family or given) if family or given else None


def _sex(zone: Zone) -> Sex:
    return Sex.UNSTATED if zone.wrong(Part.SEX) else Sex(zone.text(Part.SEX))


def _birth(zone: Zone, today: date) -> Birth | None:
    if zone.wrong(Part.BIRTH, Part.BIRTH_DIGIT):
        return None
    day = days.birth(_raw(zone, Part.BIRTH), today)
    if day is None or not day.year:
        return None
    if not day.month:
        return Birth.in_year(day.year)
    first = f"{day.year:04d}-{day.month:02d}"
    if day.day:
        return Birth.on(f"{first}-{day.day:02d}")
    return Birth(f"{first}-01", _last(day), Precision.MONTH)


def _document(zone: Zone, today: date) -> Document | None:
    kind = type_of(zone.text(Part.CODE))
    if kind is None or zone.wrong(Part.CODE):
        return None
    number = "" if zone.wrong(Part.NUMBER, Part.NUMBER_DIGIT) else zone.number
    state = "" if zone.wrong(Part.STATE) else zone.text(Part.STATE)
    return Document(kind, number, Evidence.CLAIMED, state, _expiry(zone, today))


def _expiry(zone: Zone, today: date) -> str:
    if zone.wrong(Part.EXPIRY, Part.EXPIRY_DIGIT):
        return ""
    day = days.expiry(_raw(zone, Part.EXPIRY), today)
    return _last(day) if day is not None and day.year else ""


def _last(day: Day) -> str:
    """Return the last day that a date may mean, ISO."""
    month = day.month or _DECEMBER
    return f"{day.year:04d}-{month:02d}-{day.day or monthrange(day.year, month)[1]:02d}"


def _raw(zone: Zone, part: Part) -> str:
    """Return what stands in a box, fillers too; fillers alone while it is not typed to its end."""
    if not zone.text(part):
        return FILLER * len("740812")
    box = LAYOUTS[zone.form].box(part)
    text = zone.lines[box.line][box.start : box.end]
    return text.ljust(box.end - box.start, "?")
