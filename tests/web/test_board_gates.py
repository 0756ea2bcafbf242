"""What the board says of each gate: how it stands, what was decided there, which is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web import panel
from muster.ground.people.ids import PlaceId
from muster.site import command
from muster.site.figures import reporting
from muster.site.gate.tablets import Silent
from muster.site.passes import cards
from tests.world.gates import Gates


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def at(gates: Gates, cut_off: dict[PlaceId, Silent] | None = None) -> list[panel.AtGate]:
    report = reporting.report(gates.site, gates.by)
    found: list[panel.AtGate] = panel.arrange(report, {}, cut_off or {})["at_gates"]
    return found


def test_each_gate_says_what_was_decided_there(gates: Gates) -> None:
    post = gates.post()
    ticket = gates.issued(4)
    post.scan(ticket.text)
    gates.tick()
    post.scan(ticket.text)
    post.scan(gates.issued(2).text, heads=5)
    (north,) = at(gates)
    assert (north.way, north.through, north.held, north.turned_back) == ("open", 4, 1, 1)
    assert (north.second_uses, north.cut_off) == (0, None)


def test_a_gate_that_is_shut_and_where_nothing_happened_is_left_out(gates: Gates) -> None:
    south = gates.other_gate()
    command.shut_gate(gates.site, gates.by, south, "a warning")
    assert [one.name for one in at(gates)] == ["North gate"]
    silent = Silent(1, 2, gates.clock.at)
    assert [one.cut_off for one in at(gates, {south: silent})] == [None, silent]


def test_the_plan_learns_from_the_gates_who_came(gates: Gates) -> None:
    gates.post().scan(gates.issued(2).text)
    assert cards.note_arrivals(gates.site, gates.by) == 1
