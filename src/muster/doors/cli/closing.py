"""Items, prints and checklists as a script reads them and as lines for a person."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import rich_click as click

from muster.adapters.formats.cells import unguarded
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PersonId, read, spell
from muster.ground.people.moment import Instant, iso
from muster.ground.problem import Problem
from muster.journey.closing.checklist import Point, Scope
from muster.journey.closing.facts import LeftReason
from muster.journey.closing.items import Evidence
from muster.journey.closing.problems import LeftUnreadable
from muster.journey.closing.rules import Naming
from muster.journey.closing.state import Disposed
from muster.site.closing.left import ItemRow, ListShown, PrintRow
from muster.site.problems import FileMissing

_CHUNK = 1 << 20

item_argument = click.argument("item")
print_argument = click.argument("print", metavar="PRINT")


class Disposal(Part, frozen=True):
    """One disposal; ``evidence`` is the SHA-256 of a file of ``evidence_size`` bytes, in hex."""

    at: str
    disposal: str
    method: str
    witnesses: tuple[str, ...]
    evidence: str
    evidence_size: int


class ItemShown(Part, frozen=True):
    """One item; ``state`` is how far it is, ``place`` and ``lift`` are names."""

    id: str
    kind: str
    description: str
    custodian: str
    place: str
    count: int
    bears_data: bool
    described: str
    souls: int
    known: int
    state: str
    method: str
    lift: str
    until: str
    disposals: tuple[Disposal, ...]
    told: int | None


class Recorded(Answer, frozen=True):
    """What was put on record of an item or a print, and how it stands now."""

    id: str
    state: str
    number: str = ""
    contradicted: bool = False


class PrintShown(Part, frozen=True):
    """One print; ``said`` is who took it back, how it was destroyed or how it was lost."""

    id: str
    number: str
    kind: str
    holder: str
    souls: int
    expires: str
    place: str
    state: str
    ended: str
    said: str
    witness: str
    overdue: bool


class PointShown(Part, frozen=True):
    """One point of a checklist: how many things are open, and the ids behind it."""

    code: str
    open: int
    text: str
    waivable: bool
    ids: tuple[str, ...]


class Waived(Part, frozen=True):
    """A point that was open when something was closed."""

    code: str
    open: int


class Checklist(Answer, frozen=True):
    """A closing checklist; ``closed`` is when, empty while it is not."""

    scope: str
    id: str
    name: str
    closed: str
    left: int
    reason: str
    witness: str
    waived: tuple[Waived, ...]
    open: int
    points: tuple[PointShown, ...]


def item_shown(row: ItemRow) -> ItemShown:
    """Return an item as it is shown."""
    item = row.item
    return ItemShown(
        id=spell(row.id),
        kind=item.kind.value,
        description=item.description,
        custodian=item.custodian,
        place=row.place,
        count=item.count,
        bears_data=item.bears_data,
        described=item.described,
        souls=item.souls,
        known=len(item.persons) + len(item.parties) + len(item.lists),
        state=item.stage,
        method=item.method,
        lift=row.lift,
        until=time_shown(item.until),
        disposals=tuple(map(_disposal, item.disposals)),
        told=item.told,
    )


def _disposal(one: Disposed) -> Disposal:
    return Disposal(
        at=iso(one.at),
        disposal=one.disposal.value,
        method=one.method,
        witnesses=one.witnesses,
        evidence=one.evidence.hex(),
        evidence_size=one.evidence_size,
    )


def item_lines(one: ItemShown) -> Iterator[str]:
    """Yield one item with all that became of it."""
    yield from pairs(
        (
            ("item", one.id),
            ("what", f"{one.kind}: {one.description}" + (f" ({one.count})" * (one.count > 1))),
            ("answers for it", one.custodian),
            ("place", one.place),
            ("state", one.state),
            ("meant", " ".join(filter(None, (one.method, one.lift)))),
            ("in use until", one.until),
            ("bears data of", _whose(one)),
            ("told", "" if one.told is None else one.told),
        )
    )
    rows = (
        (each.at, each.disposal, each.method, ", ".join(each.witnesses), _proof(each))
        for each in one.disposals
    )
    yield from columns(("at", "disposal", "method", "witnesses", "evidence"), rows)


def _whose(one: ItemShown) -> str:
    if not one.bears_data:
        return "nobody"
    about = f"{one.described} (about {one.souls:,})" if one.described else ""
    known = f"{one.known:,} entries by id" if one.known else ""
    return "; ".join(filter(None, (known, about)))


def _proof(one: Disposal) -> str:
    return f"SHA-256 {one.evidence}, {one.evidence_size:,} bytes" if one.evidence else "none"


def print_shown(row: PrintRow) -> PrintShown:
    """Return a print as it is shown."""
    sheet = row.sheet
    return PrintShown(
        id=spell(row.id),
        number=sheet.number,
        kind=sheet.kind.value,
        holder=sheet.holder,
        souls=sheet.souls,
        expires=iso(sheet.expires),
        place=row.place,
        state=sheet.end.value,
        ended=time_shown(sheet.ended),
        said=sheet.said,
        witness=sheet.witness,
        overdue=row.overdue,
    )


def recorded_lines(said: Recorded) -> Iterator[str]:
    """Yield what was put on record."""
    yield from pairs((("recorded", said.id), ("number", said.number), ("state", said.state)))


def checklist_shown(found: ListShown) -> Checklist:
    """Return a checklist as it is shown."""
    closed = found.closed
    return Checklist(
        scope=found.scope.value,
        id=spell(found.id),
        name=found.name,
        closed=time_shown(closed.at),
        left=closed.left,
        reason=closed.reason,
        witness=closed.witness,
        waived=tuple(Waived(code=code, open=number) for code, number in closed.waived),
        open=found.open,
        points=tuple(map(_point, found.points)),
    )


def _point(one: Point) -> PointShown:
    return PointShown(
        code=one.code.value,
        open=one.open,
        text=one.sentence.said(),
        waivable=one.waivable,
        ids=tuple(map(spell, one.ids)),
    )


def checklist_lines(said: Checklist) -> Iterator[str]:
    """Yield what is closed, and each point with whether it is done."""
    state = f"closed {said.closed}" if said.closed else "not closed"
    yield from pairs(
        (
            (said.scope, f"{said.name}, {state}"),
            ("left behind", said.left or ""),
            ("reason", said.reason),
            ("witness", said.witness),
            ("waived", ", ".join(f"{one.code} ({one.open:,})" for one in said.waived)),
        )
    )
    yield ""
    for one in said.points:
        yield f"{'open' if one.open else 'done'}  {one.text}"


def scope_of(gate: str | None, *, whole_site: bool) -> Scope:
    """Return what is meant by the options of ``muster closing``."""
    if gate is not None:
        return Scope.GATE
    return Scope.SITE if whole_site else Scope.OPERATION


def time_shown(when: Instant | None) -> str:
    """Return a time as text, empty where it has not come."""
    return "" if when is None else iso(when)


def evidence_of(path: Path | None) -> Evidence | None:
    """Return the hash and size of a file that stays where it is; raise ``FileMissing``."""
    if path is None:
        return None
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        raise FileMissing(what="--evidence") from None
    return Evidence(digest.digest(), size)


def ids_in(path: Path, option: str) -> list[PersonId]:
    """Return the ids of people in a file, one on a line; raise ``FileMissing``, ``people.*``."""
    return [PersonId(read(line)) for line in _lines(path, option) if line.strip()]


def named_in(path: Path, option: str) -> list[Naming]:
    """Return the people in a file: id, reason and what was last known, one on a line.

    A first line of headings is passed over. Raises ``FileMissing``, ``LeftUnreadable``.
    """
    rows = [[unguarded(cell) for cell in row] for row in csv.reader(_lines(path, option))]
    first = 1 if rows and rows[0][:1] == ["id"] else 0
    return [naming(row, number) for number, row in enumerate(rows, 1) if number > first and row]


def naming(row: list[str], line: int) -> Naming:
    """Return one person left behind: id, reason, what was last known; raise ``LeftUnreadable``."""
    try:
        person, reason, *known = row
        return Naming(PersonId(read(person)), LeftReason(reason.strip()), ", ".join(known))
    except (Problem, ValueError):
        raise LeftUnreadable(line=line, reasons=", ".join(LeftReason)) from None


def _lines(path: Path, option: str) -> Iterable[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise FileMissing(what=option) from None
