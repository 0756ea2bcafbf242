"""What the camera and a photo see becomes a verdict: in the light, in the dark, and not twice."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zxingcpp

from muster.doors.web import serve_in_thread
from muster.ground.people.moment import HOUR
from tests.web.film import Film, Frame
from tests.web.gatehouse import Tablet, browser_with, gatehouse, scans, tablet
from tests.world.gates import Gates, Ticket

pytestmark = pytest.mark.browser
FILM = Film()
SHARP = Film(1280, 720)
"""As large as the camera is asked for, so that a pixel stays a pixel."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = gatehouse(tmp_path_factory.mktemp("sight") / "site")
    yield made
    made.site.close()


@contextmanager
def looking(world: Gates, path: Path) -> Iterator[Tablet]:
    """A tablet whose camera plays a film."""
    flag = f"--use-file-for-fake-video-capture={path}"
    with (
        serve_in_thread(world.site) as address,
        browser_with(flag) as chrome,
        tablet(chrome, address) as one,
    ):
        one.start()
        yield one


def test_a_pass_held_before_the_camera_is_let_through_once(world: Gates, tmp_path: Path) -> None:
    ticket = issued(world)
    frames = [FILM.grey] * 15 + [FILM.shown(ticket.text)] * 60
    with looking(world, FILM.write(tmp_path / "held.y4m", frames)) as east:
        assert "4 of 4" in east.shows("go")
        east.page.wait_for_timeout(2_000)
        assert east.number() == 1
        east.kept(0)
    assert [use.heads for use in scans(world, ticket).uses] == [4]


def test_two_passes_one_after_the_other_are_two_verdicts(world: Gates, tmp_path: Path) -> None:
    tickets = [issued(world), issued(world)]
    frames = [frame for one in tickets for frame in [FILM.grey] * 12 + [FILM.shown(one.text)] * 14]
    with looking(world, FILM.write(tmp_path / "two.y4m", frames)) as east:
        east.shows("go", after=1)
        east.kept(0)
    for ticket in tickets:
        assert [use.heads for use in scans(world, ticket).uses] == [4]


def test_in_the_dark_a_blur_shows_what_noise_hides(world: Gates, tmp_path: Path) -> None:
    ticket = issued(world)
    dark = SHARP.shown(ticket.text, module=8, light=90, dark=38)
    frames = [SHARP.noisy(dark, seed, 32) for seed in range(6)]
    assert not any(zxingcpp.read_barcodes(rows(frame)) for frame in frames)
    with looking(world, SHARP.write(tmp_path / "dark.y4m", frames)) as east:
        east.shows("go")


def test_a_photo_is_judged_and_one_without_a_code_is_read_again(
    world: Gates, tmp_path: Path
) -> None:
    ticket = issued(world)
    with looking(world, FILM.write(tmp_path / "grey.y4m", [FILM.grey] * 5)) as east:
        east.page.set_input_files("#photo", picture(tmp_path / "none.png", FILM.grey))
        assert "No code" in east.shows("read-again")
        east.page.set_input_files("#photo", picture(tmp_path / "pass.png", FILM.shown(ticket.text)))
        assert "4 of 4" in east.shows("go")


def issued(world: Gates) -> Ticket:
    """Issue a pass whose window has been open for a while."""
    ticket = world.issued(4)
    world.tick(HOUR)
    return ticket


def rows(frame: Frame) -> memoryview:
    """Return a frame as a decoder takes it."""
    return memoryview(frame).cast("B", (SHARP.high, SHARP.wide))


def picture(path: Path, frame: Frame) -> Path:
    """Write a frame as a picture."""
    lines = b"".join(b"\0" + frame[at : at + FILM.wide] for at in range(0, len(frame), FILM.wide))
    size = struct.pack(">IIBBBBB", FILM.wide, FILM.high, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts))
    return path


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return one part of a PNG file."""
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
