"""The figures of this site: the situation report and what the board shows.

A report as of now, or later than anything observed, is read from the folded rows. A report as of an
earlier time folds the record anew up to what was observed by then, in memory.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from muster.adapters.formats.report import html, hxl, json, pdf, svg, tables, text
from muster.adapters.store import View as Snapshot
from muster.ground.people.category import Profile
from muster.ground.people.moment import Instant
from muster.ground.people.saying import ENGLISH, Saying, Voice
from muster.ground.people.state import SiteState
from muster.journey.figures.account import Account
from muster.journey.figures.books import decode_entry, decode_line
from muster.journey.figures.report import Report
from muster.journey.figures.report import report as compute
from muster.journey.figures.rests import needed
from muster.journey.figures.sentences import Sentence
from muster.journey.figures.sentences import sentences as speak
from muster.journey.registry.state import Patience, Rules
from muster.journey.registry.waits import Wait, waits
from muster.site.record import quarantine
from muster.site.record.accounts import ENTRY, STANDING
from muster.site.record.folding import fold
from muster.site.record.journal import read_latest
from muster.site.record.kinds import (
    ENTRIES,
    ESTIMATE,
    GATE,
    INCIDENT,
    JUDGED,
    LANDED,
    LIFT,
    PASS,
    PATIENCE,
    PLACE,
    RECEIVING,
    RECORD,
    RULE,
    SCANS,
    SERIES,
    SITE,
    Table,
)
from muster.site.record.remembered import decode
from muster.site.record.rows import Rows
from muster.site.record.shelf import MemoryShelf
from muster.site.record.view import View
from muster.site.record.walk import Progress, Walk
from muster.site.registry import judging
from muster.site.registry.judging import Lines, State
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

States = Callable[[Table], dict[bytes, Any]]
Tally = Callable[[str], dict[bytes, int]]


class _Held(msgspec.Struct, frozen=True):
    """Rows as they are asked for: all states of a table, tallies, lines of people, one state."""

    states: States
    tally: Tally
    lines: Lines
    state: State


def report(
    site: Site, by: Operator, as_of: Instant | None = None, progress: Progress | None = None
) -> Report:
    """Return the situation report as of ``as_of``, by default as of now.

    In a drill now is its latest observation: its clock is not ours.
    """
    require(by, Right.FIGURES)
    return compute(account(site, as_of, progress))


def account(site: Site, as_of: Instant | None = None, progress: Progress | None = None) -> Account:
    """Return all that a report is computed from, at one cut."""
    with site.store.reader() as reader:
        latest = read_latest(reader)
        when = as_of if as_of is not None else _now(site, latest.said)
        if when >= latest.moved:
            state = View(reader).state
            held = _Held(_reader_states(reader), reader.tally, _reader_lines(reader), state)
            return _counted(site, reader, when, held, reader)
        shelf = MemoryShelf()
        walk = Walk(reader, site.keyring.opener(reader), site.operation, progress)
        rows = Rows(shelf)
        fold(walk, rows, when, begun=reader)
        held = _Held(_shelf_states(shelf), shelf.tally, _shelf_lines(shelf), rows.state)
        return _counted(site, reader, when, held, shelf)


def _counted(
    site: Site, reader: Snapshot, when: Instant, held: _Held, base: quarantine.Base
) -> Account:
    """Return the account of ``held``, and where a log has forked, the one without it as well."""
    found = _account(site, reader, when, held)
    known = quarantine.known(reader)
    if not known:
        return found
    shelf, rows, beyond = quarantine.without(site.keyring, reader, known, base)
    trusted = _account(site, reader, when, _without(held, shelf, rows))
    return msgspec.structs.replace(found, trusted=trusted, beyond=beyond)


def _without(held: _Held, shelf: quarantine.Without, rows: Rows) -> _Held:
    """Return what is ``held`` with what the ``shelf`` folded anew in its place."""

    def states(table: Table) -> dict[bytes, Any]:
        gone, anew = shelf.gone.get(table.name, set()), shelf.rows.get(table.name, {})
        found = {one: it for one, it in held.states(table).items() if one not in gone}
        return found | {one: decode(table, row.state) for one, row in anew.items()}

    def lines(people: Iterable[bytes]) -> Mapping[bytes, bytes]:
        asked = [one for one in people if one not in shelf.unborn]
        anew = {one: shelf.accounts[one].account for one in asked if one in shelf.accounts}
        return {**held.lines(asked), **anew}

    return _Held(states, lambda kind: shelf.tallied(kind, held.tally(kind)), lines, rows.state)


def as_json(found: Report) -> bytes:
    """Return the report for machines: one JSON object, its schema in ``docs/figures.md``."""
    return json.document(found)


def as_text(found: Report, voice: Voice = ENGLISH) -> str:
    """Return the report for a terminal, in the language of ``voice``."""
    return text.plain(found, voice)


def as_page(found: Report, voice: Voice = ENGLISH) -> bytes:
    """Return the report as one page that can be printed and asks nobody for anything."""
    return html.page(found, voice).encode()


def as_pdf(found: Report, voice: Voice = ENGLISH) -> bytes:
    """Return the report as A4 paper; raise ``PaperMissing`` where the extra is not installed."""
    return pdf(found, voice)


def as_csv(found: Report, voice: Voice = ENGLISH) -> bytes:
    """Return the figures as CSV with a row of HXL tags, a row for each figure."""
    return hxl(found, voice)


def board_token(site: Site) -> str:
    """Return a short text that changes whenever something was committed."""
    return str(site.commit_count)


class Pictures(msgspec.Struct, frozen=True):
    """The pictures of a report, as SVG text that a page may hold: attributes only, all escaped."""

    daily: str
    journey: str
    stock: str


def pictures(report: Report, voice: Voice = ENGLISH) -> Pictures:
    """Return the pictures of ``report``, the same on paper and on a screen."""
    return Pictures(*(draw(report, voice) for draw in (svg.daily, svg.journey, svg.stock)))


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Return what ``report`` says, most important first."""
    return speak(report)


