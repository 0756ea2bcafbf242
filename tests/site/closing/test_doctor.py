"""What a computer could give away is found, and a sound one is left in peace."""

import os
from pathlib import Path

import pytest

from muster.ground.problem import Problem
from muster.site import authority
from muster.site.closing import doctor, machine
from muster.site.closing.machine import Machine, Swap
from muster.site.problems import (
    CertificateEndsSoon,
    ClockUnkept,
    CoresPiped,
    CoresWritten,
    DiskInClear,
    DiskUnknown,
    HibernationPossible,
    JournalKept,
    MemoryUnlockable,
    OpenToOthers,
    ProfilesKept,
    RoomShort,
    RootRuns,
    SiteMissing,
    SwapInClear,
)
from tests.world.site import World


class Box:
    """A computer drawn as files: what its kernel would say."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        device = folder.stat().st_dev
        self._disk = f"{os.major(device)}:{os.minor(device)}"
        self.put("proc/swaps", "Filename Type Size Used Priority\n")
        self.put("proc/sys/kernel/core_pattern", "\n")
        self.put("sys/power/state", "freeze mem\n")

    def put(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")

    def block(self, name: str, kind: str = "", slaves: tuple[str, ...] = ()) -> None:
        """Put a block device there, of a device-mapper kind, on others."""
        where = self.root / "sys/devices" / name
        (where / "dm").mkdir(parents=True)
        (where / "dm/uuid").write_text(kind, "utf-8")
        (where / "slaves").mkdir()
        for one in slaves:
            (where / "slaves" / one).symlink_to(self.root / "sys/devices" / one)
        (self.root / "sys/class/block").mkdir(parents=True, exist_ok=True)
        (self.root / "sys/class/block" / name).symlink_to(where)

    def lies_on(self, name: str) -> None:
        """Let the site lie on a block device."""
        (self.root / "sys/dev/block").mkdir(parents=True, exist_ok=True)
        (self.root / "sys/dev/block" / self._disk).symlink_to(self.root / "sys/devices" / name)

    def mounted_as(self, kind: str) -> str:
        """Return a line of mountinfo, of a file system of this kind where the box lies."""
        device = self.root.stat().st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        return f"36 30 {number} / {self.root} rw,relatime shared:1 - {kind} none rw"

    @property
    def machine(self) -> Machine:
        return Machine(self.root, self.root / "home")


@pytest.fixture
def box(world: World, tmp_path: Path) -> Box:
    return Box(tmp_path / "box", world.folder)


def kinds(world: World, box: Box) -> set[type[Problem]]:
    return {type(one) for one in doctor.examine(world.folder, box.machine).found}


def test_a_site_on_luks_without_swap_is_left_in_peace(world: World, box: Box) -> None:
    box.block("sda2")
    box.block("dm-0", "CRYPT-LUKS2-0123-root", ("sda2",))
    box.block("dm-1", "LVM-0123", ("dm-0",))
    box.lies_on("dm-1")
    examined = doctor.examine(world.folder, box.machine)
    assert not examined.grave
    assert examined.looked_at == doctor.LOOKED_AT


def test_a_disk_in_clear_is_grave_and_comes_first(world: World, box: Box) -> None:
    box.block("sda2")
    box.lies_on("sda2")
    box.put("proc/sys/kernel/core_pattern", "core\n")
    examined = doctor.examine(world.folder, box.machine)
    assert examined.grave
    assert isinstance(examined.found[0], DiskInClear)
    assert CoresWritten in kinds(world, box)


def test_a_volume_over_two_disks_is_sealed_only_where_both_are(world: World, box: Box) -> None:
    box.block("sda2")
    box.block("dm-0", "CRYPT-LUKS2-0123-one")
    box.block("dm-1", "LVM-0123", ("dm-0", "sda2"))
    box.lies_on("dm-1")
    assert DiskInClear in kinds(world, box)


def test_what_cannot_be_told_is_said_to_be_unknown(world: World, box: Box) -> None:
    assert DiskUnknown in kinds(world, box)


def test_swap_counts_unless_it_is_in_memory_or_sealed(box: Box) -> None:
    box.block("sda3")
    box.block("dm-2", "CRYPT-PLAIN-swap")
    lines = ("Filename Type", "/dev/sda3 partition", "/dev/zram0 partition", "/dev/dm-2 partition")
    box.put("proc/swaps", "\n".join((*lines, "/swapfile file")) + "\n")
    assert box.machine.swaps() == (
        Swap("sda3", sealed=False),
        Swap("zram0", sealed=True),
        Swap("dm-2", sealed=True),
        Swap("swapfile", sealed=False),
    )


def test_swap_in_clear_and_a_pipe_for_cores_are_grave(world: World, box: Box) -> None:
    box.put("proc/swaps", "Filename Type\n/swapfile file\n")
    box.put("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n")
    assert {SwapInClear, CoresPiped} <= kinds(world, box)
    assert doctor.examine(world.folder, box.machine).grave


@pytest.mark.parametrize(
    ("state", "disk", "found"),
    [
        ("mem disk", "[platform] shutdown", True),
        ("mem disk", "[disabled]", False),
        ("mem", "", False),
    ],
)
def test_hibernation_is_found_where_it_is_possible(
    world: World, box: Box, state: str, disk: str, *, found: bool
) -> None:
    box.put("sys/power/state", state)
    box.put("sys/power/disk", disk)
    assert (HibernationPossible in kinds(world, box)) == found


def test_files_that_others_may_use_are_counted(world: World, box: Box) -> None:
    assert OpenToOthers not in kinds(world, box)
    (world.folder / "muster.db").chmod(0o640)
    assert machine.open_to_others(world.folder) == ("muster.db",)
    assert OpenToOthers in kinds(world, box)


def test_a_full_disk_is_grave(world: World, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "room_on", lambda _: doctor.ROOM - 1)
    assert RoomShort in kinds(world, box)


@pytest.mark.parametrize(
    ("look", "well", "ill", "found"),
    [
        ("clock_is_kept", True, False, ClockUnkept),
        ("clock_is_kept", True, None, ClockUnkept),
        ("lockable_memory", -1, 1 << 16, MemoryUnlockable),
    ],
)
def test_a_clock_and_memory_that_are_not_kept_are_found(
    world: World,
    box: Box,
    monkeypatch: pytest.MonkeyPatch,
    look: str,
    well: object,
    ill: object,
    found: type[Problem],
) -> None:
    monkeypatch.setattr(machine, look, lambda: well)
    assert found not in kinds(world, box)
    monkeypatch.setattr(machine, look, lambda: ill)
    assert found in kinds(world, box)


@pytest.mark.parametrize("kept", [True, False])
def test_a_system_log_on_a_disk_is_found(
    world: World, box: Box, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    monkeypatch.setattr(machine.Machine, "keeps_journal", lambda _: kept)
    assert (JournalKept in kinds(world, box)) == kept


@pytest.mark.parametrize(
    ("kind", "found"), [("ext4", True), ("overlay", True), ("tmpfs", False), ("ramfs", False)]
)
@pytest.mark.parametrize("profile", [".config/chromium", "snap/firefox/common/.mozilla/firefox"])
def test_a_browsers_profile_has_to_lie_in_memory(
    world: World, box: Box, profile: str, kind: str, *, found: bool
) -> None:
    assert ProfilesKept not in kinds(world, box)
    (box.root / "home" / profile).mkdir(parents=True)
    other = "24 30 0:5 / /dev rw shared:2 - tmpfs tmpfs rw"
    box.put("proc/self/mountinfo", f"{other}\n{box.mounted_as(kind)}\n")
    assert (ProfilesKept in kinds(world, box)) == found


def test_profiles_are_told_by_their_number_alone(world: World, box: Box) -> None:
    for profile in (".config/chromium", ".mozilla/firefox"):
        (box.root / "home" / profile).mkdir(parents=True)
    (told,) = (
        one
        for one in doctor.examine(world.folder, box.machine).found
        if isinstance(one, ProfilesKept)
    )
    assert told.facts == {"found": 2}


@pytest.mark.parametrize(("user", "found"), [(0, True), (1_000, False)])
def test_a_site_that_root_runs_is_found(
    world: World, box: Box, monkeypatch: pytest.MonkeyPatch, user: int, *, found: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert (RootRuns in kinds(world, box)) == found


@pytest.mark.parametrize(("left", "found"), [(None, False), (0, True), (-3, True), (900, False)])
def test_a_certificate_that_ends_soon_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, left: int | None, *, found: bool
) -> None:
    monkeypatch.setattr(authority, "days_left", lambda _: left)
    said = doctor.examine_open(world.site, world.by).found
    assert (CertificateEndsSoon in {type(one) for one in said}) == found


def test_a_folder_without_a_site_is_none(tmp_path: Path) -> None:
    with pytest.raises(SiteMissing):
        doctor.examine(tmp_path)


def test_this_computer_can_be_examined_while_its_site_is_open(world: World) -> None:
    examined = doctor.together(
        doctor.examine(world.folder), doctor.examine_open(world.site, world.by)
    )
    assert examined.looked_at == (*doctor.LOOKED_AT, doctor.CERTIFICATE)
    assert all(one.text() for one in examined.found)
