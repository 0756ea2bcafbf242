"""Vectors of passes: texts as they are shown, and edge cases of signatures, each with its verdict.

A verdict is "ok" where the pass is genuine, with what it claims; else the code of why it is not, or
of why nobody can say. Every vector is judged by the keys and lists in ``setting``.
"""

from collections.abc import Iterator
from hashlib import sha512
from typing import Any

import cbor2
import msgspec
from nacl.bindings import crypto_core_ed25519_add, crypto_scalarmult_ed25519_base_noclamp

from muster.ground.people.ids import IssuerId, OperationId, PlaceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, SECOND, read_iso
from muster.journey.passes import aloud, holder, inner, letters, outer
from muster.journey.passes.binding import Binding, document_tag, gate_key, keyed_tag
from muster.journey.passes.inner import Inner
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.known import Closed
from muster.journey.passes.signature import holds, kid, sign
from muster.journey.passes.verifying import CannotJudge, Genuine, NotGenuine, verify
from tests.vectors.draw import Vector, draw, signer

OPERATION = OperationId(draw("pass operation", 16))
SITE, SITE_SECRET = signer("pass issuer of a site")
DELEGATE, DELEGATE_SECRET = signer("pass issuer of a delegate")
UNLISTED, UNLISTED_SECRET = signer("pass issuer of a delegate without a list")
GONE, GONE_SECRET = signer("pass issuer that was dismissed")
STRANGER, STRANGER_SECRET = signer("pass issuer nobody knows")
PHONE, PHONE_SECRET = signer("phone of a holder")

DAY_OPENS = read_iso("2021-08-20T00:00Z")
GATES = tuple(PlaceId(draw(f"gate {number}", 16)) for number in range(30))
MANY = tuple(PlaceId(draw(f"gate {number}", 16)) for number in range(256))
REVOKED = (7, 77_777, inner.SLOTS - 1)
QUOTA = (0, 1_000, 200_000)
LISTED_AT = DAY_OPENS + 6 * HOUR

_NOON = (DAY_OPENS + 12 * HOUR) // SECOND
_HOUR = HOUR // SECOND
_PLAIN = Inner(kid(SITE), 4_711, 4, 2, 0, _NOON, _NOON + _HOUR, Binding.NONE, draw("value", 3))
_replace = msgspec.structs.replace


def _key(public: bytes, **scope: Any) -> Key:  # noqa: ANN401 - fields of a key
    window = (DAY_OPENS, DAY_OPENS + 3 * DAY)
    plain = Key(public, IssuerId(draw("issuer", 16)), GATES, (0, 1, 255), *window, 63)
    return _replace(plain, **scope)


KEYS = Keys(
    OPERATION,
    (
        _key(SITE, gates=MANY),
        _key(DELEGATE, delegate=True, most_souls=6, gates=GATES[:1], legs=(0,)),
        _key(UNLISTED, delegate=True),
        _key(GONE),
    ),
)
LISTS = {
    SITE: Closed(LISTED_AT, frozenset(REVOKED)),
    DELEGATE: Closed(LISTED_AT, frozenset({1_000}), frozenset(QUOTA)),
    GONE: Closed(LISTED_AT, frozenset(), frozenset()),
}


def setting() -> dict[str, Any]:
    """Return the keys and lists by which every vector is judged."""
    return {
        "operation": OPERATION.hex(),
        "keys": [
            {
                "public": key.public.hex(),
                "gates": [gate.hex() for gate in key.gates],
                "legs": list(key.legs),
                "opens": key.opens,
                "closes": key.closes,
                "most_souls": key.most_souls,
                "delegate": key.delegate,
            }
            for key in KEYS.all
        ],
        "lists": [
            {
                "public": public.hex(),
                "as_of": one.as_of,
                "closed": sorted(one.slots),
                "opened": None if one.opened is None else sorted(one.opened),
            }
            for public, one in LISTS.items()
        ],
    }


def vectors() -> list[Vector]:
    """Return all vectors of passes."""
    return [
        *map(_judged, (*_good(), *_typed(), *_bytes(), *_shapes(), *_headers())),
        *map(_judged, (*_signed(), *_scopes(), *_listed(), *_presented(), *_others())),
        *_edges(),
        *_tags(),
    ]


Said = tuple[str, str]
"""A vector's name and text."""


