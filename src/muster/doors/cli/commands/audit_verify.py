"""``muster audit verify``: a bundle checked and counted again, without a site or a passphrase."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.bundles import Question, examined
from muster.doors.cli.counting import Count, ended, lines
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.problems import KeyUnreadable
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs

_KEY = 32


class Checked(Answer, frozen=True):
    """What holds of a bundle: its signatures, trees and proofs; then what came of counting it.

    ``operation`` is the key that all certificates lead to (hex): compare it with what the operation
    published. ``seed_asked`` is false when the site itself drew the sample.
    """

    operation: str
    logs: int
    proofs: int
    seed: str
    seed_asked: bool
    words: tuple[str, ...]
    count: Count


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path), metavar="BUNDLE")
@click.option(
    "--operation-key",
    metavar="HEX",
    help="The key of the operation, as it was published; without it only its own word is checked.",
)
@in_session
def verify(session: Session, *, file: Path, operation_key: str | None) -> Exit:
    """Check an audit bundle and count it again.

    It needs no site and no passphrase. Signatures, the tree of every log, the proofs of the sample
    and the order of entries are checked; then every figure of the statement is counted again. It
    ends with 3 when a figure differs, and with 5 when a signature or a proof does not hold.
    """
    found = examined(file, Question(_key(operation_key)))
    said = Checked(
        operation=found.operation.hex(),
        logs=found.logs,
        proofs=found.proofs,
        seed=found.seed,
        seed_asked=found.seed_asked,
        words=found.words,
        count=found.count,
    )
    session.tell(said, _lines(said))
    return ended(found.count)


def _key(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise KeyUnreadable(expected=_KEY) from None
    if len(key) != _KEY:
        raise KeyUnreadable(expected=_KEY)
    return key


def _lines(said: Checked) -> Iterator[str]:
    drawn = "named by the auditor" if said.seed_asked else "drawn by the site"
    yield from pairs(
        (
            ("bundle", "signatures, trees and proofs hold"),
            ("operation", said.operation),
            ("logs", said.logs),
            ("proofs", f"{said.proofs}, by the seed {said.seed}, {drawn}"),
        )
    )
    yield from lines(said.count)
    yield ""
    yield from said.words
