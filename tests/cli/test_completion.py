"""Commands and options complete in a shell, at once: without loading what they do."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

from muster.doors.cli.catalogue import COMMANDS
from tests.cli.conftest import Muster
from tests.cli.process import COMMAND, environment, python

ASKING = {"_MUSTER_COMPLETE": "bash_complete"}


def completed(words: str, at: int) -> list[str]:
    """Return what bash would offer for word ``at`` of a command line."""
    ended = subprocess.run(
        COMMAND,
        env=environment(COMP_WORDS=words, COMP_CWORD=str(at), **ASKING),
        capture_output=True,
        check=True,
    )
    return [line.partition(",")[2] for line in ended.stdout.decode().splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(muster: Muster, shell: str) -> None:
    ended = muster("completion", shell, file=None)
    assert ended.exit_code == 0
    assert "_MUSTER_COMPLETE" in ended.stdout


def test_bash_takes_the_script_as_it_is(muster: Muster, tmp_path: Path) -> None:
    script = muster("completion", "bash", file=None).stdout
    ended = subprocess.run(
        [str(which("bash")), "-n"],
        input=script.encode(),
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert ended.returncode == 0
    assert not ended.stderr


def test_commands_and_options_complete() -> None:
    beginning = [one.name for one in COMMANDS if one.name.startswith("re")]
    assert completed("muster re", 1) == beginning
    assert "rebuild" in beginning
    told = "init show rule operators certificate ask admit join backup restore"
    told += " recover turn forget fallen exposed"
    assert completed("muster site ", 2) == told.split()
    assert "--json" in completed("muster find --", 2)
    assert completed("muster completion z", 2) == ["zsh"]


def test_help_and_completion_load_nothing_of_the_site() -> None:
    loaded = "print(sorted(name for name in sys.modules if name.startswith('muster.')))"
    script = (
        "import sys; from muster.doors.cli import main; "
        f"main(['--help'], standalone_mode=False); {loaded}"
    )
    ended = subprocess.run(python("-c", script), env=environment(), capture_output=True, check=True)
    names = ended.stdout.decode().splitlines()[-1]
    assert "muster.doors.cli.lazy" in names
    assert not any(wing in names for wing in ("muster.site", "muster.ground", "muster.adapters"))
    assert "muster.doors.cli.commands" not in names