def _judged(said: Said) -> Vector:
    name, text = said
    vector: Vector = {"of": "text", "name": name, "text": text}
    match verify(text, KEYS, LISTS):
        case Genuine(claim):
            return {**vector, "verdict": "ok", "claim": spelled(claim)}
        case NotGenuine(reason) | CannotJudge(reason):
            return {**vector, "verdict": reason.value}


def spelled(claim: object) -> dict[str, Any]:
    """Return a claim as a vector spells it: bytes in hex, times in milliseconds."""
    found: dict[str, Any] = msgspec.structs.asdict(claim)  # type: ignore[arg-type]
    return {
        name: value.hex()
        if isinstance(value, bytes)
        else int(value)
        if name == "binding"
        else value
        for name, value in found.items()
    }


def _text(raw: bytes) -> str:
    return inner.PREFIX + letters.spell(raw)


def _pass(secret: bytes = SITE_SECRET, operation: bytes = OPERATION, **said: Any) -> str:  # noqa: ANN401
    return _text(inner.write(_replace(_PLAIN, **said), operation, secret))


def _raw() -> bytes:
    return inner.write(_PLAIN, OPERATION, SITE_SECRET)


def _good() -> Iterator[Said]:
    tag = document_tag(kid(SITE), bytes(3), "UTO", "L898902C3")
    key = gate_key(draw("tag secret", 32), GATES[2], DAY_OPENS)
    keyed = keyed_tag(key, kid(SITE), bytes(3), "UTO", "L898902C3")
    yield "as it is printed", _pass()
    yield "bound to a document", _pass(slot=0, binding=Binding.DOCUMENT, value=tag)
    yield "bound by the key of the gate", _pass(slot=0, binding=Binding.KEYED, value=keyed)
    yield "bound to a holder's key", _pass(binding=Binding.HOLDER, value=PHONE)
    for number in (0, 23, 24, 255):
        yield f"gate {number}", _pass(gate=number)
    for number in (1, 255):
        yield f"leg {number}", _pass(leg=number)
    for souls in (1, 23, 24, 63):
        yield f"{souls} souls", _pass(souls=souls)
    for slot in (0, 6, 8, inner.SLOTS - 2):
        yield f"slot {slot}", _pass(slot=slot)
    yield "large numbers all over", _pass(souls=63, gate=255, leg=255)
    yield "as long as a window may be", _pass(closes=_NOON + 12 * _HOUR)
    yield "one second long", _pass(closes=_NOON + 1)
    opens = DAY_OPENS // SECOND
    yield "from the first second of the key", _pass(opens=opens, closes=opens + _HOUR)
    ends = opens + 3 * DAY // SECOND
    yield "to the last second of the key", _pass(opens=ends - _HOUR, closes=ends)


def _typed() -> Iterator[Said]:
    plain = _pass()
    yield "in lower case", plain.lower()
    yield "with blanks and line ends", f"  {plain[:50]} \r\n\t{plain[50:]}\n"
    yield "a vertical tab and a form feed", f"{plain[:9]}\v\f{plain[9:]}"
    yield "no text", ""
    yield "blanks only", " \n "
    yield "a greeting", "hello"
    yield "a link", "https://example.org/MP1"
    yield "a boarding pass", "M1EXAMPLE/ONE         EABC123 ABCDEFXX 0001"
    yield "701 characters", "M" * 701
    yield "a pass and blanks, 701 characters", plain + " " * (701 - len(plain))
    yield "letters of another script", "ＭＰ１" + plain[3:]
    yield "a dotless i", plain.replace("I", "\u0131") if "I" in plain else "\u0131"
    yield "a blank that is not ASCII", plain[:20] + "\u00a0" + plain[20:]
    yield "a zero byte before", "\0" + plain
    for newer in ("MP2", "MP0", "MP9", "MH2"):
        yield f"a newer format, {newer}", newer + plain[3:]
    yield "MP without a number", "MP" + plain[3:]
    yield "MP and a letter", "MPA" + plain[3:]
    yield "another letter before it", "XMP1" + plain[3:]