def changes_said(report: Report) -> tuple[Saying, ...]:
    """Return what changed since the last report, in sentences; nothing where none was kept."""
    return () if report.changes is None else tuple(tables.changes_said(report.changes))


def labels(site: Site, language: str) -> dict[str, str]:
    """Return what the rule calls each category, by id; a later version's word stands."""
    with site.view() as view:
        profiles = [one for _, rules in view.scan(RULE) for one in rules.versions]
    profiles.sort(key=lambda one: (one.effective, one.version))
    return {one.id: one.label(language) for each in profiles for one in each.majors + each.minors}


def _now(site: Site, latest: Instant) -> Instant:
    return latest if site.state.training else site.now().latest


def _reader_states(reader: Snapshot) -> States:
    return lambda table: {
        row.subject: decode(table, row.state) for row in reader.rows_scan(table.name)
    }


def _shelf_states(shelf: MemoryShelf) -> States:
    return lambda table: {
        subject: decode(table, row.state)
        for subject, row in sorted(shelf.rows.get(table.name, {}).items())
    }


def _reader_lines(reader: Snapshot) -> Lines:
    return lambda people: {one: row.account for one, row in reader.account_get_many(people).items()}


def _shelf_lines(shelf: MemoryShelf) -> Lines:
    known = shelf.accounts
    return lambda people: {one: known[one].account for one in people if one in known}


def _account(site: Site, reader: Snapshot, when: Instant, held: _Held) -> Account:
    states, tally = held.states, held.tally
    found: dict[bytes, SiteState] = states(SITE)
    judged = judging.books(states(JUDGED), held.lines, held.state)
    return Account(
        lines={decode_line(raw): n for raw, n in tally(STANDING).items()},
        entries={decode_entry(raw): n for raw, n in tally(ENTRY).items()},
        lifts=states(LIFT),
        landed=states(LANDED),
        places=states(PLACE),
        receiving=states(RECEIVING),
        gates=states(GATE),
        incidents=states(INCIDENT),
        published=tuple(one.until(when) for one in states(SERIES).values()),
        profile=_profile(states(RULE), when),
        site=found.get(site.keys.site) or site.state,
        as_of=when,
        cut=tuple(
            (row.id.hex(), row.head_sequence, row.head_hash.hex())
            for row in sorted(reader.logs(), key=lambda row: row.id)
        ),
        judgements=judged.edges,
        judged=judged.judged,
        contested=judged.contested,
        scans=states(SCANS),
        walked_in=states(ENTRIES),
        replaced={
            one: found.replaces for one, found in states(PASS).items() if found.replaces is not None
        },
        estimates=tuple(one for one in states(ESTIMATE).values() if one.at <= when),
        unheld=site.keyring.lacks(needed()),
        waits=_waits(states, when),
    )


def _waits(states: States, when: Instant) -> tuple[Wait, ...]:
    """Return the claims that wait, where somebody set a limit; else no record is looked at."""
    patience: Patience | None = next(iter(states(PATIENCE).values()), None)
    if patience is None:
        return ()
    cases = (one.case for one in states(RECORD).values() if one.case is not None)
    return waits(cases, when, patience)


def _profile(rules: dict[bytes, Rules], when: Instant) -> Profile | None:
    found = [profile for one in rules.values() if (profile := one.at(when)) is not None]
    return max(found, key=lambda profile: profile.effective, default=None)
