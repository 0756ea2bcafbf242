"""Gates and places as a person names them on the command line, and what closing one took back."""

from collections.abc import Iterator

from muster.doors.cli.answer import Answer
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import PlaceId, spell
from muster.journey.gate.problems import GateUnknown
from muster.site import command
from muster.site.command import GateRow
from muster.site.plan.recalling import Recalled
from muster.site.registry.meant import one
from muster.site.site import Site


class GateSet(Answer, frozen=True):
    """A gate as it stands now, with how many calls were taken back and sent elsewhere.

    ``unreached`` counts parties that do not know yet, here or from an earlier recall.
    """

    id: str
    name: str
    state: str
    recalled: int
    moved: int
    unreached: int


def meant(site: Site, text: str) -> GateRow:
    """Return the gate of that name, else of that id; raise ``GateUnknown``, ``Ambiguous``."""
    rows = {row.id: row for row in command.gates(site, site.lead)}
    return rows[one({gate: row.name for gate, row in rows.items()}, text, GateUnknown)]


def instead(site: Site, text: str | None) -> PlaceId | None:
    """Return the gate to go to instead; none where none was named."""
    return meant(site, text).id if text else None


def place(site: Site, text: str) -> PlaceId:
    """Return the place of that name, else of that id; raise ``NothingKnown``, ``Ambiguous``."""
    known = {row.id: row.name for row in command.places(site, site.lead)}
    return one(known, text)


def gate_set(row: GateRow, state: str, recalled: Recalled, unreached: int) -> GateSet:
    """Return the answer of a command that changed how a gate stands."""
    return GateSet(
        id=spell(row.id),
        name=row.name,
        state=state,
        recalled=recalled.calls,
        moved=recalled.moved,
        unreached=unreached,
    )


def gate_lines(said: GateSet) -> Iterator[str]:
    """Yield how a gate stands, and what was taken back."""
    yield from pairs(
        (
            ("gate", said.name),
            ("state", said.state),
            ("calls taken back", said.recalled),
            ("of them sent elsewhere", said.moved or ""),
            ("parties not reached", said.unreached or ""),
        )
    )
