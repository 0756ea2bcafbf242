"""What a column's values say about its meaning, where its header says nothing or too little.

Patterns find dates, sexes, phones, mail and family numbers. Nothing is said on a few cells, and a
family number must hold a digit: a surname is never taken for one.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from muster.adapters.formats.cells import is_missing, latin_digits
from muster.adapters.formats.dates import Order, Votes, read_day, votes
from muster.adapters.formats.glossary import document_of, relation_of, sex_of
from muster.adapters.formats.mrz.reader import read as read_mrz
from muster.adapters.formats.problems import FormatProblem
from muster.adapters.formats.targets import Target

_FEWEST: Final = 3
_MOST_SHARE: Final = 0.8
_PHONE: Final = re.compile(r"(?:\+|00|0)[\d\s().-]{7,20}")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FAMILY: Final = re.compile(r"[A-Za-z]{0,6}[-_ /#]?\d{1,8}")
_LARGEST_FAMILY: Final = 20
_SPARSE: Final = 0.8  # families over members, at most, in a column of family numbers
_NOW: Final = 2025  # about; dates of birth lie well before it, expiries around it
_GROWN: Final = 8
_SHORTEST_ZONE: Final = 72
_SOME_DAY: Final = date(_NOW, 1, 1)  # no digit depends on the century


def filled(cells: Sequence[str]) -> list[str]:
    """Return the plain cells that say something."""
    return [cell for cell in cells if not is_missing(cell)]


def guess(cells: Sequence[str]) -> Target | None:
    """Return what the plain ``cells`` of a column look like, or ``None``."""
    texts = filled(cells)
    if len(texts) < _FEWEST:
        return None
    shares = {
        Target.MAIL: _share(texts, lambda text: bool(_MAIL.fullmatch(text))),
        Target.PHONE: _share(texts, lambda text: bool(_PHONE.fullmatch(latin_digits(text)))),
        Target.SEX: _share(texts, lambda text: sex_of(text) is not None),
        Target.RELATION: _share(texts, lambda text: relation_of(text) is not None),
        Target.DOCUMENT_TYPE: _share(texts, lambda text: document_of(text) is not None),
        Target.BIRTH_DATE: _births(texts),
        Target.MRZ: _share(texts, _is_zone),
    }
    best = max(shares, key=lambda target: shares[target])
    if shares[best] >= _MOST_SHARE:
        return best
    return Target.PARTY if looks_like_family_numbers(cells) else None


def date_votes(cells: Sequence[str]) -> Votes:
    """Return what the plain ``cells`` of a column say about the order of its dates."""
    return votes(cell for cell in cells if not is_missing(cell))


def has_figures(cells: Sequence[str]) -> bool:
    """Tell whether nearly every filled cell holds a digit, as a family number does."""
    texts = filled(cells)
    return _share(texts, lambda text: any(letter.isdigit() for letter in text)) >= _MOST_SHARE


def looks_like_family_numbers(cells: Sequence[str]) -> bool:
    """Tell whether short numbers repeat in runs, as members of a family below each other do."""
    texts = filled(cells)
    if len(texts) < 2 * _FEWEST or not all(_FAMILY.fullmatch(latin_digits(one)) for one in texts):
        return False
    runs = [len(list(same)) for _, same in groupby(texts)]
    together = len(runs) == len(set(texts))  # the members of a family stand below each other
    return together and 1 < max(runs) <= _LARGEST_FAMILY and len(runs) < len(texts) * _SPARSE


def _is_zone(text: str) -> bool:
    """Tell whether a text is a whole machine-readable zone whose check digits all fit."""
    if len(text) < _SHORTEST_ZONE:
        return False
    try:
        return not read_mrz(text, _SOME_DAY).wrong()
    except FormatProblem:
        return False


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _births(texts: Sequence[str]) -> float:
    """Return the share of dates, if most lie far enough back for people to be born on them."""
    days = [read_day(text, Order.DAY_FIRST, _NOW) or read_day(text, Order.MONTH_FIRST, _NOW)
            for text in texts if not text.isdecimal()]  # fmt: skip
    years = sorted(day.year for day in days if day)
    return len(years) / len(texts) if years and years[len(years) // 2] < _NOW - _GROWN else 0.0
