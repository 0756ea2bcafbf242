"""Check and open segments beside, on the machine's other core, while this process folds.

The child does what needs no store: it decodes a segment, hashes its chain, checks its signature and
opens its bodies. Whatever it cannot do it gives back undone, and whoever asked does it again here
and says what is wrong. Several logs are read at once, each a little ahead.
"""

from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

from muster.adapters.store import SegmentRow
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.entry import Entry
from muster.ground.record.problems import ChainBroken
from muster.ground.record.segment import Head
from muster.ground.secrecy.keys import EpochKey
from muster.ground.secrecy.sealing import unseal
from muster.site.keyring import Opener, Wrapped
from muster.site.record.child import Child, answer, heard

AHEAD = 4
WRAPS_AT_ONCE = 10_000

UNOPENED = True
"""Stands for a body that nobody has opened yet."""
Body = bytes | bool | None
"""A body as it was opened, ``UNOPENED``, or none where its key was shredded."""
Seen = tuple[Entry, Body]


class Epochs(msgspec.Struct, frozen=True, array_like=True, tag="epochs"):
    """The epochs' keys, the shred list and which epochs were destroyed; the first message."""

    keys: list[EpochKey]
    shredded: list[bytes]
    destroyed: list[bytes]


class Wraps(msgspec.Struct, frozen=True, array_like=True, tag="wraps"):
    """People's keys as they are wrapped, by key id."""

    wraps: list[tuple[bytes, Wrapped]]


class Page(msgspec.Struct, frozen=True, array_like=True, tag="page"):
    """A segment of one of the logs that are read at once, and its writer's key."""

    lane: int
    segment: bytes
    writer_key: bytes


class Read(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a segment holds after ``before``: each entry with its body, none where shredded.

    ``before`` is none where the child could not read it all.
    """

    lane: int
    before: Head | None = None
    entries: list[Seen] = []


Message = Epochs | Wraps | Page


class Lector:
    """Reads segments in a child process, those of each log in order."""

    def __init__(self, opener: Opener) -> None:
        self._child = Child("muster.site.record.lector")
        self._lanes: list[deque[Read]] = []
        self._sizes: deque[int] = deque()
        self._unread = 0
        self._decoder = msgspec.msgpack.Decoder(Read)
        self._child.send(Epochs(opener.epochs(), opener.shred_list(), opener.destroyed_list()))
        for wraps in opener.wraps(WRAPS_AT_ONCE):
            self._child.send(Wraps(wraps))

    def read(
        self, rows: Iterable[SegmentRow], writer_key: bytes
    ) -> Iterator[tuple[SegmentRow, Read]]:
        """Yield each segment of one log with what it holds; several logs may be read in turn."""
        lane, asked = len(self._lanes), deque[SegmentRow]()
        self._lanes.append(deque())
        for row in rows:
            self._ask(Page(lane, row.data, writer_key))
            asked.append(row)
            if len(asked) > AHEAD:
                yield asked.popleft(), self._next(lane)
        while asked:
            yield asked.popleft(), self._next(lane)

    def _ask(self, page: Page) -> None:
        while self._sizes and self._unread + segments.LARGEST + 1_024 > self._child.room:
            self._listen()
        size = self._child.send(page)
        self._child.flush()
        self._sizes.append(size)
        self._unread += size

    def _next(self, lane: int) -> Read:
        while not self._lanes[lane]:
            self._listen()
        return self._lanes[lane].popleft()

    def _listen(self) -> None:
        read = self._decoder.decode(self._child.take())
        self._unread -= self._sizes.popleft()
        self._lanes[read.lane].append(read)

    def close(self) -> None:
        """End the child."""
        self._child.close()


def _read(page: Page, opener: Opener) -> Read:
    try:
        segment = segments.decode(page.segment)
        chain = segments.verify(segment, page.writer_key)
        return Read(page.lane, segment.before, [(one, _body(one, opener)) for one in chain])
    except Problem:
        return Read(page.lane)


def _body(entry: Entry, opener: Opener) -> Body:
    key = opener.key(entry.key_id)
    if key is not None:
        return unseal(entry.sealed, entry.header(), key)
    if not (opener.shredded(entry.key_id) or opener.destroyed(entry.key_id)):
        raise ChainBroken(sequence=entry.sequence)  # told anew, and better, by whoever asked
    return None


def main() -> None:
    """Be the child: read segments until the parent is gone."""
    epochs, wraps, shredded = dict[bytes, EpochKey](), dict[bytes, Wrapped](), list[bytes]()
    opener = Opener(epochs, wraps, shredded)
    messages: Iterator[Message] = heard(msgspec.msgpack.Decoder(Message))
    for message in messages:
        match message:
            case Epochs():
                epochs = {one.id: one for one in message.keys}
                opener = Opener(epochs, wraps, message.shredded, message.destroyed)
            case Wraps():
                wraps.update(message.wraps)
            case Page():
                answer(_read(message, opener))


if __name__ == "__main__":
    main()
