"""A fact: a frozen struct in the past tense, its kind spelled in its bytes.

The encoding is a msgpack array: the kind, then the fields in order. A later version of a kind may
add fields with defaults at the end and changes nothing else, so that old bytes stay readable.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import ClassVar, Generic, TypeVar

import msgspec

from muster.ground.record.compartment import Compartment
from muster.ground.record.problems import FactUnreadable

PAD = 32
_MARK = b"\x80"
_ENDS = tuple(_MARK + bytes(PAD - 1 - over) for over in range(PAD))
"""What fills a body up, by how many bytes it has over."""


class Subject(StrEnum):
    """What a fact is about. It is about exactly one; counts over many are queries."""

    PERSON = "person"
    PARTY = "party"
    LIFT = "lift"
    PLACE = "place"
    LIST = "list"
    RULE = "rule"
    INCIDENT = "incident"
    OPERATOR = "operator"
    SITE = "site"
    SERIES = "series"
    ARRANGEMENT = "arrangement"
    ITEM = "item"
    PRINT = "print"
    OPERATION = "operation"
    DEVICE = "device"
    ISSUER = "issuer"
    PASS = "pass"  # noqa: S105 - a pass, not a word to get in by
    CANARY = "canary"
    RECIPIENT = "recipient"
    EXPORT = "export"


class Fact(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Base of all facts; the class variables belong to the kind, not to the bytes.

    ``personal``: a fact about a person is sealed under that person's own key, so that it goes when
    the person is shredded; a kind that must stay says no.
    """

    about: ClassVar[Subject]
    compartment: ClassVar[Compartment]
    personal: ClassVar[bool] = True


def kind(fact: Fact | type[Fact]) -> str:
    """Return the stable spelling of a fact's kind, as in its bytes and in documents."""
    return str(fact.__struct_config__.tag)


_encoder = msgspec.msgpack.Encoder()


def body(fact: Fact) -> bytes:
    """Return the bytes of ``fact`` padded to a multiple of 32, so that length tells no kind.

    The padding is 0x80 and then zeros (ISO/IEC 7816-4, padding method 2).
    """
    raw = _encoder.encode(fact)
    return raw + _ENDS[len(raw) % PAD]


Kind = TypeVar("Kind", bound=Fact)


class Reader(Generic[Kind]):
    """Reads the facts of a closed list of kinds; what is none of them is a Problem."""

    def __init__(self, kinds: Iterable[type[Kind]]) -> None:
        self.kinds = tuple(kinds)
        self._decoder: msgspec.msgpack.Decoder[Kind] = msgspec.msgpack.Decoder(
            reduce(or_, self.kinds)
        )

    def read(self, padded: bytes, sequence: int = 0) -> Kind:
        """Return the fact in an opened body; ``sequence`` only names the place in a Problem.

        More blocks of zeros than needed are accepted: a later writer may hide lengths better. So
        are fields after the last one known here: a later version of the kind has them.
        """
        raw = padded.rstrip(b"\0")
        if raw[-1:] != _MARK or len(padded) % PAD:
            raise FactUnreadable(sequence=sequence, found=len(padded))
        try:
            return self._decoder.decode(raw[:-1])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise FactUnreadable(sequence=sequence, found=len(padded)) from None
