"""What an operator says of a list's columns, in words: which one, taken for what, read how.

A column is its number from the left, from 1 on, or its header. What it is taken for is a target,
and after colons what the target needs: the order of its dates, the calendar of its years, or the
group (the type of document, the need) that it belongs to. ``nothing`` leaves it unread.
"""

from collections.abc import Sequence

from muster.adapters.formats.cells import folded
from muster.adapters.formats.dates import Order
from muster.adapters.formats.mapping import Calendar, Families, Mapping
from muster.adapters.formats.proposal import Proposal
from muster.adapters.formats.tables import Table
from muster.adapters.formats.targets import DATES, Target
from muster.site.problems import ListColumnUnknown, TargetUnknown

NOTHING = "nothing"
TARGETS = (*(one.value for one in Target), NOTHING)
FAMILIES = tuple(one.value for one in Families)

_ORDERS = {one.value: one for one in Order}
_CALENDARS = {one.value: one for one in Calendar}


class Adjustment:
    """Changes a proposal as it was told, and keeps the mapping that came of it."""

    def __init__(self, said: Sequence[tuple[str, str]], families: str = "") -> None:
        self._said = said
        self._families = families
        self.mapping: Mapping | None = None

    def __call__(self, table: Table, proposal: Proposal) -> Mapping:
        """Return the mapping; raise ``ListColumnUnknown``, ``TargetUnknown``."""
        mapping = proposal.mapping
        for column, target in self._said:
            mapping = _taken(mapping, _place(table, column), target)
        if self._families:
            mapping = mapping.parting(Families(self._families))
        self.mapping = mapping
        return mapping


def _place(table: Table, said: str) -> int:
    width = len(table.columns)
    if said.isdecimal():
        found = [int(said) - 1] if 0 < int(said) <= width else []
    else:
        found = [one.index for one in table.columns if folded(one.header) == folded(said)]
    if len(found) != 1:
        raise ListColumnUnknown(columns=width, found=len(found))
    return found[0]


def _taken(mapping: Mapping, column: int, said: str) -> Mapping:
    name, *words = said.split(":")
    if name == NOTHING:
        return mapping.taking(column, None)
    if name not in TARGETS:
        raise TargetUnknown(known=", ".join(TARGETS))
    target = Target(name)
    group = next((word for word in words if word not in _ORDERS | _CALENDARS), "")
    if group or not any((one.column, one.target) == (column, target) for one in mapping.fields):
        mapping = mapping.taking(column, target, group)
        # Nobody looked at these dates yet: whoever names the column says their order too.
        mapping = mapping.ordering(column, Order.OPEN) if target in DATES else mapping
    for word in words:
        if word in _ORDERS:
            mapping = mapping.ordering(column, _ORDERS[word])
        elif word in _CALENDARS:
            mapping = mapping.dating(column, _CALENDARS[word])
    return mapping
