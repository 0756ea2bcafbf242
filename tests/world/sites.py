"""Several sites of one operation, and what travels between them."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from muster.adapters.store import LogRow, Store, View, WrapRow
from muster.ground.people.ids import PlaceId
from muster.site.clock import SetClock
from muster.site.exchange.accept import Accepted, accept
from muster.site.members import EVERY
from muster.site.opening import Setup, join
from muster.site.record.kinds import TABLES
from muster.site.record.rows import places
from muster.site.site import Site
from tests.world.copies import CHEAP
from tests.world.site import PHRASE, World


class Chunk(NamedTuple):
    """One segment on its way, with every wrap that its sender holds."""

    log: LogRow
    first: int
    data: bytes
    wraps: tuple[WrapRow, ...]

    def into(self, site: Site) -> Accepted:
        """Let ``site`` take it in."""
        log = self.log
        return accept(site, site.lead, log.certificate, log.compartment, [self.data], self.wraps)


class Joined(World):
    """The builder, on a site that joined the operation of another one."""

    def __init__(
        self,
        founder: World,
        folder: Path,
        name: str = "Second site",
        compartments: Collection[str] = EVERY,
    ) -> None:
        self.folder = folder
        self.clock = SetClock(founder.clock.at)
        self._made = 50_000
        setup = Setup(name, "Test operation", CHEAP, training=True)
        self.site = join(
            founder.site,
            founder.by,
            folder,
            PHRASE,
            setup,
            compartments=compartments,
            clock=self.clock,
        )
        self.by = self.site.lead
        self.airport: PlaceId = founder.airport
        self.base: PlaceId = founder.base
        self.haven: PlaceId = founder.haven


def chunks(store: Store, certificate: bytes) -> Iterator[Chunk]:
    """Yield all that the writer of ``certificate`` put on record, log by log."""
    wraps = tuple(store.wraps())
    for log in store.logs():
        if log.certificate == certificate:
            for row in store.segments(log.number):
                yield Chunk(log, row.first, row.data, wraps)


def own(world: World) -> list[Chunk]:
    """Return all that a site itself put on record."""
    return list(chunks(world.site.store, world.site.keys.certificate))


def tell(sender: World, receiver: Site) -> None:
    """Let ``receiver`` take in all that ``sender`` itself put on record."""
    for chunk in own(sender):
        chunk.into(receiver)


def normal(store: View) -> dict[str, Any]:
    """Return rows, books and tallies with logs named by their ids, not by their numbers here."""
    logs = {row.number: row.id for row in store.logs()}
    rows: dict[str, Any] = {
        table.name: {
            row.subject: (
                row.state,
                [(logs[log], sequence) for log, sequence in places(row.places)],
                row.last,
            )
            for row in store.rows_scan(table.name)
        }
        for table in TABLES
    }
    people: Sequence[bytes] = sorted({one for held in rows.values() for one in held})
    rows["accounts"] = store.account_get_many(people)
    rows["standing"], rows["entry"] = store.tally("standing"), store.tally("entry")
    return rows
