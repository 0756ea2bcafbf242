"""Measure person search beside PostgreSQL's trigrams: the same people, the same questions, one run.

The peer is pg_trgm, once by GiST (the 20 nearest by distance) and once by GIN (whoever is like
enough, the likest first), on a PostgreSQL 15 of Debian in a temporary folder: a cluster of its own,
reached by a socket in that folder alone, run by a user without rights, gone at the end; its letters
are those of ``C.UTF-8``, since trigrams know no Arabic letter in plain ``C``. Each
question is asked of all three before the next one, so that a busy machine is busy for all. Time is
what passes on the clock; for PostgreSQL it is measured by psql around the query, and planning is
done before. Processor time is said beside, as a mean.

Where PostgreSQL is not installed this says so and measures nothing.
"""

import argparse
import json
import os
import pwd
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec
import psutil

from bench.search import SAMPLES, Question, Sample, fill
from muster.site.memory.index import Index

BIN: Final = Path("/usr/lib/postgresql/15/bin")
WITHOUT_RIGHTS: Final = ("postgres", "nobody")
DONE: Final = "--done--"
_CONF: Final = (
    "listen_addresses = ''\nfsync = off\nshared_buffers = 256MB\nwork_mem = 64MB\n"
    "max_parallel_workers_per_gather = 0\njit = off\nautovacuum = off\n"
)
_SETUP: Final = (
    "CREATE EXTENSION pg_trgm; CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL);"
)
_QUESTIONS: Final = {
    "gist": "SELECT id FROM people ORDER BY name <-> $1 LIMIT 20",
    "gin": "SELECT id FROM people WHERE name % $1 ORDER BY similarity(name, $1) DESC LIMIT 20",
}
OURS: Final = "vocabulary"