def _bytes() -> Iterator[Said]:
    plain = _pass()
    raw = _raw()
    yield "the prefix alone", "MP1"
    for letter in "0189-_=+%.:/":
        yield f"the letter {letter} in it", plain[:40] + letter + plain[41:]
    yield "padded", plain + "==="
    yield "one letter short", plain[:-1]
    yield "two letters short", plain[:-2]
    yield "one letter more", plain + "A"
    yield "two letters more", plain + "AA"
    last = letters.ALPHABET.index(plain[-1])
    yield "spare bits that are not zero", plain[:-1] + letters.ALPHABET[last | 1]
    yield "99 bytes", _text(raw[:99])
    yield "one byte short", _text(raw[:-1])
    yield "one byte more", _text(raw + b"\0")
    yield "421 bytes", _text(raw + bytes(421 - len(raw)))
    yield "100 zeros", _text(bytes(100))


def _shapes() -> Iterator[Said]:
    raw = _raw()
    for at in (0, 1, 6, 12, 13, 14, 15, 16, 21, 22, 27, 31, 32, 33, 34, 37, 41, 45, 46):
        yield f"byte {at} changed", _text(raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :])
    good = cbor2.loads(raw[14:45])
    array = good[-65537]
    yield "tagged", _text(b"\xd2" + raw)
    yield "in an array without an end", _text(b"\x9f" + raw[1:] + b"\xff")
    yield "a payload that is a text", _sealed(raw[14:45], head=0x78)
    yield "the kind of face, never issued", _claims({**good, -65537: [*array[:4], 3, array[5]]})
    yield "a kind nobody knows", _claims({**good, -65537: [*array[:4], 5, array[5]]})
    yield "no souls", _claims({**good, -65537: [array[0], 0, *array[2:]]})
    yield "64 souls", _claims({**good, -65537: [array[0], 64, *array[2:]]})
    yield "souls below none", _claims({**good, -65537: [array[0], -1, *array[2:]]})
    yield "half a soul", _claims({**good, -65537: [array[0], 1.5, *array[2:]]})
    yield "true for souls", _claims({**good, -65537: [array[0], True, *array[2:]]})
    yield "gate 256", _claims({**good, -65537: [*array[:2], 256, *array[3:]]})
    yield "leg 256", _claims({**good, -65537: [*array[:3], 256, *array[4:]]})
    yield "a slot of two bytes", _claims({**good, -65537: [b"ab", *array[1:]]})
    yield "a slot of four bytes", _claims({**good, -65537: [b"abcd", *array[1:]]})
    yield "a slot of 19 bits", _claims({**good, -65537: [b"\x04\0\0", *array[1:]]})
    yield "a value of two bytes", _claims({**good, -65537: [*array[:5], b"ab"]})
    yield "a value of four bytes", _claims({**good, -65537: [*array[:5], b"abcd"]})
    yield "a holder's key of three bytes", _claims({**good, -65537: [*array[:4], 4, b"abc"]})
    yield "32 bytes for no binding", _claims({**good, -65537: [*array[:5], bytes(32)]})
    yield "an array of five", _claims({**good, -65537: array[:5]})
    yield "an array of seven", _claims({**good, -65537: [*array, 0]})
    yield "one claim more", _claims({**good, 6: _NOON})
    yield "a claim fewer", _claims({4: good[4], -65537: array})
    yield "claims in another order", _claims({5: good[5], 4: good[4], -65537: array}, sort=False)
    yield "a time with a fraction", _claims({**good, 4: good[4] + 0.5})
    yield "a time before 1970-01-02", _claims({**good, 5: 65_535})
    yield "a time after 2106", _claims({**good, 4: 1 << 32})
    payload = raw[14:45]
    yield "four in two bytes", _sealed(payload[:23] + b"\x18\x04" + payload[24:])
    yield "a claim twice", _sealed(b"\xa4" + payload[1:8] + payload[3:8] + payload[8:])
    yield "a payload with a tag", _sealed(b"\xc1" + payload)
    yield "a byte after the claims", _sealed(payload + b"\0")
    yield "a payload of nothing but zeros", _sealed(bytes(31))


def _claims(claims: dict[int, Any], *, sort: bool = True) -> str:
    return _sealed(cbor2.dumps(claims, canonical=sort))


def _sealed(payload: bytes, *, head: int = 0x58) -> str:
    """Return a pass of any payload, well signed: only its shape can be wrong."""
    short = kid(SITE)
    signature = sign(inner.covered(short, payload, OPERATION), SITE_SECRET)
    head_bytes = _raw()[:12] + bytes((head, len(payload)))
    return _text(head_bytes + payload + b"\x58\x40" + signature)


