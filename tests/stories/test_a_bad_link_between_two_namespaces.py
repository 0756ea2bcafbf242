"""Two laptops on two networks, a line between them that delays, loses packets and breaks.

They are processes in network namespaces of their own; nothing of the link is played. It is skipped
by name where this machine does not permit it.
"""

from pathlib import Path

from tests.world.laptop import Laptop, until_it_grows
from tests.world.network import line

PEOPLE = 250


def test_a_line_that_loses_delays_and_breaks_loses_nothing_of_the_record(
    tmp_path: Path,
) -> None:
    with line() as bad:
        north, south = Laptop(tmp_path, "north"), Laptop(tmp_path, "south", bad.within)
        north.found("Example operation")
        south.joins(north)
        south.takes_a_list("souths", PEOPLE)
        north.takes_a_list("norths", 30)
        with north.listening(bad.here) as port:
            south.tells("link", "add", "north", f"{bad.here}:{port}")
            # The line breaks in the middle, and comes back while both still wait for each other.
            with south.begins("exchange", "north") as process:
                until_it_grows(north, 30_000, process)
                bad.down()
                bad.up()
                said = process.communicate(timeout=120)[0]
            assert process.returncode == 0, said
            # It breaks for good: South is carried away, and calls again another day.
            south.takes_a_list("more", PEOPLE)
            with south.begins("exchange", "north") as process:
                until_it_grows(north, 30_000, process)
                bad.down()
                process.kill()
            bad.up()
            found = south.tells("exchange", "north")["sessions"][0]
            assert found["complete"]
        everybody = 2 * PEOPLE + 30
        assert north.figures()["registered"] == (everybody, everybody)
        assert south.figures() == north.figures()
        assert south.entries() == north.entries()
        state = south.tells("link", "list")
        assert (state["only_here"], state["forked"], state["waiting"]) == (0, 0, 0)
