"""Checkpoints of logs as C2SP signed notes, and proofs that stand alone beside them.

The formats are C2SP's: ``signed-note`` with Ed25519 keys, ``tlog-checkpoint`` and
``tlog-proof@v1``, so that verifiers of others can check what a site hands out. A note holds a text
and signatures over it; a checkpoint is a text of origin, size and root of a tree; a proof is the
place of a leaf, the way from it to the root, and a checkpoint.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from muster.ground.record.problems import NoteUnreadable, NoteUnsigned
from muster.ground.record.tree import HASH

LARGEST_NOTE = 64 * 1024
PROOF = "c2sp.org/tlog-proof@v1"
_ED25519 = b"\x01"
_ID = 4
_KEY = 32
_SIGNATURE = 64
_DASH = "\u2014"
_LONGEST_PROOF = 64
_MOST_DIGITS = 16


class Signature(msgspec.Struct, frozen=True):
    """One line below a note: whose key, which of theirs, and what it made of the text."""

    name: str
    key_id: bytes
    signature: bytes


class Note(msgspec.Struct, frozen=True):
    """A text, its last newline included, and the signatures under it; nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]


class Checkpoint(msgspec.Struct, frozen=True):
    """What a log's tree was: whose, how many leaves, and the hash over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text of its note."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


class Proof(msgspec.Struct, frozen=True):
    """That leaf ``index`` lies in the tree of the checkpoint in ``note``; ``extra`` is unproven."""

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes = b""


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes that tell a key from others of the same name."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_ID]


def key_line(name: str, public: bytes) -> str:
    """Return a key as verifiers of notes are told it: name, id and key between plus signs."""
    return f"{name}+{key_id(name, public).hex()}+{b64encode(_ED25519 + public).decode()}"


def sign(text: str, name: str, secret: bytes) -> str:
    """Return ``text``, which ends in a newline, as a note signed by a 64-byte libsodium key."""
    signature = crypto_sign(text.encode(), secret)[:_SIGNATURE]
    signed = b64encode(key_id(name, secret[_KEY:]) + signature).decode()
    return f"{text}\n{_DASH} {name} {signed}\n"


def read_note(raw: str) -> Note:
    """Return the note in ``raw``; raise ``NoteUnreadable``."""
    if len(raw) > LARGEST_NOTE or any(one < " " and one != "\n" for one in raw):
        raise NoteUnreadable(what="a signed note", found=len(raw))
    text, parted, below = raw.rpartition("\n\n")
    lines = below.split("\n")
    if not parted or lines.pop() or not lines:
        raise NoteUnreadable(what="a signed note", found=len(raw))
    return Note(text + "\n", tuple(map(_signature, lines)))


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, coded = rest.partition(" ")
    if dash != _DASH or not name or "+" in name or name.split() != [name]:
        raise NoteUnreadable(what="a line of a signature", found=len(line))
    raw = _bytes(coded)
    if len(raw) <= _ID:
        raise NoteUnreadable(what="a signature", found=len(line))
    return Signature(name, raw[:_ID], raw[_ID:])


def verify(note: Note, name: str, public: bytes) -> str:
    """Return the text of ``note`` once the key signed it; raise ``NoteUnsigned``.

    Signatures of other keys are passed over, one of this key that is wrong is not.
    """
    if len(public) != _KEY:
        raise NoteUnsigned
    asked = (name, key_id(name, public))
    own = [one.signature for one in note.signatures if (one.name, one.key_id) == asked]
    if not own or any(len(one) != _SIGNATURE for one in own):
        raise NoteUnsigned
    try:
        for one in own:
            crypto_sign_open(one + note.text.encode(), public)
    except (BadSignatureError, ValueError):
        raise NoteUnsigned from None
    return note.text


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in the text of a note; raise ``NoteUnreadable``.

    Lines after the third are somebody's extensions and are left alone.
    """
    lines = text.split("\n")
    if lines.pop() or len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size, root
        raise NoteUnreadable(what="a checkpoint", found=len(text))
    root = _bytes(lines[2])
    if len(root) != HASH:
        raise NoteUnreadable(what="a root of 32 bytes", found=len(lines[2]))
    return Checkpoint(lines[0], _number(lines[1]), root)


def proof_text(proof: Proof) -> str:
    """Return ``proof`` as a text of its own, to be kept as ``.tlog-proof``."""
    extra = [f"extra {b64encode(proof.extra).decode()}"] if proof.extra else []
    path = [b64encode(one).decode() for one in proof.path]
    return "\n".join([PROOF, *extra, f"index {proof.index}", *path, "", proof.note])


def read_proof(raw: str) -> Proof:
    """Return the proof in ``raw``; raise ``NoteUnreadable``. Nothing is verified yet."""
    head, parted, note = raw.partition("\n\n")
    lines = head.split("\n")
    if len(raw) > LARGEST_NOTE or not parted or lines.pop(0) != PROOF:
        raise NoteUnreadable(what="a proof", found=len(raw))
    extra = _bytes(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else b""
    if not lines or not lines[0].startswith("index "):
        raise NoteUnreadable(what="the index of a proof", found=len(raw))
    index = _number(lines.pop(0)[6:])
    path = tuple(map(_bytes, lines))
    if len(path) > _LONGEST_PROOF or any(len(one) != HASH for one in path):
        raise NoteUnreadable(what="hashes of 32 bytes", found=len(raw))
    return Proof(index, path, note, extra)


def _number(text: str) -> int:
    good = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not good or (text[0] == "0" and text != "0"):
        raise NoteUnreadable(what="a number", found=len(text))
    return int(text)


def _bytes(text: str) -> bytes:
    """Return what base 64 stands for, in its one spelling."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise NoteUnreadable(what="base 64", found=len(text)) from None
    if b64encode(raw).decode() != text:
        raise NoteUnreadable(what="base 64 in its one spelling", found=len(text))
    return raw
