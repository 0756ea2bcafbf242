"""The same story by the commands of a user, over TLS between processes, with a real kill.

South's laptop is carried away in the middle of an exchange, works on alone, is lost, and a spare
one comes back from last week's backup. Nothing is lost, doubled or hidden.
"""

import shutil
from pathlib import Path

import pytest

from tests.world.laptop import Laptop, until_it_grows

HERE = "127.0.0.1"
LAST_WEEK, THIS_WEEK, ALONE, AFTER, NORTHS = 40, 400, 15, 10, 20
SLOW = ("--max-kbps", "64")


@pytest.fixture
def laptops(tmp_path: Path) -> tuple[Laptop, Laptop]:
    """North, which founded the operation, and South, which joined it."""
    north, south = Laptop(tmp_path, "north"), Laptop(tmp_path, "south")
    north.found("Example operation")
    south.joins(north)
    return north, south


def exchanged(north: Laptop, south: Laptop, *words: str) -> dict[str, object]:
    """Let South call North; return what it says of the session."""
    with north.listening(HERE) as port:
        south.tells("link", "add", "north", f"{HERE}:{port}")
        found: dict[str, object] = south.tells("exchange", "north", *words)["sessions"][0]
    return found


def carried_away(north: Laptop, south: Laptop) -> None:
    """Kill South's exchange with no warning once North has taken part of it."""
    with north.listening(HERE) as port:
        south.tells("link", "add", "north", f"{HERE}:{port}")
        with south.begins("exchange", "north", *SLOW) as process:
            until_it_grows(north, 60_000, process)
            process.kill()


def test_a_laptop_is_carried_away_mid_exchange_and_comes_back_from_last_weeks_backup(
    laptops: tuple[Laptop, Laptop],
) -> None:
    north, south = laptops
    stick = south.folder / "stick"
    stick.mkdir()
    # Last week: a list at South, an exchange, a backup; the key slot lies in another place.
    south.takes_a_list("last-week", LAST_WEEK)
    assert exchanged(north, south)["complete"]
    south.tells("site", "backup", "--out", "backup")
    # This week: more people; the laptop is carried away while it tells North of them.
    south.takes_a_list("this-week", THIS_WEEK)
    north.takes_a_list("norths", NORTHS)
    carried_away(north, south)
    part = north.figures()["registered"]
    assert part[0] >= LAST_WEEK + NORTHS
    assert part[1] <= LAST_WEEK + THIS_WEEK + NORTHS
    # It works on alone, and sends a stick.
    south.takes_a_list("alone", ALONE)
    assert south.tells("link", "list")["only_here"] > ALONE
    north.tells("stick", "letterbox", "north.letterbox")
    south.tells("stick", "write", "--to", "north.letterbox", str(stick))
    # It is lost; a spare one comes back from the backup and works before it hears of anybody.
    slot = (south.site / "keys.slot").read_bytes()
    shutil.rmtree(south.site)
    south.site.mkdir(mode=0o700)
    (south.site / "keys.slot").write_bytes(slot)
    south.tells("site", "restore", "backup")
    assert south.figures()["registered"] == (LAST_WEEK, LAST_WEEK)
    south.takes_a_list("after", AFTER)
    # The stick arrives, then the two meet.
    assert north.tells("stick", "read", str(stick))["parcels"][0]["entries"] > ALONE
    assert exchanged(north, south)["complete"]
    again = exchanged(north, south)
    assert (again["sent"], again["taken"]) == (0, 0)
    # Nothing is lost, and nothing doubled: everybody is registered once, at both.
    everybody = LAST_WEEK + THIS_WEEK + ALONE + AFTER + NORTHS
    assert north.figures()["registered"] == (everybody, everybody)
    assert south.figures() == north.figures()
    assert south.entries() == north.entries()
    # Nothing is hidden: South is another writer, the one before is closed, nobody forked.
    writers = [one for one in north.tells("writer", "list")["writers"] if one["name"] == "south"]
    assert [one["incarnation"] for one in writers] == [1, 2]
    assert "restored" in writers[0]["closed"]
    state = south.tells("link", "list")
    assert (state["only_here"], state["forked"], state["waiting"]) == (0, 0, 0)
