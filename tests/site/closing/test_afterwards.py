"""What follows a scuttle is done where it was asked for and can be, and said where not."""

import os
from pathlib import Path

import pytest

from muster.site.closing import scuttle
from muster.site.closing.afterwards import Afterwards, assert_possible, carry_on
from muster.site.problems import EraseImpossible
from tests.world.site import World


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder of programs that write down how they were called, and do nothing."""
    made = tmp_path / "tools"
    made.mkdir()
    for name in ("cryptsetup", "systemctl"):
        program = made / name
        program.write_text(f'#!/bin/sh\necho "$0 $*" >> {made}/called\n', "ascii")
        program.chmod(0o700)
    return made


def carried_on(wanted: Afterwards) -> str:
    said: list[str] = []
    carry_on(wanted, said.append)
    return "\n".join(said)


def test_nothing_is_done_unasked_and_both_are_said_as_next_steps(tools: Path) -> None:
    said = carried_on(Afterwards(tools=str(tools)))
    assert "luksErase" in said
    assert "power off" in said
    assert not (tools / "called").exists()


def test_the_named_device_is_erased_and_then_the_power_goes_off(tools: Path) -> None:
    said = carried_on(Afterwards("/dev/example", power_off=True, tools=str(tools)))
    called = (tools / "called").read_text("ascii").splitlines()
    assert [line.split()[1:] for line in called] == [
        ["luksErase", "--batch-mode", "/dev/example"],
        ["poweroff"],
    ]
    assert "are erased" in said
    assert "NOT" not in said


def test_what_fails_is_left_to_do_by_hand(tools: Path) -> None:
    (tools / "cryptsetup").write_text("#!/bin/sh\nexit 1\n", "ascii")
    (tools / "systemctl").unlink()
    said = carried_on(Afterwards("/dev/example", power_off=True, tools=str(tools)))
    assert said.count("NOT") == 2


def test_what_cannot_be_done_is_refused_at_the_start(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_possible(Afterwards())
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    with pytest.raises(EraseImpossible):
        assert_possible(Afterwards(power_off=True, tools=str(tools)))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert_possible(Afterwards(power_off=True, tools=str(tools)))
    with pytest.raises(EraseImpossible):
        assert_possible(Afterwards(power_off=True, tools=str(tmp_path)))
    with pytest.raises(EraseImpossible):
        assert_possible(Afterwards(str(tmp_path), tools=str(tools)))


def test_a_drill_erases_no_disk(world: World) -> None:
    wanted = Afterwards("/dev/example", power_off=True)
    assert world.site.state.training
    assert scuttle.orders(world.site, world.folder, 0, wanted).then == Afterwards()
