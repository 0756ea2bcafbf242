"""``muster serve`` as a process of its own, for attacks on what it leaves."""

import re
import subprocess
from pathlib import Path

from tests.cli.process import command, environment


def served(folder: Path, **more: str) -> tuple["subprocess.Popen[bytes]", str]:
    """Serve the site in ``folder``, its passphrase beside it; return the process and address."""
    running = subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=folder.parent,
        env=environment(MUSTER_SITE=str(folder), **more),
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    told = re.search(rb"The board is at (http://127.0.0.1:\d+)/", running.stderr.readline())
    assert told
    return running, told[1].decode()
