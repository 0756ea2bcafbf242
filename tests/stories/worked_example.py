"""Read a page such as ``docs/worked-example.md`` and play it: what is shown must be answered.

In a block marked ``console`` a line that begins with ``$ muster`` is typed, what follows it is the
answer, or what is said where it is refused. A line ``...`` stands for any number of lines, one that
ends in `` ...`` for a longer one. Columns may stand closer or wider. An id stands for whatever id
is in its place: those of another version of the drill are others.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
from click.testing import CliRunner

from muster.doors.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "worked-example.md"
SECRET = "secret"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b[0-9a-hjkmnp-tv-z]{26}\b")
_SHORT_ID = re.compile(r"\b[0-9a-hjkmnp-tv-z]{8}\b")
_ANY_ID = "[0-9a-hjkmnp-tv-z]{26}"
_BLANKS = re.compile(r" {2,}|\t")
_REST = " ..."
_REFUSED = "muster: "


class Shown(msgspec.Struct, frozen=True):
    """One command of the page with the lines shown under it; ``line`` is where it stands."""

    line: int
    command: str
    lines: tuple[str, ...]


def shown(page: str) -> list[Shown]:
    """Return every command of ``page`` in order."""
    found: list[Shown] = []
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start(1)) + 1
        for number, text in enumerate(block[1].splitlines(), line):
            if text.startswith("$ "):
                found.append(Shown(number, text[2:], ()))
            else:
                found[-1] = msgspec.structs.replace(found[-1], lines=(*found[-1].lines, text))
    return found


class Reader:
    """Types the commands of a page one after another, in a folder that holds the passphrase."""

    def __init__(self, folder: Path, page: Path = PAGE) -> None:
        self._folder = folder
        self._page = page
        self._ids: dict[str, str] = {}

    def differences(self, one: Shown) -> Iterator[str]:
        """Type one command; yield what differs from what is shown."""
        words = shlex.split(self._spelled(one.command))
        given = ["--passphrase-file", str(self._folder / SECRET), "--quiet"]
        ended = CliRunner().invoke(main, [*words[1:], *given])
        where = f"{self._page.name}:{one.line}: {one.command}"
        said = ended.stderr if ended.exit_code else ended.stdout
        if ended.exit_code and not (one.lines and one.lines[0].startswith(_REFUSED)):
            yield f"{where}: ended with {ended.exit_code}: {said}"
            return
        answered = [_plain(text) for text in said.splitlines()]
        at, loose = 0, False
        for text in one.lines:
            if text.strip() == "...":
                loose = True
                continue
            found = self._find(text, answered, at, loose=loose)
            if found is None:
                told = "\n".join(answered[at : at + 12])
                yield f"{where}: expected\n{text}\nand found from there on\n{told}"
                return
            at, loose = found + 1, False
        if not loose and any(answered[at:]):
            yield f"{where}: answered more than is shown: {answered[at]}"

    def _find(self, text: str, answered: list[str], at: int, *, loose: bool) -> int | None:
        """Return which line of the answer ``text`` is, and keep the ids in it."""
        names = _ID.findall(text)
        pattern = re.compile(self._pattern(text))
        for number in range(at, len(answered) if loose else min(at + 1, len(answered))):
            fits = pattern.fullmatch(answered[number])
            if fits is not None:
                new = (name for name in dict.fromkeys(names) if name not in self._ids)
                self._ids.update(zip(new, fits.groups(), strict=True))
                return number
        return None

    def _pattern(self, text: str) -> str:
        """Return what a line of the page is in an answer; ids not shown before are groups."""
        rest = text.endswith(_REST)
        plain = _plain(text.removesuffix(_REST) if rest else text)
        pattern, at, new = "", 0, set()
        for found in _ID.finditer(plain):
            pattern += re.escape(plain[at : found.start()])
            if found[0] in self._ids:
                pattern += self._ids[found[0]]
            elif found[0] not in new:
                new.add(found[0])
                pattern += f"({_ANY_ID})"
            else:
                pattern += _ANY_ID
            at = found.end()
        return pattern + re.escape(plain[at:]) + (".*" if rest else "")

    def _spelled(self, command: str) -> str:
        """Return ``command`` with the ids of this record, also where their beginning is typed."""
        begins = {one[:8]: found[:8] for one, found in self._ids.items()}
        whole = _ID.sub(lambda one: self._ids.get(one[0], one[0]), command)
        return _SHORT_ID.sub(lambda one: begins.get(one[0], one[0]), whole)


def _plain(text: str) -> str:
    """Return a line with its columns two blanks apart."""
    return _BLANKS.sub("  ", text.rstrip())
