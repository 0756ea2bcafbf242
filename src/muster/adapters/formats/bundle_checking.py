"""Check an audit bundle: signatures, trees, proofs; whoever counts takes the entries as they pass.

The steps, and the order is meaning: 1. the writer who signs is certified by the site, and the site
by the operation; 2. the statement and the entries are what that writer signed; 3. each log is of a
writer of the operation, and its id follows; 4. the entries of each log make the tree whose root its
checkpoint says, and there are as many as the statement says; 5. each entry of the sample has its
proof; 6. what other sites signed for is what lies here, where it lies within the cut (T3). That
entries come in their order, up to the cut, is checked by whoever counts.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from muster.adapters.formats.bundle import (
    HASH,
    LOG,
    SEQUENCE,
    SIGNED,
    STATEMENT,
    Drawn,
    Entry,
    Leaves,
    checkpoint_part,
    cosigned_part,
    key_name,
    proof_part,
    signed_text,
)
from muster.adapters.formats.bundle_reading import Bundle
from muster.adapters.formats.problems import BundleChanged, BundleOfOthers, BundleUnreadable
from muster.ground.record import checkpoint as notes
from muster.ground.record import witness as witnesses
from muster.ground.record.certificate import WriterCertificate, log_id, read_writer
from muster.ground.record.problems import WitnessWrong
from muster.ground.record.tree import leaf_hash, verify_inclusion


class LogKnown(msgspec.Struct, frozen=True):
    """One log of a checked bundle."""

    id: bytes
    writer: bytes
    compartment: str


Wanted = dict[tuple[int, int], set[bytes]]
"""By number of a log and sequence, the hashes of entries that other sites signed for."""


class Signed:
    """What other sites signed for, held against the entries as they pass."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._seen: Wanted = {}

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield ``entries`` and keep the hashes of those that were signed for."""
        wanted = self.wanted
        for entry in entries:
            place = (entry[LOG], entry[SEQUENCE])
            if place in wanted:
                self._seen.setdefault(place, set()).add(entry[HASH])
            yield entry

    def covered(self) -> int:
        """Return how many entries are signed for by others; raise ``WitnessWrong``.

        An end beyond the cut is not here, and is passed over.
        """
        reach: dict[int, int] = {}
        for (log, sequence), seen in self._seen.items():
            if not self.wanted[log, sequence] <= seen:
                raise WitnessWrong
            reach[log] = max(sequence, reach.get(log, 0))
        return sum(reach.values())


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
        self.cosigners: frozenset[bytes] = frozenset()
        self.cosigned = 0

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
        """Yield the entries, then take steps 4 to 6; raise ``ProofWrong``, ``WitnessWrong`` too."""
        leaves, signed = Leaves(len(self.logs)), self._signed_for()
        passing = leaves.passing(self._bundle.entries(len(self.logs)))
        yield from signed.passing(passing) if signed.wanted else passing
        for number in range(len(self.logs)):
            self._check_tree(number, leaves)
        for number, drawn in enumerate(leaves.drawn(self.statement.sample)):
            self._check_proof(number, drawn)
        self.cosigned = signed.covered()

    def _signed_for(self) -> "Signed":
        """Return what other sites signed for, once their signatures hold."""
        places = {log.id: number for number, log in enumerate(self.logs)}
        wanted: Wanted = {}
        sites = set()
        number = 0
        while cosigned_part(number) in self._bundle.names:
            witness = witnesses.read(self._bundle.part(cosigned_part(number)))
            sites.add(witnesses.verify(witness, self.operation, self.site).site.site)
            for log, sequence, digest in witness.points:
                if sequence and log in places:
                    wanted.setdefault((places[log], sequence), set()).add(digest)
            number += 1
        self.cosigners = frozenset(sites)
        return Signed(wanted)

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
