"""Items: what may be put on record of them, and what their facts add up to, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import ItemId, LiftId, OperatorId, PersonId, PlaceId
from muster.ground.people.moment import Moment
from muster.ground.problem import Problem
from muster.journey.closing import items
from muster.journey.closing.facts import (
    Disposal,
    ExposedTold,
    ItemAssigned,
    ItemDisposed,
    ItemInventoried,
    ItemKind,
    Purpose,
)
from muster.journey.closing.items import Bearing, Evidence, Thing
from muster.journey.closing.problems import (
    CountImpossible,
    DataDenied,
    DataUnsaid,
    DescriptionMissing,
    EvidenceUnreadable,
    ItemUnknown,
    MethodMissing,
    WitnessMissing,
)
from muster.journey.closing.state import CONTRADICTED, STAGES, Item, fold_item

ITEM = ItemId(b"item".ljust(16))
BY = OperatorId(b"operator".ljust(16))
PLACE = PlaceId(b"place".ljust(16))
PERSON = PersonId(b"person".ljust(16))
LAPTOP = Thing(ItemKind.CARRIER, "laptop of the visa section", "registrar's post", PLACE)


def at(minute: int) -> Moment:
    return Moment.at(minute * 60_000)


def folded(*facts: Observation) -> Item:
    item: Item | None = None
    for fact in facts:
        item = fold_item(item, fact)
    assert item is not None
    return item


def inventoried(bearing: Bearing | None = None) -> Item:
    return folded(items.inventory(ITEM, LAPTOP, bearing, at(1), BY))


def disposed(
    item: Item, disposal: Disposal, minute: int = 5, witnesses: tuple[str, ...] = ("Guard 2",)
) -> ItemDisposed:
    return items.dispose(
        item, ITEM, disposal, at(minute), BY, method="drilled", witnesses=witnesses
    )


@pytest.mark.parametrize(
    ("thing", "bearing", "problem"),
    [
        (Thing(ItemKind.OTHER, " ", "post", PLACE), None, DescriptionMissing),
        (Thing(ItemKind.OTHER, "safe", "", PLACE), None, DescriptionMissing),
        (Thing(ItemKind.OTHER, "safe", "post", PLACE, 0), None, CountImpossible),
        (Thing(ItemKind.PAPERS, "files", "post", PLACE), Bearing(), DataUnsaid),
        (
            Thing(ItemKind.PAPERS, "files", "post", PLACE),
            Bearing(described="applicants", souls=-1),
            CountImpossible,
        ),
    ],
)
def test_a_thing_says_what_it_is_and_whose_data_it_bears(
    thing: Thing, bearing: Bearing | None, problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        items.inventory(ITEM, thing, bearing, at(1), BY)


def test_a_thing_that_bears_no_data_bears_nobodys() -> None:
    with pytest.raises(DataDenied):
        items.bearing(bears_data=False, whose=Bearing(persons=(PERSON,)))
    assert items.bearing(bears_data=False, whose=Bearing()) is None


def test_nothing_is_done_with_a_thing_that_nobody_inventoried() -> None:
    with pytest.raises(ItemUnknown):
        disposed(Item(), Disposal.DESTROYED)
    with pytest.raises(ItemUnknown):
        items.assign(None, ITEM, Purpose.DESTROY, at(2), BY, method="thermite")
    with pytest.raises(ItemUnknown):
        items.tell(None, ITEM, "phone", 1, at(2), BY)


def test_a_disposal_says_how_and_who_saw_it() -> None:
    item = inventoried()
    with pytest.raises(MethodMissing):
        items.dispose(item, ITEM, Disposal.TAKEN, at(2), BY, method=" ", witnesses=("Guard 2",))
    with pytest.raises(WitnessMissing):
        disposed(item, Disposal.DESTROYED, witnesses=(" ",))
    short = Evidence(b"\x00" * 31, 7)
    with pytest.raises(EvidenceUnreadable):
        items.dispose(
            item,
            ITEM,
            Disposal.TAKEN,
            at(2),
            BY,
            method="truck",
            witnesses=("Guard 2",),
            evidence=short,
        )


@pytest.mark.parametrize("disposal", [Disposal.ABANDONED, Disposal.SEIZED])
def test_what_was_abandoned_or_seized_may_have_no_witness(disposal: Disposal) -> None:
    assert disposed(inventoried(), disposal, witnesses=()).witnesses == ()


def test_a_thing_goes_through_its_stages() -> None:
    item = inventoried()
    assert item.stage == "inventoried"
    meant = items.assign(item, ITEM, Purpose.DESTROY, at(2), BY, method="thermite")
    item = fold_item(item, meant)
    assert item.stage == "to-destroy"
    assert fold_item(item, disposed(item, Disposal.DISABLED)).stage == "disabled"


def test_a_second_disposal_is_kept_and_named() -> None:
    item = inventoried(Bearing(described="applicants", souls=200))
    first, second = disposed(item, Disposal.DESTROYED, 5), disposed(item, Disposal.SEIZED, 4)
    after = folded(items.inventory(ITEM, LAPTOP, None, at(1), BY), first, second)
    assert after.stage == CONTRADICTED
    assert [one.disposal for one in after.disposals] == [Disposal.SEIZED, Disposal.DESTROYED]


def test_the_same_disposal_read_twice_is_one() -> None:
    item = inventoried()
    once = disposed(item, Disposal.DESTROYED)
    assert not fold_item(fold_item(item, once), once).contradicted


@pytest.mark.parametrize("disposal", Disposal)
def test_data_is_readable_unless_it_was_taken_or_destroyed(disposal: Disposal) -> None:
    item = inventoried(Bearing(described="applicants", souls=200))
    assert item.readable
    after = fold_item(item, disposed(item, disposal))
    assert after.readable is (disposal not in {Disposal.TAKEN, Disposal.DESTROYED})
    assert after.exposes is (disposal in {Disposal.SEIZED, Disposal.ABANDONED})
    assert not fold_item(inventoried(), disposed(inventoried(), disposal)).readable


def test_destroyed_and_seized_is_still_exposed() -> None:
    item = inventoried(Bearing(described="applicants", souls=200))
    for one in (disposed(item, Disposal.DESTROYED, 3), disposed(item, Disposal.SEIZED, 4)):
        item = fold_item(item, one)
    assert item.exposes
    assert item.readable


FACTS: tuple[Observation, ...] = (
    ItemInventoried(ITEM, at(1), BY, ItemKind.PAPERS, "files", "desk", PLACE, 1),
    ItemInventoried(ITEM, at(2), BY, ItemKind.PAPERS, "files, two boxes", "desk", PLACE, 2),
    ItemAssigned(ITEM, at(3), BY, Purpose.DESTROY, "burned"),
    ItemAssigned(ITEM, at(4), BY, Purpose.LIFT, "", LiftId(b"lift".ljust(16))),
    ItemDisposed(ITEM, at(5), BY, Disposal.DESTROYED, "burned", ("Guard 2",)),
    ItemDisposed(ITEM, at(5), BY, Disposal.TAKEN, "lift", ("Guard 3",)),
    ItemDisposed(ITEM, at(5), BY, Disposal.DESTROYED, "burned", ("Guard 2",)),
    ExposedTold(ITEM, at(6), BY, "phone", 3),
    ExposedTold(ITEM, at(7), BY, "phone", 2),
)


@given(st.permutations(FACTS))
def test_an_item_is_the_same_in_whatever_order_its_facts_come(facts: list[Observation]) -> None:
    assert folded(*facts) == folded(*FACTS)


@given(st.lists(st.sampled_from(FACTS), min_size=1))
def test_any_facts_in_any_order_give_a_stage(facts: list[Observation]) -> None:
    assert folded(*facts).stage in STAGES
