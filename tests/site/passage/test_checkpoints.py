"""Checkpoints of others: a tablet lent there, a key handed out, and what is on record of both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import ArrangementId, PlaceId
from muster.ground.people.moment import DAY, HOUR
from muster.ground.people.place import PlaceRole
from muster.journey.gate.checkpoint import Objection, look
from muster.journey.passage.facts import DayKeyGiven
from muster.journey.passage.problems import (
    CheckingDiffers,
    DayWrong,
    IsSuspended,
    NotCheckpoint,
    ReasonMissing,
    WasBreached,
)
from muster.journey.passage.rules import Flag
from muster.journey.passage.terms import Channel, Checking
from muster.journey.passes import outer
from muster.site.gate.tablets import Given, given, of
from muster.site.passage import checkpoints, liaison, told
from muster.site.passes import passbook, signers
from muster.site.problems import SecondMissing, SecondSame
from tests.world.gates import Gates
from tests.world.tablet import Tablet


class Road:
    """A gate, a checkpoint before it, and an arrangement with who holds that."""

    def __init__(self, gates: Gates) -> None:
        self.gates, self.site, self.by = gates, gates.site, gates.by
        self.checkpoint = gates.place("Their checkpoint", PlaceRole.CHECKPOINT)

    def agreed(self, checking: Checking) -> ArrangementId:
        found = liaison.propose(self.site, self.by, role="Commander", place="outside")
        until = self.gates.clock.at + 3 * DAY
        liaison.agree(self.site, self.by, found, allows=(), until=until, checking=checking)
        return found

    def given(self) -> Given:
        tablet = Tablet()
        tablet.enrol(self.site, self.by, self.by.id, self.checkpoint)
        return given(self.site, of(self.site, tablet.enrolled.device))


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    gates = Gates(tmp_path / "site")
    yield Road(gates)
    gates.site.close()


def test_a_lent_tablet_holds_the_keys_of_its_days_and_nothing_else(road: Road) -> None:
    ticket = road.gates.issued(4, checkpoint=road.checkpoint)
    arrangement = road.agreed(Checking.LENT)
    assert road.given().checkpoint is not None
    assert road.given().checkpoint.days == ()  # type: ignore[union-attr]
    day = checkpoints.lend(road.site, road.by, arrangement, road.checkpoint)
    has = road.given()
    assert (has.keys, has.lists, has.records, has.uses, has.operation) == ((), (), (), {}, b"")
    assert has.checkpoint is not None
    (one,) = has.checkpoint.days
    assert one.day == day
    shown = outer.read(passbook.outer_text(road.site, road.by, ticket.id) or "")
    with road.site.view() as view:
        keys = checkpoints.lent(
            view, signers.outer_root(road.site), road.checkpoint, road.gates.clock.at
        )
    looked = look(shown, road.checkpoint, keys, road.site.now(), {})
    assert looked.objection is None
    assert looked.said is not None
    assert looked.said.souls == 4
    other = PlaceId(road.gates.place("Another checkpoint", PlaceRole.CHECKPOINT))
    assert look(shown, other, keys, road.site.now(), {}).objection is Objection.NOT_OF_HERE


def test_a_tablet_has_no_key_once_the_arrangement_does_not_hold(road: Road) -> None:
    arrangement = road.agreed(Checking.LENT)
    checkpoints.lend(road.site, road.by, arrangement, road.checkpoint)
    liaison.breach(road.site, road.by, arrangement, reason="they seized a bus")
    has = road.given()
    assert has.checkpoint is not None
    assert has.checkpoint.days == ()
    with pytest.raises(WasBreached):
        checkpoints.lend(road.site, road.by, arrangement, road.checkpoint)


def test_a_key_takes_two_people_and_a_reason_and_is_in_the_ledger(road: Road) -> None:
    site, by, second = road.site, road.by, road.gates.colleague()
    arrangement = road.agreed(Checking.KEY)
    asked = (arrangement, road.checkpoint)
    with pytest.raises(SecondMissing):
        checkpoints.hand_out(site, by, None, *asked, reason="no post of ours can stand there")
    with pytest.raises(SecondSame):
        checkpoints.hand_out(site, by, by, *asked, reason="no post of ours can stand there")
    with pytest.raises(ReasonMissing):
        checkpoints.hand_out(site, by, second, *asked, reason=" ")
    assert told.ledger(site, by) == []
    made = checkpoints.hand_out(site, by, second, *asked, reason="no post can stand there")
    assert made.key == outer.day_key(signers.outer_root(site), road.checkpoint, made.day)
    (row,) = told.ledger(site, by)
    assert (row.checking, row.day, row.reason) == (
        Checking.KEY,
        made.day,
        "no post can stand there",
    )
    assert (row.second, row.recipient, row.flags) == ("Example colleague", "Commander", ())
    with site.view() as view:
        record = b"".join(one.state for one in view.reader.rows_scan("passage_arrangement"))
    assert made.key not in record


def test_a_key_is_given_in_the_way_that_was_agreed_and_no_other(road: Road) -> None:
    site, by, second = road.site, road.by, road.gates.colleague()
    for agreed in (Checking.SIGN, Checking.LENT):
        with pytest.raises(CheckingDiffers):
            checkpoints.hand_out(
                site, by, second, road.agreed(agreed), road.checkpoint, reason="asked for"
            )
    for agreed in (Checking.SIGN, Checking.KEY):
        with pytest.raises(CheckingDiffers):
            checkpoints.lend(site, by, road.agreed(agreed), road.checkpoint)


def test_a_key_that_another_site_gave_while_it_rested_is_flagged_by_the_ledger(road: Road) -> None:
    site, by = road.site, road.by
    arrangement = road.agreed(Checking.LENT)
    checkpoints.lend(site, by, arrangement, road.checkpoint)
    liaison.suspend(site, by, arrangement, reason="shots heard")
    with pytest.raises(IsSuspended):
        checkpoints.lend(site, by, arrangement, road.checkpoint)
    road.gates.tick()
    said = (road.checkpoint, "2021-08-15", Checking.KEY, "Commander", Channel.PHONE, "asked for")
    with site.writing() as journal:
        journal.put([DayKeyGiven(arrangement, site.now(), by.id, *said)])
    flags = [row.flags for row in told.ledger(site, by)]
    assert flags == [(), (Flag.WHILE_SUSPENDED, Flag.NOT_COVERED)]


@pytest.mark.parametrize("day", ["tomorrow", "2021-08-40", "2021-08-01", "2021-09-30"])
def test_a_key_of_a_day_that_is_over_or_far_is_refused(road: Road, day: str) -> None:
    with pytest.raises(DayWrong):
        checkpoints.lend(road.site, road.by, road.agreed(Checking.LENT), road.checkpoint, day=day)


def test_no_tablet_is_lent_to_a_gate_of_ours(road: Road) -> None:
    with pytest.raises(NotCheckpoint):
        checkpoints.lend(road.site, road.by, road.agreed(Checking.LENT), road.gates.gate)


def test_a_captured_key_of_today_opens_no_code_of_tomorrow(road: Road) -> None:
    arrangement = road.agreed(Checking.LENT)
    checkpoints.lend(road.site, road.by, arrangement, road.checkpoint)
    road.gates.tick(DAY)
    ticket = road.gates.issued(2, checkpoint=road.checkpoint)
    shown = outer.read(passbook.outer_text(road.site, road.by, ticket.id) or "")
    with road.site.view() as view:
        keys = checkpoints.lent(
            view, signers.outer_root(road.site), road.checkpoint, road.gates.clock.at + HOUR
        )
    assert look(shown, road.checkpoint, keys, road.site.now(), {}).objection is Objection.NO_KEY
