"""The checklist names everything that is open, once, and nothing that is done."""

from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import OperatorId
from muster.journey.closing.checklist import (
    POINTS,
    PointCode,
    Scene,
    Scope,
    checklist,
    still_open,
)
from muster.journey.closing.facts import Disposal, PrintKind
from muster.journey.closing.state import Disposed, Item, Print, PrintEnd

NOBODY = OperatorId(b"")
IDS = st.binary(min_size=16, max_size=16)


def item(*disposals: Disposal, data: bool = False, told: int | None = None) -> Item:
    ends = tuple(
        Disposed(at, one, "drilled", ("Guard 2",), b"", 0, NOBODY)
        for at, one in enumerate(disposals)
    )
    return Item(inventoried=1, description="x", bears_data=data, disposals=ends, told=told)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    items = draw(
        st.dictionaries(
            IDS,
            st.builds(
                lambda ends, data, told: item(*ends, data=data, told=told),
                st.lists(st.sampled_from(Disposal), max_size=3),
                st.booleans(),
                st.none() | st.integers(0, 9),
            ),
            max_size=5,
        )
    )
    ends = st.sampled_from(PrintEnd)
    made = st.builds(lambda end: Print("1", PrintKind.LIST, "post", 1, end=end), ends)
    several = st.lists(IDS, max_size=3, unique=True).map(tuple)
    number = st.integers(0, 10**6)
    return Scene(
        items,
        draw(st.dictionaries(IDS, made, max_size=5)),
        draw(several),
        draw(several),
        draw(several),
        draw(several),
        draw(several),
        draw(number),
        draw(number),
        draw(number),
        draw(number),
    )


@given(scenes(), st.sampled_from(Scope))
def test_a_list_has_every_point_of_its_scope_once(scene: Scene, scope: Scope) -> None:
    points = checklist(scope, scene)
    assert [one.code for one in points] == [one for one in PointCode if one in POINTS[scope]]
    assert all(one.done is (one.open == 0) for one in points)
    assert all(len(one.ids) in (0, one.open) for one in points)
    assert all(f"{one.open:,}" in one.sentence.said() for one in points)


@given(scenes())
def test_the_operations_list_holds_all_that_a_gate_or_a_site_would(scene: Scene) -> None:
    whole = {one.code: one for one in checklist(Scope.OPERATION, scene)}
    assert set(whole) == set(PointCode)
    for scope in (Scope.GATE, Scope.SITE):
        assert all(whole[one.code] == one for one in checklist(scope, scene))


@given(scenes())
def test_nothing_is_open_exactly_where_nothing_is_left(scene: Scene) -> None:
    open_ = {one.code for one in still_open(checklist(Scope.OPERATION, scene))}
    assert (PointCode.ITEMS in open_) is any(not one.disposals for one in scene.items.values())
    assert (PointCode.TWICE in open_) is any(len(one.disposals) > 1 for one in scene.items.values())
    assert (PointCode.PEOPLE_OPEN in open_) is bool(scene.open)
    assert (PointCode.LIFTS in open_) is bool(scene.lifts)
    assert (PointCode.TABLETS in open_) is bool(scene.tablets)
    kept = {one.end for one in scene.prints.values()} - {PrintEnd.DESTROYED}
    named = {PointCode.PRINTS_OUT, PointCode.PRINTS_KEPT, PointCode.PRINTS_LOST} & open_
    assert len(kept) == len(named)


def test_people_who_are_open_are_the_one_point_that_nobody_waives() -> None:
    points = checklist(Scope.OPERATION, Scene())
    assert [one.code for one in points if not one.waivable] == [PointCode.PEOPLE_OPEN]
    assert not still_open(points)


def test_exposed_people_are_told_once() -> None:
    lost = {b"a": item(Disposal.SEIZED, data=True), b"b": item(Disposal.SEIZED, data=True, told=3)}
    (point,) = (
        one for one in checklist(Scope.SITE, Scene(items=lost)) if one.code is PointCode.UNTOLD
    )
    assert point.ids == (b"a",)
