"""Scuttle: nothing readable is left of this site, in under a second (T13).

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
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.record import receipt as receipts
from muster.ground.record.certificate import WriterCertificate
from muster.ground.record.problems import ReceiptWrong
from muster.ground.record.receipt import Receipt
from muster.site.problems import SiteNotNamed
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

SLOTS = "*.slot"
STEPS = 2
"""How many steps a receipt has where everything was done."""
_TIMES = 2
_ENDED = 0.5  # seconds to wait for a killed process to be gone


class Orders(msgspec.Struct, frozen=True, array_like=True):
    """All that is needed to scuttle, and nothing of the record.

    ``pid`` is the process to end with all its children, 0 for none. ``seed`` makes the receipt key.
    """

    folder: str
    pid: int
    seed: bytes
    certificate: bytes
    endorsement: bytes
    entries: int
    heads: bytes


def orders(site: Site, folder: Path, pid: int = 0) -> Orders:
    """Return what a watcher has to know of ``site``, in ``folder``."""
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
    )


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


def carry_out(wanted: Orders, now: Callable[[], int]) -> Receipt:
    """Destroy every key slot and end the processes; return the signed receipt.

    ``now`` is the clock of the receipt, in milliseconds UTC. What fails is a step of the receipt
    that is missing: nothing is raised, since nothing can be asked any more.
    """
    begun = time.monotonic()
    done: list[tuple[str, int]] = []

    def step(name: str, act: Callable[[], bool]) -> None:
        with suppress(OSError):
            if act():
                done.append((name, round((time.monotonic() - begun) * 1_000)))

    with ThreadPoolExecutor(2) as both:
        both.submit(step, "slots-destroyed", lambda: destroy(Path(wanted.folder)))
        both.submit(step, "processes-ended", lambda: end(wanted.pid))
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
    for slot in sorted(folder.glob(SLOTS)):
        _overwrite(slot)
        slot.unlink()
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return not any(folder.glob(SLOTS))


def _overwrite(slot: Path) -> None:
    handle = os.open(slot, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        size = os.fstat(handle).st_size
        for _ in range(_TIMES):
            os.pwrite(handle, os.urandom(size), 0)
            os.fsync(handle)
    finally:
        os.close(handle)


def end(pid: int) -> bool:
    """Kill process ``pid`` with all its children; return whether they are gone."""
    if pid <= 0:
        return True
    every = [pid, *_below(pid)]
    for one in every:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    until = time.monotonic() + _ENDED
    while any(map(_runs, every)) and time.monotonic() < until:
        time.sleep(0.001)
    return not any(map(_runs, every))


def _below(pid: int) -> Iterable[int]:
    """Yield the children of ``pid``, and theirs, but not this process."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text("ascii").split()):
            if child != os.getpid():
                yield child
                yield from _below(child)


def _runs(pid: int) -> bool:
    """Return whether ``pid`` still has a memory: a zombie has none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] not in ("Z", "X")
