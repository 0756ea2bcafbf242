"""A laptop becomes a site of an operation, by two small files that may go any way.

1. The laptop makes its keys and **asks**: a file with the public halves. 2. The founder **admits**
it: certificate, card and sealed epoch keys, in a file that only this laptop can use. 3. The laptop
**joins**. Nothing secret leaves it, and whoever carries the files learns that a site joins. Both
sides read out six words for each file: that is what makes them the right ones.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from muster.adapters.formats.paper import codes, looking
from muster.ground.people.chance import Clock
from muster.ground.people.ids import LENGTH, OperatorId, SiteId
from muster.ground.people.moment import Instant
from muster.ground.record import certificate as certificates
from muster.ground.record.card import read_card
from muster.ground.record.certificate import SiteCertificate, WriterCertificate, certify_site
from muster.ground.record.parts import PREFIX, parts, whole
from muster.ground.secrecy.keys import public_of
from muster.ground.secrecy.slot import STANDARD, Cost, SiteKeys, close_slot, open_slot
from muster.ground.secrecy.spoken import words
from muster.site import members, opening
from muster.site.clock import Entropy, Source, SystemClock
from muster.site.opening import Admission, Setup
from muster.site.problems import AnswerOther, AskingUnreadable, FileMissing, NotAsked, SiteExists
from muster.site.record import incarnation
from muster.site.record.journal import Journal
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

ASKED = "keys.asked"
LARGEST = 1024 * 1024
LONGEST_NAME = 100
IN_TERMINAL = 130
"""Bytes of one code in a terminal: 61 modules, so that it fits 80 columns and 35 lines."""
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_ASKS = b"muster/asking/1"
_ANSWERS = b"muster/answer/1"
_SIGNATURE = 64
_KEY = 32
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
"""How PNG, JPEG and TIFF begin; what is asked and answered begins otherwise."""


class Asking(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """What a laptop asks with: public halves of its keys, signed by the one it will be known by."""

    site: bytes
    name: str
    site_key: bytes
    exchange_key: bytes
    link: bytes
    signature: bytes = b""


class Answer(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """What the founder gives: the operation, the site's certificate, cards and sealed keys.

    Signed by the operation.
    """

    operation: str
    day_ends: int
    training: bool
    base: Instant
    certificate: SiteCertificate
    admission: Admission
    signature: bytes = b""


class Handed(msgspec.Struct, frozen=True):
    """A file to be carried, the site it is about, and the six words that stand for it."""

    raw: bytes
    site: SiteId
    name: str
    words: tuple[str, ...]


def ask(
    directory: Path,
    phrase: str,
    name: str,
    *,
    cost: Cost = STANDARD,
    clock: Clock | None = None,
    source: Source | None = None,
) -> Handed:
    """Make a laptop's keys in ``directory``, sealed, and return what it asks with.

    ``source`` draws random bytes; only a drill gives one.

    Raises ``SiteExists``, ``PassphraseWeak``, ``store.not-writable``, ``store.disk-full``.
    """
    if any((directory / one).exists() for one in (ASKED, opening.SLOT, opening.DATABASE)):
        raise SiteExists
    entropy = Entropy(source)
    drawn = [entropy.draw(32) for _ in range(4)]
    keys = SiteKeys(entropy.draw(LENGTH), drawn[0], drawn[1], drawn[2], drawn[3], b"")
    site_key, secret = crypto_sign_seed_keypair(keys.site_seed)
    now = (clock or SystemClock()).now().latest
    link = members.link_certificate(keys, now, entropy)
    plain = Asking(keys.site, name, site_key, public_of(keys.exchange_secret), link)
    signature = crypto_sign(_message(plain), secret)[:_SIGNATURE]
    raw = msgspec.msgpack.encode(msgspec.structs.replace(plain, signature=signature))
    slot = close_slot(keys, phrase, cost, entropy.draw(16), entropy.draw(24))
    with opening.on_disk():
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        opening.write_slot(directory / ASKED, slot)
    return Handed(raw, SiteId(keys.site), name, words(raw))


def brought(paths: Iterable[Path]) -> bytes:
    """Return what files hold: the bytes themselves, texts of codes, or pictures of them.

    Raises ``FileMissing``, ``PartsMissing``, ``PartsUnreadable``, ``formats.*``.
    """
    texts: list[str] = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            raise FileMissing(what="what was brought") from None
        if content.startswith(PREFIX.encode("ascii")):
            texts += content.decode("ascii", "replace").split()
        elif content.startswith(_PICTURES):
            texts += looking.look(content).parts
        else:
            return content
    return whole(texts)


def read(raw: bytes) -> Handed:
    """Return who asks in ``raw``, for the founder to compare; raise ``AskingUnreadable``."""
    asking = _asking(raw)
    return Handed(raw, SiteId(asking.site), asking.name, words(raw))


def admit(
    founder: Site, by: Operator, raw: bytes, compartments: tuple[str, ...] = members.EVERY
) -> Handed:
    """Admit the laptop that asks in ``raw`` as a member of ``compartments``; return the answer.

    Its card and every key that it is granted are on record here (T16).

    Raises ``NotAllowed``, ``NotFounder``, ``AskingUnreadable``, ``CompartmentNotHeld``.
    """
    require(by, Right.ENROL)
    asking = _asking(raw)
    operation_key, secret = crypto_sign_seed_keypair(founder.keys.operation_seed or bytes(32))
    plain = SiteCertificate(operation_key, asking.site, asking.name, asking.site_key)
    certificate = certify_site(plain, secret)
    admission = opening.admit(
        founder, by, certificate, asking.exchange_key, asking.link, compartments
    )
    said = founder.state
    given = Answer(said.operation, said.day_ends, said.training, said.base, certificate, admission)
    signature = crypto_sign(_message(given), secret)[:_SIGNATURE]
    answer = msgspec.msgpack.encode(msgspec.structs.replace(given, signature=signature))
    return Handed(answer, SiteId(asking.site), asking.name, words(answer))


def join(
    directory: Path,
    phrase: str,
    raw: bytes,
    *,
    cost: Cost = STANDARD,
    host: str = "",
    clock: Clock | None = None,
    source: Source | None = None,
) -> Site:
    """Make the site that was admitted in ``raw`` of the keys in ``directory``; return it open.

    ``source`` is as in ``ask``.

    Raises ``NotAsked``, ``AnswerOther``, ``AskingUnreadable``, ``secrecy.*``, ``store.*``.
    """
    if not (directory / ASKED).is_file():
        raise NotAsked
    keys = open_slot((directory / ASKED).read_bytes(), phrase)
    answer = _answer(raw)
    entropy = Entropy(source)
    known = _certified(keys, answer, entropy)
    setup = Setup(
        answer.certificate.name,
        answer.operation,
        cost,
        answer.day_ends,
        answer.training,
        answer.base,
        host=host,
    )

    def take(site: Site, journal: Journal, _lead: OperatorId) -> None:
        opening.take_admission(site, journal, answer.admission)

    site = opening.make(directory, phrase, setup, (known, clock or SystemClock(), entropy), take)
    (directory / ASKED).unlink(missing_ok=True)
    return site


def sheet(raw: bytes, title: str) -> str:
    """Return a file as a sheet to print (SVG): its codes, two in a row, and its six words."""
    return codes.sheet(parts(raw), (title, " ".join(words(raw))))


def shown(raw: bytes) -> list[str]:
    """Return a file as lines of blocks for a terminal, one code under the other."""
    return [line for text in parts(raw, IN_TERMINAL) for line in codes.blocks(text)]


def words_of(raw: bytes) -> tuple[str, ...]:
    """Return the six words that stand for a file."""
    return words(raw)


def _certified(keys: SiteKeys, answer: Answer, entropy: Entropy) -> SiteKeys:
    """Return ``keys`` with the certificate of their first writer; raise ``AnswerOther``."""
    site_key, site_secret = crypto_sign_seed_keypair(keys.site_seed)
    card = read_card(answer.admission.cards[-1], answer.certificate.operation_key)
    said = (answer.certificate.site, answer.certificate.site_key, card.exchange_key)
    if said != (keys.site, site_key, public_of(keys.exchange_secret)):
        raise AnswerOther
    public, _ = crypto_sign_seed_keypair(keys.writer_seed)
    plain = WriterCertificate(answer.certificate, entropy.draw(LENGTH), incarnation.POST, 1, public)
    raw = certificates.encode(certificates.certify_writer(plain, site_secret))
    certificates.read_writer(raw)
    return msgspec.structs.replace(keys, certificate=raw)


def _asking(raw: bytes) -> Asking:
    try:
        asking = msgspec.msgpack.decode(raw[: LARGEST + 1], type=Asking)
        _assert_signed(asking, asking.site_key)
    except (*_UNREADABLE, BadSignatureError, ValueError):
        raise AskingUnreadable(found=len(raw)) from None
    widths = (len(asking.site), len(asking.exchange_key))
    if widths != (LENGTH, _KEY) or not 0 < len(asking.name.strip()) <= LONGEST_NAME:
        raise AskingUnreadable(found=len(raw))
    return asking


def _answer(raw: bytes) -> Answer:
    try:
        answer = msgspec.msgpack.decode(raw[: LARGEST + 1], type=Answer)
        _assert_signed(answer, answer.certificate.operation_key)
    except (*_UNREADABLE, BadSignatureError, ValueError):
        raise AskingUnreadable(found=len(raw)) from None
    if not answer.admission.cards:
        raise AskingUnreadable(found=len(raw))
    return answer


def _assert_signed(one: Asking | Answer, key: bytes) -> None:
    """Raise ``ValueError`` or ``BadSignatureError`` unless ``key`` signed it."""
    if len(key) != _KEY:
        raise ValueError  # libsodium would read past the end of a shorter key
    crypto_sign_open(one.signature + _message(one), key)


def _message(one: Asking | Answer) -> bytes:
    tag = _ASKS if isinstance(one, Asking) else _ANSWERS
    return tag + msgspec.msgpack.encode(msgspec.structs.replace(one, signature=b""))
