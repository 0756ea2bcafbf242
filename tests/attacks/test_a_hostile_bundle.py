"""A12: an audit bundle or a scenario that is meant to crash, stall or fool who opens it (T27).

Both are read in fenced children of which nothing is believed; here they are given as a user gives
them, by path.
"""

import io
import os
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from muster.doors.cli.bundles import Question, examined
from muster.doors.drill import reading
from muster.ground.problem import Problem
from tests.fuzz import formed
from tests.fuzz.samples import scenario

MARK = "Zzmark7f3a"
MEGA = 1 << 20
STOPPED = {
    "drill.scenario-key-missing",
    "drill.scenario-not-toml",
    "formats.parser-memory",
    "formats.parser-time",
}
"""However far the parser came before it was stopped."""


def refusal(raw: bytes, folder: Path) -> str:
    """The code under which a bundle is refused; fails if it is not."""
    place = folder / "one.bundle"
    place.write_bytes(raw)
    with pytest.raises(Problem) as refused:
        examined(place, Question())
    assert MARK not in f"{refused.value} {refused.value.facts}"
    return refused.value.code


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_bundle_is_checked_and_counted_behind_the_fences(tmp_path: Path) -> None:
    [raw] = formed.bundles()
    place = tmp_path / "one.bundle"
    place.write_bytes(raw)
    found = examined(place, Question())
    assert (found.count.equal, found.proofs, found.seed) == (True, 2, "a seed")


@pytest.mark.parametrize(
    ("part", "bomb", "code"),
    [
        ("statement.json", b" " * (17 * MEGA), "formats.bundle-too-big"),
        ("statement.json", b"[" * (2 * MEGA), "formats.bundle-unreadable"),
        ("statement.json", b'{"' + MARK.encode() + b'": 1}', "formats.bundle-unreadable"),
        ("statement.note", b"\n" * (17 * MEGA), "formats.bundle-too-big"),
        ("entries.bin", b"\xff" * MEGA, "formats.bundle-changed"),
    ],
)
def test_a_part_that_unpacks_to_too_much_or_to_nonsense(
    tmp_path: Path, part: str, bomb: bytes, code: str
) -> None:
    [raw] = formed.bundles()
    assert refusal(packed(formed.unzipped(raw) | {part: bomb}), tmp_path) == code


def test_what_is_no_archive_and_what_has_no_end(tmp_path: Path) -> None:
    assert refusal(MARK.encode() * 99, tmp_path) == "formats.bundle-unreadable"
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "absent"):
        with pytest.raises(Problem) as refused:
            examined(place, Question())
        assert refused.value.code == "formats.bundle-unreadable"


def test_the_report_that_is_counted_again_is_a_strangers_too(tmp_path: Path) -> None:
    [raw] = formed.bundles()
    place = tmp_path / "one.bundle"
    place.write_bytes(raw)
    with pytest.raises(Problem) as refused:
        examined(place, Question(report=b"[" * MEGA))
    assert refused.value.code == "cli.report-unreadable"


def test_a_scenario_from_outside_is_what_it_is_in_the_box(tmp_path: Path) -> None:
    """Dates, times and zones come through the fences as they went in."""
    folder = resources.files("muster.doors.drill") / "scenarios"
    for name in reading.shipped():
        content = (folder / f"{name}.toml").read_bytes()
        place = tmp_path / f"{name} of ours.toml"
        place.write_bytes(content)
        assert reading.load(str(place)) == reading.read(content)


@pytest.mark.parametrize(
    ("bomb", "codes"),
    [
        (b"a = " + b"[" * 200_000, {"drill.scenario-not-toml"}),
        (b"a = " + b"{b=" * 50_000, {"drill.scenario-not-toml"}),
        (b".".join([b"a"] * 40_000) + b" = 1", STOPPED),
        (b"[" + b".".join([b"a"] * 3_000) + b"]\n", STOPPED),
        (b"a = 9" + b"9" * 100_000, {"drill.scenario-not-toml"}),
        (b"a = " + b"9" * 40, {"drill.scenario-not-toml"}),
        (b'a = "' + MARK.encode(), {"drill.scenario-not-toml"}),
        (b"\xff" + MARK.encode(), {"drill.scenario-not-toml"}),
        (scenario().replace(b"schema = 1", b"schema = 2021-08-26"), {"drill.scenario-value"}),
        (b"#" * 4_000_001, {"drill.scenario-value"}),
    ],
)  # fmt: skip
def test_a_scenario_that_is_meant_to_burst(tmp_path: Path, bomb: bytes, codes: set[str]) -> None:
    place = tmp_path / "one.toml"
    place.write_bytes(bomb)
    with pytest.raises(Problem) as refused:
        reading.load(str(place))
    assert refused.value.code in codes
    assert MARK not in f"{refused.value} {refused.value.facts}"


def test_a_scenario_that_has_no_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(Problem) as refused:
            reading.load(str(place))
        assert refused.value.code == "drill.scenario-unknown"
