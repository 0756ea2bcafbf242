"""A disk that remembers every write, so that the power can be cut at any moment of its past.

``Disk`` is a file layer of SQLite's that stands below the cipher: what it records is what would lie
on the platter. Real files carry the workload along; the recording is what images are made from.

An operation is *synced* once its file was synced after it. A power cut may keep or lose what was
not, in four ways (``Loss``). Not modelled: a drive that lies about a flush, a lost folder entry.
"""

import itertools
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import apsw
from typing_extensions import override

from muster.ground.problem import Problem

SECTOR = 512
KEPT_SHARE = 0.6
DATABASE = "muster.db"

Acknowledge = Callable[[bytes], None]
Workload = Callable[[str, Path, Acknowledge], None]
"""Given the name of a file layer, the path of the store and whom to tell what was acknowledged."""
Inspect = Callable[[Path, Sequence[bytes]], list[str]]
"""Given the path in an image and what was acknowledged before the cut: what is wrong with it."""

_names = itertools.count(1)
_layers: list[apsw.VFS] = []
"""Kept for ever: the cipher's layer above each of them stays registered and points to it."""


class Loss(StrEnum):
    """What becomes of operations that were not synced when the power went."""

    KEPT = "all kept"
    LOST = "all lost"
    SOME = "a random part kept"
    TORN = "each sector of 512 bytes kept or lost"


class Deed(StrEnum):
    """What was done to a file."""

    MAKE = "make"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"


class Operation(NamedTuple):
    """One deed; ``offset`` is the new size where it is a truncation."""

    deed: Deed
    file: str
    offset: int = 0
    content: bytes = b""


class Disk:
    """Records operations and acknowledgements; can run full and can break.

    ``layer`` is the name to open a store with. ``room`` is how many more bytes may be written.
    """

    def __init__(self) -> None:
        name = f"recorded-{next(_names)}"
        self.layer = f"multipleciphers-{name}"
        self.operations: list[Operation] = []
        self.acknowledged: list[tuple[int, bytes]] = []
        self.room: int | None = None
        self.broken = False
        _layers.append(_Layer(name, self))

    def acknowledge(self, token: bytes) -> None:
        """Note that somebody was told of ``token`` now: it must survive any later cut."""
        self.acknowledged.append((len(self.operations), token))

    def acknowledged_before(self, cut: int) -> list[bytes]:
        """Return what had been acknowledged when the first ``cut`` operations were done."""
        return [token for index, token in self.acknowledged if index <= cut]

    def record(self, operation: Operation) -> None:
        """Note an operation that is about to be done, unless the disk is broken or full."""
        if self.broken:
            message = "the disk is broken"
            raise apsw.IOError(message)
        if operation.deed is Deed.WRITE and self.room is not None:
            if len(operation.content) > self.room:
                message = "the disk is full"
                raise apsw.FullError(message)
            self.room -= len(operation.content)
        self.operations.append(operation)


