"""One question about a stranger's file, put to a fenced child of ours: one answer or a Problem.

``ask`` starts a module of ours as a child without network, environment, name or key, and hands it
the question on its standard input; ``answer`` is the child's side. Its words are as suspect as the
file: they have a largest size and a form, and a problem is taken over by its code, its whole
numbers and short words only. Whatever the child does (crash, stall, babble), the outcome is an
answer of the form that was asked for, or a Problem (T27).
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO, Final, TypeVar

import msgspec

from muster.adapters.formats.fences import fence
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import ParserMemory, ParserStopped, ParserTime
from muster.ground.problem import Problem

LARGEST: Final = 64 << 20
"""Bytes of one answer."""
PATIENCE: Final = 4
"""Seconds of waiting for each second of work: a busy machine."""
_OPTIONS: Final = ("-I", "-B", "-X", "utf8", "-m")
_LONGEST_WORD: Final = 80
Told = TypeVar("Told")


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The file cannot be used."""

    code: str
    facts: dict[str, int | str]


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """What was asked for."""

    told: msgspec.Raw


def ask(
    module: str,
    question: bytes,
    told: type[Told],
    problems: Iterable[type[Problem]],
    limits: Limits,
    file: BinaryIO | None = None,
) -> Told:
    """Return what ``module`` answers, one ``told``.

    ``file`` is an open file that the child reads too, as its argument says. Raises those of
    ``problems`` that the child reports, ``ParserTime``, ``ParserMemory``, ``ParserStopped``.
    """
    said, ended = _said(module, question, limits, file)
    if ended in {-signal.SIGXCPU, None}:
        raise ParserTime(limit=limits.seconds)
    if ended == -signal.SIGABRT:  # a library ends so when it gets no memory
        raise ParserMemory(limit=limits.memory)
    try:
        heard = msgspec.msgpack.decode(said[:LARGEST], type=Answered | Failed)
        if isinstance(heard, Answered):
            return msgspec.msgpack.decode(heard.told, type=told)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ParserStopped(found=len(said)) from None
    raise _problem(heard, [*problems, ParserMemory]) or ParserStopped(found=len(said))


def _said(
    module: str, question: bytes, limits: Limits, file: BinaryIO | None
) -> tuple[bytes, int | None]:
    """Return what the child said and how it ended; ``None`` where it had to be ended."""
    handles = () if file is None else (file.fileno(),)
    with os.fdopen(os.memfd_create("question"), "w+b") as order:
        order.write(question)
        order.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, *_OPTIONS, module, *map(str, handles)],
            stdin=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=handles,
            env={},
            cwd="/",
            start_new_session=True,
        )
    with child:
        try:
            said, _ = child.communicate(timeout=limits.seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            return b"", None
        finally:
            child.kill()
    return said, child.returncode


def _problem(said: Failed, problems: Iterable[type[Problem]]) -> Problem | None:
    """Return the problem that was reported, or ``None`` when the report makes no sense."""
    facts = {name: fact for name, fact in said.facts.items() if _is_plain(fact)}
    for kind in problems:
        if kind.code == said.code:
            try:
                return kind(**facts)
            except KeyError:
                return None
    return None


def _is_plain(fact: int | str) -> bool:
    return isinstance(fact, int) or (len(fact) <= _LONGEST_WORD and fact.isprintable())


def answer(work: Callable[[BinaryIO], object], limits: Limits) -> None:
    """Answer one question behind the fences: what ``work`` makes of standard input, or its Problem.

    An error that is no Problem ends the process without a word, since a word could quote the file.
    """
    fence(limits)
    said: Answered | Failed
    try:
        said = Answered(msgspec.Raw(msgspec.msgpack.encode(work(sys.stdin.buffer))))
    except Problem as problem:
        said = Failed(problem.code, problem.facts)
    except MemoryError:
        said = Failed(ParserMemory.code, {"limit": limits.memory})
    sys.stdout.buffer.write(msgspec.msgpack.encode(said))
    sys.stdout.buffer.flush()
