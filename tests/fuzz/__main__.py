"""``python -m tests.fuzz``: a campaign over the parsers, a line of a table for each.

``--inputs`` a parser, ``--seconds`` of processor time at most for each, ``--seed``; names choose
some. Whichever has had the least processor time so far has the next batch, so that all have their
share whenever it is broken off, and those that are quickly done leave theirs to the others. With
``--keep FILE`` it goes on where the file says that it had come, under the same seed, and notes each
batch there: ten million inputs a parser are run in as many pieces as one likes, and one that is
broken off costs its last batch. ``--look NUMBER`` writes that input to standard output
instead, and runs it here. Ends with 1 where anything was found.
"""

# ruff: noqa: T201 - it prints its table

import argparse
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.fuzz.batches import Batch, batch, look
from tests.fuzz.kept import Kept
from tests.fuzz.parsers import PARSERS, Parser

_EACH = 200_000
_SLICE = 20.0


def campaign(
    parsers: Sequence[Parser], kept: Kept, inputs: int, seconds: float
) -> Iterator[Parser]:
    """Run them in turn, noting each batch; yield each parser when it is done or had its seconds."""
    until = {one.name: kept.of(one.name).cpu + seconds for one in parsers}
    open_ = list(parsers)
    while open_:
        parser = min(open_, key=lambda one: kept.of(one.name).cpu)
        so_far = kept.of(parser.name)
        left = min(_EACH, inputs - so_far.done), min(_SLICE, until[parser.name] - so_far.cpu)
        if min(left) <= 0:
            open_.remove(parser)
            yield parser
        else:
            kept.note(parser.name, so_far.and_then(batch(parser, kept.seed, so_far.done, *left)))


def line(parser: Parser, one: Batch) -> str:
    """Return a row of the table: inputs, refused, CPU, slowest, memory, found."""
    return (
        f"| {parser.name} | {one.done:,} | {one.refused:,} | {one.cpu:,.0f} s "
        f"| {one.slowest * 1000:,.0f} ms | {one.memory // 1024:,} MB | {len(one.found)} |"
    )


def main() -> int:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(prog="tests.fuzz")
    asked.add_argument("names", nargs="*", choices=[[], *(one.name for one in PARSERS)])
    asked.add_argument("--inputs", type=int, default=10_000_000)
    asked.add_argument("--seconds", type=float, default=3_600)
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--keep", type=Path, metavar="FILE")
    asked.add_argument("--look", type=int)
    told = asked.parse_args()
    chosen = [one for one in PARSERS if not told.names or one.name in told.names]
    kept = Kept(told.keep, secrets.randbits(32) if told.seed is None else told.seed)
    seed = kept.seed
    if told.look is not None:
        for parser in chosen:
            content = look(parser, seed, told.look)
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
            parser.run(content)
        return 0
    print(f"seed {seed}", flush=True)
    found = 0
    for parser in campaign(chosen, kept, told.inputs, told.seconds):
        one = kept.of(parser.name)
        found += len(one.found)
        print(line(parser, one), flush=True)
        for each in one.found[:20]:
            print("  " + each.line(), flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
