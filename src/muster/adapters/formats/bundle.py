"""An audit bundle: what a stranger needs to count a report again, in one zip.

``docs/format/bundle.md`` has it byte by byte. ``write`` makes one while entries stream by; reading
is in ``bundle_reading``, checking in ``bundle_checking``. Redaction happens before: what comes here
leaves as it is.
"""

import zipfile
from array import array
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

import msgspec

from muster.ground.record import checkpoint as notes
from muster.ground.record.certificate import read_writer
from muster.ground.record.checkpoint import Checkpoint, Proof
from muster.ground.record.tree import Tree, leaf_hash

SCHEMA = 1
README, STATEMENT, SIGNED, ENTRIES = "README.txt", "statement.json", "statement.note", "entries.bin"
PER_FRAME = 500
LENGTH = 4
LOG, SEQUENCE, HASH = 0, 1, 3
_STATEMENT = b"muster/statement/1"
_SAMPLE = b"muster/sample/1"
_LEVEL = 1  # most of it is hashes, which nothing makes smaller
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o600 << 16

Entry = Sequence[Any]
"""Number of its log, sequence, Lamport time, hash; if it opens: kind, subject, time, fields."""

_UNPROVEN = (
    "The redaction itself is not proven. An entry's kind, tag and fields stand inside its sealed "
    "body; what is said of them here is bound to the entry's hash by the site's signature alone, "
    "until a sample is opened with evidence."
)
_PERSONAL = (
    "A tag is pseudonymous, not anonymous: the same person has the same tag all through this "
    "bundle. It is personal data; keep it as such."
)
_TRUE = (
    "This proves that the figures follow from these entries. It does not prove that an entry is "
    "true, nor that none was never written."
)
_SHREDDED = (
    "Entries of shredded people cannot be opened by anybody. What was kept of their counts is an "
    "entry of its own."
)
WORDS = (_UNPROVEN, _PERSONAL, _TRUE, _SHREDDED)
"""What everybody has to know who reads a bundle; they stand in the statement and the README."""


class LogSaid(msgspec.Struct, frozen=True):
    """One log: its id and its writer's certificate (hex), and how many of its entries are here."""

    id: str
    compartment: str
    certificate: str
    entries: int = 0


class Sample(msgspec.Struct, frozen=True):
    """Which entries have a proof: so many, drawn by ``seed``; ``asked`` if an auditor gave it."""

    seed: str
    asked: bool
    size: int


class Statement(msgspec.Struct, frozen=True):
    """What the site says: whose record this is, at which cut, and the figures it counted there.

    ``operation``, ``site`` and ``signer`` (the certificate of the writer who signs) are hex.
    ``fields`` say of each kind which fields an entry keeps, and how.
    """

    bundle: int
    made: str
    words: tuple[str, ...]
    operation: str
    site: str
    signer: str
    logs: tuple[LogSaid, ...]
    fields: dict[str, list[str]]
    sample: Sample
    report: dict[str, Any]


class Signer(msgspec.Struct, frozen=True):
    """Who signs: the writer's certificate and its 64-byte libsodium key."""

    certificate: bytes
    secret: bytes


class Made(msgspec.Struct, frozen=True):
    """What went into a bundle."""

    entries: int
    logs: int
    proofs: int


class Drawn(NamedTuple):
    """An entry of the sample: the number of its log, its leaf in that log's tree, its hash."""

    log: int
    leaf: int
    digest: bytes


def key_name(site: str, log: str = "") -> str:
    """Return the name under which a site signs its statement, or the checkpoint of a log."""
    return f"muster/{site}/{log}" if log else f"muster/{site}"


def picked(sample: Sample, total: int) -> list[int]:
    """Return the places in ``entries.bin`` that ``sample`` draws out of ``total``, each once.

    Place n of the draw is SHA-256 over the tag, the seed in UTF-8, a zero and n (8 bytes), taken as
    a number modulo ``total``; what was drawn already is passed over.
    """
    found: dict[int, None] = {}
    seed, number = _SAMPLE + sample.seed.encode() + b"\0", 0
    while len(found) < min(sample.size, total):
        drawn = sha256(seed + number.to_bytes(8, "big")).digest()
        found[int.from_bytes(drawn, "big") % total] = None
        number += 1
    return list(found)


