"""An audit bundle that somebody handed over: checked and counted again behind the fences (T27).

A bundle is a zip archive with JSON, msgpack, certificates and notes in it, from a site that may
have been captured. All of it is read in a child (``bundle_apart``) that holds the open file, no key
and no network; what comes back is what is to be said: some numbers and words.
"""

from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from muster.adapters.formats.apart import ask
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.problems import (
    BundleChanged,
    BundleOfOthers,
    BundleTooBig,
    BundleUnreadable,
)
from muster.doors.cli.counting import Count
from muster.doors.cli.problems import ReportAhead, ReportOfOthers, ReportUnreadable
from muster.ground.record.problems import (
    CertificateWrong,
    LimitExceeded,
    NoteUnreadable,
    NoteUnsigned,
    ProofWrong,
)

LIMITS: Final = Limits(memory=8 << 30, seconds=1_800)
"""Half an hour of work: ten operations like Kabul; what is counted lies in memory."""
_READER: Final = "muster.doors.cli.bundle_apart"
_PROBLEMS: Final = (
    BundleChanged,
    BundleOfOthers,
    BundleTooBig,
    BundleUnreadable,
    CertificateWrong,
    LimitExceeded,
    NoteUnreadable,
    NoteUnsigned,
    ProofWrong,
    ReportAhead,
    ReportOfOthers,
    ReportUnreadable,
)


class Question(msgspec.Struct, frozen=True):
    """What is asked of a bundle: of this operation, where it is known; this report, or its own."""

    operation: bytes | None = None
    report: bytes | None = None


class Examined(msgspec.Struct, frozen=True):
    """What a bundle says of itself, once all of it was checked, and what came of counting it."""

    operation: bytes
    logs: int
    proofs: int
    seed: str
    seed_asked: bool
    words: tuple[str, ...]
    count: Count


def examined(file: Path, question: Question) -> Examined:
    """Check the bundle in ``file`` and count it again; raise what is wrong with it.

    Raises what ``Checking`` and counting raise, and ``formats.parser-*`` where it took too much.
    """
    try:
        if not file.is_file():  # a pipe or a device could go on for ever
            raise BundleUnreadable(what="the file")
        with file.open("rb") as bundle:
            return _asked(bundle, question)
    except (OSError, ValueError):
        raise BundleUnreadable(what="the file") from None


def _asked(bundle: BinaryIO, question: Question) -> Examined:
    raw = msgspec.msgpack.encode(question)
    return ask(_READER, raw, Examined, _PROBLEMS, LIMITS, bundle)
