"""An observation: a fact that somebody observed, at a time, and put on record.

The three fields come first in the bytes of every kind, in this order.
"""

from muster.ground.people.moment import Moment
from muster.ground.record.fact import Fact


class Observation(Fact, frozen=True):
    """``subject`` is the id of what it is about; ``operator`` answers for it.

    A correction is a new observation; an override is one with operator, reason and witness.
    """

    subject: bytes
    observed: Moment
    operator: bytes
