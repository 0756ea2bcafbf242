"""The facts about who holds which key, and who holds a site: grants, falls, receipts.

They lie in ``public``: no grant is quiet, and every site knows who fell (T14, T16).
"""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class EpochOpened(Observation, frozen=True, tag="epoch-opened"):
    """A compartment has a key, and ``site`` was granted it. ``subject`` is the key id.

    The sealed key lies beside the log, never in it; ``grant_hash`` is its SHA-256: every grant is a
    visible fact (T16). Each site that is granted a key has a fact of its own. ``site`` is empty in
    what older programs wrote: then any member of the compartment is presumed to hold it.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    opens: str
    number: int
    grant_hash: bytes
    site: bytes = b""


class EpochDestroyed(Observation, frozen=True, tag="epoch-destroyed"):
    """A gate post destroyed keys of old epochs of ``opens``. ``subject`` is the post's site.

    What was folded from them went with them, but for what the post needs next. ``carried`` are the
    ids of people's keys of which it holds a state still; it names all that it holds, and replaces
    what was named before, unless ``more``: then the fact before is gone on with. It is the post's
    own word, and counts where its own writer wrote it (T10).
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    opens: str
    epochs: tuple[bytes, ...]
    carried: tuple[bytes, ...] = ()
    more: bool = False


class SiteFallen(Observation, frozen=True, tag="site-fallen"):
    """A site is in other hands: ``operator`` and ``second`` say so. ``subject`` is the site.

    Nothing that any of its writers and tablets wrote counts past ``cut``, which names log, sequence
    and hash of the last entry that does, for each log that whoever said so could name; a log that
    is not named counts in nothing. It cannot be undone: the site is enrolled anew under another id.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    second: bytes
    reason: str
    cut: tuple[tuple[bytes, int, bytes], ...] = ()


class SiteScuttled(Observation, frozen=True, tag="site-scuttled"):
    """The receipt of a site that was scuttled came here, and held. ``subject`` is the site.

    ``receipt`` is its text, so that anybody can check it again. It proves that a key said so, not
    that nothing was copied before.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    receipt: str


class OfficersAppointed(Observation, frozen=True, tag="officers-appointed"):
    """Five officers hold a recovery key, any three of whom can open what is entrusted to them.

    ``subject`` is the site that split it; ``split`` are the bytes of the split, with each officer's
    sealed parts: it opens for three of them. ``posts`` say who they are, in the same order. The
    operation signs ``issued`` (ms), posts and split: of good ones that issued last holds (T15), so
    that no site can put officers of its own in their place.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    second: bytes
    posts: tuple[str, ...]
    split: bytes
    issued: int
    signature: bytes


class KeysEntrusted(Observation, frozen=True, tag="keys-entrusted"):
    """A site sealed all its keys to the officers' recovery key. ``subject`` is the site.

    ``split_hash`` is the SHA-256 of the split, ``hash`` that of what was sealed; it lies in a file.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    split_hash: bytes
    hash: bytes


class RecoveryRehearsed(Observation, frozen=True, tag="recovery-rehearsed"):
    """Three officers rebuilt the recovery key and opened what was entrusted; nothing was used.

    ``posts`` are those whose keys were there.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    posts: tuple[str, ...]
