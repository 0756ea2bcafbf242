"""What can be wrong with keys and sealed things."""

from muster.ground.problem import Problem


class PassphraseWrong(Problem):
    """The slot does not open; a wrong phrase and a damaged slot look alike, on purpose."""

    code = "secrecy.passphrase-wrong"
    sentence = "The site's key file does not open with this passphrase."
    advice = "Check the passphrase; nothing was changed. There is no way round it."


class SlotUnreadable(Problem):
    """The key file is no key file of a known version."""

    code = "secrecy.slot-unreadable"
    sentence = "Expected a key file of version {expected}, found {found} bytes that are none."
    advice = "Put the site's own key file back from where it is kept."


class MemoryShort(Problem):
    """The machine does not give the memory that the key file's cost asks for."""

    code = "secrecy.memory-short"
    sentence = "The key file takes {needed} MiB of memory to open, more than there is."
    advice = "Close other programs and try again; nothing was changed."


class SealBroken(Problem):
    """A sealed body does not open under its key in its place."""

    code = "secrecy.seal-broken"
    sentence = "A sealed body of {found} bytes does not open in its place."
    advice = "It was changed or moved. Run `muster verify` to see where."


class KeyMismatch(Problem):
    """A key does not match the id that commits to it (T5), or was not closed for us."""

    code = "secrecy.key-mismatch"
    sentence = "A key was offered that does not open here, or not under its own id."
    advice = (
        "It was damaged, meant for another site, or made to be read in two ways. Do not use it; "
        "ask another site for it and tell the operation."
    )


class KeyUnusable(Problem):
    """A site's public key is one that nothing can be sealed to."""

    code = "secrecy.key-unusable"
    sentence = "Expected a site's public key of {expected} bytes, found {found} that are none."
    advice = "Ask that site for its certificate again; no key was granted."


class PassphraseWeak(Problem):
    """A new passphrase is shorter than can resist guessing."""

    code = "secrecy.passphrase-weak"
    sentence = "Expected a passphrase of at least {expected} characters, found {found}."
    advice = "Take six or more words that nobody would quote."


class HostUnusable(Problem):
    """A name that no certificate can be for."""

    code = "secrecy.host-unusable"
    sentence = (
        "Expected a name like muster.north.internal, at most {limit} characters; found {found} "
        "that are none."
    )
    advice = "Take letters, digits and hyphens, with a dot inside; an address is no name."


class ParcelUnreadable(Problem):
    """A file that should be a parcel does not begin like one."""

    code = "secrecy.parcel-unreadable"
    sentence = "Expected a parcel, found a file whose first {found} bytes are not those of one."
    advice = "It is another kind of file, or was cut short. Nothing was taken from it."


class ParcelNotOurs(Problem):
    """A parcel does not open with a key of this site; damage to its header looks the same."""

    code = "secrecy.parcel-not-ours"
    sentence = "This parcel does not open here."
    advice = (
        "It is for another site, is sealed to a key that this one no longer has, or was damaged. "
        "Leave it on the stick for whom it is for; if it was for us, ask for another."
    )


class ParcelChanged(Problem):
    """A block of a parcel is not the one that its sender put there."""

    code = "secrecy.parcel-changed"
    sentence = "Block {block} of the parcel is not what its sender put there."
    advice = (
        "It was damaged, moved or put in by somebody. What came before it is good and was kept; "
        "ask the sender for another parcel."
    )


class ParcelCut(Problem):
    """A parcel ends before its last block."""

    code = "secrecy.parcel-cut"
    sentence = "The parcel ends after {blocks} whole blocks, before its end."
    advice = (
        "The copy was broken off. What was whole is good and was kept; copy it again, or ask the "
        "sender for another parcel."
    )


class OfficersMissing(Problem):
    """Too few different officers for what was asked."""

    code = "secrecy.officers-missing"
    sentence = "This takes {expected} different officers of those appointed; there are {found}."
    advice = "Bring the key files of others; fewer can open nothing, by design."


class RecoveryUnreadable(Problem):
    """What was entrusted to recovery does not open, or is none."""

    code = "secrecy.recovery-unreadable"
    sentence = "Expected keys that were entrusted to officers, found {found} bytes that are none."
    advice = "Use the file as it was written, with the officers who were appointed then."
