"""Compare records in a process beside this one, so that no post waits while all are compared.

The child is handed the bytes of rows, as they lie in the store, and answers with pairs. It is
hardened like every process that holds names, takes the processor after everybody else, and ends
with its parent though it be at work.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock, Thread
from time import sleep
from typing import Any, Final

import msgspec

from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score
from muster.site.memory.compared import Filled, Row, Seen
from muster.site.record.child import Child, answer, heard

Pair = tuple[bytes, bytes]

POLITE: Final = 10
"""How far the child stands back behind others, as ``nice`` counts."""
ORPHANED: Final = 0.2
"""Seconds between two looks whether the parent still lives."""


class Fill(msgspec.Struct, frozen=True, array_like=True, tag="fill"):
    """Begin anew, with what was learned of words; rows follow, up to one message with none."""

    familiar: Familiar
    learn: bool


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """Some rows to begin with; none where no more follow."""

    rows: list[Row]


class Change(msgspec.Struct, frozen=True, array_like=True, tag="change"):
    """Records that came, changed or went."""

    rows: list[Row]


class Ask(msgspec.Struct, frozen=True, array_like=True, tag="ask"):
    """What is found of these pairs?"""

    pairs: list[Pair]


class Explain(msgspec.Struct, frozen=True, array_like=True, tag="explain"):
    """What speaks for and against these pairs?"""

    pairs: list[Pair]


Message = Fill | Rows | Change | Ask | Explain


class Beside:
    """Records compared in a child process (``muster.site.memory.compared.Compared``).

    It raises ``BrokenPipeError`` once the child is gone. One question is asked at a time.
    """

    def __init__(self) -> None:
        self._child = Child("muster.site.registry.comparing")
        self._asking = Lock()
        self._gone: set[bytes] = set()
        self._people = 0

    def fill(self, rows: Iterable[list[Row]], familiar: Familiar, *, learn: bool = False) -> Filled:
        """Compare everybody with everybody."""
        with self._asking:
            self._child.send(Fill(familiar, learn))
            for some in rows:
                if some:
                    self._child.send(Rows(some))
            filled: Filled = self._answered(Rows([]), Filled)
            self._people = filled.people
        return filled

    def change(self, rows: Sequence[Row]) -> list[Seen]:
        """Let records come, change or go."""
        with self._asking:
            gone, self._gone = self._gone, set()
            told = [*rows, *((person, None, None) for person in sorted(gone))]
            self._people, seen = self._answered(Change(told), tuple[int, list[Seen]])
        return list(seen)

    def ask(self, pairs: Sequence[Pair]) -> list[Seen]:
        """Return what is found of pairs."""
        with self._asking:
            return list(self._answered(Ask(list(pairs)), list[Seen]))

    def explain(self, pairs: Sequence[Pair]) -> list[Score | None]:
        """Return the score of each pair."""
        with self._asking:
            return list(self._answered(Explain(list(pairs)), list[Score | None]))

    def explain_now(self, one: bytes, other: bytes) -> Score | None:
        """Return the score of a pair; none while the child is at work: nobody waits for it."""
        if not self._asking.acquire(blocking=False):
            return None
        try:
            pair = (min(one, other), max(one, other))
            (found,) = self._answered(Explain([pair]), list[Score | None])
        except BrokenPipeError:
            return None
        finally:
            self._asking.release()
        return found  # type: ignore[no-any-return] # decoded as what was asked for

    def people(self) -> int:
        """Return how many records are compared."""
        return self._people

    def drop(self, person: bytes) -> None:
        """Let nothing be left of a record: the child hears of it with the next change."""
        self._gone.add(person)

    def close(self) -> None:
        """End the child, though it be at work."""
        self._child.stop()

    def _answered(self, message: Message, kind: Any) -> Any:  # noqa: ANN401 - a type form
        self._child.send(message)
        self._child.flush()
        return msgspec.msgpack.decode(self._child.take(), type=kind)


def main() -> None:
    """Be the child: answer what is asked until the parent is gone."""
    os.nice(POLITE)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    from muster.site.registry.comparer import Here  # noqa: PLC0415 - numpy is the child's alone

    here = Here()
    messages: Iterator[Message] = heard(msgspec.msgpack.Decoder(Message))
    for message in messages:
        match message:
            case Fill(familiar, learn):
                answer(here.fill(_rows(messages), familiar, learn=learn))
            case Change(rows):
                seen = here.change(rows)
                answer((here.people(), seen))
            case Ask(pairs):
                answer(here.ask(pairs))
            case Explain(pairs):
                answer(here.explain(pairs))
            case Rows():
                return


def _rows(messages: Iterator[Message]) -> Iterator[list[Row]]:
    """Yield the rows to begin with, up to the message that holds none."""
    for message in messages:
        if not isinstance(message, Rows) or not message.rows:
            return
        yield message.rows


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, whatever it is doing."""
    while os.getppid() == parent:
        sleep(ORPHANED)
    os._exit(0)


if __name__ == "__main__":
    main()
