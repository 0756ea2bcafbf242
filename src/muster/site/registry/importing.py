"""Take in a list: parse it fenced, guess its columns, keep every good row, return every bad one.

A list is one transaction: all its good rows come in, or nothing of it. What a row means that was
on the list before, ``sorting`` says. The file is not kept, only its hash; nothing is read from a
column that nobody mapped, and what the columns stood for is kept for the sender's next list.

A list can be the planned manifest of a lift: then everybody in it, here before or not, is put on
that manifest. What a list says of people whom nobody here knows is counted and said.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from muster.adapters.formats.claims import Reading
from muster.adapters.formats.corrections import corrections, is_correction
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.mapping import Mapping
from muster.adapters.formats.paxlst import claims as paxlst
from muster.adapters.formats.paxlst.lists import Notice, PassengerLists, Transport
from muster.adapters.formats.pfif import claims as pfif
from muster.adapters.formats.pfif.records import Records
from muster.adapters.formats.proposal import Proposal, propose
from muster.adapters.formats.reading import read
from muster.adapters.formats.sandbox import open_file
from muster.adapters.formats.tables import Table
from muster.ground.people.ids import LiftId, ListId, PartyId, PersonId
from muster.ground.people.moment import calendar
from muster.journey.registry.facts import ColumnsConfirmed, ListReceived
from muster.site.registry import mappings
from muster.site.registry.taking import Progress, Taking
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MOST_TRANSPORTS = 100

Adjust = Callable[[Table, Proposal], Mapping]
Opened = Table | Records | PassengerLists
Source = Path | bytes | Opened
"""A list: where it lies, what it holds, or opened already."""


class Request(msgspec.Struct, frozen=True):
    """How to read a list. ``sender`` and ``name`` say which list it is when it comes again.

    ``adjust`` is asked for the mapping once the table is open; without it the proposal stands.
    ``lift`` is the one whose planned manifest the list is.
    """

    sender: str = ""
    name: str = ""
    sheet: str = ""
    adjust: Adjust | None = None
    dry_run: bool = False
    lift: LiftId | None = None


class Preview(msgspec.Struct, frozen=True):
    """A list as it would be read; ``proposal`` is none where the format names its fields."""

    table: Opened
    proposal: Proposal | None


class Imported(msgspec.Struct, frozen=True):
    """What came of a list. ``repeated`` rows were here already, ``changed`` are further claims.

    ``proposal`` holds the mapping that was used, as adjusted. ``persons`` is (line, person) for
    every new person, ``parties`` (first line, party) for every new party; ``corrections`` is a CSV
    of the rows that came back, with what was expected, for the operator only.

    ``notes`` counts the statements that were put on record, ``unplaced`` those about people whom
    nobody here knows: they are not kept. ``expiring`` people are to be forgotten at a time that the
    sender set, which nobody here does by itself. ``crew`` of ``transports`` make no claim;
    ``notices`` say what is odd about a carrier's message; ``manifested`` were put on the manifest
    of a lift. ``gone`` people were on the list when it came before: they stay on record. ``apart``
    were corrected at a desk, and this list says otherwise: the correction stands.
    """

    list: ListId
    rows: int
    accepted: int
    repeated: int
    changed: int
    reading: Reading
    proposal: Proposal | None
    persons: tuple[tuple[int, PersonId], ...]
    corrections: bytes
    parties: tuple[tuple[int, PartyId], ...] = ()
    notes: int = 0
    unplaced: int = 0
    expiring: int = 0
    crew: int = 0
    transports: tuple[Transport, ...] = ()
    notices: tuple[Notice, ...] = ()
    manifested: int = 0
    gone: int = 0
    apart: tuple[PersonId, ...] = ()


def preview(site: Site, by: Operator, source: Source, sheet: str = "", sender: str = "") -> Preview:
    """Open a list and say what its columns seem to be; put nothing on record."""
    require(by, Right.CLAIM)
    opened = _opened(source, sheet)
    return Preview(opened, _proposed(site, opened, sender) if isinstance(opened, Table) else None)


def _opened(source: Source, sheet: str) -> Opened:
    return open_file(source, Limits(), sheet) if isinstance(source, Path | bytes) else source


def _proposed(site: Site, table: Table, sender: str) -> Proposal:
    with site.view() as view:
        return mappings.offered(view, sender, table, propose(table))


def import_list(
    site: Site,
    by: Operator,
    source: Source,
    request: Request,
    progress: Progress | None = None,
) -> Imported:
    """Take in a list; raise a ``formats.*`` problem, and put nothing on record, if none is one."""
    require(by, Right.CLAIM)
    if request.lift is not None:
        require(by, Right.PLAN_LIFT)
    opened = _opened(source, request.sheet)
    identity = _identity(site, request, opened)
    proposal, reading = _read(site, opened, request, identity)
    whole = not (isinstance(opened, Table) and is_correction(opened))
    if request.dry_run:
        would = Taking(site, by, ListId(identity), reading, whole=whole)
        return _imported(would, opened, proposal, would.apart())
    with site.batch():
        taking = Taking(site, by, ListId(identity), reading, whole=whole)
        apart = taking.apart()
        taking.take(progress, request.sender)
        if request.lift is not None:
            taking.manifest(request.lift)
        done = _imported(taking, opened, proposal, apart)
        site.journal.put(_on_record(site, by, request, opened, done))
    return done


def _identity(site: Site, request: Request, opened: Opened) -> bytes:
    """Return the list's id: the same whenever the same sender's list of that name comes again.

    A list that nobody named is known by its content alone: then two lists are never taken for one,
    and a person in both is counted twice until somebody sees it, rather than lost without a sound.
    """
    named = (request.sender, request.name) if request.sender or request.name else (opened.sha256,)
    said = msgspec.msgpack.encode(("muster/list/1", site.keys.site, named))
    return sha256(said).digest()[:16]


def _read(
    site: Site, opened: Opened, request: Request, identity: bytes
) -> tuple[Proposal | None, Reading]:
    received = calendar(site.now().latest).date()
    if isinstance(opened, Records):
        return None, pfif.read_claims(opened, identity, received)
    if isinstance(opened, PassengerLists):
        return None, paxlst.read_claims(opened, identity, received)
    proposal = _proposed(site, opened, request.sender)
    if request.adjust is not None:
        proposal = msgspec.structs.replace(proposal, mapping=request.adjust(opened, proposal))
    return proposal, read(opened, proposal.mapping, identity, received)


def _imported(
    taking: Taking, opened: Opened, proposal: Proposal | None, apart: tuple[PersonId, ...]
) -> Imported:
    """Return what came of a list; in a dry run, what would come of it."""
    reading, found = taking.reading, taking.sorted
    lists = opened if isinstance(opened, PassengerLists) else PassengerLists(())
    table = opened if isinstance(opened, Table) else None
    back = reading.rejected
    return Imported(
        taking.list,
        reading.seen,
        taking.accepted,
        found.repeated,
        len(found.again),
        reading,
        proposal,
        tuple(taking.persons),
        corrections(table, back) if back and table is not None else b"",
        tuple(taking.drawn),
        taking.taken,
        taking.unplaced,
        sum(bool(row.expires) for row in reading.rows),
        lists.crew,
        lists.transports[:MOST_TRANSPORTS],
        lists.notices,
        taking.manifested,
        found.gone,
        apart,
    )


def _on_record(
    site: Site, by: Operator, request: Request, opened: Opened, done: Imported
) -> Iterator[ListReceived | ColumnsConfirmed]:
    """Yield the facts of the list itself, and what its columns stood for if that is news."""
    now = site.now()
    fields = done.proposal.mapping.fields if done.proposal is not None else ()
    yield ListReceived(
        done.list,
        now,
        by.id,
        request.sender,
        "pfif" if isinstance(opened, Records) else opened.format,
        opened.sha256,
        done.rows,
        done.accepted,
        len(done.reading.lines()),
        done.repeated,
        tuple((one.column, one.target.value) for one in fields),
        _transports(opened),
    )
    if done.proposal is not None:
        with site.view() as view:
            fact = mappings.confirmed(view, request.sender, done.proposal.mapping, now, by.id)
        if fact is not None:
            yield fact


def _transports(opened: Opened) -> tuple[str, ...]:
    """Return the transports of a carrier's list in words, as many as a message can mean."""
    if not isinstance(opened, PassengerLists):
        return ()
    return tuple(map(_transport, opened.transports[:MOST_TRANSPORTS]))


def _transport(transport: Transport) -> str:
    """Return a transport in words: its number, its ports, when it leaves the first of them."""
    ports = "-".join(dict.fromkeys(stop.place for stop in transport.stops))
    times = (stop.time for stop in transport.stops[:1])
    return " ".join(filter(None, (transport.number, ports, *times)))
