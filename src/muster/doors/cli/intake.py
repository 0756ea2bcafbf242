"""What is said of a list that was imported: counts, bad rows by place, what columns stand for.

No cell, header or file name is ever in it: a bad row is found again by its line and column.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.terminal import columns, pairs
from muster.doors.cli.twice import Twice, words
from muster.ground.people.ids import spell
from muster.site.registry.columns import Adjustment
from muster.site.registry.importing import Imported

SHOWN = 20
"""So many bad rows are shown to a person; a script gets all."""


class ColumnTaken(Part, frozen=True):
    """What a column, counted from 1, is taken for; ``why`` is header, tag, values or said."""

    column: int
    target: str
    group: str
    why: str
    confidence: float


class Asked(Part, frozen=True):
    """What the list does not settle; ``column`` is 0 for the list as a whole."""

    code: str
    column: int
    choices: tuple[str, ...]
    suggested: str


class Place(Part, frozen=True):
    """What was found where, never what stood there; ``column`` is 0 for the row as a whole."""

    line: int
    column: int
    code: str
    field: str
    text: str


class TransportNamed(Part, frozen=True):
    """A lift in the words of its carrier; times are those of the port, as the carrier says them."""

    number: str
    carrier: str
    legs: tuple[tuple[str, str], ...]
    times: tuple[str, ...]


class Oddity(Part, frozen=True):
    """What is odd about a carrier's message; it was read all the same."""

    code: str
    text: str


class Listed(Answer, frozen=True):
    """What came of a list, or in a dry run would come of it.

    ``repeated`` rows were here already, ``changed`` ones are further claims of people known before;
    ``flagged`` rows came in without one of their values. ``refused`` columns are never imported,
    ``unread`` ones were taken for nothing. ``notes`` were put on record; ``unplaced`` ones, about
    people whom nobody here knows, were not; ``expiring`` people are to be forgotten at a time that
    the sender set. ``crew`` make no claim; ``manifested`` people are on a lift's manifest now.
    ``gone`` people were on the list when it came before, and stay on record. ``apart`` people were
    corrected at a desk, and the list says otherwise: the correction stands. ``twice`` is who was
    found on record twice afterwards, none where nobody was compared.
    """

    list: str
    dry_run: bool
    rows: int
    accepted: int
    repeated: int
    changed: int
    rejected: tuple[Place, ...]
    flagged: tuple[Place, ...]
    mapping: tuple[ColumnTaken, ...]
    questions: tuple[Asked, ...]
    refused: tuple[int, ...]
    unread: tuple[int, ...]
    notes: int
    unplaced: int
    expiring: int
    crew: int
    transports: tuple[TransportNamed, ...]
    oddities: tuple[Oddity, ...]
    manifested: int
    gone: int
    apart: tuple[str, ...]
    twice: Twice | None


def listed(done: Imported, adjustment: Adjustment, twice: Twice | None, *, dry_run: bool) -> Listed:
    """Return the answer about one list."""
    proposal, reading = done.proposal, done.reading
    return Listed(
        list=spell(done.list) if not dry_run else "",
        dry_run=dry_run,
        rows=done.rows,
        accepted=done.accepted,
        repeated=done.repeated,
        changed=done.changed,
        rejected=tuple(
            Place(line=at.line, column=at.column, code=at.code, field=at.field, text=at.text())
            for at in reading.rejected
        ),
        flagged=tuple(
            Place(line=at.line, column=at.column, code=at.code, field=at.field, text=at.text())
            for at in reading.flagged
        ),
        mapping=tuple(_taken(done, adjustment)),
        questions=tuple(_asked(done)),
        refused=_counted(proposal.refused if proposal else ()),
        unread=_counted(proposal.unmapped if proposal else ()),
        notes=done.notes,
        unplaced=done.unplaced,
        expiring=done.expiring,
        crew=done.crew,
        transports=tuple(
            TransportNamed(
                number=one.number,
                carrier=one.carrier,
                legs=one.legs(),
                times=tuple(stop.time for stop in one.stops),
            )
            for one in done.transports
        ),
        oddities=tuple(Oddity(code=one.code.value, text=one.text()) for one in done.notices),
        manifested=done.manifested,
        gone=done.gone,
        apart=tuple(map(spell, done.apart)),
        twice=twice,
    )


def _counted(places: Iterable[int]) -> tuple[int, ...]:
    return tuple(place + 1 for place in places)


def _taken(done: Imported, adjustment: Adjustment) -> Iterator[ColumnTaken]:
    guesses = {one.column: one for one in done.proposal.guesses} if done.proposal else {}
    fields = adjustment.mapping.fields if adjustment.mapping else ()
    for one in sorted(fields, key=lambda one: one.column):
        guess = guesses.get(one.column)
        guessed = guess if guess and guess.target is one.target else None
        yield ColumnTaken(
            column=one.column + 1,
            target=one.target.value,
            group=one.group,
            why=guessed.why.value if guessed else "said",
            confidence=guessed.confidence if guessed else 1.0,
        )


def _asked(done: Imported) -> Iterator[Asked]:
    for one in done.proposal.questions if done.proposal else ():
        yield Asked(
            code=one.code.value,
            column=one.column + 1,
            choices=one.choices,
            suggested=one.suggested,
        )


def lines(said: Listed) -> Iterator[str]:
    """Yield the answer for a person: the columns, the counts, the first bad rows."""
    taken = ((one.column, _full(one), one.why, f"{one.confidence:.2f}") for one in said.mapping)
    yield from columns(("column", "taken for", "because of", "sure"), taken)
    if said.mapping:
        yield ""
    yield from pairs(
        (
            ("list", said.list or ("nothing on record: dry run" if said.dry_run else "")),
            ("rows", said.rows),
            ("accepted", said.accepted),
            ("repeated", said.repeated or ""),
            ("changed", said.changed or ""),
            ("rejected", len({one.line for one in said.rejected})),
            ("flagged", len({one.line for one in said.flagged}) or ""),
            ("refused", _columns(said.refused)),
            ("unread", _columns(said.unread)),
            ("notes", said.notes or ""),
            ("crew", f"{said.crew}, not taken in" if said.crew else ""),
            ("manifested", said.manifested or ""),
            ("gone", f"{said.gone}, still on record" if said.gone else ""),
            ("apart", _apart(len(said.apart))),
            ("twice", words(said.twice)),
        )
    )
    yield from _transports(said)
    yield from _places(said)


def _apart(number: int) -> str:
    return f"{number}, the list says otherwise than was corrected here: look at them" * bool(number)


def _transports(said: Listed) -> Iterator[str]:
    rows = (
        (one.number, ", ".join("-".join(leg) for leg in one.legs), " ".join(one.times))
        for one in said.transports
    )
    if said.transports:
        yield ""
        yield from columns(("transport", "from and to", "local times"), rows)


def _places(said: Listed) -> Iterator[str]:
    for word, places in (("rejected", said.rejected), ("flagged", said.flagged)):
        if places:
            rows = ((one.line, one.column or "", one.code, one.text) for one in places[:SHOWN])
            yield ""
            yield from columns(("line", "column", "code", f"what was {word}"), rows)
        if len(places) > SHOWN:
            yield f"and {len(places) - SHOWN} more; --json lists them all"


def _full(one: ColumnTaken) -> str:
    return f"{one.target}:{one.group}" if one.group else one.target


def _columns(places: tuple[int, ...]) -> str:
    if not places:
        return ""
    word = "column" if len(places) == 1 else "columns"
    return f"{word} {', '.join(map(str, islice(places, SHOWN)))}"
