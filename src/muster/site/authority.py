"""The site's own certificate authority: made with the site, kept sealed, and the leaf it issues.

Both keys lie in the encrypted store, sealed once more under a key that follows from the site's own,
which lies in the key slot: nothing of them is ever plain on a disk. They are drawn from the
operating system and dated by the computer's clock, in a drill as well: phones trust them.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import spell
from muster.ground.people.moment import calendar
from muster.ground.secrecy import tls
from muster.ground.secrecy.keys import own_key
from muster.ground.secrecy.sealing import NONCE, seal, unseal
from muster.ground.secrecy.spoken import words
from muster.ground.secrecy.tls import Keypair
from muster.site.clock import Entropy, SystemClock
from muster.site.site import Site

SOON = timedelta(days=30)
"""How long before its end a certificate is made anew."""
LONGEST_LABEL = 30
_DRAWN = tls.SCALAR + tls.SERIAL
_AUTHORITY = "authority"
_LEAF = "leaf"
_PLACE = b"muster/tls/1/"
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


class Authority(msgspec.Struct, frozen=True):
    """What may be told of the authority: its certificate (DER), the one name it speaks for.

    ``words`` stand for the certificate's fingerprint; whoever installs it compares them.
    """

    certificate: bytes
    host: str
    fingerprint: str
    words: tuple[str, ...]


class Leaf(msgspec.Struct, frozen=True):
    """What the screens are served under: PEM, for memory only; the names it is for; its end."""

    chain: bytes
    key: bytes
    names: frozenset[str]
    ends: datetime


def authority(site: Site) -> Authority:
    """Return the site's authority, made now where it has none, or where it ends soon."""
    return _told(_authority(site).certificate)


def held(site: Site) -> Authority | None:
    """Return the site's authority as it is; none where there is none yet."""
    with site.view() as view:
        found = _opened(site, view.reader, _AUTHORITY)
    return None if found is None else _told(found.certificate)


def days_left(site: Site) -> int | None:
    """Return for how many days tablets will trust this site; none where it has no authority yet."""
    one = held(site)
    return None if one is None else (tls.expires(one.certificate) - _now()).days


def found(site: Site, host: str = "") -> None:
    """Make the authority, for ``host`` or a name made of the site's; raise ``HostUnusable``."""
    _put(site, _AUTHORITY, tls.found_authority(_host(site, host), _now(), _random()))


def leaf(site: Site, addresses: Iterable[str] = ()) -> Leaf:
    """Return a certificate for the site's name and every private address in ``addresses``.

    The one that was issued before is good while it names them all and does not end soon, so that
    whoever took it on without the authority is not asked again.
    """
    above = _authority(site)
    wanted = {tls.host_of(above.certificate), *filter(tls.is_private, map(_bare, addresses))}
    with site.view() as view:
        kept = _opened(site, view.reader, _LEAF)
    if kept is None or not wanted <= tls.names_of(kept.certificate) or _ends_soon(kept):
        kept = tls.issue_leaf(above, wanted - {tls.host_of(above.certificate)}, _now(), _random())
        _put(site, _LEAF, kept)
    chain, names = kept.chain(above.certificate), tls.names_of(kept.certificate)
    return Leaf(chain, kept.key_pem(), names, tls.expires(kept.certificate))


def _authority(site: Site) -> Keypair:
    with site.view() as view:
        kept = _opened(site, view.reader, _AUTHORITY)
    if kept is not None and not _ends_soon(kept):
        return kept
    host = tls.host_of(kept.certificate) if kept is not None else ""
    made = tls.found_authority(_host(site, host), _now(), _random())
    _put(site, _AUTHORITY, made)
    _put(site, _LEAF, None)
    return made


def _told(certificate: bytes) -> Authority:
    return Authority(
        certificate, tls.host_of(certificate), tls.fingerprint(certificate), words(certificate)
    )


def _host(site: Site, host: str) -> str:
    if host:
        return tls.usable(host)
    label = _NOT_A_LETTER.sub("-", site.state.name.lower())[:LONGEST_LABEL].strip("-")
    return tls.usable(f"muster.{label or spell(site.keys.site)[:8]}.internal")


def _ends_soon(one: Keypair) -> bool:
    return tls.expires(one.certificate) - SOON < _now()


def _bare(address: str) -> str:
    return address.partition("%")[0]


def _now() -> datetime:
    return calendar(SystemClock().now().latest).astimezone(UTC)


def _random() -> bytes:
    return Entropy(stock=_DRAWN).draw(_DRAWN)


def _key(site: Site) -> bytes:
    return own_key(site.keys.site_seed, b"tls")


def _opened(site: Site, reader: Snapshot, name: str) -> Keypair | None:
    sealed = reader.meta_get(name)
    if not sealed:
        return None
    plain = unseal(sealed, _PLACE + name.encode(), _key(site))
    return msgspec.msgpack.decode(plain, type=Keypair)


def _put(site: Site, name: str, made: Keypair | None) -> None:
    plain = b"" if made is None else msgspec.msgpack.encode(made)
    nonce = Entropy(stock=NONCE).draw(NONCE)
    sealed = seal(plain, _PLACE + name.encode(), _key(site), nonce) if plain else b""
    with site.writing():
        site.store.meta_put(name, sealed)
