"""What is banned is refused, with what to do instead; what is excepted is not."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUFF = Path(sys.executable).parent / "ruff"
BANNED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"][
    "flake8-tidy-imports"
]["banned-api"]
CODE = {
    "datetime.datetime.now": "import datetime\ndatetime.datetime.now()\n",
    "datetime.datetime.utcnow": "from datetime import datetime\ndatetime.utcnow()\n",
    "datetime.datetime.today": "from datetime import datetime\ndatetime.today()\n",
    "datetime.date.today": "from datetime import date\ndate.today()\n",
    "time.time": "import time\ntime.time()\n",
    "time.time_ns": "from time import time_ns\ntime_ns()\n",
    "random": "import random\n",
    "pickle": "import pickle\n",
    "xml.etree": "from xml.etree import ElementTree\n",
}


def refused(code: str, path: str) -> str:
    """Return what ruff says about banned use in ``code``, as if it lay at ``path``."""
    done = subprocess.run(
        [str(RUFF), "check", "--select=TID251", "--no-cache", f"--stdin-filename={path}", "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("api", BANNED)
def test_a_banned_api_is_refused_with_what_to_do_instead(api: str) -> None:
    assert BANNED[api]["msg"] in refused(CODE[api], "src/muster/journey/lift/rules.py")


def test_the_clock_is_read_in_one_place() -> None:
    assert refused(CODE["time.time_ns"], "src/muster/site/registry/desk.py")
    assert "TID251" not in refused(CODE["time.time_ns"], "src/muster/site/clock.py")


def test_a_drill_is_seeded_in_one_place() -> None:
    assert refused(CODE["random"], "src/muster/doors/drill/scene.py")
    assert "TID251" not in refused(CODE["random"], "src/muster/doors/drill/seed.py")