def _headers() -> Iterator[Said]:
    raw, payload, signature = _raw(), _raw()[14:45], _raw()[-64:]
    wrong: list[tuple[str, Any, Any]] = [
        ("ES256 for the algorithm", {1: -7, 4: kid(SITE)}, {}),
        ("Ed448 for the algorithm", {1: -53, 4: kid(SITE)}, {}),
        ("no algorithm", {4: kid(SITE)}, {}),
        ("no key id", {1: -8}, {}),
        ("a key id of five bytes", {1: -8, 4: kid(SITE) + b"\0"}, {}),
        ("one header more", {1: -8, 4: kid(SITE), 16: 0}, {}),
        ("a critical header", {1: -8, 2: [4], 4: kid(SITE)}, {}),
        ("something unprotected", {1: -8, 4: kid(SITE)}, {4: kid(SITE)}),
        ("an algorithm unprotected", {1: -8, 4: kid(SITE)}, {1: 0}),
    ]
    for name, protected, unprotected in wrong:
        array = [cbor2.dumps(protected, canonical=True), unprotected, payload, signature]
        yield name, _text(cbor2.dumps(array))
    yield (
        "the key id before the algorithm",
        _text(raw[:2] + b"\xa2\x04\x44" + kid(SITE) + b"\x01\x27" + raw[11:]),
    )
    yield "nothing where the unprotected are", _text(raw[:11] + b"\xf6" + raw[12:])


def _signed() -> Iterator[Said]:
    raw = _raw()
    for at in (47, 48, 60, 78, 79, 90, 109, 110):
        yield (
            f"byte {at} of the signature changed",
            _text(raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]),
        )
    for at in (19, 26, 35, 36, 44):
        changed = bytearray(raw)
        changed[at] ^= 2
        yield f"byte {at} of what is signed changed", _text(bytes(changed))
    yield "a signature of zeros", _text(raw[:-64] + bytes(64))
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(raw[-32:], "little") + order
    yield "S and the order of the group", _text(raw[:-32] + s.to_bytes(32, "little"))
    yield "signed for another operation", _pass(operation=draw("a drill", 16))
    yield "signed for no operation", _pass(operation=bytes(16))
    yield "a stranger's signature under our key id", _pass(STRANGER_SECRET)
    yield "a delegate's signature under the site's key id", _pass(DELEGATE_SECRET)
    yield "a key nobody knows", _pass(STRANGER_SECRET, kid=kid(STRANGER))
    yield "a key id of zeros", _pass(kid=bytes(4))


def _scopes() -> Iterator[Said]:
    yield "a leg that the key has not", _pass(leg=2)
    yield "another leg that the key has not", _pass(leg=254)
    its: dict[str, Any] = {"kid": kid(DELEGATE), "secret": DELEGATE_SECRET, "slot": 0, "gate": 0}
    yield "a delegate's pass", _pass(**its)
    yield "as many souls as a delegate may", _pass(**{**its, "souls": 6})
    yield "more souls than a delegate may", _pass(**{**its, "souls": 7})
    yield "a gate that a delegate has not", _pass(**{**its, "gate": 1})
    yield "a leg that a delegate has not", _pass(**{**its, "leg": 1})
    opens = DAY_OPENS // SECOND
    ends = opens + 3 * DAY // SECOND
    yield "12 hours and a second", _pass(closes=_NOON + 12 * _HOUR + 1)
    yield "a second before the key", _pass(opens=opens - 1, closes=opens + _HOUR)
    yield "a second after the key", _pass(opens=ends - _HOUR, closes=ends + 1)
    yield "a year before the key", _pass(opens=_NOON - 365 * 24 * _HOUR, closes=_NOON)
    yield "no window", _pass(closes=_NOON)
    yield "a window that ends before it begins", _pass(closes=_NOON - 1)


def _listed() -> Iterator[Said]:
    for slot in REVOKED:
        yield f"slot {slot} is revoked", _pass(slot=slot)
    delegated: dict[str, Any] = {"kid": kid(DELEGATE), "secret": DELEGATE_SECRET, "gate": 0}
    yield "the last slot of a quota", _pass(**{**delegated, "slot": 200_000})
    yield "a slot of a quota that is revoked", _pass(**{**delegated, "slot": 1_000})
    yield "a slot outside a quota", _pass(**{**delegated, "slot": 1})
    yield "another slot outside a quota", _pass(**{**delegated, "slot": 262_143})
    unlisted: dict[str, Any] = {"kid": kid(UNLISTED), "secret": UNLISTED_SECRET}
    yield "a delegate without a list", _pass(**unlisted)
    yield "another pass of a delegate without a list", _pass(**{**unlisted, "slot": 1})
    yield "an issuer that was dismissed", _pass(GONE_SECRET, kid=kid(GONE))


