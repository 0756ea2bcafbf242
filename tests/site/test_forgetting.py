"""T10: a gate post holds today and yesterday; older days are gone, and everything goes on."""

import shutil
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from muster.adapters.store.sqlite import cipher
from muster.ground.people.ids import LiftId, PersonId, SiteId
from muster.ground.people.keys import EpochDestroyed
from muster.ground.people.moment import DAY, HOUR, MINUTE
from muster.ground.record.fact import body
from muster.ground.secrecy.slot import close_slot
from muster.journey.figures.books import Stage, decode_line
from muster.site import epochs, forgetting, upkeep
from muster.site.clock import SetClock
from muster.site.exchange import backing_up, exchanging, granting
from muster.site.gate.readings import Sign
from muster.site.keyring import destroyed
from muster.site.lift import ramp
from muster.site.opening import SLOT, open_site
from muster.site.passes import issuing
from muster.site.passes.issuing import Wanted
from muster.site.plan import calls
from muster.site.problems import PastNeeded
from muster.site.record.kinds import LOOKS, PASS, PASSENGER, SCANS, TABLES
from muster.site.record.walk import Walk
from muster.site.secrecy import exposed
from tests.world.captors import epochs_of, facts, keys
from tests.world.copies import CHEAP
from tests.world.gates import Gates, Ticket
from tests.world.site import PHRASE
from tests.world.sites import Joined

PLANTED = "Zoraqin"
"""A name that somebody wrote into a reason, though reasons are not for names."""


class Post(Joined, Gates):
    """A laptop at the gate and the ramp, which neither knows nor plans for anybody."""


class Days:
    """Headquarters and a gate post that meet; one clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hq = Gates(folder / "hq")
        self.post = Post(self.hq, folder / "post", "North post", ("gates", "lifts"))
        self.post.gate = self.hq.gate
        self.post.clock = self.post.site.clock = self.hq.clock
        self.meet()

    def meet(self) -> None:
        """Let the two hold two whole sessions."""
        for _ in range(2):
            here, there = exchanging.meet(self.hq.site, self.hq.by, self.post.site)
            assert here.complete
            assert there.complete

    def day(self) -> None:
        """Let a day pass: headquarters writes first and turns, then both meet."""
        self.hq.tick(DAY + MINUTE)
        self.hq.operator(f"Clerk {self.hq.clock.at}", "registrar")
        self.meet()

    def given(self, days: int = 0) -> Ticket:
        """Issue a pass that is good for some hours, so many days from now."""
        party = self.hq.confirmed(2)
        opens = self.hq.clock.at + days * DAY
        calls.call(self.hq.site, self.hq.by, [party], self.hq.gate, (opens, opens + 4 * HOUR))
        return self.hq.ticket(issuing.issue(self.hq.site, self.hq.by, Wanted(party)), party)

    def close(self) -> None:
        """Close both."""
        self.hq.site.close()
        self.post.site.close()


class Played(Days):
    """A first day at the gate and the ramp, and three that follow."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.short, self.long, self.revoked = self.given(), self.given(3), self.given(3)
        self.gone: list[PersonId] = self.hq.people(3)
        self.waiting: list[PersonId] = self.hq.people(2)
        self.lift: LiftId = self.hq.lift(self.gone, counted=3)
        self.next = self.hq.lift((), leave=False)
        ramp.manifest(self.hq.site, self.hq.by, self.next, self.waiting)
        self.meet()
        assert self.post.post(PLANTED).scan(self.short.text).sign is Sign.GO
        self.post.post().walk_in(self.hq.by, heads=2, reason=f"cousins of {PLANTED}")
        issuing.revoke(self.hq.site, self.hq.by, [self.revoked.id], reason="lost")
        self.hq.tick()
        self.meet()
        self.first = epochs_of(self.post.site)
        self.before = self.figures()
        self.backup = folder / "backup.db"
        backing_up.back_up(self.post.site, self.post.by, self.backup)

    def figures(self) -> dict[str, tuple[int, int]]:
        """Return what the post counts."""
        names = ("let-through", "walked-in", "turned-back", "out", "waiting")
        found = {}
        for name in names:
            try:
                found[name] = self.post.span(name)
            except StopIteration:
                continue
        return found

    def days(self, number: int = 3) -> None:
        """Let days pass."""
        for _ in range(number):
            self.day()

    def closed(self) -> "Played":
        """Close both, so that they are cheap to open, and return what was played."""
        for one in (self.hq, self.post):
            slot = close_slot(one.site.keys, PHRASE, CHEAP, bytes(16), bytes(24))
            one.site.close()
            (one.folder / SLOT).write_bytes(slot)
        return self

    def again(self, folder: Path) -> "Played":
        """Return a copy of what was played and closed, open in ``folder``."""
        shutil.copytree(self.folder, folder)
        clock = SetClock(self.hq.clock.at)
        fresh = copy(self)
        fresh.folder, fresh.backup = folder, folder / "backup.db"
        fresh.hq, fresh.post = copy(self.hq), copy(self.post)
        for one, name in ((fresh.hq, "hq"), (fresh.post, "post")):
            one.folder, one.clock = folder / name, clock
            one.site = open_site(one.folder, PHRASE, clock=clock)
            one.by = one.site.lead
        return fresh


