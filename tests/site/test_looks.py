"""Who looks at many is noticed by name, and opens more only beside somebody else (T25)."""

import pytest

from muster.ground.people.access.facts import LookingReviewed, LookingVouched
from muster.ground.people.access.looks import MANY, OPENED, Looks, fold_looks
from muster.ground.people.facts import PeopleSearched, RecordOpened
from muster.ground.people.ids import OperatorId, PersonId
from muster.ground.people.moment import HOUR, MINUTE, Moment
from muster.site import operators
from muster.site.access import looks
from muster.site.problems import (
    LooksNeedTwo,
    NotAllowed,
    NothingToAsk,
    OwnLooks,
    ReasonEmpty,
    SecondMissing,
    SecondSame,
)
from muster.site.registry import search, stories
from muster.site.rights import Operator, Role
from tests.world.site import World


def clerk(world: World, name: str, role: Role = Role.REGISTRAR) -> Operator:
    identity = operators.enrol(world.site, world.by, name, (role.value,), "24681357")
    return Operator(identity, name, (role,))


def people(first: int, number: int) -> tuple[bytes, ...]:
    return tuple(one.to_bytes(16, "big") for one in range(first, first + number))


def shown(at: int, first: int, number: int) -> PeopleSearched:
    return PeopleSearched(b"o" * 16, Moment.at(at), b"o" * 16, people(first, number))


def opened(at: int, one: int) -> RecordOpened:
    return RecordOpened(b"o" * 16, Moment.at(at), b"o" * 16, people(one, 1)[0])


def folded(*facts: PeopleSearched | RecordOpened | LookingVouched | LookingReviewed) -> Looks:
    state = Looks()
    for fact in facts:
        state = fold_looks(state, fact)
    return state


def open_sixty(world: World, by: Operator) -> list[PersonId]:
    everybody = world.people(OPENED + 2)
    for one in everybody[:OPENED]:
        stories.person(world.site, by, one)
    return everybody


def test_the_sixty_first_record_within_ten_minutes_takes_a_second_person(world: World) -> None:
    registrar, other = clerk(world, "Example one"), clerk(world, "Example two")
    everybody = open_sixty(world, registrar)
    with pytest.raises(LooksNeedTwo):
        stories.person(world.site, registrar, everybody[-1])
    stories.person(world.site, registrar, everybody[0])  # one that is open already stays so
    stories.person(world.site, other, everybody[-1])  # nobody else has to wait for it
    looks.vouch(world.site, registrar, other, "a bus came")
    assert stories.person(world.site, registrar, everybody[-1]).id == everybody[-1]


def test_after_ten_minutes_nobody_needs_to_sign(world: World) -> None:
    registrar = clerk(world, "Example one")
    everybody = open_sixty(world, registrar)
    world.tick(10 * MINUTE)
    assert stories.person(world.site, registrar, everybody[-1]).id == everybody[-1]


def test_what_was_refused_is_not_on_record_as_opened(world: World) -> None:
    registrar = clerk(world, "Example one")
    everybody = open_sixty(world, registrar)
    before = world.site.store.digest_rows()
    with pytest.raises(LooksNeedTwo):
        stories.person(world.site, registrar, everybody[-1])
    assert world.site.store.digest_rows() == before


def test_nobody_vouches_for_themselves_or_without_a_reason(world: World) -> None:
    registrar, planner = clerk(world, "Example one"), clerk(world, "Example plan", Role.PLANNER)
    other = clerk(world, "Example two")
    for second, refusal in ((None, SecondMissing), (registrar, SecondSame), (planner, NotAllowed)):
        with pytest.raises(refusal):
            looks.vouch(world.site, registrar, second, "a bus came")
    with pytest.raises(ReasonEmpty):
        looks.vouch(world.site, registrar, other, "  ")


def test_a_clerk_who_looks_up_three_hundred_people_in_an_hour_is_named(world: World) -> None:
    registrar = clerk(world, "Example curious")
    head, everybody = clerk(world, "Example head", Role.HEAD), world.people(MANY + 20)
    for one in everybody:
        search.find(world.site, registrar, _name(world, one), limit=1)
    (row,) = looks.alarms(world.site, head)
    assert (row.name, row.id) == ("Example curious", registrar.id)
    assert row.unanswered[0].people >= MANY
    assert looks.reckoned(world.site, head) == looks.onlookers(world.site, head)
    looks.review(world.site, head, registrar.id, "they copied a list for a bus")
    assert looks.alarms(world.site, head) == []
    with pytest.raises(NothingToAsk):
        looks.review(world.site, head, registrar.id, "again")


def _name(world: World, person: PersonId) -> str:
    with world.site.view() as view:
        return search.shown_name(search._record(view, person), None).full


def test_nobody_asks_themselves(world: World) -> None:
    with pytest.raises(OwnLooks):
        looks.review(world.site, world.by, world.by.id, "it was me")


def test_one_fewer_than_three_hundred_is_no_alarm() -> None:
    assert folded(shown(0, 0, MANY - 1)).alarms == ()
    assert len(folded(shown(0, 0, MANY - 1), shown(1, MANY - 1, 1)).alarms) == 1


def test_the_same_people_again_are_no_more_people() -> None:
    assert folded(*(shown(at, 0, 20) for at in range(100))).alarms == ()


def test_people_of_an_hour_ago_do_not_count() -> None:
    half = MANY // 2
    assert folded(shown(0, 0, half), shown(HOUR, half, half)).alarms == ()
    assert folded(shown(0, 0, half), shown(HOUR - 1, half, half)).alarms != ()


def test_an_alarm_grows_while_the_same_hour_goes_on_and_another_hour_is_another() -> None:
    grown = folded(shown(0, 0, MANY), shown(1, MANY, 20))
    assert [(one.since, one.until, one.people) for one in grown.alarms] == [(0, 1, MANY + 20)]
    again = fold_looks(grown, shown(3 * HOUR, 5_000, MANY))
    assert len(again.alarms) == 2


def test_after_somebody_asked_it_takes_as_many_again() -> None:
    asked = LookingReviewed(b"o" * 16, Moment.at(5), b"h" * 16, "a bus")
    calm = folded(shown(0, 0, MANY), asked, shown(6, MANY, MANY - 1))
    assert calm.unanswered == ()
    assert len(fold_looks(calm, shown(7, 9_000, 1)).unanswered) == 1


def test_a_clock_set_back_hides_nothing() -> None:
    state = folded(*(opened(HOUR, one) for one in range(OPENED)))
    assert not state.may_open(b"new", HOUR - MINUTE)
    assert len(folded(shown(2 * HOUR, 0, 200), shown(0, 200, 100)).alarms) == 1


def test_an_operator_nobody_knows_any_more_is_still_listed(world: World) -> None:
    registrar = clerk(world, "Example gone")
    (person,) = world.party(1)
    stories.person(world.site, registrar, person)
    operators.revoke(world.site, world.by, registrar.id, "left")
    names = {one.name for one in looks.onlookers(world.site, world.by)}
    assert "Example gone" in names
    assert OperatorId(registrar.id) in {one.id for one in looks.reckoned(world.site, world.by)}
