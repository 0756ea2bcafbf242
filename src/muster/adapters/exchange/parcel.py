"""What a parcel says, once it is open: first who sends it and what they hold, then chunks.

The text is frames, each its length in four bytes and so many bytes. The first is the *opening*,
signed by the sender's writer; each other is a chunk of entries with its key wraps, as on a link:
segments carry signatures of their own, and wraps open under the key that their ids commit to or
not at all. So a parcel that is cut short is good up to the cut, and nothing in it depends on what
was read before it.
"""

from collections.abc import Iterable, Iterator

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.adapters.exchange.problems import ParcelOfOthers, ParcelWrong
from muster.ground.record.certificate import SIGNATURE, WriterCertificate, read_writer
from muster.ground.record.problems import CertificateWrong

LARGEST_FRAME = 1024 * 1024
MOST_SAID = 16
MOST_LETTERBOXES = 64
_LENGTH = 4
_ID = 16
_TAG = b"muster/parcel-opening/1"


class Opening(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Who sends this to which site, by their clock when, and what they hold.

    ``said`` are frames as a session begins and ends with them: the sender's name, all its points,
    its receipt, keys that it lacks, how old its news of other sites is. ``letterboxes`` are of all
    sites that the sender knows, its own among them. The tag in front is the version.
    """

    receiver: bytes
    writer: bytes
    made: tuple[int, int]
    said: tuple[bytes, ...]
    letterboxes: tuple[bytes, ...] = ()
    signature: bytes = b""


def signed(plain: Opening, writer_secret: bytes) -> bytes:
    """Return the bytes of ``plain`` signed by its writer (64-byte libsodium secret key)."""
    signature = crypto_sign(_message(plain), writer_secret)[:SIGNATURE]
    return msgspec.msgpack.encode(msgspec.structs.replace(plain, signature=signature))


def read_opening(raw: bytes, operation: bytes, site: bytes) -> tuple[Opening, WriterCertificate]:
    """Return the opening in ``raw`` and who signed it.

    Raises ``ParcelWrong``, and ``ParcelOfOthers`` where it is of another operation, or for another
    site than ``site``: somebody sealed again what was not meant for us.
    """
    try:
        opening = msgspec.msgpack.decode(raw, type=Opening)
        writer = read_writer(opening.writer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, CertificateWrong):
        raise ParcelWrong(what="its opening") from None
    if not _is_sound(opening) or not _is_signed(opening, writer.writer_key):
        raise ParcelWrong(what="its opening")
    if writer.site.operation_key != operation or opening.receiver != site:
        raise ParcelOfOthers
    return opening, writer


def framed(frames: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text of a parcel: every frame behind its length."""
    for frame in frames:
        if not 0 < len(frame) <= LARGEST_FRAME:
            raise ParcelWrong(what="the length of a part")
        yield len(frame).to_bytes(_LENGTH, "big") + frame


def frames(text: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the frames in ``text``, each once all of it is there; raise ``ParcelWrong``.

    Memory holds one frame and one piece of the text.
    """
    held = bytearray()
    for piece in text:
        held += piece
        while (size := _whole(held)) is not None:
            yield bytes(held[_LENGTH : _LENGTH + size])
            del held[: _LENGTH + size]
    if held:
        raise ParcelWrong(what="its end")


def _whole(held: bytearray) -> int | None:
    """Return the length of the first frame if all of it is there."""
    if len(held) < _LENGTH:
        return None
    size = int.from_bytes(held[:_LENGTH], "big")
    if not 0 < size <= LARGEST_FRAME:
        raise ParcelWrong(what="the length of a part")
    return size if len(held) >= _LENGTH + size else None


def _is_sound(opening: Opening) -> bool:
    return (
        len(opening.receiver) == _ID
        and opening.made[0] <= opening.made[1]
        and len(opening.said) <= MOST_SAID
        and len(opening.letterboxes) <= MOST_LETTERBOXES
    )


def _is_signed(opening: Opening, writer_key: bytes) -> bool:
    if len(opening.signature) != SIGNATURE:
        return False
    try:
        crypto_sign_open(opening.signature + _message(opening), writer_key)
    except (BadSignatureError, ValueError):
        return False
    return True


def _message(opening: Opening) -> bytes:
    return _TAG + msgspec.msgpack.encode(msgspec.structs.replace(opening, signature=b""))
