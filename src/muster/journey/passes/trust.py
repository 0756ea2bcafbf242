"""The trust list of keys, as a site hands it to a post that holds no record: signed, with an end.

It travels with ``gates``, never in ``public`` (T29), and holds no secret of keyed tags: a post that
settles those is given the key of its gate and day beside it.
"""

import cbor2

from muster.ground.people.ids import IssuerId, OperationId, PlaceId
from muster.ground.people.moment import SECOND, Instant
from muster.journey.passes import cose
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.problems import ListNotOurs, ListOlder, ListUnreadable

_EXPIRES, _ISSUED = 4, 6
_VERSION, _KEYS = -65538, -65539
_TYPE = "application/muster-keys+cwt"


def write(keys: Keys, version: int, issued: Instant, expires: Instant, secret: bytes) -> bytes:
    """Return the list signed by the site's ``secret`` (64 bytes)."""
    claims = {
        _EXPIRES: expires // SECOND,
        _ISSUED: issued // SECOND,
        _VERSION: version,
        _KEYS: [_row(key) for key in keys.all],
    }
    headers = {cose.TYPE: _TYPE}
    return cose.write(headers, cbor2.dumps(claims, canonical=True), secret, keys.operation)


def read(raw: bytes, operation: OperationId, site_key: bytes, seen: int = 0) -> tuple[Keys, int]:
    """Return the keys and the version of a list that ``site_key`` signed.

    Raises ``ListNotOurs``, ``ListUnreadable``, ``ListOlder``.
    """
    found = cose.payload_of(raw, site_key, operation)
    if found is None:
        raise ListNotOurs
    signed, claims = found
    match claims:
        case {4: int(), 6: int(), -65538: int() as version, -65539: list() as rows}:
            keys = [_key(row) for row in rows]
        case _:
            raise ListUnreadable
    if signed.headers.get(cose.TYPE) != _TYPE:
        raise ListUnreadable
    if version < seen:
        raise ListOlder(found=version, expected=seen)
    return Keys(operation, keys), version


def _row(key: Key) -> list[object]:
    return [
        key.public,
        key.issuer,
        list(key.gates),
        list(key.legs),
        key.opens // SECOND,
        key.closes // SECOND,
        key.most_souls,
        key.delegate,
    ]


def _key(row: object) -> Key:
    match row:
        case [
            bytes() as public,
            bytes() as issuer,
            list() as gates,
            list() as legs,
            int() as opens,
            int() as closes,
            int() as most,
            bool() as delegate,
        ] if all(isinstance(one, bytes) for one in gates) and all(
            isinstance(one, int) for one in legs
        ):
            places = tuple(PlaceId(one) for one in gates)
            window = (opens * SECOND, closes * SECOND)
            return Key(public, IssuerId(issuer), places, tuple(legs), *window, most, delegate)
        case _:
            raise ListUnreadable
