"""Play a transcript: commands as a person types them, with what they must answer.

A transcript is text, read line by line::

    # words for the reader
    + list.csv          a file is laid, with the lines below that begin with a bar
    | name,sex
    $ muster find Zahra --passphrase-file secret
    < typed             a line on standard input (after the command)
    [id as zahra]  ...  expected on standard output; the rest of a line may be left open
    ! note: ...         expected on standard error
    ? 4                 expected exit code, where it is not 0

``[id]``, ``[time]``, ``[number]``, ``[hash]``, ``[code]`` and ``[...]`` stand for what differs from
run to run; ``[id as x]`` is kept: ``{x}`` in a later command is what it was, ``{x_start}`` its
first letters.
A line ``[...]`` alone is any number of lines.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
from click.testing import CliRunner

from muster.doors.cli import main

_KINDS = {
    "id": r"[0-9a-hjkmnp-tv-z]{26}",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "number": r"[\d.,]+",
    "hash": r"[0-9a-f]{64}",
    "code": r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}",
    "...": r".*",
}
_HOLDER = re.compile(r"\[(id|time|number|hash|code|\.\.\.)(?: as (\w+))?\]")
_APART = re.compile(" {2,}")
_ANY_LINES = "[...]"


class Step(msgspec.Struct):
    """One command with what is typed and expected; or files alone, when ``command`` is empty."""

    line: int
    command: str = ""
    files: dict[str, list[str]] = {}
    typed: list[str] = []
    out: list[str] = []
    err: list[str] = []
    code: int = 0


def read(path: Path) -> list[Step]:
    """Return the steps of a transcript."""
    steps = [Step(0)]
    name = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark, rest = line[:1], line[2:]
        match mark:
            case "#":
                pass
            case "+":
                name = rest
                steps.append(Step(number, files={name: []}))
            case "|":
                steps[-1].files[name].append(rest)
            case "$":
                steps.append(Step(number, rest))
            case "<":
                steps[-1].typed.append(rest)
            case "!":
                steps[-1].err.append(rest)
            case "?":
                steps[-1].code = int(rest)
            case _:
                steps[-1].out.append(line)
    return [step for step in steps if step.command or step.files]


def play(path: Path, folder: Path) -> Iterator[str]:
    """Play a transcript in ``folder``; yield every difference as a sentence."""
    kept: dict[str, str] = {}
    for step in read(path):
        for name, lines in step.files.items():
            place = folder / name
            place.touch(0o600)
            place.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        if step.command:
            yield from _compared(step, kept)


def _compared(step: Step, kept: dict[str, str]) -> Iterator[str]:
    words = shlex.split(_filled(step.command, kept))
    typed = "".join(f"{_filled(line, kept)}\n" for line in step.typed)
    ended = CliRunner().invoke(main, words[1:], input=typed)
    where = f"line {step.line}"
    if ended.exit_code != step.code:
        yield f"{where}: ended with {ended.exit_code}, not {step.code}: {ended.output}"
    for stream, expected, found in (
        ("output", step.out, ended.stdout),
        ("errors", step.err, ended.stderr),
    ):
        wanted = _filled("\n".join(expected).rstrip(), kept)
        fits = re.fullmatch(_pattern(wanted), _ended(found))
        if fits is None:
            yield f"{where}, {stream}: expected\n{wanted}\nfound\n{found}"
        else:
            kept |= fits.groupdict()


def _filled(text: str, kept: dict[str, str]) -> str:
    for name, value in kept.items():
        text = text.replace(f"{{{name}}}", value).replace(f"{{{name}_start}}", value[:8])
    return text


def _ended(text: str) -> str:
    """Return ``text`` with every line ended, and columns two blanks apart, however wide."""
    lines = text.rstrip().split("\n")
    return "".join(f"{_APART.sub('  ', line).rstrip()}\n" for line in lines)


def _pattern(wanted: str) -> str:
    return "".join(_line(line) for line in wanted.split("\n"))


def _line(wanted: str) -> str:
    if wanted == _ANY_LINES:
        return r"(?:.*\n)*?"
    wanted, pattern, at = _APART.sub("  ", wanted), "", 0
    for holder in _HOLDER.finditer(wanted):
        kind, name = _KINDS[holder[1]], holder[2]
        pattern += re.escape(wanted[at : holder.start()])
        pattern += f"(?P<{name}>{kind})" if name else kind
        at = holder.end()
    return pattern + re.escape(wanted[at:].rstrip()) + r"\n"
