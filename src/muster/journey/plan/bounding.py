"""The certificate: prices that prove what no plan can cost less than.

For any prices y, not above 0 on what is limited and of either sign on what havens hold,
    L(y) = sum_k n_k min(U_k, min_p r_p) + sum_rows y b
         + sum_hours [ceiling min(0, y_b - y_b+1) + outflow min(0, y_b)]
is a lower bound on the cost of every plan (Lagrange; Geoffrion, "Lagrangean relaxation for integer
programming", 1974), however badly the programme was solved that they come from. Whoever has the
operation computes it again from the bytes of the prices.
"""

import numpy as np

from muster.journey.plan.arrays import Floats
from muster.journey.plan.columns import Columns
from muster.journey.plan.greedy import Seating
from muster.journey.plan.model import Model, model
from muster.journey.plan.operation import Operation
from muster.journey.plan.pricing import Priced, priced, reduced, stay_price

HIGHEST = 1e9
"""A price above it is no price; sums of products stay finite."""


def bound(operation: Operation, prices: bytes) -> float:
    """Return the lower bound on ``costing.cost`` of every plan that these prices prove.

    Prices that are no certificate of this operation (another length, beyond ``HIGHEST``) prove
    what none prove: the bound at prices of zero.
    """
    made = model(Seating(operation))
    return least(made, read(made, prices))


def least(made: Model, prices: Floats, extra: Columns | None = None) -> float:
    """Return L(y). ``extra`` are the capped columns, whose reward lowers the bound."""
    return proven(made, prices, priced(made, prices), extra)


def proven(made: Model, prices: Floats, found: Priced, extra: Columns | None = None) -> float:
    """Return L(y) from what was priced at ``prices``; they must be a certificate (``certain``)."""
    classes, layout = made.classes, made.layout
    stays = np.where(classes.inside, stay_price(made, prices), 0.0)
    cheapest = np.minimum(found.cost.min(axis=1, initial=np.inf), classes.left - stays)
    total = made.fixed + float(classes.souls @ cheapest) + float(prices @ made.limits)
    held = prices[layout.havens :]
    hours = len(held) // max(len(made.operation.havens), 1)
    after = np.zeros_like(held)
    if hours:
        after.reshape(-1, hours)[:, :-1] = held.reshape(-1, hours)[:, 1:]
    total += float(made.ceiling @ np.minimum(0.0, held - after))
    total += float(made.outflow @ np.minimum(0.0, held))
    if extra is not None and extra.size:
        gain = np.minimum(0.0, reduced(made, prices, extra) - cheapest[extra.klass])
        total += float(extra.cap @ gain)
    return total


def certain(made: Model, prices: Floats) -> Floats:
    """Return prices that may stand as a certificate.

    Those of what is limited are not above 0. Those of litters and wheelchairs are 0: a class mean
    is no row that every plan obeys.
    """
    layout = made.layout
    found = prices.copy()
    found[: layout.havens] = np.minimum(found[: layout.havens], 0.0)
    found[layout.litters : layout.ready] = 0.0
    return found


def write(prices: Floats) -> bytes:
    """Return prices as bytes: eight for each row, the least first."""
    return prices.astype("<f8").tobytes()


def read(made: Model, prices: bytes) -> Floats:
    """Return the certificate in these bytes, or zeros where there is none for this operation."""
    rows = made.layout.rows
    found = np.frombuffer(prices, dtype="<f8") if len(prices) == 8 * rows else np.zeros(rows)
    if not (np.abs(found) <= HIGHEST).all():
        found = np.zeros(rows)
    return certain(made, found.astype(np.float64))