class Leaves:
    """The hashes of each log's entries, gathered as they pass: the leaves of its tree."""

    def __init__(self, logs: int) -> None:
        self._digests: list[list[bytes]] = [[] for _ in range(logs)]
        self._logs = array("I")

    @property
    def entries(self) -> int:
        """How many passed."""
        return len(self._logs)

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield ``entries`` and take their hashes on the way."""
        digests, logs = self._digests, self._logs
        for entry in entries:
            log = entry[LOG]
            digests[log].append(entry[HASH])
            logs.append(log)
            yield entry

    def size(self, log: int) -> int:
        """Return how many entries of ``log`` passed."""
        return len(self._digests[log])

    def tree(self, log: int) -> Tree:
        """Return the tree of ``log``."""
        return Tree(map(leaf_hash, self._digests[log]))

    def drawn(self, sample: Sample) -> list[Drawn]:
        """Return the entries that ``sample`` draws, in the order of the draw."""
        places = picked(sample, self.entries)
        wanted, counts = dict.fromkeys(places, (0, 0)), [0] * len(self._digests)
        for place, log in enumerate(self._logs):
            if place in wanted:
                wanted[place] = (log, counts[log])
            counts[log] += 1
        return [Drawn(log, at, self._digests[log][at]) for log, at in wanted.values()]


def write(
    file: BinaryIO,
    statement: Statement,
    entries: Iterable[Entry],
    signer: Signer,
    readme: str,
    cosigned: Sequence[bytes] = (),
) -> Made:
    """Write a bundle to ``file``; ``entries`` come in the order of the record.

    How many there are of each log is filled in. ``cosigned`` are witnesses of other sites
    (``ground/record/witness``), which need nobody's word but their own signatures.
    """
    leaves = Leaves(len(statement.logs))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        digest = _write_entries(archive, leaves.passing(entries))
        said = tuple(
            msgspec.structs.replace(log, entries=leaves.size(number))
            for number, log in enumerate(statement.logs)
        )
        statement = msgspec.structs.replace(statement, logs=said)
        raw = msgspec.json.format(msgspec.json.encode(statement), indent=1)
        _put(archive, STATEMENT, raw)
        text = signed_text(sha256(raw).digest(), digest)
        _put(archive, SIGNED, notes.sign(text, key_name(statement.site), signer.secret).encode())
        public = read_writer(signer.certificate).writer_key
        _put(archive, README, _readme(readme, statement, public).encode())
        drawn = leaves.drawn(statement.sample)
        _prove(archive, statement, leaves, drawn, signer)
        for number, witness in enumerate(cosigned):
            _put(archive, cosigned_part(number), witness)
    return Made(leaves.entries, len(statement.logs), len(drawn))


def signed_text(statement: bytes, entries: bytes) -> str:
    """Return what a site signs: the hashes of the statement and of the entries."""
    return (
        f"{_STATEMENT.decode()}\n{b64encode(statement).decode()}\n{b64encode(entries).decode()}\n"
    )


def _write_entries(archive: zipfile.ZipFile, entries: Iterable[Entry]) -> bytes:
    """Write the entries in frames, each a length and an array; return the hash of all of them."""
    encoder, digest, rest = msgspec.msgpack.Encoder(), sha256(), iter(entries)
    with archive.open(_part(ENTRIES), "w", force_zip64=True) as part:
        while held := list(islice(rest, PER_FRAME)):
            raw = encoder.encode(held)
            frame = len(raw).to_bytes(LENGTH, "big") + raw
            digest.update(frame)
            part.write(frame)
    return digest.digest()


def _prove(
    archive: zipfile.ZipFile,
    statement: Statement,
    leaves: Leaves,
    drawn: Sequence[Drawn],
    signer: Signer,
) -> None:
    """Write a checkpoint for each log, and a proof for each entry of the sample in it."""
    for log, said in enumerate(statement.logs):
        tree, name = leaves.tree(log), key_name(statement.site, said.id)
        note = notes.sign(Checkpoint(name, tree.size, tree.root).text(), name, signer.secret)
        _put(archive, checkpoint_part(log), note.encode())
        for number, one in enumerate(drawn):
            if one.log == log:
                proof = Proof(one.leaf, tuple(tree.inclusion(one.leaf)), note, one.digest)
                _put(archive, proof_part(number), notes.proof_text(proof).encode())


def checkpoint_part(log: int) -> str:
    """Return the name of the checkpoint of log number ``log``."""
    return f"checkpoints/{log}.note"


def cosigned_part(number: int) -> str:
    """Return the name of what another site signed for, numbered from 0."""
    return f"cosigned/{number}.witness"


def proof_part(number: int) -> str:
    """Return the name of proof ``number``, in the order of the draw."""
    return f"proofs/{number}.tlog-proof"


def _readme(words: str, statement: Statement, public: bytes) -> str:
    keys = [notes.key_line(key_name(statement.site), public)]
    keys += [notes.key_line(key_name(statement.site, log.id), public) for log in statement.logs]
    limits = "\n".join(f"- {text}" for text in statement.words)
    return (
        f"{words}\nLimits\n\n{limits}\n\nKeys, for verifiers of notes\n\n" + "\n".join(keys) + "\n"
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(_part(name), content, compresslevel=_LEVEL)


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = _PRIVATE
    return part
