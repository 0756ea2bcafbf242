"""A laptop with a site on it, worked by ``muster`` in processes of its own, linked over TLS."""

import csv
import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.cli.process import command, environment
from tests.world.site import PHRASE

LONG = 120.0
"""Seconds after which something that should end has hung."""
_SYLLABLES = [first + then for first in "bdfgklmnprstvz" for then in "aeiou"]


class Laptop:
    """A folder with a site, on the network of ``within``: words that start a process there."""

    def __init__(self, folder: Path, name: str, within: Sequence[str] = ()) -> None:
        self.folder = folder
        self.name = name
        self.within = within
        secret = folder / "secret"
        secret.touch(0o600)
        secret.write_text(f"{PHRASE}\n", "utf-8")

    @property
    def site(self) -> Path:
        """The directory of its site."""
        return self.folder / self.name

    def words(self, *words: str) -> list[str]:
        """Return what starts ``muster`` here."""
        return [*self.within, *command(*words, "--site", self.name, "--json")]

    def ends(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``muster`` to its end."""
        return subprocess.run(
            self.words(*words),
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )

    def tells(self, *words: str) -> dict[str, Any]:
        """Return what ``muster`` answers a script."""
        done = self.ends(*words)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def begins(self, *words: str) -> subprocess.Popen[str]:
        """Start ``muster`` and let it run."""
        return subprocess.Popen(
            self.words(*words),
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    @contextmanager
    def listening(self, host: str) -> Iterator[int]:
        """Listen for other sites on ``host``; give the port."""
        with self.begins("link", "run", "--host", host, "--port", "0") as process:
            try:
                assert process.stdout is not None
                yield json.loads(process.stdout.readline())["port"]
            finally:
                process.terminate()

    def found(self, operation: str) -> None:
        """Make the site that founds an operation."""
        made = ("--name", self.name, "--operation", operation, "--unlock", "training")
        self.tells("site", "init", *made, "--training")

    def joins(self, founder: "Laptop") -> None:
        """Ask, be admitted, join: two files and six words each."""
        kind = ("--unlock", "training")
        asked = self.tells("site", "ask", "--name", self.name, "--out", "ask", *kind)
        admitted = founder.tells("site", "admit", "ask", "--out", "answer")
        assert admitted["asked"] == asked["words"]
        assert self.tells("site", "join", "answer", *kind)["words"] == admitted["words"]

    def takes_a_list(self, name: str, people: int) -> None:
        """Import a list of invented people."""
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("given name", "family name", "date of birth"))
            rows.writerows(_invented(name, n) for n in range(people))
        taken = self.tells("import", path.name, "--sender", name)
        assert taken["accepted"] == people

    def figures(self) -> dict[str, tuple[int, int]]:
        """Return both ends of every figure of its report."""
        said = self.tells("report")["figures"]
        return {one["id"]: (one["lo"], one["hi"]) for one in said}

    def entries(self) -> int:
        """Return how many entries it holds, all of them verified."""
        checked = self.tells("verify")
        assert checked["findings"] == []
        return int(checked["entries"])

    def on_disk(self) -> int:
        """Return how many bytes the store of its site has written."""
        return sum(one.stat().st_size for one in self.site.glob("muster.db*"))


def _invented(name: str, n: int) -> tuple[str, str, str]:
    """Return names and a birth that are nobody else's, so that nobody is taken for another."""
    drawn = sha256(f"{name}/{n}".encode()).digest()
    syllables = [_SYLLABLES[one % len(_SYLLABLES)] for one in drawn[:8]]
    given, family = "".join(syllables[:4]), "".join(syllables[4:])
    born = f"{1950 + drawn[8] % 50}-{2 + drawn[9] % 11:02}-{1 + drawn[10] % 28:02}"
    return given.capitalize(), family.capitalize(), born


def until_it_grows(laptop: Laptop, by: int, process: subprocess.Popen[str]) -> None:
    """Wait until the store of ``laptop`` has grown ``by`` bytes, while ``process`` still runs."""
    before, since = laptop.on_disk(), monotonic()
    while laptop.on_disk() < before + by:
        assert process.poll() is None, "it ended before it was to be cut off"
        assert monotonic() < since + LONG
        sleep(0.01)
