"""The whole life of a site with planted names, through the programs that people use.

Everything lies under one folder, on a disk image of its own where this user may mount one: the
site, another site, a stick, temporary files, a home with a browser's profile. What is meant to hold
names lies beside it: the list that came, what was exported and printed, what was downloaded on
purpose. Afterwards nothing below the folder may hold a name.
"""

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from playwright.sync_api import BrowserContext, sync_playwright

from muster.site.closing.processes import below, runs
from tests.cli.process import COMMAND, environment
from tests.forensic.names import names, rows
from tests.forensic.search import found_below, found_in_memory
from tests.web.browser import CHROMIUM, FLAGS
from tests.web.visitor import Visitor

PIN = "24681357"
LEAD, HEAD = "Example lead", "Example head"
BROWSED = 5
"""People whose pages are opened in the browser."""


class Found(msgspec.Struct):
    """What a course left: where names were found, and how many were put in."""

    planted: int
    places: dict[str, Counter[bytes]]
    watcher: Counter[bytes]
    server: Counter[bytes]
    searched: list[str]


class Course:
    """One course below ``inside``; ``beside`` is where names may lie."""

    def __init__(self, inside: Path, beside: Path, count: int) -> None:
        self.inside = inside
        self.beside = beside
        self.count = count
        self.browser = True
        for name in ("site", "other", "stick", "tmp", "home", "work", "profile"):
            (inside / name).mkdir()
        for name, text in (("secret", "six words that nobody would quote"), ("pin", PIN)):
            self._private(beside / name, f"{text}\n")
        self._private(beside / "list.csv", rows(count))

    @staticmethod
    def _private(path: Path, text: str) -> None:
        path.touch(0o600)
        path.write_text(text, "utf-8")

    def _environment(self) -> dict[str, str]:
        inside = {"HOME": str(self.inside / "home"), "TMPDIR": str(self.inside / "tmp")}
        return environment(**inside, MUSTER_TRAINING=str(self.beside / "training"))

    def run(self, *words: str, site: str = "site", code: int = 0) -> str:
        """Run a command to its end; it may write a core as large as it likes."""
        said = subprocess.run(
            self._unlimited(*words, site=site),
            cwd=self.inside / "work",
            env=self._environment(),
            capture_output=True,
            check=False,
        )
        assert said.returncode == code, (words[:2], said.returncode, said.stderr[-300:])
        return said.stdout.decode()

    def _unlimited(self, *words: str, site: str) -> list[str]:
        rest = ["--site", str(self.inside / site), "--passphrase-file", str(self.beside / "secret")]
        return ["/bin/sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh", *COMMAND, *words, *rest]

    def enrol(self, name: str, role: str, site: str = "site") -> None:
        """Enrol ``name``, who chooses the PIN by the code that was shown."""
        said = self.run("operator", "add", name, "--role", role, "--json", site=site)
        code = self.beside / "code"
        code.touch(0o600)
        code.write_text(msgspec.json.decode(said)["code"], "utf-8")
        self.run("operator", "pin", name, "--code-file", str(code),
                 "--pin-file", str(self.beside / "pin"), site=site)  # fmt: skip

    # ------------------------------------------------------------------------------- the stations

    def take_in(self) -> None:
        """Make the site, enrol two people, import the list, look for one of it."""
        self.run("site", "init", "--name", "Harbour", "--operation", "Exercise",
                 "--unlock", "training")  # fmt: skip
        for name, role in ((LEAD, "lead"), (HEAD, "head")):
            self.enrol(name, role)
        said = self.run("import", str(self.beside / "list.csv"), "--json", "--quiet", "--mapping",
                        "1=given-name", "--mapping", "2=family-name")  # fmt: skip
        assert msgspec.json.decode(said)["accepted"] == self.count
        for one in names(self.count)[:4]:
            assert one in self.run("find", one, "--quiet")

    def take_out(self) -> None:
        """Export to beside, with two people above the cap; print a sheet of people to beside."""
        self.run("export", "people", "--columns", "name", "--purpose", "forensic test",
                 "--unsealed", "a test", "--rows", str(self.count), "--second",
                 LEAD, "--second-pin-file", str(self.beside / "pin"), "--output",
                 str(self.beside / "people.csv"))  # fmt: skip
        said = subprocess.run(
            [sys.executable, "-m", "tests.forensic.loading", str(self.inside / "site"),
             str(self.beside / "secret")],
            env=self._environment() | {"PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            check=False,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr[-600:]
        sheet = str(self.beside / "sheet.pdf")
        self.run("sheet", "boarding", "EXAMPLE 1", "--holder", "Ramp", "--output", sheet)

    def exchange(self) -> None:
        """Found a second site, carry everything to it on a stick, look for somebody there."""
        ask, answer = (str(self.inside / "stick" / name) for name in ("ask", "answer"))
        self.run("site", "ask", "--name", "Base", "--out", ask, "--unlock", "training",
                 site="other")  # fmt: skip
        self.run("site", "admit", ask, "--out", answer)
        self.run("site", "join", answer, "--unlock", "training", site="other")
        stick = str(self.inside / "stick")
        letterbox = str(self.inside / "work" / "letterbox")
        self.run("stick", "letterbox", letterbox, site="other")
        for to in (letterbox, "Base"):
            self.run("stick", "write", "--to", to, stick)
            self.run("stick", "read", stick, site="other")
            self.run("stick", "read", stick)
        assert names(1)[0] in self.run("find", names(1)[0], "--quiet", site="other")

    def back_up(self) -> None:
        """Copy the record to a file, and put it back in the site's place."""
        copy = str(self.inside / "backup")
        self.run("site", "backup", "--out", copy)
        self.run("site", "restore", copy)

    @contextmanager
    def served(self) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
        """Serve the site for as long as the block runs, unless it ends before."""
        running = subprocess.Popen(
            self._unlimited("serve", "--port", "0", "--no-links", site="site"),
            cwd=self.inside / "work",
            env=self._environment(),
            stderr=subprocess.PIPE,
        )
        assert running.stderr
        told = re.search(rb"The board is at (http://127.0.0.1:\d+)/", running.stderr.readline())
        assert told
        try:
            yield running, told[1].decode()
        finally:
            running.kill()
            running.wait()
            running.stderr.close()

    def work(self, address: str) -> None:
        """Sign in, look for people and open them: in a program, and in a real browser."""
        visitor = Visitor(address)
        assert visitor.sign_in(LEAD, PIN).status == 302
        for one in names(self.count)[: 2 * BROWSED]:
            visitor.post("/people", {"words": one})
            assert one in visitor.get("/people").text
        if self.browser:
            with persistent(self.inside, self._environment()) as context:
                browse(context, address, names(self.count)[:BROWSED], self.beside)

    def crash(self) -> None:
        """Let the server crash while it holds every name."""
        with self.served() as (running, address):
            visitor = Visitor(address)
            assert visitor.sign_in(LEAD, PIN).status == 302
            visitor.post("/people", {"words": names(1)[0]})
            assert names(1)[0] in visitor.get("/people").text
            running.send_signal(signal.SIGABRT)
            assert running.wait(600) == -signal.SIGABRT

    def end(self) -> tuple[Counter[bytes], Counter[bytes]]:
        """Scuttle both sites, the first from its page; return what watcher and server held."""
        pin = str(self.beside / "pin")
        self.enrol("Base head", "head", site="other")
        self.run("scuttle", "--second", "Base head", "--second-pin-file", pin,
                 "--yes", "--confirm", "Base", site="other")  # fmt: skip
        with self.served() as (running, address):
            self.work(address)
            children = [*below(running.pid)]  # at work on many names there are more than one
            (watcher,) = filter(_watches, children)
            held = found_in_memory(watcher), found_in_memory(running.pid)
            visitor = Visitor(address)
            visitor.sign_in(LEAD, PIN)
            fields: dict[str, str | list[str]] = {
                "name": "Harbour", "second": HEAD, "second_pin": PIN,
            }  # fmt: skip
            with suppress(OSError):
                visitor.post("/closing/scuttle", fields)
            assert running.wait(600) == -signal.SIGKILL
            assert running.stderr
            running.stderr.read()
        assert not [one for one in children if one != watcher and runs(one)]
        return held


def _watches(pid: int) -> bool:
    return b"closing.watcher" in Path(f"/proc/{pid}/cmdline").read_bytes()


_PATIENCE = 600_000
"""Milliseconds that a page may take: 20,000 names on a computer that others use, too."""


@contextmanager
def persistent(inside: Path, environment: dict[str, str]) -> Iterator[BrowserContext]:
    """Open a real browser whose profile, log and downloads lie inside, as on a laptop."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            inside / "profile",
            executable_path=CHROMIUM,
            args=[*FLAGS, "--enable-logging", f"--log-file={inside}/profile/log"],
            env={**environment},
            accept_downloads=True,
            downloads_path=inside / "home",
        )
        context.set_default_timeout(_PATIENCE)
        yield context
        context.close()


def browse(context: BrowserContext, address: str, wanted: list[str], beside: Path) -> None:
    """Look for people in a browser, open them, download a paper without names, sign out."""
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#id_name", LEAD)
    page.fill("#id_pin", PIN)
    with page.expect_navigation():
        page.click("main button")
    for one in wanted:
        page.goto(f"{address}/people")
        page.fill("#id_words", one)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"text={one}")
        with page.expect_navigation():
            page.click(f"main a[href^='/person/']:has-text('{one}')")
        assert one in page.content()
        page.go_back()
    page.goto(f"{address}/report")
    with page.expect_download() as downloading:
        page.evaluate("() => { location.href = '/report/csv' }")
    downloading.value.save_as(beside / "report.csv")
    with page.expect_navigation():
        page.click("form.out button")


def course(inside: Path, beside: Path, count: int, *, browser: bool = True) -> Found:
    """Play it all and search what is left."""
    played = Course(inside, beside, count)
    played.browser = browser
    played.take_in()
    played.take_out()
    played.exchange()
    played.back_up()
    played.crash()
    watcher, server = played.end()
    searched = sorted(str(one.relative_to(inside)) for one in inside.rglob("*") if one.is_file())
    return Found(count, found_below(inside), watcher, server, searched)