class Asked(msgspec.Struct):
    """What came of one kind of question, asked of one engine. Times are milliseconds."""

    hits: int = 0
    times: list[float] = []
    cpu: float = 0.0

    def figures(self) -> dict[str, float]:
        """Return recall at 20, the median, the 99th of 100, and processor time on average."""
        times, number = sorted(self.times), len(self.times)
        return {
            "recall_at_20": round(self.hits / number, 3),
            "ms_p50": round(times[number // 2], 2),
            "ms_p99": round(times[int(0.99 * number)], 2),
            "cpu_ms_mean": round(1000 * self.cpu / number, 2),
        }


class Psql:
    """A conversation with a cluster by psql, which tells how long each query took."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [BIN / "psql", "-X", "-q", "-A", "-t", "-h", folder, "-U", "muster", "postgres"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.tell("\\timing on")

    def tell(self, words: str) -> list[str]:
        """Return the lines that answer a command."""
        told, heard = self._pipes()
        told.write(f"{words}\n\\echo {DONE}\n")
        told.flush()
        lines: list[str] = []
        for line in heard:
            if line.rstrip("\n") == DONE:
                return lines
            lines.append(line.rstrip("\n"))
        raise BrokenPipeError

    def ask(self, query: str) -> tuple[list[str], float]:
        """Return the rows that answer a query, and the milliseconds it took."""
        lines = self.tell(query)
        timed = next(line for line in lines if line.startswith("Time: "))
        rows = [line for line in lines if line and not line.startswith("Time: ")]
        return rows, float(timed.split()[1])

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        return self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End the conversation."""
        self._pipes()[0].close()
        self._process.wait()


class Trigrams:
    """People in PostgreSQL, under one kind of index."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._psql = Psql(folder)
        self._psql.tell("DROP INDEX IF EXISTS trigrams;")
        _, self.built_ms = self._psql.ask(
            f"CREATE INDEX trigrams ON people USING {kind} (name {kind}_trgm_ops);"
        )
        self._psql.tell("ANALYZE people;")
        self._psql.tell(f"PREPARE asked(text) AS {_QUESTIONS[kind]};")
        self._psql.tell("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;")
        (pid,), _ = self._psql.ask("SELECT pg_backend_pid();")
        self._backend = psutil.Process(int(pid))
        self.find("warm up")

    def find(self, words: str) -> tuple[list[int], float]:
        """Return the numbers of who is found, the likest first, and the milliseconds it took."""
        quoted = words.replace("'", "''")
        rows, taken = self._psql.ask(f"EXECUTE asked('{quoted}');")
        return list(map(int, rows)), taken

    def cpu(self) -> float:
        """Return the seconds of processor that the backend has taken so far."""
        times = self._backend.cpu_times()
        return times.user + times.system

    def close(self) -> None:
        """End the conversation."""
        self._psql.close()


@contextmanager
def cluster() -> Iterator[Path]:
    """Run a PostgreSQL of its own; yield the folder of its socket."""
    user = _without_rights()
    with tempfile.TemporaryDirectory(prefix="pg-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        for name in ("data", "socket"):
            (folder / name).mkdir()
            if user is not None:
                shutil.chown(folder / name, user)
        _run(
            user,
            "initdb",
            "-D",
            folder / "data",
            "-U",
            "muster",
            "-A",
            "trust",
            "--locale",
            "C.UTF-8",
        )
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(f"{_CONF}unix_socket_directories = '{folder / 'socket'}'\n")
        _run(user, "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "data" / "log", "start")
        try:
            yield folder / "socket"
        finally:
            _run(user, "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def _without_rights() -> str | None:
    """Return the user PostgreSQL runs as: this one, unless it is root, which it refuses."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in WITHOUT_RIGHTS if name in known)


def _run(user: str | None, program: str, *words: str | Path) -> None:
    subprocess.run(
        [BIN / program, *words], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/"
    )


def load(folder: Path, people: Sequence[tuple[str, ...]]) -> None:
    """Put people into a table, all spellings of a name in one text."""
    psql = Psql(folder)
    psql.tell(_SETUP)
    psql.tell("TRUNCATE people;")
    rows = "".join(f"{at}\t{' '.join(names)}\n" for at, names in enumerate(people))
    psql.tell(f"COPY people FROM STDIN;\n{rows}\\.")
    psql.close()


def beside(folder: Path, sample: Sample) -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of every kind of question, engine by engine."""
    index, _ = fill(sample.people)
    found: dict[str, dict[str, dict[str, float]]] = {kind: {} for kind in sample.questions}
    for engine in _QUESTIONS:
        trigrams = Trigrams(folder, engine)
        for kind, questions in sample.questions.items():
            ours, theirs = Asked(times=[]), Asked(times=[])
            for question in questions:
                _ask_us(sample, index, question, ours)
                _ask_them(sample, trigrams, question, theirs)
            found[kind][engine] = theirs.figures()
            found[kind][f"{OURS}, beside {engine}"] = ours.figures()
        trigrams.close()
    return found


def _ask_us(sample: Sample, index: Index, question: Question, into: Asked) -> None:
    before, began = time.process_time(), time.perf_counter()
    hits = index.find(question.words)
    into.times.append(1000 * (time.perf_counter() - began))
    into.cpu += time.process_time() - before
    names = [sample.people[int.from_bytes(hit.person, "big")] for hit in hits]
    into.hits += question.names in names


def _ask_them(sample: Sample, trigrams: Trigrams, question: Question, into: Asked) -> None:
    before = trigrams.cpu()
    found, taken = trigrams.find(question.words)
    into.times.append(taken)
    into.cpu += trigrams.cpu() - before
    into.hits += question.names in [sample.people[at] for at in found]


def measure(size: int, asked: int, seed: int, only: Sequence[str]) -> dict[str, object]:
    """Return the figures of every sample."""
    out: dict[str, object] = {"people": size, "seed": seed}
    for name in only:
        sample = SAMPLES[name](size, asked, random.Random(seed))
        with cluster() as folder:
            load(folder, sample.people)
            out[name] = beside(folder, sample)
    return out


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=124_000)
    parser.add_argument("--questions", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("only", nargs="*", choices=["mined", "febrl", "drill", []])
    given = parser.parse_args()
    if not (BIN / "postgres").exists():
        print("pg_trgm: left out, PostgreSQL 15 is not installed here", file=sys.stderr)
        return
    only = given.only or ["mined", "drill"]
    json.dump(measure(given.people, given.questions, given.seed, only), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
