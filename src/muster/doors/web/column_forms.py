"""The columns of a list as a form: what each is taken for, why, how it is read, what stands in it.

The form speaks as the command line does (``columns``): a number from the left, a target, and after
a colon how it is read. What stands in a column is shown to whoever opened the list, and to nobody.
"""

from collections.abc import Container, Iterator, Mapping
from itertools import islice

import msgspec

from muster.adapters.formats.cells import plain
from muster.adapters.formats.dates import Order
from muster.adapters.formats.mapping import Mapped
from muster.adapters.formats.proposal import Asked, Proposal
from muster.adapters.formats.tables import Table
from muster.adapters.formats.targets import DATES, DOCUMENTS, Target
from muster.doors.web.list_words import CALENDARS, NEEDS_OF, ORDERS, PAPERS, TARGETS
from muster.doors.web.words import say
from muster.site.registry.columns import NOTHING, Adjustment

SAMPLES = 3
LOOKED_AT = 200
"""Rows from the top in which something is looked for that stands in a column."""

DASH = "\N{EN DASH}"
Choice = tuple[str, str, bool]
"""What is sent, the reader's word, and whether it is chosen."""


class Column(msgspec.Struct, frozen=True):
    """One column: its number from 1, its header, what it is taken for, and what stands in it."""

    number: int
    header: str
    refused: bool
    why: str
    targets: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    samples: tuple[str, ...]
    asked: bool


def columns_of(table: Table, proposal: Proposal, said: Adjustment) -> list[Column]:
    """Return the columns of a table as they are proposed, and as somebody said."""
    mapping = said(table, proposal)
    taken = {one.column: one for one in mapping.fields}
    why = {one.column: (one.target, one.why.value) for one in proposal.guesses}
    asked = {one.column for one in proposal.questions}
    old = {one.column for one in proposal.questions if one.code is Asked.CALENDAR}
    samples = _samples(table)
    found = []
    for one in table.columns:
        mapped = taken.get(one.index)
        target = mapped.target if mapped is not None else None
        guessed, reason = why.get(one.index, (None, ""))
        found.append(
            Column(
                one.index + 1,
                one.header,
                one.index in proposal.refused,
                "" if target is None else reason if guessed is target else "said",
                tuple(_targets(target)),
                tuple(_orders(mapped)),
                tuple(_ways(mapped, old)),
                () if one.index in proposal.refused else samples[one.index],
                one.index in asked,
            )
        )
    return found


def said_of(form: Mapping[str, str], width: int) -> list[tuple[str, str]]:
    """Return what a form says of columns, in the words of ``Adjustment``; all of them."""
    said = []
    for number in range(1, width + 1):
        target = form.get(f"target-{number}", "")
        if target in TARGETS:
            words = (form.get(f"order-{number}", ""), form.get(f"way-{number}", ""))
            known = {} if target == NOTHING else _known(Target(target))
            said.append((str(number), ":".join((target, *(one for one in words if one in known)))))
    return said


def _samples(table: Table) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[] for _ in table.columns]
    for _, cells in islice(table.rows(), LOOKED_AT):
        for place, cell in zip(found, cells, strict=False):
            if len(place) < SAMPLES and (text := plain(cell)):
                place.append(text)
    return [tuple(one) for one in found]


def _targets(chosen: Target | None) -> Iterator[Choice]:
    value = NOTHING if chosen is None else chosen.value
    for code in TARGETS:
        yield code, say(TARGETS, code), code == value


def _known(target: Target) -> dict[str, str]:
    """Return how a column of that target may be read."""
    return (ORDERS if target in DATES else {}) | _beside(target)


def _beside(target: Target) -> dict[str, str]:
    """Return what a column of that target can be told beside the order of its dates."""
    known: dict[str, str] = {}
    if target in {Target.BIRTH_DATE, Target.BIRTH_YEAR}:
        known |= CALENDARS
    if target in DOCUMENTS:
        known |= PAPERS
    if target is Target.NEEDS:
        known |= NEEDS_OF
    return known


def _orders(mapped: Mapped | None) -> Iterator[Choice]:
    if mapped is None or mapped.target not in DATES:
        return
    if mapped.order is Order.OPEN:
        yield "", DASH, True
    for code in ORDERS:
        yield code, say(ORDERS, code), code == mapped.order.value


def _ways(mapped: Mapped | None, old: Container[int]) -> Iterator[Choice]:
    """Yield how a column is read; a calendar is asked for where years need one."""
    known = {} if mapped is None else _beside(mapped.target)
    if mapped is None or not known or (known == CALENDARS and mapped.column not in old):
        return
    chosen = mapped.group or (mapped.calendar.value if mapped.calendar.value in known else "")
    if chosen not in known:
        yield "", DASH, True
    for code in known:
        yield code, say(known, code), code == chosen
