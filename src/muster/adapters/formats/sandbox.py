"""Open a stranger's file: parse it in a fenced child process and take its answer with suspicion.

The file is read once, into memory, by us; the child gets the bytes in an anonymous memory file on
its standard input, an empty environment, and no name of anything. Its errors are thrown away, since
they could quote the file. Whatever it does (crash, stall, babble), the outcome is a table, records,
passenger lists or a Problem.
"""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Timer
from typing import BinaryIO, Final, cast

import msgspec

from muster.adapters.formats.disk import from_disk
from muster.adapters.formats.frames import (
    Done,
    Failed,
    Message,
    Opened,
    Order,
    bodies,
    framed,
    message,
)
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.lists import PassengerLists
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.problems import (
    FileEmpty,
    FileTooBig,
    FormatProblem,
    ParserMemory,
    ParserStopped,
    ParserTime,
    problem_of,
)
from muster.adapters.formats.tables import Lines, Rows, Table

_CHILD: Final = ("-I", "-B", "-X", "utf8", "-m", "muster.adapters.formats.confined")
_PATIENCE: Final = 4  # seconds of waiting for each second of work: a busy machine
_SWOLLEN: Final = 2  # times the unpacked limit: more than any honest answer


def open_file(
    source: Path | bytes, limits: Limits | None = None, sheet: str = ""
) -> Table | Records | PassengerLists:
    """Return the table, PFIF records or passenger lists in a file, given by path or by content.

    ``sheet`` names one sheet of a workbook, by name or by number from 1, and thereby accepts what
    is hidden in it. Raise the ``FormatProblem`` that keeps the file from being used.
    """
    limits = limits or Limits()
    content = _content(source, limits)
    with _asked(content, Order(limits, sheet)) as order:
        answer, ended, late = _answer(order, limits)
    if answer.problem:
        raise answer.problem
    if answer.whole:
        return answer.outcome(hashlib.sha256(content).digest())
    if late or ended == -signal.SIGXCPU:
        raise ParserTime(limit=limits.seconds)
    if ended == -signal.SIGABRT:  # the parser's own library ends so when it gets no memory
        raise ParserMemory(limit=limits.memory)
    raise ParserStopped(found=answer.size)


def _content(source: Path | bytes, limits: Limits) -> bytes:
    content = source if isinstance(source, bytes) else from_disk(source, limits.file + 1)
    if len(content) > limits.file:
        raise FileTooBig(limit=limits.file, found=len(content))
    if not content.strip():
        raise FileEmpty(found=len(content))
    return content


@contextmanager
def _asked(content: bytes, order: Order) -> Iterator[BinaryIO]:
    """Hand out a file in memory with the order and the content, open for reading."""
    with os.fdopen(os.memfd_create("list"), "w+b") as file:
        file.write(framed(order))
        file.write(content)
        file.seek(0)
        yield file


def _answer(order: BinaryIO, limits: Limits) -> tuple["_Answer", int, bool]:
    """Run a parser on an order; return what it said, how it ended, and whether it was too late."""
    answer = _Answer(limits)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, *_CHILD],
        stdin=order,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as parser:
        alarm = Timer(limits.seconds * _PATIENCE, parser.kill)
        alarm.start()
        try:
            answer.listen(cast("BinaryIO", parser.stdout))
        finally:
            late = not alarm.is_alive()
            alarm.cancel()
            if not answer.whole and not answer.babbles:
                parser.wait()
            parser.kill()
    return answer, parser.returncode, late


class _Answer:
    """What a parser said: ``whole`` once it said that nothing follows."""

    def __init__(self, limits: Limits) -> None:
        self.size = 0
        self.whole = False
        self.babbles = False
        self.problem: FormatProblem | None = None
        self._limits = limits
        self._opened: Opened | None = None
        self._frames: list[bytes] = []
        self._rows = 0
        self._records: list[Records] = []
        self._lists: list[PassengerLists] = []

    def listen(self, stream: BinaryIO) -> None:
        """Take every frame up to the last, or up to the first that makes no sense."""
        try:
            for body in bodies(stream):
                self.size += len(body)
                self._take(message(body), body)
                if self.whole or self.problem:
                    return
        except ValueError:
            self.babbles = True

    def _take(self, said: Message, body: bytes) -> None:
        if self.size > self._limits.unpacked * _SWOLLEN:
            raise ValueError
        match said:
            case Opened() if not (self._opened or self._records or self._lists):
                self._opened = said
            case Lines() | Rows() if self._opened and said.are_sound(self._limits.columns):
                self._frames.append(body)
                self._rows += len(said.lines)
            case Records() if not (self._opened or self._lists):
                self._records.append(said)
            case PassengerLists() if not (self._opened or self._records):
                self._lists.append(said)
            case Done(count) if self._opened or self._records or self._lists:
                self.whole = count == self._counted()
            case Failed(code, facts):
                self.problem = problem_of(code, facts) or ParserStopped(found=self.size)
            case _:
                raise ValueError

    def _counted(self) -> int:
        records = sum(len(one.persons) + len(one.notes) for one in self._records)
        return self._rows + records + sum(len(one.travellers) for one in self._lists)

    def outcome(self, digest: bytes) -> Table | Records | PassengerLists:
        """Return what was read; ``digest`` is that of the file."""
        if self._opened:
            top = self._opened
            return Table(
                top.columns, top.heading, tuple(self._frames), top.format, digest,
                top.encoding, top.guessed, top.parts,
            )  # fmt: skip
        if self._lists:
            travellers = tuple(chain.from_iterable(one.travellers for one in self._lists))
            return msgspec.structs.replace(self._lists[0], travellers=travellers, sha256=digest)
        return Records(
            self._records[0].version,
            tuple(chain.from_iterable(one.persons for one in self._records)),
            tuple(chain.from_iterable(one.notes for one in self._records)),
            digest,
        )
