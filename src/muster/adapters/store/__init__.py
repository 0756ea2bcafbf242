"""The record on disk: one interface (``engine.Store``), bytes in and bytes out, for every engine.

Segments of logs are the truth and never change. Rows, books and tallies are folded from them,
written in the same transaction, and may be thrown away. Wraps and sealed epoch keys may be
destroyed, so that what they open stays shut. ``README.md`` tells the life of a fact in here.
"""

from muster.adapters.store.changes import ACCOUNTS, Changes
from muster.adapters.store.engine import Store, View, transaction, unit
from muster.adapters.store.shapes import (
    NO_HASH,
    AccountRow,
    CarriedRow,
    EpochRow,
    LogRow,
    PendingRow,
    Row,
    SegmentRow,
    Sizes,
    WrapRow,
)
from muster.adapters.store.sqlite import open_sqlite, read_sqlite

__all__ = [
    "ACCOUNTS",
    "NO_HASH",
    "AccountRow",
    "CarriedRow",
    "Changes",
    "EpochRow",
    "LogRow",
    "PendingRow",
    "Row",
    "SegmentRow",
    "Sizes",
    "Store",
    "View",
    "WrapRow",
    "open_sqlite",
    "read_sqlite",
    "transaction",
    "unit",
]
