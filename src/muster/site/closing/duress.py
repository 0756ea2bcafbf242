"""The duress code: typed under force, it scuttles the site and opens training data (T21).

Typed for the passphrase it opens the spare slot, typed for a PIN it fits a verifier in the
encrypted store; whether one was set cannot be told from the disk without it. Training data is
installed everywhere, so that its being there means nothing. There is no claim of deniability:
neighbours' records show that the site existed. Whether to have a code is for whoever may be forced.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from muster.ground.people.ids import spell
from muster.ground.problem import Problem
from muster.ground.secrecy import spare as spares
from muster.site import spare
from muster.site.clock import Entropy
from muster.site.closing import processes
from muster.site.closing.scuttle import destroy
from muster.site.opening import DATABASE, SLOT, on_disk, write_slot
from muster.site.operators import fits, roster, verifier_of
from muster.site.problems import DuressIsPassphrase, FileMissing
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

NAME = "duress"
_SALT = 16
_NONCE = 24
_LOCK = f"{DATABASE}-lock"


def set_code(site: Site, by: Operator, code: str) -> None:
    """Make ``code`` the duress code: for the passphrase, and for the PIN of whoever signs in.

    Nothing of it goes on record. Raises ``PassphraseWeak``, ``DuressIsPassphrase`` where it opens
    the site or signs somebody in, ``FileMissing``, ``store.*``.
    """
    require(by, Right.ENROL)
    slot = _slot(site)
    if spares.opens(slot, code) is not None or _is_pin(site, by, code):
        raise DuressIsPassphrase
    random = Entropy()
    raw = spares.close_duress(slot, code, random.draw(_SALT), random.draw(_NONCE))
    _put(site, raw, verifier_of(code))


def drop_code(site: Site, by: Operator) -> None:
    """Have no duress code; without one it changes nothing that could be seen."""
    require(by, Right.ENROL)
    _put(site, spare.chance(_slot(site)), None)


def is_said(site: Site, code: str) -> bool:
    """Return whether what was given for a PIN is the duress code; it takes as long if none is."""
    with site.view() as view:
        verifier = view.reader.secret_get(NAME)
    return fits(verifier, code)


def is_phrase(folder: Path, phrase: str) -> bool:
    """Return whether what was given for the passphrase of the site in ``folder`` is the code."""
    with suppress(OSError, Problem):
        return spares.is_duress((folder / spare.SPARE).read_bytes(), phrase)
    return False


def give_up(folder: Path) -> bool:
    """Scuttle the site in ``folder`` from outside: slots, and whoever has it open.

    There is no receipt, as whoever only typed the code holds no key to sign one; until one comes
    others presume that the site was read. Returns whether all is done.
    """
    killed = [each for one in _holders(folder) for each in processes.kill(one)]
    return all((destroy(folder), processes.gone(killed)))


def _holders(folder: Path) -> Iterator[int]:
    """Yield the processes that have the site open, by the lock that one of them holds."""
    try:
        lock = (folder / _LOCK).stat()
        lines = Path("/proc/locks").read_text("ascii").splitlines()
    except OSError:
        return
    wanted = f"{os.major(lock.st_dev):02x}:{os.minor(lock.st_dev):02x}:{lock.st_ino}"
    for line in lines:
        words = line.replace("->", "").split()
        if words[5] == wanted and words[4] != "-1" and int(words[4]) != os.getpid():
            yield int(words[4])


def _put(site: Site, raw: bytes, verifier: bytes | None) -> None:
    slot = site.directory / SLOT
    with site.writing():
        if verifier is None:
            site.store.secret_drop(NAME)
        else:
            site.store.secret_put(NAME, verifier)
        with on_disk():
            write_slot(slot.with_name(spare.SPARE), raw)
    spare.keep(slot)


def _slot(site: Site) -> bytes:
    try:
        return (site.directory / SLOT).read_bytes()
    except OSError:
        raise FileMissing(what=SLOT) from None


def _is_pin(site: Site, by: Operator, code: str) -> bool:
    with site.view() as view:
        verifiers = [view.reader.secret_get(spell(one.id)) for one in roster(site, by)]
    return any(fits(one, code) for one in verifiers if one is not None)
