"""What happened to records since all were compared; ``concerned`` says whom that concerns."""

from collections.abc import Collection

import msgspec

Pair = tuple[bytes, bytes]
"""Two records, the smaller id first."""


class Change(msgspec.Struct, frozen=True):
    """What happened since all were compared: who came, and who is otherwise than before or gone.

    ``judged`` are all pairs of which anybody judged anything, ``anew`` people to look at besides.
    """

    came: Collection[bytes]
    changed: Collection[bytes] = ()
    judged: Collection[Pair] = ()
    anew: Collection[bytes] = ()