@pytest.fixture(scope="module")
def the_first_day(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The first day, played once."""
    return Played(tmp_path_factory.mktemp("first-day")).closed()


@pytest.fixture(scope="module")
def the_fourth_day(the_first_day: Played, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Three days after it, played once."""
    later = the_first_day.again(tmp_path_factory.mktemp("fourth-day") / "both")
    later.days()
    return later.closed()


@pytest.fixture
def played(the_first_day: Played, tmp_path: Path) -> Iterator[Played]:
    """A first day of one's own."""
    made = the_first_day.again(tmp_path / "first")
    yield made
    made.close()


@pytest.fixture
def later(the_fourth_day: Played, tmp_path: Path) -> Iterator[Played]:
    """Three days after it, of one's own."""
    made = the_fourth_day.again(tmp_path / "fourth")
    yield made
    made.close()


def readable(post: Post) -> str:
    """Return all that whoever holds the open post can read of gates and ramps: facts and rows."""
    store = post.site.store
    opening, _ = keys(epochs_of(post.site), [store])
    said = [body(one) for one in facts(opening, [store])
            if one.compartment in epochs.FORGOTTEN]  # fmt: skip
    rows = [row.state for table in TABLES for row in store.rows_scan(table.name)]
    return b"\n".join((*said, *rows, *(row.state for row in store.carried()))).decode("latin-1")


def held(post: Post, name: str) -> list[int]:
    """Return the numbers of the epochs of a compartment that a post holds."""
    return [row.number for row in post.site.store.epochs() if row.compartment == name]


def test_a_gate_post_holds_today_and_yesterday(played: Played) -> None:
    numbers = []
    for _ in range(4):
        played.day()
        numbers.append(held(played.post, "gates"))
    assert numbers == [[1, 2], [2, 3], [3, 4], [4, 5]]
    assert held(played.post, "lifts") == [4, 5]
    assert held(played.post, "audit") == [1], "a week turns audit"
    assert held(played.hq, "gates") == [1, 2, 3, 4, 5]  # type: ignore[arg-type]


def test_nothing_that_was_written_under_it_can_be_read_any_more(
    played: Played, later: Played
) -> None:
    assert PLANTED in readable(played.post)
    assert PLANTED not in readable(later.post)
    gone = destroyed(later.post.site.store)
    assert gone
    opening, _ = keys(epochs_of(later.post.site), [later.post.site.store])
    assert gone.isdisjoint(opening)


def test_not_even_a_free_page_of_the_file_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T12: with encryption off, the bytes of the file tell what the database's key would open."""
    for name in ("unlock", "assert_unreadable", "assert_header"):
        monkeypatch.setattr(cipher, name, lambda *_given: None)
    played = Played(tmp_path)

    def raw() -> bytes:
        return b"".join(one.read_bytes() for one in (tmp_path / "post").glob("muster.db*"))

    assert PLANTED.encode() in raw(), "void: a row names the post at which somebody went in"
    played.days()
    assert PLANTED.encode() not in raw()
    played.close()


def test_the_record_verifies_and_says_how_many_entries_are_shut(later: Played) -> None:
    done = upkeep.verify(later.post.site, later.post.by)
    assert done.findings == ()
    assert (done.destroyed > 0, done.shredded) == (True, 0)
    assert upkeep.rebuild(later.post.site, later.post.by).equal
    assert upkeep.verify(later.post.site, later.post.by).findings == ()


def test_no_count_changes(later: Played) -> None:
    assert later.before["let-through"] == (2, 2)
    assert later.before["walked-in"] == (2, 2)
    assert later.figures() == later.before
    later.post.reopen()
    upkeep.rebuild(later.post.site, later.post.by)
    assert later.figures() == later.before


def test_what_is_still_good_goes_and_what_was_revoked_does_not(later: Played) -> None:
    later.hq.tick(10 * MINUTE)
    post = later.post.post()
    assert post.scan(later.long.text).sign is Sign.GO
    assert post.scan(later.revoked.text).sign is Sign.STOP
    assert post.scan(later.short.text).sign is Sign.STOP
    later.hq.tick(10 * MINUTE)
    assert post.scan(later.long.text).reasons == ("gate.already-used",)
    rows = later.post.site.rows
    assert rows.state(PASS, later.short.id) is None
    assert rows.state(PASS, later.revoked.id).ended is not None


def test_who_waits_is_still_known_and_who_left_is_a_count(played: Played, later: Played) -> None:
    rows = played.post.site.rows
    assert all(rows.state(PASSENGER, one) is not None for one in played.gone)
    rows = later.post.site.rows
    assert all(rows.state(PASSENGER, one) is None for one in played.gone)
    assert all(rows.state(PASSENGER, one).planned == (played.next,) for one in played.waiting)
    line, entries = rows.books(played.gone[0])
    assert line is not None
    assert decode_line(line).stage is Stage.ABOARD
    assert sorted(one[:1] for one in entries) == [b"B", b"P"]


def test_whoever_comes_again_is_read_and_counted_once(later: Played) -> None:
    again = later.hq.lift([*later.gone[:1], *later.waiting], leave=False, origin=later.hq.base)
    later.meet()
    rows = later.post.site.rows
    assert rows.state(PASSENGER, later.gone[0]).legs[0].lift == again
    assert rows.state(PASSENGER, later.waiting[0]).planned == (later.next, again)
    assert sum(later.post.site.store.tally("standing").values()) == sum(
        1 for _ in later.gone + later.waiting
    )
    assert upkeep.verify(later.post.site, later.post.by).findings == ()


def test_what_comes_late_under_a_lost_key_is_kept_and_told_on_unread(
    played: Played, tmp_path: Path
) -> None:
    days = played
    apart = Joined(days.hq, tmp_path / "apart", "Apart", ("gates", "lifts", "desk", "plan"))
    apart.clock = apart.site.clock = days.hq.clock
    exchanging.meet(days.hq.site, days.hq.by, apart.site)
    shown = apart.lift(leave=False)
    days.days()
    exchanging.meet(apart.site, apart.by, days.post.site)
    done = upkeep.verify(days.post.site, days.post.by)
    assert done.findings == ()
    assert granting.lacking(days.post.site) == []
    with days.post.site.view() as view:
        walk = Walk(view.reader, days.post.site.keyring.opener(view.reader), days.hq.site.operation)
        read = {step.fact.subject for step in walk if step.fact is not None}
    assert shown not in read
    days.meet()
    with days.hq.site.view() as view:
        walk = Walk(view.reader, days.hq.site.keyring.opener(view.reader), days.hq.site.operation)
        assert shown in {step.fact.subject for step in walk if step.fact is not None}
    apart.site.close()


def test_headquarters_names_fewer_people_and_the_others_apart(
    played: Played, later: Played
) -> None:
    other = SiteId(played.post.site.keys.site)
    before = exposed.exposed(played.hq.site, played.hq.by, other)
    assert {one.id for one in before.people} >= {*played.gone, *played.waiting}
    assert (before.past, before.destroyed) == (0, 0)
    later.meet()
    report = exposed.exposed(later.hq.site, later.hq.by, other)
    named = {one.id for one in report.people}
    assert named >= set(later.waiting), "their state is carried over"
    assert named.isdisjoint(later.gone)
    assert report.destroyed > 0
    second = exposed.exposed(later.hq.site, later.hq.by, other, past=True)
    assert {one.id for one in second.people} >= set(later.gone)
    assert report.past == second.total


def test_a_site_cannot_sign_off_what_another_holds(played: Played) -> None:
    third = Joined(played.hq, played.folder / "third", "Third")
    third.clock = third.site.clock = played.hq.clock
    other = SiteId(played.post.site.keys.site)
    ids = tuple(row.key_id for row in played.post.site.store.epochs())
    lie = EpochDestroyed(other, third.site.now(), third.by.id, "lifts", ids)
    with third.site.writing() as journal:
        journal.put([lie])
    exchanging.meet(played.hq.site, played.hq.by, third.site)
    report = exposed.exposed(played.hq.site, played.hq.by, other)
    assert {one.id for one in report.people} >= {*played.gone, *played.waiting}
    played.meet()
    assert set(ids) <= {row.key_id for row in played.post.site.store.epochs()}
    third.site.close()


def test_a_backup_does_not_bring_it_back(later: Played) -> None:
    later.post.site.close()
    folder = later.folder / "post"
    later.post.site, _ = backing_up.restore(folder, PHRASE, later.backup, clock=later.hq.clock)
    assert PLANTED not in readable(later.post)
    assert 1 not in held(later.post, "gates")
    assert upkeep.verify(later.post.site, later.post.by).findings == ()
    later.meet()
    assert PLANTED not in readable(later.post)
    assert held(later.post, "gates")[-2:] == [3, 4]
    assert later.post.post().scan(later.long.text).sign is Sign.GO


def test_nor_on_a_laptop_that_has_nothing_but_the_backup(later: Played) -> None:
    later.days(2)
    later.post.site.close()
    folder = later.folder / "post"
    bare = later.folder / "bare"
    bare.mkdir()
    shutil.copy(folder / "keys.slot", bare)
    later.post.site, _ = backing_up.restore(bare, PHRASE, later.backup, clock=later.hq.clock)
    assert PLANTED not in readable(later.post)
    assert 1 not in held(later.post, "gates")


def test_the_command_destroys_yesterday_too(played: Played) -> None:
    played.days(1)
    assert PLANTED in readable(played.post)
    done = forgetting.forget(played.post.site, played.post.by)
    assert done.epochs == {}
    done = forgetting.forget(played.post.site, played.post.by, yesterday=True)
    assert done.epochs == {"gates": 1, "lifts": 1}
    assert PLANTED not in readable(played.post)
    assert played.figures() == played.before
    with pytest.raises(PastNeeded):
        forgetting.forget(played.hq.site, played.hq.by)


def test_every_table_that_is_destroyed_says_what_stays_of_it() -> None:
    """A new table of these compartments stays whole: this test asks whether that is meant."""
    tables = {one.name for one in TABLES if one.kinds[0].compartment in epochs.FORGOTTEN}
    nameless = {
        "figures_site", "gate_entries", "gate_place", "lift_lift",
        "passes_issuer", "people_duty", "people_export", "people_sightings",
    }  # fmt: skip
    ruled = {"arrival_sheet", "gate_checkpoint", "lift_person", "passes_outer", "passes_pass"}
    assert tables == nameless | ruled | {SCANS.name, LOOKS.name}
