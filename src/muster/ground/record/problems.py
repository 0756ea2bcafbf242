"""What can be wrong with bytes that claim to be record."""

from muster.ground.problem import Problem


class SegmentUnreadable(Problem):
    """Bytes that should be a segment do not decode."""

    code = "record.segment-unreadable"
    sentence = "Expected a segment, found {found} bytes that are none ({where})."
    advice = "The log is damaged here. Take the log again from another site or a backup."


class VersionUnknown(Problem):
    """A segment of a version this program does not know."""

    code = "record.version-unknown"
    sentence = "Expected a segment of version {expected}, found version {found}."
    advice = "Install the newest Muster; nothing was changed."


class ChainBroken(Problem):
    """A segment does not continue the log that it claims to continue."""

    code = "record.chain-broken"
    sentence = "Entry {sequence} does not follow the entry before it."
    advice = (
        "An entry was removed, changed or put in. Compare with another site that holds the log."
    )


class SignatureWrong(Problem):
    """A segment's signature is not by the log's writer over these entries."""

    code = "record.signature-wrong"
    sentence = "The signature over entries {first} to {last} is not by the writer of this log."
    advice = "Do not use these entries. Compare with another site that holds the log."


class CertificateWrong(Problem):
    """A writer's certificate is not by the site, or the site's not by the operation."""

    code = "record.certificate-wrong"
    sentence = "The certificate of this writer is not signed by {by}."
    advice = "Do not use what this writer wrote until the site has explained it."


class LimitExceeded(Problem):
    """A value in a segment is beyond what the format allows."""

    code = "record.limit-exceeded"
    sentence = "Expected {what} of at most {limit}, found {found}."
    advice = "The writer is faulty or hostile. Do not use what follows in this log."


class FactUnreadable(Problem):
    """An opened body is no fact of a kind known here."""

    code = "record.fact-unreadable"
    sentence = "Entry {sequence} opens to {found} bytes that are no fact known here."
    advice = "Install the newest Muster and run `muster rebuild`; the entry is kept as it is."


class ProofWrong(Problem):
    """A proof that does not lead from what it proves to the root of the tree."""

    code = "record.proof-wrong"
    sentence = "The proof of {what} does not lead to the root of a tree of {size}."
    advice = (
        "Do not use what it should prove. Ask for the bundle again and compare the checkpoints."
    )


class NoteUnreadable(Problem):
    """Bytes that should be a signed note, a checkpoint or a proof are none."""

    code = "record.note-unreadable"
    sentence = "Expected {what}, found {found} characters that are none."
    advice = "The file is damaged or another kind of file. Ask for it again."


class NoteUnsigned(Problem):
    """A note that nobody signed whose key is known here, or whose signature is wrong."""

    code = "record.note-unsigned"
    sentence = "The note is not signed by the key that was given for it."
    advice = "Do not use it. Compare the key with the one that the site publishes."


class ReceiptWrong(Problem):
    """A receipt of a scuttle that no site signed."""

    code = "record.receipt-wrong"
    sentence = "This is no receipt of a scuttle: it is not signed by {by}."
    advice = "Type or scan all of it again; until one holds, presume that the site was read."


class CardWrong(Problem):
    """A site's card that the operation did not sign, or not so."""

    code = "record.card-wrong"
    sentence = "The card of this site is not signed by the operation."
    advice = "Do not link to it. Ask the site that founded the operation to enrol it again."


class PartsMissing(Problem):
    """Some of the codes that make a whole were not read yet."""

    code = "record.parts-missing"
    sentence = "{found} of {expected} codes were read."
    advice = "Read the others, in any order; each says which it is."


class PartsUnreadable(Problem):
    """Codes that make no whole, or bytes that no few codes hold."""

    code = "record.parts-unreadable"
    sentence = "The codes ({found}) make no whole."
    advice = "Read the codes of one sheet or screen, all of them, and no others."


class WitnessWrong(Problem):
    """What another site is said to have signed for is not what it signed."""

    code = "record.witness-wrong"
    sentence = "Another site's signature does not stand for this record."
    advice = "Exchange with that site anew, compare by voice, and keep both records as they are."
