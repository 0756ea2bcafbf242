"""Data goes to standard output and all else to standard error; ends are quiet."""

import json
import os
import pty
import re
import signal
import subprocess
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Muster
from tests.cli.process import command, environment
from tests.world.site import PHRASE


def test_notes_go_to_standard_error_and_quiet_drops_them(muster: Muster) -> None:
    ended = muster("find", "Nobody")
    assert not ended.stdout
    assert ended.stderr == "note: Nobody here has a name like this.\n"
    assert not muster("find", "Nobody", "--quiet").output


def test_an_error_leaves_standard_output_empty(muster: Muster) -> None:
    ended = muster("show", "000000")
    assert not ended.stdout
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == ["muster", "hint"]


def test_a_reader_that_goes_away_is_no_error_worth_a_word(folder: Path) -> None:
    running = subprocess.Popen(
        command("show", "000000", "--json"),
        cwd=folder.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    said = running.stderr.read()
    assert running.wait() == 1
    running.stderr.close()
    assert b"Traceback" not in said
    assert b"Broken" not in said


def on_a_terminal(folder: Path, *words: str, typed: bytes = b"", **more: str) -> tuple[int, bytes]:
    """Run ``muster`` with a terminal on all its streams; return its code and all it showed."""
    here, there = pty.openpty()
    running = subprocess.Popen(
        words, cwd=folder.parent, env=environment(**more), stdin=there, stdout=there, stderr=there
    )
    os.close(there)
    shown = b""
    try:
        while piece := os.read(here, 65_536):
            shown += piece
            # The blank comes once the terminal listens: what is typed before it is thrown away.
            if typed and shown.endswith(b": "):
                line, _, typed = typed.partition(b"\n")
                os.write(here, line + b"\n")
    except OSError:  # the other end is closed
        pass
    os.close(here)
    return running.wait(), shown


def test_a_passphrase_is_asked_for_on_a_terminal_and_not_echoed(folder: Path) -> None:
    asking = command("site", "show")[:-2]
    code, shown = on_a_terminal(folder, *asking, typed=PHRASE.encode() + b"\n")
    assert code == 0
    assert b"Passphrase: " in shown
    assert b"Test site" in shown
    assert PHRASE.encode() not in shown


def test_a_new_passphrase_is_typed_twice(folder: Path) -> None:
    asking = command("site", "init", "--unlock", "training", "--site", "new")[:-2]
    typed = b"Harbour\nExercise\nwords that are long enough\nother words than before\n"
    code, shown = on_a_terminal(folder, *asking, typed=typed)
    assert code == 1
    assert b"The two entries differ." in shown
    assert not folder.with_name("new").exists()


def test_a_bar_moves_on_a_terminal_and_nowhere_else(folder: Path, muster: Muster) -> None:
    _, shown = on_a_terminal(folder, *command("verify"))
    assert b"Verifying" in shown
    assert "Verifying" not in muster("verify").output
    _, hushed = on_a_terminal(folder, *command("verify", "--quiet"))
    assert b"Verifying" not in hushed


def test_without_colour_there_is_none(folder: Path) -> None:
    _, coloured = on_a_terminal(folder, *command("site")[:-2])
    _, plain = on_a_terminal(folder, *command("site")[:-2], NO_COLOR="1")
    assert b"\x1b[3" in coloured
    assert b"\x1b[3" not in plain


def test_an_interrupted_drill_closes_its_board_and_its_site(folder: Path, muster: Muster) -> None:
    words = ["drill", "ferry-3000", "--unlock", "training", "--pace", "1h=1h", "--site", "drill"]
    running = subprocess.Popen(
        command(*words, "--serve", "--port", "0"),
        cwd=folder.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    assert b"The board is at http://127.0.0.1:" in running.stderr.readline()
    assert re.search(rb"Sign in as .* PIN \d{10}", running.stderr.readline())
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 130
    assert not out
    assert b"muster: Interrupted." in err
    assert b"Traceback" not in err
    assert muster("verify", "--site", "drill").exit_code == 0


@pytest.mark.parametrize("beside", ["muster.doors.drill.ahead", "muster.site.record.scribe"])
def test_control_and_c_in_a_drill_is_said_once_whoever_works_beside(
    folder: Path, muster: Muster, beside: str
) -> None:
    """A terminal interrupts the whole group: as soon as a child is there, and in the middle."""
    words = ["drill", "kabul-2021", "--people", "10000", "--unlock", "training", "--site", "drill"]
    running = psutil.Popen(
        command(*words),
        cwd=folder.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not any(beside in words for one in running.children() for words in [cmdline(one)]):
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 130
    assert not out
    said = [line for line in err.decode().splitlines() if not line.startswith("note: ")]
    assert [line.split(":")[0] for line in said] == ["muster", "hint"], err
    assert muster("verify", "--site", "drill").exit_code == 0


def cmdline(one: psutil.Process) -> list[str]:
    """Return what a process was begun with; nothing of one that is gone."""
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return one.cmdline()
    return []


def test_an_interrupted_command_takes_back_what_was_not_acknowledged(
    muster: Muster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    rows = "".join(f"Given{n} Family{n},F\n" for n in range(100, 200))
    Path("list.csv").write_text(f"Name,Sex\n{rows}", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("muster.site.registry.importing._on_record", interrupted)
        ended = muster("import", "list.csv", "--json")
    assert ended.exit_code == 130
    assert json.loads(ended.stdout)["error"]["code"] == "cli.interrupted"
    assert json.loads(muster("site", "show", "--json").stdout)["people"] == 8


def test_a_server_answers_and_an_interrupted_one_is_done(folder: Path) -> None:
    running = subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=folder.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    told = re.search(rb"The board is at http://127.0.0.1:(\d+)/", running.stderr.readline())
    assert told
    asking = HTTPConnection("127.0.0.1", int(told[1]))
    asking.request("GET", "/")
    assert asking.getresponse().status in {200, 302}
    asking.close()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 0
    assert not out
    assert err == b"note: Closed.\n"


def test_nothing_listens_over_http_unless_that_is_asked_for(folder: Path) -> None:
    """ASVS 5.0, 12.2.1: tablets begin over https, or take the certificate from a stick."""
    everywhere = "0.0.0.0"  # noqa: S104 - this machine alone has no TLS
    running = subprocess.Popen(
        command("serve", "--host", everywhere, "--port", "0", "--no-links"),
        cwd=folder.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    told = re.search(rb"The board is at https://127.0.0.1:(\d+)/", running.stderr.readline())
    assert told
    assert running.stderr.readline().startswith(b"note: Tablets begin at https://")
    asking = HTTPConnection("127.0.0.1", int(told[1]), timeout=10)
    asking.request("GET", "/")
    with pytest.raises((HTTPException, ConnectionError)):  # http on the port of https: no answer
        asking.getresponse()
    asking.close()
    running.send_signal(signal.SIGINT)
    assert running.communicate() == (b"", b"note: Closed.\n")
    assert running.returncode == 0
