"""A site on the disk, made once and copied for each test, and ``muster`` as a person calls it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muster.doors.cli import main
from tests.world.site import PHRASE, World

Muster = Callable[..., Result]

PIN = "73219586"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed site: two parties of four, one of them on a lift that has landed."""
    folder = tmp_path_factory.mktemp("made") / "site"
    world = World(folder)
    left, _ = world.party(), world.party(category="resident")
    world.land(world.lift(left, counted=4), left)
    world.site.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site, where ``muster`` looks for it, and files of secrets beside it."""
    copy = tmp_path / "muster-site"
    shutil.copytree(made, copy)
    for name, secret in (("secret", PHRASE), ("wrong", "words that open nothing"), ("pin", PIN)):
        place = tmp_path / name
        place.touch(0o600)
        place.write_text(f"{secret}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MUSTER_SITE", raising=False)
    return copy


def work_here(muster: Muster, name: str, role: str) -> None:
    """Enrol ``name`` in ``role``, who then chooses the PIN in the file ``pin``."""
    code = json.loads(muster("operator", "add", name, "--role", role, "--json").stdout)["code"]
    chosen = muster("operator", "pin", name, "--code-file", "-", "--pin-file", "pin", typed=code)
    assert chosen.exit_code == 0, chosen.output


@pytest.fixture
def muster(folder: Path) -> Muster:
    """Run ``muster`` in this process, beside ``folder``, with a passphrase from a file."""

    def run(*words: str, typed: str = "", file: str | None = "secret") -> Result:
        given = [] if file is None else ["--passphrase-file", str(folder.parent / file)]
        return CliRunner().invoke(main, [*words, *given], input=typed)

    return run