def _presented() -> Iterator[Said]:
    raw = inner.write(_replace(_PLAIN, binding=Binding.HOLDER, value=PHONE), OPERATION, SITE_SECRET)
    shown = holder.write(raw, _NOON + 5, OPERATION, PHONE_SECRET)
    yield "presented by its holder", shown
    yield "presented, in lower case", shown.lower()
    yield "presented at another time than signed", _patched(shown, -71 + 4)
    yield "presented with another signature", _patched(shown, -1)
    yield "presented by a stranger", holder.write(raw, _NOON + 5, OPERATION, STRANGER_SECRET)
    yield "presented for another operation", holder.write(raw, _NOON, bytes(16), PHONE_SECRET)
    yield "presented without a holder's key", holder.write(_raw(), _NOON, OPERATION, PHONE_SECRET)
    yield "presented, the pass in it changed", _patched(shown, 3 + 40)
    yield "presented, another array", _patched(shown, 0)
    yield "presented, a byte more", holder.PREFIX + letters.spell(_inside(shown) + b"\0")
    yield "presented, cut", holder.PREFIX + letters.spell(_inside(shown)[:-1])
    yield "presented, a header changed", _patched(shown, 3 + 14 - 8)
    yield "presented, no pass in it", holder.PREFIX + letters.spell(bytes(215))
    yield "the prefix of a presentation alone", "MH1"
    gone = inner.write(
        _replace(_PLAIN, kid=kid(STRANGER), binding=Binding.HOLDER, value=PHONE),
        OPERATION,
        STRANGER_SECRET,
    )
    yield "presented, of a key nobody knows", holder.write(gone, _NOON, OPERATION, PHONE_SECRET)


def _inside(text: str) -> bytes:
    raw = letters.read(text[3:])
    assert raw is not None
    return raw


def _patched(text: str, at: int) -> str:
    raw = bytearray(_inside(text))
    raw[at] ^= 1
    return text[:3] + letters.spell(bytes(raw))


def _others() -> Iterator[Said]:
    code = aloud.spell(kid(SITE), 4_711)
    yield "read aloud", code
    yield "read aloud in groups", aloud.grouped(code).lower()
    yield "read aloud, of a key nobody knows", aloud.spell(kid(STRANGER), 0)
    for at in range(12):
        other = letters.ALPHABET[letters.ALPHABET.index(code[at]) ^ 5]
        yield f"read aloud, letter {at + 1} misheard", code[:at] + other + code[at + 1 :]
    for at in (0, 5, 10):
        turned = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        yield f"read aloud, letters {at + 1} and {at + 2} turned", turned
    yield "read aloud, with a nine", "9" + code[1:]
    yield "eleven letters", code[:11]
    yield "thirteen letters", code + "A"
    yield "twelve signs", "------------"
    checkpoint, day = draw("checkpoint", 16), "2021-08-20"
    key = outer.day_key(draw("outer root", 32), checkpoint, day)
    said = outer.Outer(outer.number_of(DAY_OPENS), 48, 48, 4, 3, draw("outer", 8))
    for length in outer.LENGTHS:
        one = _replace(said, length=length)
        yield f"an outer pass of {length} quarters", outer.write(one, key, checkpoint, day)
    plain = _inside("MP1" + outer.write(said, key, checkpoint, day))
    yield "an outer pass of another format", letters.spell(b"\x24" + plain[1:])
    yield "an outer pass after midnight", letters.spell(plain[:1] + b"\xc0\x04" + plain[3:])
    yield "an outer pass for nobody", letters.spell(plain[:2] + b"\xc0" + plain[3:])
    yield "an outer pass with bits where none are", letters.spell(plain[:3] + b"\x31" + plain[4:])
    yield "thirty-two letters, one of them a one", "1" + letters.spell(plain)[1:]


