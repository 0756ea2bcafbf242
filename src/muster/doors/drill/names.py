"""Synthetic names: combined by chance from tables of common ones, in two scripts.

A table row is one spelling in the native script and the Latin spellings that officials write for
it. Men's names are simple or put together as they are in Dari and Pashto; one spelling in a
document often differs from the next, and so does ours.
"""

import tomllib
from collections.abc import Iterable
from importlib import resources

from msgspec import Struct

SETS = ("afghan", "island")
_TABLES = resources.files("muster.doors.drill") / "tables"
_SIMPLE_WEIGHT = 4.0
_COMPOUND_WEIGHT = 3.0
_FIRST_WEIGHT = 0.5
_SECOND_WEIGHT = 0.25

Row = list[str]


class Spelled(Struct, frozen=True, gc=False):
    """One name: ``native`` spelling, Latin spellings, weight against its siblings."""

    native: str
    latin: tuple[str, ...]
    weight: float


class NameSet(Struct, frozen=True):
    """The names of one population."""

    script: str
    male: tuple[Spelled, ...]
    female: tuple[Spelled, ...]
    family: tuple[Spelled, ...]


def name_set(identity: str) -> NameSet:
    """Return the shipped set of names ``identity``, one of ``SETS``."""
    table = tomllib.loads((_TABLES / f"{identity}.toml").read_text("utf-8"))
    latin = table["script"] == "Latn"
    return NameSet(
        table["script"],
        tuple(_men(table, latin=latin)),
        tuple(_plain(table["female"], latin=latin, weight=_SIMPLE_WEIGHT)),
        tuple(_plain(table["family"], latin=latin)),
    )


def _plain(rows: Iterable[Row], *, latin: bool = False, weight: float = 1.0) -> list[Spelled]:
    """Return a spelling per row; where the native script is Latin, the first one counts as well."""
    return [
        Spelled(native, (native, *other) if latin else tuple(other), weight)
        for native, *other in rows
    ]


def _men(table: dict[str, list[Row]], *, latin: bool) -> list[Spelled]:
    simple = _plain(table["male"], latin=latin, weight=_SIMPLE_WEIGHT)
    firsts = [
        _joined(front, " ", back, _FIRST_WEIGHT)
        for front in _plain(table["first"])
        for back in simple
        if front.native != back.native
    ]
    seconds = [
        _joined(front, "", back, _SECOND_WEIGHT)
        for front in simple
        for back in _plain(table["second"])
    ]
    god = Spelled("الله", ("ullah", "ollah"), 1.0)
    of_god = [_joined(stem, "", god, _COMPOUND_WEIGHT) for stem in _plain(table["of_god"])]
    return [*simple, *map(_servant, table["servant"]), *of_god, *firsts, *seconds]


def _servant(row: Row) -> Spelled:
    native, *latin = row
    apart = (f"Abdul {one}" for one in latin)
    return Spelled(f"عبدال{native}", (*apart, f"Abdul{latin[0].lower()}"), _COMPOUND_WEIGHT)


def _joined(front: Spelled, between: str, back: Spelled, weight: float) -> Spelled:
    spellings = (f"{a}{between}{b}" for a in front.latin[:2] for b in back.latin[:2])
    return Spelled(f"{front.native} {back.native}", tuple(spellings), weight)
