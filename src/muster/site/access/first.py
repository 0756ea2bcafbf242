"""First codes as they lie in the store: a verifier, and until when it holds (T23)."""

import msgspec

from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import HOUR, Instant
from muster.site.site import Site

LASTS = 24 * HOUR
"""For so long a first code is good, in milliseconds."""
LETTERS = 12
"""Of 32 each: 60 bits, behind the same slow verifier and waits as a PIN."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUP = 4


class First(msgspec.Struct, frozen=True, array_like=True):
    """What tells a first code, and the last moment at which it is taken."""

    verifier: bytes
    until: Instant


def draw(site: Site) -> str:
    """Return a fresh code as people read it: ABCD-EFGH-JKMN."""
    letters = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in site.entropy.draw(LETTERS))
    return "-".join(letters[at : at + _GROUP] for at in range(0, LETTERS, _GROUP))


def plain(code: str) -> str:
    """Return a code as it was meant, however it was typed."""
    return "".join(one for one in code.upper() if one.isalnum()).translate(_READ_AS)


def put(site: Site, operator: OperatorId, verifier: bytes, until: Instant) -> None:
    """Keep the code of ``operator``; the one before holds no more. Inside a turn of writing."""
    site.store.secret_put(_name(operator), msgspec.msgpack.encode(First(verifier, until)))


def drop(site: Site, operator: OperatorId) -> None:
    """Let no code of ``operator`` hold any more. Inside a turn of writing."""
    site.store.secret_drop(_name(operator))


def held(site: Site, operator: OperatorId) -> First | None:
    """Return the code that ``operator`` was given last and has not used, over or not."""
    with site.view() as view:
        raw = view.reader.secret_get(_name(operator))
    return None if raw is None else msgspec.msgpack.decode(raw, type=First)


def _name(operator: OperatorId) -> str:
    return f"first/{spell(operator)}"
