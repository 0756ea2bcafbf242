"""COSE_Sign1 (RFC 9052) for what is not a pass: status lists and trust lists; by hand on cbor2.

A pass has one shape and is read in ``inner``. Here a message may carry other headers, so it is read
by cbor2 with everything refused that could make work or a second meaning: tags inside, duplicate
keys, lengths without an end, deep nesting. Which algorithms count is the caller's to say.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import cbor2
import msgspec

from muster.journey.passes.signature import holds, sign

TAG = 18
EDDSA = -8
ALGORITHM, CRITICAL, KID, TYPE = 1, 2, 4, 16

_CONTEXT = "Signature1"
_PARTS = 4
_DEPTH = 8


class Signed(msgspec.Struct, frozen=True):
    """A COSE_Sign1 message as read: nothing is checked yet. ``headers`` are those it protects."""

    protected: bytes
    headers: Mapping[Any, Any]
    unprotected: Mapping[Any, Any]
    payload: bytes
    signature: bytes

    def covered(self, external: bytes = b"") -> bytes:
        """Return the bytes that the signature covers: the Sig_structure; no header is no byte."""
        protected = self.protected if self.headers else b""
        return cbor2.dumps([_CONTEXT, protected, external, self.payload])


def read(raw: bytes, *, tagged: bool | None = None) -> Signed | None:
    """Return the message in ``raw``; none where it is not one.

    ``tagged``: it must have its tag (18), must have none, or may. A header that is both protected
    and not is refused, and so is a critical one: none is known here.
    """
    body, has_tag = _untagged(raw)
    if tagged is not None and tagged is not has_tag:
        return None
    array = load(body)
    if not isinstance(array, list) or len(array) != _PARTS:
        return None
    protected, unprotected, payload, signature = array
    if not all(isinstance(one, bytes) for one in (protected, payload, signature)):
        return None
    headers = load(protected) if protected else {}
    if not isinstance(headers, dict) or not isinstance(unprotected, dict):
        return None
    if CRITICAL in headers or CRITICAL in unprotected or not headers.keys().isdisjoint(unprotected):
        return None
    return Signed(protected, headers, unprotected, payload, signature)


def load(raw: bytes) -> Any:  # noqa: ANN401 - whatever CBOR holds
    """Return what plain CBOR in ``raw`` holds, to its end; none where it is not plain, or null."""
    stream = BytesIO(raw)
    decoder = cbor2.CBORDecoder(
        stream,
        semantic_decoders=_NoTags(),
        tag_hook=_refuse,
        max_depth=_DEPTH,
        allow_indefinite=False,
        allow_duplicate_keys=False,
    )
    try:
        found = decoder.decode()
    except (cbor2.CBORError, ValueError, TypeError, RecursionError, OverflowError):
        return None
    return found if stream.tell() == len(raw) else None


def write(
    headers: Mapping[int, object], payload: bytes, secret: bytes, external: bytes = b""
) -> bytes:
    """Return a tagged message signed by Ed25519; ``headers`` are protected, the algorithm added."""
    told = {ALGORITHM: EDDSA, **headers}
    protected = cbor2.dumps(told, canonical=True)
    covered = Signed(protected, told, {}, payload, b"").covered(external)
    array = [protected, {}, payload, sign(covered, secret)]
    return cbor2.dumps(cbor2.CBORTag(TAG, array))


def payload_of(raw: bytes, public: bytes, external: bytes = b"") -> tuple[Signed, Any] | None:
    """Return a tagged message that ``public`` signed, and what its payload holds; none else."""
    found = read(raw, tagged=True)
    if found is None or found.headers.get(ALGORITHM) != EDDSA:
        return None
    if not holds(found.signature, found.covered(external), public):
        return None
    return found, load(found.payload)


def _untagged(raw: bytes) -> tuple[bytes, bool]:
    """Return what follows the tag of COSE_Sign1, and whether it was there."""
    return (raw[1:], True) if raw[:1] == bytes((0xC0 | TAG,)) else (raw, False)


def _refuse(*_: object) -> object:
    message = "a tag inside"
    raise ValueError(message)


class _NoTags(dict[int, Callable[..., object]]):
    """Decodes no tag: an exponent in a hostile number could keep a processor busy for hours."""

    def __missing__(self, _tag: int) -> Callable[..., object]:
        return _refuse
