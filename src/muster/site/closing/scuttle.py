"""Scuttle: nothing readable is left of this site, in under a second.

The key slots are overwritten twice, synced and unlinked, and the processes that hold keys in their
memory are killed, at once and beside each other: a stalled disk must not keep memory alive. What
stays is the record, sealed under keys that are nowhere. Nothing asks again and nothing undoes it.

The order is carried out by a ``watcher``, which began before the site was opened and holds no
record; or, from the command line, by this process, which then ends. An SSD may keep overwritten
blocks; that is why a slot needs a phrase too, and why the disk below is to be encrypted.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.record import receipt as receipts
from muster.ground.record.certificate import WriterCertificate
from muster.ground.record.problems import ReceiptWrong
from muster.ground.record.receipt import Receipt
from muster.site.closing.afterwards import Afterwards
from muster.site.exchange.linking import Reach, last_word, reach
from muster.site.problems import SiteNotNamed
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

SLOTS = ("*.slot", "*.new")
"""Where keys lie: slots, and one that was being written when the power went."""
STEPS = 2
"""How many steps a receipt has where everything was done."""
_TIMES = 2
_ENDED = 0.5  # seconds to wait for a killed process to be gone


class Orders(msgspec.Struct, frozen=True, array_like=True):
    """All that is needed to scuttle, and nothing of the record.

    ``pid`` is the process to end with all its children, 0 for none. ``seed`` makes the receipt key.
    ``reach`` is whom to tell, with the key that this site shows on links: nothing on record is
    sealed to it.
    """

    folder: str
    pid: int
    seed: bytes
    certificate: bytes
    endorsement: bytes
    entries: int
    heads: bytes
    reach: Reach | None = None
    then: Afterwards = Afterwards()


def orders(site: Site, folder: Path, pid: int = 0, then: Afterwards | None = None) -> Orders:
    """Return what a watcher has to know of ``site``, in ``folder``; a drill erases no disk."""
    seed = site.entropy.draw(32)
    key, _ = crypto_sign_seed_keypair(seed)
    _, secret = crypto_sign_seed_keypair(site.keys.site_seed)
    logs = site.store.logs()
    return Orders(
        str(folder.resolve()),
        pid,
        seed,
        site.keys.certificate,
        receipts.endorse(site.keys.certificate, key, secret),
        sum(one.head_sequence for one in logs),
        receipts.heads_hash({one.id: (one.head_sequence, one.head_hash) for one in logs}),
        reach(site),
        Afterwards() if then is None or site.state.training else then,
    )


def tell_others(wanted: Orders, receipt: Receipt) -> int:
    """Offer the receipt to every site in reach, for three seconds; return how many kept it."""
    if wanted.reach is None:
        return 0
    return last_word(receipts.written(receipt), wanted.reach)


def may_scuttle(site: Site, by: Operator, second: Operator | None, named: str) -> None:
    """Raise unless two people who may close order it, and one typed the site's name.

    Raises ``NotAllowed``, ``SecondMissing``, ``SecondSame``, ``SiteNotNamed``.
    """
    signed_by_two(by, second, Right.CLOSE)
    if named.strip() != site.state.name:
        raise SiteNotNamed


def read_receipt(site: Site, by: Operator, text: str) -> tuple[Receipt, WriterCertificate]:
    """Return what a receipt says, and of whom, once a site of this operation signed it.

    Raises ``ReceiptWrong``.
    """
    require(by, Right.CLOSE)
    receipt, writer = receipts.read(text)
    if writer.site.operation_key != site.operation:
        raise ReceiptWrong(by="a site of this operation")
    return receipt, writer


def carry_out(wanted: Orders, now: Callable[[], int], grace: float = 0.0) -> Receipt:
    """Destroy every key slot and end the processes; return the signed receipt.

    ``now`` is the clock of the receipt, in milliseconds UTC; ``grace`` as in ``end``. What fails is
    a step of the receipt that is missing: nothing is raised, since nothing can be asked any more.
    """
    begun = time.monotonic()
    done: list[tuple[str, int]] = []

    def step(name: str, act: Callable[[], bool]) -> None:
        with suppress(OSError):
            if act():
                done.append((name, round((time.monotonic() - begun) * 1_000)))

    with ThreadPoolExecutor(2) as both:
        both.submit(step, "slots-destroyed", lambda: destroy(Path(wanted.folder)))
        both.submit(step, "processes-ended", lambda: end(wanted.pid, grace))
    key, _ = crypto_sign_seed_keypair(wanted.seed)
    plain = Receipt(
        wanted.certificate,
        key,
        wanted.endorsement,
        now(),
        wanted.entries,
        wanted.heads,
        tuple(sorted(done, key=lambda one: one[1])),
    )
    return receipts.signed(plain, wanted.seed)


def destroy(folder: Path) -> bool:
    """Overwrite, sync and unlink every key slot in ``folder``; return whether none is left."""
    for slot in _slots(folder):
        _overwrite(slot)
        slot.unlink()
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return not _slots(folder)


def _slots(folder: Path) -> list[Path]:
    return sorted(one for pattern in SLOTS for one in folder.glob(pattern))


def _overwrite(slot: Path) -> None:
    handle = os.open(slot, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        size = os.fstat(handle).st_size
        for _ in range(_TIMES):
            os.pwrite(handle, os.urandom(size), 0)
            os.fsync(handle)
    finally:
        os.close(handle)


def end_all(beside: Callable[[], bool], pids: Sequence[int]) -> bool:
    """Do ``beside`` and end each of ``pids`` at once; return whether all of it was done."""
    with ThreadPoolExecutor(1 + len(pids)) as every:
        doing = [every.submit(beside), *(every.submit(end, one) for one in pids)]
    return all(one.exception() is None and one.result() for one in doing)


def end(pid: int, grace: float = 0.0) -> bool:
    """Kill process ``pid`` with all its children; return whether they are gone.

    ``grace`` are the seconds that it may still speak: under duress it has an answer to send.
    """
    if pid <= 0:
        return True
    time.sleep(grace)
    every = [pid, *below(pid)]
    for one in every:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    until = time.monotonic() + _ENDED
    while any(map(_runs, every)) and time.monotonic() < until:
        time.sleep(0.001)
    return not any(map(_runs, every))


def below(pid: int) -> Iterator[int]:
    """Yield the children of ``pid``, and theirs, but not this process."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text("ascii").split()):
            if child != os.getpid():
                yield child
                yield from below(child)


def _runs(pid: int) -> bool:
    """Return whether ``pid`` still has a memory: a zombie has none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] not in ("Z", "X")
