"""Lists that come again: what changed, what is gone, what columns stood for; one taken back."""

from dataclasses import dataclass

import pytest

from muster.adapters.formats.dates import Order
from muster.adapters.formats.proposal import Why
from muster.adapters.formats.targets import Target
from muster.doors.recount.person import CHANGES
from muster.doors.recount.person import Person as Counted
from muster.ground.people.ids import PersonId
from muster.ground.people.moment import HOUR
from muster.journey.figures.books import Mark, Stage
from muster.journey.registry.problems import ListGone, ListReasonMissing, ListUnknown
from muster.journey.registry.state import Record
from muster.site import operators, upkeep
from muster.site.problems import NotAllowed, SecondMissing, SecondSame
from muster.site.record.kinds import PARTY, RECORD
from muster.site.registry import desk, importing, lists, stories
from muster.site.registry.columns import Adjustment
from muster.site.registry.importing import Imported, Request
from muster.site.rights import Operator, Role
from tests.world.site import World

HEADER = "family,name,sex,birth,passport"


@dataclass
class Sheet:
    """A sender's sheet, as it is sent again and again."""

    world: World
    name: str = "August list"

    def send(
        self, *rows: str, header: str = HEADER, said: tuple[str, str] | None = None
    ) -> Imported:
        self.world.tick()
        source = "\n".join((header, *rows)).encode()
        adjust = Adjustment([said]) if said else None
        request = Request(sender="Example office", name=self.name, adjust=adjust)
        return importing.import_list(self.world.site, self.world.by, source, request)

    def people(self) -> dict[str, Record]:
        with self.world.site.view() as view:
            states = view.states(RECORD).values()
        return {one.name.full: one for one in states if one.name and one.withdrawn is None}

    def everybody(self) -> int:
        with self.world.site.view() as view:
            return len(view.states(RECORD))


@pytest.fixture
def sheet(world: World) -> Sheet:
    return Sheet(world)


def row(family: int, name: str, birth: str = "1990-05-31", number: str = "") -> str:
    return f"F{family},{name},f,{birth},{number}"


def test_a_name_that_was_corrected_on_the_sheet_is_no_second_person(sheet: Sheet) -> None:
    sheet.send(row(1, "Given1 Familly", number="X1"), row(2, "Given2 Other", number="X2"))
    done = sheet.send(row(1, "Given1 Family", number="x-1"), row(2, "Given2 Other", number="X2"))
    assert (done.accepted, done.changed, done.repeated, done.gone) == (1, 1, 1, 0)
    assert set(sheet.people()) == {"Given1 Family", "Given2 Other"}
    assert sheet.everybody() == 2


@pytest.mark.parametrize(
    "changed",
    [
        row(1, "Given1 Family1", number="X9"),  # a new document
        row(1, '"Family1, Given1"', number=""),  # the same words, and no document any more
        row(1, "Given1 Family1", birth="1991-05-31", number=""),  # another birth
    ],
)
def test_a_row_that_changed_is_the_same_person_by_what_stayed(sheet: Sheet, changed: str) -> None:
    sheet.send(row(1, "Given1 Family1", number="X1"), row(2, "Given2 Family2", number="X2"))
    done = sheet.send(changed, row(2, "Given2 Family2", number="X2"))
    assert (done.changed, sheet.everybody()) == (1, 2)


def test_whoever_could_be_two_is_left_a_further_claim(sheet: Sheet) -> None:
    sheet.send(row(1, "Given1 Family"), row(2, "Given1 Family", birth="1980-01-02"))
    done = sheet.send(row(3, "Given1 Family", birth="1971-03-04"))
    assert (done.changed, done.accepted, done.gone, sheet.everybody()) == (0, 1, 2, 3)


def test_a_document_said_twice_is_one_document(sheet: Sheet) -> None:
    sheet.send(row(1, "Given1 Family1", number="X1"))
    sheet.send(row(1, "Given1 Family1", birth="1990-05-30", number="X1"))
    (record,) = sheet.people().values()
    assert len(record.documents) == 1


def test_a_child_added_to_the_sheet_joins_its_family(sheet: Sheet) -> None:
    first = sheet.send(row(1, "Given1 Family1"), row(2, "Given2 Family2"))
    done = sheet.send(row(1, "Given1 Family1"), row(1, "Child1 Family1", "2019-05-02"))
    assert (done.accepted, done.repeated, done.gone, done.parties) == (1, 1, 1, ())
    people = sheet.people()
    assert people["Child1 Family1"].party == people["Given1 Family1"].party
    party = sheet.world.site.rows.state(PARTY, first.parties[0][1])
    assert len(party.members) == 2
    assert party.members[0] == party.head


