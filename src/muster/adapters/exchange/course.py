"""How a session went: what was sent and taken, what was left open."""

import msgspec


class Count(msgspec.Struct):
    """What went one way."""

    entries: int = 0
    chunks: int = 0
    frames: int = 0
    bytes: int = 0
    points: int = 0


class Course(msgspec.Struct):
    """How a session went: what was sent and taken, of it freed; logs refused.

    ``forked`` logs were found to have two branches; of ``doubted`` ones it was asked, since entries
    that are there did not come: the log has forked, or they wait here for a key.
    ``expected`` is how many entries the peer is ahead by its points; ``turns`` are our messages.
    """

    sent: Count = msgspec.field(default_factory=Count)
    taken: Count = msgspec.field(default_factory=Count)
    expected: int = 0
    waiting: int = 0
    turns: int = 0
    forked: set[bytes] = msgspec.field(default_factory=set)
    doubted: set[bytes] = msgspec.field(default_factory=set)
    refused: dict[bytes, str] = msgspec.field(default_factory=dict)
    short: bool = False
    complete: bool = False