class _Layer(apsw.VFS):
    def __init__(self, name: str, disk: Disk) -> None:
        self._disk = disk
        super().__init__(name, "unix")

    @override
    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "_File":
        return _File(self._disk, name, flags)

    @override
    def xDelete(self, filename: str, syncdir: bool) -> None:
        self._disk.record(Operation(Deed.DELETE, Path(filename).name))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path or "").name
        if path is None or not Path(path).exists():
            disk.record(Operation(Deed.MAKE, self._name))
        super().__init__("unix", name, flags)

    @override
    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.record(Operation(Deed.WRITE, self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    @override
    def xTruncate(self, newsize: int) -> None:
        self._disk.record(Operation(Deed.TRUNCATE, self._name, newsize))
        super().xTruncate(newsize)

    @override
    def xSync(self, flags: int) -> None:
        self._disk.record(Operation(Deed.SYNC, self._name))
        super().xSync(flags)


class Platter:
    """What lies on the disk after some operations: safe content, and what is still on its way."""

    def __init__(self) -> None:
        self._safe: dict[str, bytearray] = {}
        self._loose: dict[str, list[Operation]] = {}

    def do(self, operation: Operation) -> None:
        """Do one more operation."""
        name = operation.file
        match operation.deed:
            case Deed.MAKE:
                self._safe[name], self._loose[name] = bytearray(), []
            case Deed.DELETE:
                self._safe.pop(name, None)
                self._loose.pop(name, None)
            case Deed.WRITE | Deed.TRUNCATE:
                self._safe.setdefault(name, bytearray())
                self._loose.setdefault(name, []).append(operation)
            case Deed.SYNC:
                _apply(self._safe.setdefault(name, bytearray()), self._loose.pop(name, []))

    def cut(self, loss: Loss, chance: random.Random) -> dict[str, bytearray]:
        """Return the files as they may be found after a power cut now."""
        found = {}
        for name, safe in self._safe.items():
            found[name] = bytearray(safe)
            _apply(found[name], _survivors(self._loose.get(name, []), loss, chance))
        return found


def _survivors(
    loose: Sequence[Operation], loss: Loss, chance: random.Random
) -> Iterable[Operation]:
    match loss:
        case Loss.KEPT:
            return loose
        case Loss.LOST:
            return ()
        case Loss.SOME:
            return [one for one in loose if chance.random() < KEPT_SHARE]
        case Loss.TORN:
            pieces = itertools.chain.from_iterable(map(_sectors, loose))
            return [one for one in pieces if chance.random() < KEPT_SHARE]


def _sectors(operation: Operation) -> Iterator[Operation]:
    if operation.deed is Deed.TRUNCATE:
        yield operation
    end = operation.offset + len(operation.content)
    start = operation.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        piece = operation.content[start - operation.offset : stop - operation.offset]
        yield operation._replace(offset=start, content=piece)
        start = stop


def _apply(content: bytearray, operations: Iterable[Operation]) -> None:
    for operation in operations:
        if operation.deed is Deed.TRUNCATE:
            del content[operation.offset :]
            continue
        gap = operation.offset - len(content)
        if gap > 0:
            content.extend(bytes(gap))
        content[operation.offset : operation.offset + len(operation.content)] = operation.content


class Cut(NamedTuple):
    """A power cut after the first ``after`` operations."""

    after: int
    loss: Loss


class Fault(NamedTuple):
    """What was wrong with one image, and how to make it again (with the same seed)."""

    cut: Cut
    seed: int
    findings: tuple[str, ...]


class Report(NamedTuple):
    """What a run of the harness found."""

    operations: int
    images: int
    faults: tuple[Fault, ...]


def run(
    workload: Workload, inspect: Inspect, folder: Path, *, images: int, seed: int = 0
) -> Report:
    """Record ``workload``, cut the power at ``images`` moments, and inspect what is left.

    Files in the store's folder that the engine never touched (key slots) are in every image as they
    are when the workload ends. An image that does not open is a fault, once anything was
    acknowledged before its cut.
    """
    disk, home = Disk(), folder / "workload"
    home.mkdir()
    workload(disk.layer, home / DATABASE, disk.acknowledge)
    touched = {operation.file for operation in disk.operations}
    beside = {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.name not in touched and path.is_file()
    }
    cuts = _spread(len(disk.operations), images, seed)
    faults = tuple(_faults(disk, beside, cuts, inspect, folder / "image", seed))
    shutil.rmtree(home)
    report = Report(len(disk.operations), len(cuts), faults)
    disk.operations.clear()  # its layer is kept for ever, its memory need not be
    return report


def _spread(operations: int, images: int, seed: int) -> list[Cut]:
    """Return ``images`` cuts: every operation in every mode before any comes a second time."""
    every = [Cut(after, loss) for after in range(1, operations + 1) for loss in Loss]
    rounds, rest = divmod(images, len(every))
    return sorted(every * rounds + random.Random(seed).sample(every, rest))


def _faults(
    disk: Disk,
    beside: Mapping[str, bytes],
    cuts: Iterable[Cut],
    inspect: Inspect,
    folder: Path,
    seed: int,
) -> Iterator[Fault]:
    platter, done, chance = Platter(), 0, random.Random(seed)
    for cut in cuts:
        for operation in disk.operations[done : cut.after]:
            platter.do(operation)
        done = cut.after
        _lay_out(folder, {**beside, **platter.cut(cut.loss, chance)})
        findings = _look(inspect, folder / DATABASE, disk.acknowledged_before(cut.after))
        if findings:
            yield Fault(cut, seed, tuple(findings))


def _lay_out(folder: Path, files: Mapping[str, bytes | bytearray]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _look(inspect: Inspect, path: Path, acknowledged: Sequence[bytes]) -> list[str]:
    try:
        return inspect(path, acknowledged)
    except Problem as problem:
        return [f"unusable: {problem.code}"] if acknowledged else []