def test_a_child_does_not_join_a_party_that_was_heard_and_confirmed(sheet: Sheet) -> None:
    first = sheet.send(row(1, "Given1 Family1"))
    desk.confirm_parties(sheet.world.site, sheet.world.by, [first.parties[0][1]])
    done = sheet.send(row(1, "Given1 Family1"), row(1, "Child1 Family1", "2019-05-02"))
    assert len(done.parties) == 1


def test_rows_of_a_revised_sheet_are_what_a_rebuild_makes(sheet: Sheet) -> None:
    sheet.send(row(1, "Given1 Familly", number="X1"), row(1, "Given2 Family"))
    sheet.send(row(1, "Given1 Family", number="X1"), row(1, "Given3 Family"))
    assert not upkeep.verify(sheet.world.site, sheet.world.by).findings


def test_what_columns_stood_for_is_offered_for_the_next_list_of_that_form(sheet: Sheet) -> None:
    header = "a,b,c"
    odd = ("c", "phone")
    sheet.send("Given1 Family1,x,+15550100", header="name,b,c", said=odd)
    sheet.name = "September list"
    done = sheet.send("Given2 Family2,x,+15550101", header="name,b,c")
    assert done.proposal is not None
    assert {(one.target, one.why) for one in done.proposal.guesses} == {
        (Target.FULL_NAME, Why.KEPT),
        (Target.PHONE, Why.KEPT),
    }
    assert sheet.people()["Given2 Family2"].contacts == ("+15550101",)
    other = importing.preview(
        sheet.world.site, sheet.world.by, f"{header}\n1,2,3".encode(), sender="Example office"
    )
    assert other.proposal is not None
    assert not any(one.why is Why.KEPT for one in other.proposal.guesses)


def test_another_senders_list_of_that_form_is_not_offered_it(sheet: Sheet) -> None:
    sheet.send("Given1 Family1,x,+15550100", header="name,b,c", said=("c", "phone"))
    shown = importing.preview(
        sheet.world.site, sheet.world.by, b"name,b,c\nGiven,x,y", sender="Other office"
    )
    assert shown.proposal is not None
    assert not any(one.why is Why.KEPT for one in shown.proposal.guesses)


def test_dates_of_a_later_list_are_read_as_its_own_values_say(sheet: Sheet) -> None:
    first = [row(n, f"Given{n} Family{n}", "03/04/1990") for n in range(4)]
    sheet.send(*first, said=("birth", "birth:day-first"))
    sheet.name = "September list"
    later = [row(n, f"Later{n} Family{n}", f"03/{n + 20}/1990") for n in range(4)]
    done = sheet.send(*later)
    assert done.proposal is not None
    orders = {one.target: one.order for one in done.proposal.mapping.fields}
    assert orders[Target.BIRTH_DATE] is Order.MONTH_FIRST
    assert not done.reading.flagged


def test_a_list_that_came_by_mistake_is_taken_back_and_may_come_again(sheet: Sheet) -> None:
    world = sheet.world
    rows = [row(n, f"Given{n} Family{n}", number=f"X{n}") for n in range(5)]
    came = sheet.send(*rows)
    world.tick()
    assert lists.would_take_back(world.site, world.by, came.list).withdrawn == 5
    done = lists.take_back(world.site, world.by, came.list, "the wrong file")
    assert (done.withdrawn, done.kept) == (5, 0)
    assert not sheet.people()
    with world.site.view() as view:
        assert {(line.stage, line.mark) for line in view.lines()} == {(Stage.CLOSED, Mark.WITHDREW)}
    with pytest.raises(ListGone):
        lists.take_back(world.site, world.by, came.list, "again")
    again = sheet.send(*rows)
    assert (again.accepted, again.changed, again.gone) == (5, 5, 0)
    assert len(sheet.people()) == sheet.everybody() == 5
    assert not upkeep.verify(world.site, world.by).findings
    (listed,) = lists.received(world.site, world.by)
    assert (listed.people, listed.withdrawn, listed.intake.taken_back) == (5, 0, None)


def test_whoever_is_more_than_a_row_by_now_stays(sheet: Sheet) -> None:
    world = sheet.world
    came = sheet.send(*(row(n, f"Given{n} Family{n}") for n in range(4)))
    people = [person for _, person in came.persons]
    desk.register(world.site, world.by, people[:1], world.airport)
    desk.withdraw(world.site, world.by, people[1:2], "stays with a parent")
    done = lists.take_back(world.site, world.by, came.list, "the wrong file")
    assert (done.withdrawn, done.kept) == (2, 1)
    again = sheet.send(*(row(n, f"Given{n} Family{n}") for n in range(4)))
    assert again.changed == 2
    assert people[1] not in {p for p, one in _open(world).items()}, "who withdrew stays withdrawn"


