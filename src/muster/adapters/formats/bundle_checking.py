"""Check an audit bundle: signatures, trees, proofs; whoever counts takes the entries as they pass.

The steps, and the order is meaning: 1. the writer who signs is certified by the site, and the site
by the operation; 2. the statement and the entries are what that writer signed; 3. each log is of a
writer of the operation, and its id follows; 4. the entries of each log make the tree whose root its
checkpoint says, and there are as many as the statement says; 5. each entry of the sample has its
proof. That entries come in their order, up to the cut, is checked by whoever counts.
"""

from collections.abc import Iterator
from hashlib import sha256

import msgspec

from muster.adapters.formats.bundle import (
    SIGNED,
    STATEMENT,
    Drawn,
    Entry,
    Leaves,
    checkpoint_part,
    key_name,
    proof_part,
    signed_text,
)
from muster.adapters.formats.bundle_reading import Bundle
from muster.adapters.formats.problems import BundleChanged, BundleOfOthers, BundleUnreadable
from muster.ground.record import checkpoint as notes
from muster.ground.record.certificate import WriterCertificate, log_id, read_writer
from muster.ground.record.tree import leaf_hash, verify_inclusion


class LogKnown(msgspec.Struct, frozen=True):
    """One log of a checked bundle."""

    id: bytes
    writer: bytes
    compartment: str


class Checking:
    """One bundle while it is checked. ``entries`` may be gone through once, and has to be."""

    def __init__(self, bundle: Bundle, operation: bytes | None = None) -> None:
        """Take steps 1 to 3; raise ``CertificateWrong``, ``NoteUnsigned`` or what a bundle raises.

        ``operation`` is the key of the operation, where the auditor was told it another way.
        """
        self._bundle = bundle
        self.statement = statement = bundle.statement()
        self.operation = _hex(statement.operation)
        self.site = _hex(statement.site)
        if operation is not None and operation != self.operation:
            raise BundleOfOthers
        signer = self._certified(statement.signer)
        if signer.site.site != self.site:
            raise BundleChanged(what="another site's writer signed it")
        self.public = signer.writer_key
        self._signed()
        self.logs = tuple(self._known(number) for number in range(len(statement.logs)))
        self.proofs = 0

    def _certified(self, certificate: str) -> WriterCertificate:
        found = read_writer(_hex(certificate))
        if found.site.operation_key != self.operation:
            raise BundleChanged(what="a writer is of another operation")
        return found

    def _signed(self) -> None:
        note = notes.read_note(self._bundle.text(SIGNED))
        text = notes.verify(note, key_name(self.statement.site), self.public)
        statement = sha256(self._bundle.part(STATEMENT)).digest()
        if text != signed_text(statement, self._bundle.digest()):
            raise BundleChanged(what="the statement or the entries are not those that were signed")

    def _known(self, number: int) -> LogKnown:
        said = self.statement.logs[number]
        writer, identity = self._certified(said.certificate), _hex(said.id)
        if log_id(_hex(said.certificate), said.compartment) != identity:
            raise BundleChanged(what="a log is not of the writer that is named")
        return LogKnown(identity, writer.writer, said.compartment)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries, then take steps 4 and 5; raise ``ProofWrong`` too."""
        leaves = Leaves(len(self.logs))
        yield from leaves.passing(self._bundle.entries(len(self.logs)))
        for number in range(len(self.logs)):
            self._check_tree(number, leaves)
        for number, drawn in enumerate(leaves.drawn(self.statement.sample)):
            self._check_proof(number, drawn)

    def _check_tree(self, number: int, leaves: Leaves) -> None:
        said = self.statement.logs[number]
        note = self._bundle.text(checkpoint_part(number))
        name = key_name(self.statement.site, said.id)
        found = notes.read_checkpoint(notes.verify(notes.read_note(note), name, self.public))
        if found.origin != name or not said.entries == found.size == leaves.size(number):
            raise BundleChanged(what="a log has not as many entries as its checkpoint says")
        if leaves.tree(number).root != found.root:
            raise BundleChanged(what="the entries of a log are not those of its checkpoint")

    def _check_proof(self, number: int, drawn: Drawn) -> None:
        said = self.statement.logs[drawn.log]
        proof = notes.read_proof(self._bundle.text(proof_part(number)))
        name = key_name(self.statement.site, said.id)
        found = notes.read_checkpoint(notes.verify(notes.read_note(proof.note), name, self.public))
        asked = (drawn.leaf, drawn.digest, name, said.entries)
        if (proof.index, proof.extra, found.origin, found.size) != asked:
            raise BundleChanged(what="a proof is of another entry than the sample's")
        verify_inclusion(drawn.leaf, found.size, leaf_hash(drawn.digest), proof.path, found.root)
        self.proofs += 1


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BundleUnreadable(what="the statement") from None
