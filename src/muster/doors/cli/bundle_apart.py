"""The process that reads a stranger's audit bundle, as ``bundles`` asks it to.

Started as ``python -I -m muster.doors.cli.bundle_apart HANDLE``: the handle is the open bundle, the
question is on standard input.
"""

import codecs
import os
import sys
from typing import BinaryIO

import msgspec

from muster.adapters.formats.apart import answer
from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import Bundle
from muster.doors.cli.bundles import LIMITS, Examined, Question
from muster.doors.cli.counting import count_bundle, read_report


def main() -> None:
    """Answer one question about one bundle."""
    for name in (
        "cp437",
        "utf-8",
        "ascii",
    ):  # names in an archive; no module loads behind the fence
        codecs.lookup(name)
    with os.fdopen(int(sys.argv[1]), "rb") as file:
        answer(lambda source: examine(file, source), LIMITS)


def examine(file: BinaryIO, source: BinaryIO) -> Examined:
    """Return what is asked about the bundle in ``file``."""
    asked = msgspec.msgpack.decode(source.read(), type=Question)
    report = None if asked.report is None else read_report(asked.report)
    with Bundle(file) as bundle:
        checking = Checking(bundle, asked.operation)
        count = count_bundle(checking, report)
    return Examined(
        operation=checking.operation,
        logs=len(checking.logs),
        proofs=checking.proofs,
        seed=checking.statement.sample.seed,
        seed_asked=checking.statement.sample.asked,
        words=checking.statement.words,
        count=count,
    )


if __name__ == "__main__":
    main()