def colleague(world: World) -> Operator:
    """Enrol a registrar beside the lead."""
    name, roles = "Example colleague", (Role.REGISTRAR.value,)
    identity = operators.enrol(world.site, world.by, name, roles, "24681357")
    return Operator(identity, name, (Role.REGISTRAR,))


def _open(world: World) -> dict[bytes, Record]:
    with world.site.view() as view:
        return {p: one for p, one in view.scan(RECORD) if one.withdrawn is None}


def test_many_claims_are_taken_back_by_two_and_with_a_reason(sheet: Sheet) -> None:
    world = sheet.world
    came = sheet.send(*(row(n, f"Given{n} Family{n}") for n in range(lists.ALONE + 1)))
    beside = colleague(world)
    with pytest.raises(ListReasonMissing):
        lists.take_back(world.site, world.by, came.list, " ", beside)
    with pytest.raises(SecondMissing):
        lists.take_back(world.site, world.by, came.list, "the wrong file")
    with pytest.raises(SecondSame):
        lists.take_back(world.site, world.by, came.list, "the wrong file", world.by)
    gate = Operator(world.by.id, "Example guard", (Role.GATE,))
    with pytest.raises(NotAllowed):
        lists.take_back(world.site, gate, came.list, "the wrong file")
    assert len(sheet.people()) == lists.ALONE + 1
    done = lists.take_back(world.site, world.by, came.list, "the wrong file", beside)
    assert done.withdrawn == lists.ALONE + 1


def test_a_list_nobody_sent_is_not_found(sheet: Sheet) -> None:
    with pytest.raises(ListUnknown):
        lists.find(sheet.world.site, sheet.world.by, "0123456789")


def test_the_second_count_undoes_a_withdrawal_with_its_list_and_no_other() -> None:
    own, listed = Counted(), Counted()
    CHANGES["claim-withdrawn"](own, [False], HOUR)
    CHANGES["claim-withdrawn"](own, [True], HOUR)
    CHANGES["claim-withdrawn"](listed, [True], HOUR)
    for one in (own, listed):
        CHANGES["person-claimed"](one, [""], HOUR)
    assert (own.withdrawn, listed.withdrawn) == (True, False)


def test_the_story_says_that_the_list_was_taken_back(sheet: Sheet) -> None:
    world = sheet.world
    came = sheet.send(row(1, "Given1 Family1"))
    lists.take_back(world.site, world.by, came.list, "the wrong file")
    person: PersonId = came.persons[0][1]
    kinds = [line.kind for line in stories.person(world.site, world.by, person).story]
    assert kinds == ["person-claimed", "claim-withdrawn"]


def mended(done: Imported, wrong: str, right: str) -> str:
    """Return the correction file of an import with its one fault put right."""
    assert wrong in done.corrections.decode("utf-8-sig")
    return done.corrections.decode("utf-8-sig").replace(wrong, right)


def test_whoever_comes_back_corrected_joins_the_family_and_nobody_is_gone(sheet: Sheet) -> None:
    rows = [row(n, f"Given{n} Family{n}") for n in range(1, 8)]
    done = sheet.send(*rows, row(3, "Child Family3", "31/31/1990"))
    assert len(done.reading.lines()) == 1
    header, *back = mended(done, "31/31/1990", "1990-03-30").splitlines()
    again = sheet.send(*back, header=header)
    assert (again.accepted, again.changed, again.gone, again.parties) == (1, 0, 0, ())
    people = sheet.people()
    assert people["Child Family3"].party == people["Given3 Family3"].party
    party = people["Child Family3"].party
    assert party is not None
    with sheet.world.site.view() as view:
        assert len(view.state(PARTY, party).members) == 2


def test_a_corrected_row_is_never_taken_for_a_namesake_on_the_list(sheet: Sheet) -> None:
    rows = [row(n, f"Given{n} Family{n}") for n in range(1, 8)]
    done = sheet.send(*rows, row(9, "Given1 Family1", "31/31/1990"))
    header, *back = mended(done, "31/31/1990", "1961-03-30").splitlines()
    again = sheet.send(*back, header=header)
    assert (again.accepted, again.changed) == (1, 0)
    assert sheet.everybody() == 8
