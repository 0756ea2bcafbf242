"""Finding who is on record twice: compare all records, judge by rule, and hand a person the rest.

``run`` compares everybody; ``catch_up`` only whose record changed since, whether by an import, at
the desk or by what another site told. What the rule judges goes on record as a judgement with the
version of its weights; what a person judged it leaves alone. A pair that the rule would not even
ask about any more, because a record changed, it judges different.

Comparing takes memory and no file, here or in a process beside (``comparing``). Records are read
from what is committed while others write; only judging holds the turn, a few records at a time.
"""

from collections.abc import Iterable
from time import monotonic
from typing import Final

import msgspec

from muster.ground.people.ids import PersonId
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import Score
from muster.journey.matching.weights import RULE
from muster.site.memory.compared import Compared, Filled, Progress, Row, Seen
from muster.site.record.kinds import GUEST, JUDGED, RECORD
from muster.site.record.view import View
from muster.site.registry.reached import REACHED, Reading
from muster.site.registry.ruling import Matched, Ruling
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

FAMILIAR: Final = "matching-familiar"
WATCHER: Final = "matching"
AT_ONCE: Final = 50
"""So many changed records are compared at once."""
MANY: Final = 2_000
"""When so many changed, comparing everybody anew takes no longer."""

_FORMAT = msgspec.msgpack.Decoder(Familiar)


def run(
    site: Site,
    by: Operator,
    *,
    dry_run: bool = False,
    learn: bool = False,
    progress: Progress | None = None,
) -> Matched:
    """Compare everybody with everybody; put on record what the rule judges.

    ``learn``: weigh words anew by the people who are here. With ``dry_run`` nothing is put on
    record.
    """
    require(by, Right.CLAIM)
    began = monotonic()
    compared = _here() if dry_run or site.compared is None else site.compared
    try:
        reading = Reading(site)
        rows = reading.rows(progress)
        filled = _compare_all(site, compared, rows, learn=learn, keep=not dry_run)
        told = _rule(site, compared, filled, None if dry_run else reading, progress)
    except BaseException:
        _give_up(site)
        raise
    return told.matched(filled.people, filled.crowded, monotonic() - began)


def catch_up(site: Site, by: Operator) -> Matched:
    """Compare whose record changed since, with everybody; put on record what the rule judges.

    Where nothing was compared yet in this process, all are.
    """
    require(by, Right.CLAIM)
    began = monotonic()
    compared = site.compared
    if compared is None:
        return run(site, by)
    told = Ruling(site, compared)
    try:
        while (waiting := site.rows.watches.waiting(WATCHER)) != 0:
            if waiting is None or waiting > MANY:
                return run(site, by)
            told.put(compared.change(_changed(site)))
    except BaseException:
        _give_up(site)
        raise
    return told.matched(compared.people(), 0, monotonic() - began)


def attend(site: Site) -> None:
    """Note from now on whose record changes, for ``follow``."""
    with site.commits.still():
        site.rows.watches.begin(WATCHER)


def follow(site: Site, by: Operator, progress: Progress | None = None) -> Matched | None:
    """Do what ``run`` does, nothing where no record changed since ``attend``.

    Where all were compared before, and not very much is otherwise, only those are whom that
    concerns (``reached``), however long ago and by whichever command it came. What is judged is
    what ``run`` would judge.
    """
    require(by, Right.CLAIM)
    if site.compared is not None:
        return catch_up(site, by)
    if site.rows.watches.waiting(WATCHER) == 0:
        return None
    from muster.site.registry.comparer import Here  # noqa: PLC0415 - numpy, for whoever compares

    began, here, reading = monotonic(), Here(), Reading(site)
    with site.view() as view:
        known = _familiar(view)
    filled = here.fill(reading.rows(progress), known, since=reading.since)
    if filled.learned:
        _keep_learned(site, filled)
    told = _rule(site, here, filled, reading, progress)
    return told.matched(filled.people, filled.crowded, monotonic() - began)


def explain(site: Site, by: Operator, one: PersonId, other: PersonId) -> Score | None:
    """Return the score of two records with its reasons, none where one of them is not here."""
    require(by, Right.SEE_PERSON)
    told = None if site.compared is None else site.compared.explain_now(one, other)
    if told is not None:
        return told
    few = _here()
    with site.view() as view:
        rows = [_row(view, person) for person in (one, other)]
        few.fill([rows], _familiar(view), learn=False)
    return few.explain_now(one, other)


def _here() -> Compared:
    """Return an empty comparison in this process; numpy is loaded by whoever compares."""
    from muster.site.registry.comparer import Here  # noqa: PLC0415

    return Here()


def _give_up(site: Site) -> None:
    """Let the next comparison begin from nothing: what was noted may have been half followed."""
    compared, site.compared = site.compared, None
    if compared is not None:
        compared.close()


def _compare_all(
    site: Site, compared: Compared, rows: Iterable[list[Row]], *, learn: bool, keep: bool
) -> Filled:
    """Compare everybody on record, by what is committed."""
    if keep:
        attend(site)
        site.compared = compared
    with site.view() as view:
        known = _familiar(view)
    filled = compared.fill(rows, known, learn=learn)
    if keep and filled.learned:
        _keep_learned(site, filled)
    return filled


def _keep_learned(site: Site, filled: Filled) -> None:
    """Keep what was learned of words; what was judged before that tells nothing of a change."""
    with site.writing():
        site.store.meta_put(FAMILIAR, msgspec.msgpack.encode(filled.familiar))
        site.store.meta_put(REACHED, b"")


def _rule(
    site: Site,
    compared: Compared,
    filled: Filled,
    reading: Reading | None,
    progress: Progress | None,
) -> Ruling:
    """Judge what was found, and keep how far ``reading`` had come; count alone where it is none."""
    told = Ruling(site, compared)
    found = [*filled.seen, *_judged_before(site, compared, filled)]
    if reading is None:
        told.would(found)
        return told
    told.put(sorted(found, key=lambda seen: seen.pair), progress)
    with site.writing():
        reading.keep()
    return told


def _familiar(view: View) -> Familiar:
    raw = view.reader.meta_get(FAMILIAR)
    return Familiar() if raw is None else _FORMAT.decode(raw)


def _row(view: View, person: bytes) -> Row:
    record = view.reader.rows_get(RECORD.name, person)
    guest = view.reader.rows_get(GUEST.name, person)
    return person, record and record.state, guest and guest.state


def _changed(site: Site) -> list[Row]:
    """Return the rows of some whose record changed, as they are committed now."""
    with site.commits.still():
        changed = site.rows.watches.take(WATCHER, AT_ONCE) or ()
    with site.view() as view:
        return [_row(view, person) for person in changed]


def _judged_before(site: Site, compared: Compared, filled: Filled) -> list[Seen]:
    """Return what is found of pairs that the rule judged before and would not ask about now.

    Of those whom a change concerned, where only they were compared.
    """
    found = {seen.pair for seen in filled.seen}
    whom = filled.concerned
    with site.view() as view:
        before = [
            (one, pair.other)
            for one, judged in view.scan(JUDGED)
            for pair in judged.pairs
            if pair.rule.startswith(RULE) and (one, pair.other) not in found
            if whom is None or one in whom or pair.other in whom
        ]
    return compared.ask(before) if before else []
