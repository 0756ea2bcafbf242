"""Look whether what a bearer shows is what the pass is bound to; nothing of it is kept."""

from hmac import compare_digest

import msgspec

from muster.journey.gate.outcomes import Look
from muster.journey.passes.binding import (
    Binding,
    document_tag,
    gate_key,
    is_short,
    keyed_tag,
)
from muster.journey.passes.claim import Claim
from muster.journey.passes.keys import Key
from muster.journey.passes.signature import KID


class Document(msgspec.Struct, frozen=True):
    """What the bearer shows: a state and a number, or nothing though it was asked for."""

    state: str = ""
    number: str = ""


def look(claim: Claim, key: Key | None, document: Document | None) -> Look:
    """Return whether ``document`` fits the tag in the pass; ``key`` is what the pass is signed by.

    A keyed tag that no key is here for counts as not shown: a supervisor looks.
    """
    if document is None or claim.binding not in (Binding.DOCUMENT, Binding.KEYED):
        return Look.NOT_ASKED
    if not document.number.strip():
        return Look.NOT_SHOWN
    said = (claim.id[:KID], claim.id[KID:], document.state, document.number)
    if claim.binding is Binding.DOCUMENT:
        tag = document_tag(*said, short=is_short(claim.value))
    elif key is None or not key.secret:
        return Look.NOT_SHOWN
    else:
        by = gate_key(key.secret, claim.gate, claim.opens)
        tag = keyed_tag(by, *said, short=is_short(claim.value))
    return Look.FITS if compare_digest(tag, claim.value) else Look.DIFFERS
