"""Family pages at a site: who is given one, what each answers as the day goes on, what ends one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import PartyId, PersonId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY, HOUR
from muster.journey.passes import answers, family
from muster.journey.passes.answers import Desk, Line, Said
from muster.journey.passes.problems import OffsetWrong, PageUnknown, PartyNotAsked
from muster.journey.plan.facts import Channel
from muster.site import command
from muster.site.incident import roll
from muster.site.passes import families
from muster.site.passes.families import Given
from muster.site.plan import calls
from muster.site.problems import NothingKnown
from muster.site.record.kinds import PAGES, RECORD
from muster.site.registry import desk
from tests.world.gates import Gates


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def told(gates: Gates, given: Given) -> Line:
    raw = families.publish(gates.site, gates.by)
    desk = Desk(answers.read(raw), gates.site.entropy.draw)
    token = family.read(given.code)
    assert token is not None
    return desk.answer(token, gates.clock.at)


def test_a_party_is_told_called_elsewhere_and_wait_as_its_calls_go(gates: Gates) -> None:
    site, by = gates.site, gates.by
    party = gates.confirmed()
    given = families.give(site, by, party)
    assert told(gates, given).said is Said.WAIT
    now = gates.clock.at
    calls.call(site, by, [party], gates.gate, (now, now + 4 * HOUR))
    assert told(gates, given) == Line(Said.CALLED, "North gate", now, now + 4 * HOUR)
    south = gates.other_gate()
    command.shut_gate(site, by, gates.gate, "a warning", to=south)
    line = told(gates, given)
    assert (line.said, line.gate) == (Said.ELSEWHERE, "South gate")
    command.shut_gate(site, by, south, "a warning")
    assert told(gates, given).said is Said.WAIT


def test_a_page_says_wait_once_its_party_came(gates: Gates) -> None:
    party = gates.called()
    given = families.give(gates.site, gates.by, party)
    calls.came(gates.site, gates.by, [party])
    assert told(gates, given).said is Said.WAIT


def test_what_was_taken_back_and_what_is_over_say_wait(gates: Gates) -> None:
    site, by, party = gates.site, gates.by, gates.called(hours=12)
    lost, kept = (families.give(site, by, party, days=1) for _ in range(2))
    assert families.take_back(site, by, party, reason="lost", mark=lost.mark) == 1
    assert told(gates, lost).said is Said.WAIT
    assert told(gates, kept).said is Said.CALLED
    gates.tick(DAY)
    now = gates.clock.at
    calls.did_not_come(site, by, [party])
    calls.call(site, by, [party], gates.gate, (now, now + HOUR))
    assert told(gates, kept).said is Said.WAIT
    with pytest.raises(PageUnknown):
        families.take_back(site, by, party, reason="over")


def test_the_record_holds_no_code(gates: Gates) -> None:
    given = families.give(gates.site, gates.by, gates.confirmed())
    token = family.read(given.code)
    assert token is not None
    with gates.site.view() as view:
        rows = b"".join(row.state for row in view.reader.rows_scan(PAGES.name))
        assert given.mark in rows
        assert token not in rows
        assert given.code.encode() not in rows
        raw = b"".join(families.publish(gates.site, gates.by) for _ in range(2))
    assert token not in raw


@pytest.fixture
def waiting(gates: Gates) -> tuple[list[PersonId], PartyId]:
    people = gates.party(3)
    with gates.site.view() as view:
        party: PartyId = view.state(RECORD, people[0]).party
    desk.confirm_parties(gates.site, gates.by, [party])
    return people, party


def of_relative(gates: Gates, party: PartyId) -> Given:
    said = (Relation.SIBLING, Channel.IN_PERSON)
    return families.give_relative(gates.site, gates.by, party, *said)


def test_a_relative_learns_nothing_but_that_all_are_safe(
    gates: Gates, waiting: tuple[list[PersonId], PartyId]
) -> None:
    people, party = waiting
    given = of_relative(gates, party)
    now = gates.clock.at
    calls.call(gates.site, gates.by, [party], gates.gate, (now, now + HOUR))
    assert told(gates, given) == Line()
    lift = gates.lift(people)
    assert told(gates, given) == Line()
    gates.land(lift, people[:2])
    assert told(gates, given) == Line()
    gates.land(lift, people[2:])
    assert told(gates, given) == Line(Said.SAFE)


def test_of_a_party_with_somebody_dead_a_relatives_page_says_nothing(
    gates: Gates, waiting: tuple[list[PersonId], PartyId]
) -> None:
    people, party = waiting
    given = of_relative(gates, party)
    lift = gates.lift(people)
    gates.land(lift, people)
    assert told(gates, given).said is Said.SAFE
    gates.tick()
    roll.report_missing(gates.site, gates.by, people[:1], "Observer")
    assert told(gates, given) == Line()


def test_a_relative_holds_a_page_only_where_the_party_agreed(gates: Gates) -> None:
    with pytest.raises(PartyNotAsked):
        families.give_relative(gates.site, gates.by, gates.confirmed(), Relation.PARENT, None)


def test_a_party_that_nobody_knows_gets_no_page(gates: Gates) -> None:
    with pytest.raises(NothingKnown):
        families.give(gates.site, gates.by, PartyId(bytes(16)))


@pytest.mark.parametrize(
    ("text", "minutes"), [("+04:30", 270), ("-03", -180), ("+00:00", 0), ("+14:00", 840)]
)
def test_local_time_is_read(text: str, minutes: int) -> None:
    assert families.read_offset(text) == minutes


@pytest.mark.parametrize("text", ["", "4:30", "+x", "+04:xx", "+15", "+04:60", "+"])
def test_local_time_that_no_place_has_is_refused(text: str) -> None:
    with pytest.raises(OffsetWrong):
        families.read_offset(text)
