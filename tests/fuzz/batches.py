"""A run of inputs through one parser, in a child process behind the fences of the lists.

The child cannot open, start or connect to anything; whatever a parser does there, it is the child
that dies. Where it stood is told through a shared page, so that a crash without a word has a number
too.
"""

import json
import mmap
import os
import signal
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple, NoReturn

from muster.adapters.formats import confined
from muster.adapters.formats.fences import fence
from muster.adapters.formats.limits import Limits
from tests.fuzz.damage import inputs, one_input
from tests.fuzz.parsers import Parser
from tests.fuzz.samples import MARK

MEMORY = 3 << 30
_NUMBER = 8
_ENOUGH = 20
"""Findings after which a batch ends."""
_WARMING = 50


class Found(NamedTuple):
    """Neither a value nor a refusal: an exception by its name, or how the child died."""

    parser: str
    seed: int
    number: int
    what: str
    digest: str

    def line(self) -> str:
        """How it is told, and how the input is made again."""
        again = f"python -m tests.fuzz {self.parser} --seed {self.seed} --look {self.number}"
        return f"{self.parser}: {self.what}, input {self.number}, SHA-256 {self.digest}: {again}"


class Batch(NamedTuple):
    """What came of a batch: inputs done, how many were refused, and what was found.

    ``memory`` is in kB, and what it took beyond what the child was born with.
    """

    done: int
    refused: int
    cpu: float
    slowest: float
    memory: int
    found: tuple[Found, ...] = ()

    def and_then(self, later: "Batch") -> "Batch":
        """Return both as one."""
        return Batch(
            self.done + later.done,
            self.refused + later.refused,
            self.cpu + later.cpu,
            max(self.slowest, later.slowest),
            max(self.memory, later.memory),
            self.found + later.found,
        )


NOTHING = Batch(0, 0, 0.0, 0.0, 0)


def batch(parser: Parser, seed: int, begin: int, count: int, seconds: float) -> Batch:
    """Run ``count`` inputs from ``begin`` on, or as many as ``seconds`` of processor time allow."""
    confined._warm_up()
    for sample in parser.samples()[:_WARMING]:  # what a first use loads is loaded on this side
        with suppress(*parser.refusals):
            parser.run(sample)
    page = mmap.mmap(-1, _NUMBER)
    reading, writing = os.pipe()
    born = _resident()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(parser, seed, range(begin, begin + count), seconds, page, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    _, status, used = os.wait4(child, 0)
    memory = max(used.ru_maxrss - born, 0)
    number = int.from_bytes(page[:], "big")
    if said:
        done, refused, cpu, slowest, found = json.loads(said)
        told = tuple(Found(*one) for one in found)
        return Batch(done, refused, cpu, slowest, memory, told)
    code = os.waitstatus_to_exitcode(status)
    if parser.fenced and code == -signal.SIGABRT:  # as the sandbox takes it: no memory was given
        return Batch(number - begin + 1, 1, used.ru_utime, 0.0, memory)
    what = signal.Signals(-code).name if code < 0 else f"ended with {code}"
    return Batch(number - begin + 1, 0, seconds, seconds, 0, (_found(parser, seed, number, what),))


def _resident() -> int:
    """Return what this process has in memory, in kB: a child by fork is born with it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * mmap.PAGESIZE // 1024


def look(parser: Parser, seed: int, number: int) -> bytes:
    """Return an input by its number."""
    return one_input(parser.samples(), parser.codec, Random(), seed, number)


def _found(parser: Parser, seed: int, number: int, what: str) -> Found:
    digest = sha256(look(parser, seed, number)).hexdigest()
    return Found(parser.name, seed, number, what, digest)


def _child(
    parser: Parser, seed: int, numbers: range, seconds: float, page: mmap.mmap, writing: int
) -> NoReturn:
    try:
        fence(Limits(memory=MEMORY, seconds=int(seconds) + 60))
        said = json.dumps(_run(parser, seed, numbers, seconds, page)).encode()
        while said:
            said = said[os.write(writing, said) :]
        os._exit(0)
    finally:
        os._exit(1)


def _run(
    parser: Parser, seed: int, numbers: range, seconds: float, page: mmap.mmap
) -> tuple[int, int, float, float, list[Found]]:
    done = refused = 0
    slowest, began = 0.0, time.thread_time()
    found: list[Found] = []
    before = began
    for number, content in inputs(
        parser.samples(), parser.codec, seed, numbers.start, len(numbers)
    ):
        page[:] = number.to_bytes(_NUMBER, "big")
        start = time.thread_time()
        try:
            parser.run(content)
        except parser.refusals as refusal:
            refused += 1
            said = f"{refusal} {getattr(refusal, 'facts', '')}"
            if MARK in said:
                found.append(_found(parser, seed, number, "a refusal that quotes"))
        except Exception as wrong:  # noqa: BLE001 - whatever it is, it is what is looked for
            found.append(_found(parser, seed, number, type(wrong).__name__))
        before = time.thread_time()
        slowest = max(slowest, before - start)
        done += 1
        if before - began > seconds or len(found) >= _ENOUGH:
            break
    return done, refused, before - began, slowest, found
