"""After a command only whom it concerns is compared, and what is judged is what all would give."""

from collections.abc import Callable
from pathlib import Path

import pytest

from muster.ground.people.birth import Birth
from muster.ground.people.ids import PersonId
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import PersonCorrected
from muster.site import upkeep
from muster.site.arrival import haven
from muster.site.registry import desk, judging, matching, reached
from muster.site.registry.comparer import Here
from muster.site.registry.ruling import Matched
from tests.site.registry.test_matching import BORN, DIFFERENT, SAME, claim, judged
from tests.world.site import World
from tests.world.sites import Joined, tell

BYSTANDERS = ("Khalid", "Noorullah", "Wahid", "Temor")
Compared = list[set[bytes] | None]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Collect who was compared with everybody, each time; none stands for all."""
    seen: Compared = []
    fill = Here.fill

    def noting(here: Here, *told: object, **more: object) -> object:
        filled = fill(here, *told, **more)  # type: ignore[arg-type]
        seen.append(filled.concerned)
        return filled

    monkeypatch.setattr(Here, "fill", noting)
    return seen


def followed(world: World, change: Callable[[], object]) -> Matched | None:
    """Let a command of its own change something and compare; nothing may be left to judge."""
    world.reopen()
    matching.attend(world.site)
    change()
    done = matching.follow(world.site, world.by)
    world.reopen()
    rest = matching.run(world.site, world.by, dry_run=True)
    assert (rest.same, rest.unsure, rest.different) == (0, 0, 0), "all that all would give"
    return done


def two_compared(world: World) -> tuple[PersonId, PersonId]:
    one = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    other = claim(world, named("Basira", "Halvorsen"), BORN, "P000777")
    for at, name in enumerate(BYSTANDERS):
        claim(world, named(name, name[::-1]), Birth.on(f"19{40 + 9 * at}-0{at + 2}-1{at}"))
    matching.run(world.site, world.by)
    return one, other


def test_who_comes_is_compared_and_nobody_else(world: World, compared: Compared) -> None:
    one, _ = two_compared(world)
    came: list[PersonId] = []
    again = named("زرمینه", "Jorgensen")
    done = followed(world, lambda: came.append(claim(world, again, number="P-881234")))
    assert compared[1] == {*came}
    assert done is not None
    assert (done.people, done.same) == (3 + len(BYSTANDERS), 1)
    assert judged(world) == {frozenset((one, *came)): SAME}


def test_who_was_left_uncompared_by_commands_before_is_compared_too(
    world: World, compared: Compared
) -> None:
    two_compared(world)
    world.reopen()
    left = claim(world, named("Zarmina", "Jorgenson"), number="P881234")
    came: list[PersonId] = []
    new = named("Khalid", "Other")
    followed(world, lambda: came.append(claim(world, new, None)))
    assert compared[1] == {left, *came}
    assert len(judged(world)) == 1


def test_where_nobody_changed_nothing_is_compared(world: World, compared: Compared) -> None:
    two_compared(world)
    assert followed(world, lambda: None) is None
    assert compared[1:] == [None], "the dry run alone"


def test_the_first_time_all_are_compared(world: World, compared: Compared) -> None:
    done = followed(world, lambda: claim(world, named("Zarmina", "Jorgenson")))
    assert compared[0] is None
    assert done is not None
    assert done.people == 1


def corrected(world: World, person: PersonId) -> None:
    world.tick()
    now, by = world.site.now(), world.by.id
    told = PersonCorrected(person, now, by, "misread", named("Khatera", "Other"), birth=BORN)
    desk.correct(world.site, world.by, told)


def test_who_is_somebody_else_now_is_judged_different(world: World, compared: Compared) -> None:
    one, _ = two_compared(world)
    twin = claim(world, named("Zarmina", "Jorgensen"))
    matching.run(world.site, world.by)
    assert judged(world) == {frozenset((one, twin)): SAME}
    compared.clear()
    done = followed(world, lambda: corrected(world, twin))
    assert done is not None
    assert done.different == 1
    assert compared[0] == {one, twin}
    assert judged(world) == {frozenset((one, twin)): DIFFERENT}


def test_where_many_are_otherwise_all_are_compared(
    world: World, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "FEW", 0)
    one, _ = two_compared(world)
    followed(world, lambda: corrected(world, one))
    assert compared[1] is None


def test_where_somebody_is_gone_all_are_compared(world: World, compared: Compared) -> None:
    one, _ = two_compared(world)
    world.reopen()
    upkeep.shred(world.site, world.by, one, "test")
    followed(world, lambda: claim(world, named("Khalid", "Other"), None))
    assert compared[1] is None


def test_when_words_are_weighed_anew_all_are_compared(
    world: World, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "SHARE", 0)
    two_compared(world)
    for _ in range(2 + len(BYSTANDERS)):
        claim(world, named("Khalid", "Other"), None)
    followed(world, lambda: claim(world, named("Khalid", "Other"), None))
    assert compared[1] is None


def test_who_turned_out_to_be_somebody_else_is_compared_no_more(world: World) -> None:
    one, _ = two_compared(world)
    told = [(named("Zarmina", "Jorgenson"), Sex.FEMALE, False)]
    (landed,) = haven.find(world.site, world.by, world.lift(), world.haven, told)
    matching.run(world.site, world.by)
    done = followed(world, lambda: haven.settle_found(world.site, world.by, landed, one))
    assert done is not None
    assert done.people == 2 + len(BYSTANDERS)


def test_what_another_site_tells_is_followed_with_what_its_rule_judged(
    world: World, compared: Compared, tmp_path: Path
) -> None:
    second = Joined(world, tmp_path / "second")
    one, _ = two_compared(world)
    tell(world, second.site)
    matching.run(second.site, second.by)
    twin = claim(world, named("Zarmina", "Jorgensen"))
    judging.judge_by_rule(world.site, world.by, "matching/auto-1", [(one, twin, DIFFERENT, None)])
    compared.clear()
    matching.attend(second.site)
    second.site.compared = None
    tell(world, second.site)
    done = matching.follow(second.site, second.by)
    assert compared[0] is not None
    assert {one, twin} <= compared[0]
    assert done is not None
    assert done.unsure == 1, "the rules of two sites differ: a person judges"
    second.site.close()
