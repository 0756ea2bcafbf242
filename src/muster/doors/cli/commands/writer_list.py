"""``muster writer list``, ``revoke``, ``quarantined`` and ``release``."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import read_prefix, spell
from muster.ground.people.moment import iso
from muster.site.exchange import revoking
from muster.site.exchange.revoking import WriterRow
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.site import Site

SHORTEST = 8
"""Digits of a hash that name an entry at its place."""


class LogShown(Part, frozen=True):
    """One log of a writer, and up to which sequence it is held here."""

    id: str
    compartment: str
    sequence: int


class WriterShown(Part, frozen=True):
    """One writer. ``closed`` says why its site writes on under another key."""

    id: str
    site: str
    name: str
    incarnation: int
    entries: int
    own: bool
    closed: str
    revoked: str
    quarantined: int
    forked: int
    logs: tuple[LogShown, ...]


class Writers(Answer, frozen=True):
    """Every writer of a site server, by the site's name and incarnation."""

    writers: tuple[WriterShown, ...]


class WriterRevoked(Answer, frozen=True):
    """The writer that was revoked: how many logs have a cut, and how many entries count."""

    id: str
    logs: int
    entries: int
    reason: str


class QuarantinedEntry(Part, frozen=True):
    """One quarantined entry; ``kind`` is empty where it does not open here."""

    log: str
    sequence: int
    hash: str
    compartment: str
    kind: str


class Quarantined(Answer, frozen=True):
    """Entries that wait for a person's word, by log and sequence."""

    entries: tuple[QuarantinedEntry, ...]


class Released(Answer, frozen=True):
    """The entry that counts after all."""

    log: str
    sequence: int
    hash: str
    reason: str


@click.command("list")
@click.option("--logs", is_flag=True, help="List each writer's logs, to revoke it at a place.")
@in_session
def writers(session: Session, *, logs: bool) -> None:
    """List every writer: its site, how much it wrote, what became of it."""
    with session.site() as site:
        said = Writers(writers=tuple(map(_shown, revoking.writers(site, site.lead))))
    session.tell(said, _logs(said) if logs else _lines(said))


@click.command("revoke")
@click.argument("writer")
@click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")
@click.option("--nothing", is_flag=True, help="Let nothing of it count, not even what is held.")
@click.option(
    "--upto",
    type=(str, click.IntRange(0)),
    multiple=True,
    metavar="LOG SEQUENCE",
    help="Let a log of it count up to this entry; again for another log.",
)
@two_people
@in_session
def revoke(
    session: Session,
    *,
    writer: str,
    reason: str,
    nothing: bool,
    upto: tuple[tuple[str, int], ...],
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Revoke a writer, two of us signing: what is held counts, what comes later waits.

    WRITER is an id, of which six letters are enough. What lies past the cut of a log is kept and
    counts in the upper end of figures only, until a person releases it. Nothing is told any more to
    a site that shows this writer. `muster writer list --logs` shows its logs.
    """
    with session.site() as site:
        row = _meant(site, writer)
        by = site.lead
        signed = signing(site, second, second_pin_file)
        places = {one.id: 0 for one in row.logs} if nothing else {}
        places |= {_log(row, log): sequence for log, sequence in upto}
        cut = revoking.revoke(site, by, signed, row.writer, reason, upto=places)
    said = WriterRevoked(
        id=spell(row.writer), logs=len(cut), entries=sum(one[1] for one in cut), reason=reason
    )
    session.tell(
        said,
        pairs(
            (
                ("revoked", said.id),
                ("logs", str(said.logs)),
                ("entries that count", str(said.entries)),
                ("reason", reason),
            )
        ),
    )


@click.command("quarantined")
@in_session
def quarantined(session: Session) -> None:
    """List entries beyond a fork or a cut, which count in one end of figures only."""
    with session.site() as site:
        held = revoking.quarantined(site, site.lead)
    said = Quarantined(
        entries=tuple(
            QuarantinedEntry(
                log=one.log.hex(),
                sequence=one.sequence,
                hash=one.hash.hex(),
                compartment=one.compartment,
                kind=one.kind,
            )
            for one in held
        )
    )
    rows = (
        (one.log, str(one.sequence), one.hash[:16], one.compartment, one.kind)
        for one in said.entries
    )
    session.tell(said, columns(("log", "sequence", "hash", "compartment", "kind"), rows))


@click.command("release")
@click.argument("log")
@click.argument("sequence", type=click.IntRange(1))
@click.argument("digest", metavar="HASH")
@click.option("--reason", required=True, metavar="TEXT", help="Why it counts; it goes on record.")
@in_session
def release(session: Session, *, log: str, sequence: int, digest: str, reason: str) -> None:
    """Release one quarantined entry: it counts after all.

    LOG, SEQUENCE and HASH stand in `muster writer quarantined`; eight digits of the hash are
    enough.
    """
    with session.site() as site:
        found = [
            one
            for one in revoking.quarantined(site, site.lead)
            if one.log.hex() == log.lower()
            and one.sequence == sequence
            and len(digest) >= SHORTEST
            and one.hash.hex().startswith(digest.lower())
        ]
        if len(found) != 1:
            raise NothingKnown
        revoking.release(site, site.lead, found[0].log, sequence, found[0].hash, reason)
    said = Released(log=log.lower(), sequence=sequence, hash=found[0].hash.hex(), reason=reason)
    session.tell(said, pairs((("log", said.log), ("sequence", str(sequence)), ("hash", said.hash))))


def _shown(row: WriterRow) -> WriterShown:
    return WriterShown(
        id=spell(row.writer),
        site=spell(row.site),
        name=row.name,
        incarnation=row.incarnation,
        entries=row.entries,
        own=row.own,
        closed=row.closed,
        revoked=iso(row.revoked) if row.revoked is not None else "",
        quarantined=row.beyond,
        forked=row.forked,
        logs=tuple(
            LogShown(id=one.id.hex(), compartment=one.compartment, sequence=one.sequence)
            for one in row.logs
        ),
    )


def _logs(said: Writers) -> Iterator[str]:
    rows = (
        (one.id, one.name, log.id, log.compartment, str(log.sequence))
        for one in said.writers
        for log in one.logs
    )
    yield from columns(("id", "site", "log", "compartment", "up to"), rows)


def _lines(said: Writers) -> Iterator[str]:
    heads = ("id", "site", "no.", "entries", "quarantined", "state")
    rows = (
        (
            one.id,
            one.name,
            str(one.incarnation),
            str(one.entries),
            str(one.quarantined),
            _state(one),
        )
        for one in said.writers
    )
    yield from columns(heads, rows)


def _state(one: WriterShown) -> str:
    told = ["this site"] if one.own else []
    told += [f"revoked {one.revoked}"] if one.revoked else []
    told += ["FORKED"] if one.forked else []
    told += [f"closed: {one.closed}"] if one.closed else []
    return ", ".join(told)


def _log(row: WriterRow, text: str) -> bytes:
    """Return the id of that log of a writer; raise ``NothingKnown``."""
    found = [one.id for one in row.logs if one.id.hex() == text.lower()]
    if not found:
        raise NothingKnown
    return found[0]


def _meant(site: Site, text: str) -> WriterRow:
    """Return the one writer of that id; raise ``site.*``, ``people.id-unreadable``."""
    low, high = read_prefix(text)
    found = [row for row in revoking.writers(site, site.lead) if low <= row.writer <= high]
    if not found:
        raise NothingKnown
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    return found[0]