def _edges() -> Iterator[Vector]:
    """Yield signatures at the edges of Ed25519, with libsodium's verdict."""
    message = b"edge"
    order = 2**252 + 27742317777372353535851937790883648493
    p = 2**255 - 19
    public, secret = signer("edge")
    good = sign(message, secret)
    low = [
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        b"\x01" + bytes(30) + b"\x80",
        bytes(31) + b"\x80",
    ]
    yield _edge("a good signature", public, message, good)
    yield _edge("a signature of nothing", public, b"", sign(b"", secret))
    for number, point in enumerate(low):
        yield _edge(f"a key of low order, {number}", point, message, good)
        yield _edge(
            f"a key of low order and S of zero, {number}", point, message, point + bytes(32)
        )
        yield _edge(f"R of low order, {number}", public, message, point + good[32:])
    s = int.from_bytes(good[32:], "little")
    for times in (1, 2, 8, 15):
        bigger = (s + times * order).to_bytes(32, "little") if s + times * order < 2**256 else None
        if bigger is not None:
            yield _edge(f"S and {times} orders more", public, message, good[:32] + bigger)
    yield _edge("S is the order", public, message, good[:32] + order.to_bytes(32, "little"))
    yield _edge("S is the greatest", public, message, good[:32] + b"\xff" * 32)
    for number, torsion in enumerate((low[2], low[3], low[4])):
        mixed = crypto_core_ed25519_add(public, torsion)
        yield _edge(f"a key with a part of small order, {number}", mixed, message, good)
        twisted = crypto_core_ed25519_add(good[:32], torsion)
        yield _edge(f"R with a part of small order, {number}", public, message, twisted + good[32:])
        yield from _mixed(number, torsion, message, order)
    for y in (2, 3, 4, 5, 6, 7):
        yield _edge(f"a key that may be no point, {y}", y.to_bytes(32, "little"), message, good)
    for y in range(p, p + 19, 3):
        raw = y.to_bytes(32, "little")
        yield _edge(f"a key that is not canonical, {y - p}", raw, message, good)
        yield _edge(f"R that is not canonical, {y - p}", public, message, raw + good[32:])
    flipped = good[:31] + bytes((good[31] ^ 0x80,)) + good[32:]
    yield _edge("R with the other sign", public, message, flipped)
    yield _edge(
        "a key with the other sign", public[:31] + bytes((public[31] ^ 0x80,)), message, good
    )
    yield _edge("a short signature", public, message, good[:63])
    yield _edge("a long signature", public, message, good + b"\0")
    yield _edge("a short key", public[:31], message, good)


def _mixed(number: int, torsion: bytes, message: bytes, order: int) -> Iterator[Vector]:
    """Yield signatures that hold with the cofactor, and may not without it."""
    for attempt in range(4):
        a = int.from_bytes(draw(f"mixed {number} {attempt}", 32), "little") % order
        r = int.from_bytes(draw(f"mixed nonce {number} {attempt}", 32), "little") % order
        key = crypto_core_ed25519_add(
            crypto_scalarmult_ed25519_base_noclamp(a.to_bytes(32, "little")), torsion
        )
        nonce = crypto_scalarmult_ed25519_base_noclamp(r.to_bytes(32, "little"))
        k = int.from_bytes(sha512(nonce + key + message).digest(), "little") % order
        s = (r + k * a) % order
        signature = nonce + s.to_bytes(32, "little")
        yield _edge(f"a mixed key, signed for, {number} {attempt}", key, message, signature)


def _edge(name: str, public: bytes, message: bytes, signature: bytes) -> Vector:
    return {
        "of": "signature",
        "name": name,
        "public": public.hex(),
        "message": message.hex(),
        "signature": signature.hex(),
        "verdict": "ok" if holds(signature, message, public) else "passes.signature-wrong",
    }


def _tags() -> Iterator[Vector]:
    """Yield binding tags: what a document gives a pass."""
    short = kid(SITE)
    key = gate_key(draw("tag secret", 32), GATES[2], DAY_OPENS + 13 * HOUR + MINUTE)
    for state, number in (("UTO", "L898902C3"), ("D", "c01x-0006h 1"), ("UTO", "")):
        for is_short in (False, True):
            slot = (4_711).to_bytes(3, "big")
            tag = document_tag(short, slot, state, number, short=is_short)
            keyed = keyed_tag(key, short, slot, state, number, short=is_short)
            yield {
                "of": "tag",
                "name": f"of {state} {number or 'nothing'}{', 16 bits' if is_short else ''}",
                "kid": short.hex(),
                "slot": slot.hex(),
                "state": state,
                "number": number,
                "short": is_short,
                "key": key.hex(),
                "document": tag.hex(),
                "keyed": keyed.hex(),
                "verdict": "ok",
            }
