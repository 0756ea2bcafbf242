"""Which rows the programme has: those of ready area and havens only once they bind.

Every hour in the ready area is an entry of its column, half of all there are, and most hours of
most operations have room to spare: without those rows 114,000 people take 1.2 s a round instead of
5.2. What was left out is counted after each round, and stands in the programme from then on where
it was exceeded (row generation; Dantzig, Fulkerson and Johnson, 1954). A row that is left out has
the price 0, which is always a certificate.
"""

import numpy as np

from muster.journey.plan.arrays import Bools, Floats
from muster.journey.plan.columns import Entries
from muster.journey.plan.model import Model

FEW = 60_000
"""Entries up to which no row is left out."""
_BESIDE = np.arange(-12, 13)
"""Hours before and after one that was exceeded that bind with it."""
SPARE = 0.5
"""Souls too many that are not worth a round."""
TRACES = 1e-3
"""Souls too many that are none: the interior point leaves traces."""


class Binding:
    """The rows that stand in the programme; ``rows`` says it for each.

    Without ``needs`` those of litters and wheelchairs never do: they have no price in a
    certificate, so that a programme without them closes where the certificate does.
    """

    def __init__(self, made: Model, entries: int, *, needs: bool = True) -> None:
        self._made, layout = made, made.layout
        self.rows: Bools = np.ones(made.layout.rows, dtype=np.bool_)
        self._never = np.zeros(layout.rows, dtype=np.bool_)
        self._never[layout.litters : layout.ready] = not needs
        if entries > FEW:
            self.rows[layout.ready :] = False
        self.rows &= ~self._never

    def widen(self, entries: Entries, amounts: Floats, left: Floats, spare: float = SPARE) -> bool:
        """Take up the rows that so many souls on each column exceed; say whether there are any.

        ``left`` are souls left of each class: those inside stay in the ready area. Up to ``spare``
        souls too many are none; half a soul may be a twentieth of what a small operation
        costs.
        """
        if (self.rows | self._never).all():
            return False
        row, column, value = entries
        weights = value * amounts[column]
        loads: Floats = np.bincount(row, weights, self._made.layout.rows).astype(np.float64)
        new = self._crowded(loads, left, spare) | self._overfull(loads, spare)
        new &= ~self.rows
        self.rows |= new
        return bool(new.any())

    def _crowded(self, loads: Floats, left: Floats, spare: float) -> Bools:
        made, layout = self._made, self._made.layout
        found = np.zeros(layout.rows, dtype=np.bool_)
        ready = slice(layout.ready, layout.havens)
        there = loads[ready] + left[made.classes.inside].sum()
        near = np.add.outer(np.flatnonzero(there > made.limits[ready] + spare), _BESIDE)
        found[ready][near.clip(0, len(there) - 1)] = True
        return found

    def _overfull(self, loads: Floats, spare: float) -> Bools:
        """Return the rows of the havens that hold too many at some hour; all hours of a haven."""
        made, layout = self._made, self._made.layout
        found = np.zeros(layout.rows, dtype=np.bool_)
        havens = len(made.operation.havens)
        if not havens or not len(made.ceiling):
            return found
        coming = loads[layout.havens :] - made.limits[layout.havens :] - made.outflow
        change = np.cumsum(coming.reshape(havens, -1), axis=1)
        held = change - np.minimum(0.0, np.minimum.accumulate(change, axis=1))
        over = (held > made.ceiling.reshape(havens, -1) + spare).any(axis=1)
        found[layout.havens :] = np.repeat(over, held.shape[1])
        return found
