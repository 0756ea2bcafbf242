"""Scuttle: nothing readable is left of this site, in under a second (T13).

The processes that hold keys in their memory are killed, and the key slots overwritten twice, synced
and unlinked, beside each other: neither a stalled disk nor a busy processor keeps both alive. What
stays is the record, sealed under keys that are nowhere. Nothing asks again and nothing undoes it.

The order is carried out by a ``watcher``, which began before the site was opened and holds no
record; or, from the command line, by this process, which then ends. An SSD may keep overwritten
blocks; that is why a slot needs a phrase too, and why the disk below is to be encrypted.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.record import receipt as receipts
from muster.ground.record.certificate import WriterCertificate
from muster.ground.record.problems import ReceiptWrong
from muster.ground.record.receipt import Receipt
from muster.site.closing import processes
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
_On = TypeVar("_On")


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

    ``now`` is the clock of the receipt, in milliseconds UTC; ``grace`` are the seconds that they
    may still speak: under duress there is an answer to send. What fails is a step of the receipt
    that is missing: nothing is raised, since nothing can be asked any more. Whatever waits comes
    after the kill: no disk keeps a memory alive, and no memory a slot.
    """
    begun = time.monotonic()
    done: list[tuple[str, int]] = []

    def step(name: str, act: Callable[[], bool]) -> None:
        with suppress(OSError):
            if act():
                done.append((name, round((time.monotonic() - begun) * 1_000)))

    def end() -> bool:
        time.sleep(grace)
        return processes.gone(killed or processes.kill(wanted.pid))

    processes.come_first()
    killed = () if grace else processes.kill(wanted.pid)
    with ThreadPoolExecutor(1) as beside:
        beside.submit(step, "processes-ended", end)
        step("slots-destroyed", lambda: destroy(Path(wanted.folder)))
    processes.step_back()
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
    """Overwrite, sync and unlink every key slot in ``folder``; return whether none is left.

    What is written lies where the keys lay and is as long: ``fdatasync`` puts it on the disk
    without waiting for what others have in the file system's journal. Each waits for the disk
    beside the others, since a busy one makes every wait long. It raises nothing.
    """
    slots = _slots(folder)
    with ExitStack() as every, ThreadPoolExecutor(max(len(slots), 1)) as beside:
        handles: list[int] = []
        done = [_tried(lambda slot: handles.append(_opened(slot, every)), one) for one in slots]
        for _ in range(_TIMES):
            done += beside.map(lambda one: _tried(_overwrite, one), handles)
        done += [_tried(os.unlink, one) for one in slots]
        done += [_tried(lambda one: os.fsync(_opened(one, every, os.O_RDONLY)), folder)]
    return all(done) and not _slots(folder)


def _slots(folder: Path) -> list[Path]:
    return sorted(one for pattern in SLOTS for one in folder.glob(pattern))


def _opened(path: Path, every: ExitStack, how: int = os.O_WRONLY) -> int:
    handle = os.open(path, how | os.O_NOFOLLOW)
    every.callback(os.close, handle)
    return handle


def _overwrite(handle: int) -> None:
    os.pwrite(handle, os.urandom(os.fstat(handle).st_size), 0)
    os.fdatasync(handle)


def _tried(act: Callable[[_On], object], on: _On) -> bool:
    """Return whether it could be done: what fails for one slot is still done for the others."""
    try:
        act(on)
    except OSError:
        return False
    return True
