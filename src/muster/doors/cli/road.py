"""Arrangements and what was told under them, as answers and as lines for a person."""

from collections.abc import Iterable, Iterator

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso, read_iso
from muster.journey.passage.rules import Flag
from muster.journey.passage.terms import Checking
from muster.site.passage.liaison import ArrangementPage, ArrangementRow
from muster.site.passage.told import ToldRow

MOST_PARTIES = 1


class Recorded(Answer, frozen=True):
    """What was put on record; ``flags`` say what is wrong with it, ``arrangement`` may be none."""

    arrangement: str
    recorded: str
    flags: tuple[str, ...] = ()


class ArrangementShown(Part, frozen=True):
    """An arrangement as it stands now; times are empty while nothing is agreed.

    ``until`` is exclusive. ``told`` counts disclosures and namings, ``flagged`` what was wrong.
    """

    id: str
    state: str
    role: str
    place: str
    allows: tuple[str, ...]
    since: str
    until: str
    honoured: int
    told: int
    flagged: int
    checking: str


class TurnShown(Part, frozen=True):
    """One turn of the story; ``flag`` is empty where nothing is wrong with it."""

    at: str
    state: str
    operator: str
    text: str
    flag: str


class ToldShown(Part, frozen=True):
    """One line of the ledger; role and place are empty where there was no arrangement.

    ``persons`` are those whose names were told: then ``second`` signed too, for ``reason``.
    ``checkpoint``, ``day`` and ``checking`` are of a key of the day, and empty otherwise.
    """

    at: str
    arrangement: str
    role: str
    place: str
    recipient: str
    channel: str
    kinds: tuple[str, ...]
    count: int | None
    vehicles: int | None
    opens: str
    closes: str
    tokens: int
    lane: int
    parties: tuple[str, ...]
    persons: tuple[str, ...]
    reason: str
    operator: str
    second: str
    exported: bool
    flags: tuple[str, ...]
    checkpoint: str
    day: str
    checking: str


def time_of(text: str | None) -> Instant | None:
    """Return the instant that ``text`` says, none for none; raise ``TimeUnreadable``."""
    return read_iso(text) if text else None


def window_of(opens: str | None, closes: str | None) -> tuple[Instant, Instant] | None:
    """Return the window from two texts; half of one reads as closing when it opens."""
    ends = [one for one in (time_of(opens), time_of(closes)) if one is not None]
    return (ends[0], ends[-1]) if ends else None


def recorded(arrangement: bytes | None, what: str, flags: Iterable[Flag] = ()) -> Recorded:
    """Return the answer of a command that put something on record."""
    said = tuple(flag.value for flag in flags)
    return Recorded(
        arrangement=spell(arrangement) if arrangement is not None else "",
        recorded=what,
        flags=said,
    )


def recorded_lines(said: Recorded) -> Iterator[str]:
    """Yield what was put on record, and what is wrong with it."""
    yield from pairs(
        (
            ("arrangement", said.arrangement),
            ("recorded", said.recorded),
            ("wrong with it", ", ".join(said.flags)),
        )
    )


def arrangement(row: ArrangementRow) -> ArrangementShown:
    """Return ``row`` as an answer shows it."""
    return ArrangementShown(
        id=spell(row.id),
        state=row.step.value,
        role=row.counterpart.role,
        place=row.counterpart.place,
        allows=tuple(kind.value for kind in row.allows),
        since=_time(row.since),
        until=_time(row.until),
        honoured=row.honoured,
        told=row.told,
        flagged=row.flagged,
        checking=row.checking.value,
    )


def turns(page: ArrangementPage) -> tuple[TurnShown, ...]:
    """Return the story of an arrangement, oldest first."""
    return tuple(
        TurnShown(
            at=iso(line.at),
            state=line.step.value,
            operator=line.operator,
            text=line.text,
            flag=line.flag.value if line.flag is not None else "",
        )
        for line in page.story
    )


def told(row: ToldRow) -> ToldShown:
    """Return a line of the ledger as an answer shows it."""
    opens, closes = row.window or (None, None)
    return ToldShown(
        at=iso(row.at),
        arrangement=spell(row.arrangement),
        role=row.counterpart.role if row.counterpart is not None else "",
        place=row.counterpart.place if row.counterpart is not None else "",
        recipient=row.recipient,
        channel=row.channel.value,
        kinds=tuple(kind.value for kind in row.kinds),
        count=row.count,
        vehicles=row.vehicles,
        opens=_time(opens),
        closes=_time(closes),
        tokens=row.tokens,
        lane=row.lane,
        parties=tuple(map(spell, row.parties)),
        persons=tuple(map(spell, row.persons)),
        reason=row.reason,
        operator=row.operator,
        second=row.second,
        exported=row.exported,
        flags=tuple(flag.value for flag in row.flags),
        checkpoint=spell(row.checkpoint) if row.checkpoint else "",
        day=row.day,
        checking=row.checking.value if row.checking is not None else "",
    )


def told_lines(rows: Iterable[ToldShown]) -> Iterator[str]:
    """Yield the ledger in columns."""
    head = ("at", "arrangement", "told", "about", "by", "wrong with it", "to")
    yield from columns(head, map(_cells, rows))


def _cells(one: ToldShown) -> tuple[str, ...]:
    signed = " and ".join(filter(None, (one.operator, one.second)))
    whom = f"{one.recipient}, {one.channel}"
    return (one.at, one.arrangement, _said(one), _about(one), signed, ", ".join(one.flags), whom)


def _said(one: ToldShown) -> str:
    if one.persons:
        return f"names: {one.reason}"
    if one.checking:
        what = "key of the day" if one.checking == Checking.KEY else "tablet lent"
        return ": ".join(filter(None, (f"{what} {one.day}", one.reason)))
    figures: dict[str, object] = {
        "count": one.count,
        "vehicles": one.vehicles,
        "window": f"{one.opens} to {one.closes}" if one.opens else None,
        "tokens": one.tokens or None,
    }
    said = [kind if figures[kind] is None else f"{kind} {figures[kind]}" for kind in one.kinds]
    return ", ".join((*said, f"lane {one.lane}") if one.lane else said)


def _about(one: ToldShown) -> str:
    """Return whom it was about; of a whole convoy the first party, since the JSON has them all."""
    if one.persons:
        return ", ".join(one.persons)
    more = len(one.parties) - MOST_PARTIES
    return f"{one.parties[0]} and {more} more" if more > 0 else ", ".join(one.parties)


def _time(when: Instant | None) -> str:
    return iso(when) if when is not None else ""
