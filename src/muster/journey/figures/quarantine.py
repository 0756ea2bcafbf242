"""Entries that may not be what they seem: beyond the place where a log has forked or was revoked.

They are kept, and count in one end of a figure only: with them and without them both ends are
reckoned, and the figure is as wide as both together.
"""

from collections.abc import Mapping

import msgspec

from muster.ground.people.saying import Saying, counted
from muster.journey.figures.figure import Figure, Reason, ReasonCode, Unit

_replace = msgspec.structs.replace


class Beyond(msgspec.Struct, frozen=True):
    """How many entries are quarantined, and from which sequence on of which logs (hex).

    ``released`` are hashes (hex) of entries there that count all the same, each with its log.
    """

    entries: int = 0
    logs: tuple[tuple[str, int], ...] = ()
    released: tuple[tuple[str, str], ...] = ()

    @property
    def subjects(self) -> tuple[bytes, ...]:
        """Return the ids of the logs."""
        return tuple(bytes.fromhex(log) for log, _ in self.logs)

    def told(self) -> Saying:
        """Return what is said of them."""
        return counted(
            self.entries,
            "{n} entry lies beyond a fork or a revocation of its log; this is with and without it.",
            "{n} entries lie beyond a fork or a revocation of their log; this is with and without "
            "them.",
        )


def widened(
    sure: Mapping[str, Figure], all_: Mapping[str, Figure], beyond: Beyond
) -> dict[str, Figure]:
    """Return every figure of ``all_``, as wide as with and without what is ``beyond``.

    What only quarantined entries tell of is nobody without them.
    """
    return {
        name: _widened(sure.get(name) or _nobody(one), one, beyond) for name, one in all_.items()
    }


def _nobody(figure: Figure) -> Figure:
    if figure.unit is Unit.TIME:
        return figure
    return _replace(figure, lo=0, hi=0, reasons=())


def _widened(sure: Figure, all_: Figure, beyond: Beyond) -> Figure:
    low, high = min(0, all_.lo - sure.lo), max(0, all_.hi - sure.hi)
    if not low and not high:
        return sure
    reason = Reason(ReasonCode.QUARANTINED, low, high, beyond.told(), beyond.subjects)
    return _replace(sure, lo=sure.lo + low, hi=sure.hi + high, reasons=(*sure.reasons, reason))
