"""Somebody learns from a list that a relative is dead, before anybody came to tell the family.

Whoever is no desk asks everything that shows names, by every way in which one human being can have
two records: the name is nowhere until the kin are told. The desk sees it all along.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.lift.facts import Bumped
from muster.site import operators
from muster.site.access.patience import Patience
from muster.site.arrival import haven
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.record.kinds import RECORD
from muster.site.registry import search, stories
from muster.site.rights import RIGHTS, Operator, Right, Role
from tests.world.leaving import taken
from tests.world.site import World

PIN = "73219586"
NOT_THE_DESK = tuple(role for role in Role if Right.SEE_PERSON not in RIGHTS[role])


class Scene:
    """A party on a lift that has landed; one of them was found on arrival, and is a claim."""

    def __init__(self, folder: Path) -> None:
        self.world = world = World(folder)
        self.people = world.party(4)
        self.lift = world.lift(self.people[:3], leave=False)
        ramp.depart(world.site, world.by, self.lift)
        world.land(self.lift, self.people[:2])
        given = [(named("Guestmarked", "Familymarked"), Sex.FEMALE, False)]
        (self.guest,) = haven.find(world.site, world.by, self.lift, world.base, given)
        haven.settle_found(world.site, world.by, self.guest, self.people[3])

    def name(self, person: PersonId) -> str:
        """Return what the person claimed to be called."""
        with self.world.site.view() as view:
            record = view.state(RECORD, person)
        assert record.name is not None
        return str(record.name.full)

    def post(self, role: Role) -> Operator:
        """Return somebody at that post."""
        site, by = self.world.site, self.world.by
        operators.enrol(site, by, f"Somebody {role.value}", (role.value,), PIN)
        patience = Patience()
        return operators.sign_in(site, patience, f"Somebody {role.value}", PIN)

    def die(self, person: PersonId) -> None:
        """Let an authority say so, in a later minute."""
        self.world.tick()
        roll.report_deaths(self.world.site, self.world.by, [person], "Coroner", authority=True)


@pytest.fixture(name="scene")
def _scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path / "site")
    yield made
    made.world.site.close()


def on_the_lift(scene: Scene, by: Operator) -> str:
    """Return everything that the page of the lift says."""
    return repr(stories.lift(scene.world.site, by, LiftId(scene.lift)))


def on_the_roll(scene: Scene, by: Operator) -> str:
    return repr(roll.entries(scene.world.site, by))


QUESTIONS: dict[str, tuple[Right, Callable[[Scene, Operator], str]]] = {
    "lift": (Right.SEE_LIFT, on_the_lift),
    "roll": (Right.COMMAND, on_the_roll),
}


@pytest.mark.parametrize("role", NOT_THE_DESK)
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_post_but_the_desk_reads_the_name_before_the_kin_know(
    scene: Scene, role: Role, question: str
) -> None:
    person = scene.people[0]
    name, by = scene.name(person), scene.post(role)
    scene.die(person)
    right, ask = QUESTIONS[question]
    if not by.may(right):
        return
    assert name not in ask(scene, by)
    assert name in ask(scene, scene.world.by)


@pytest.mark.parametrize("role", [Role.RAMP, Role.RECEIVING])
def test_the_ramp_reads_the_name_before_the_death_and_after_the_kin_know(
    scene: Scene, role: Role
) -> None:
    person, by = scene.people[0], scene.post(role)
    name = scene.name(person)
    assert name in on_the_lift(scene, by)
    scene.die(person)
    assert name not in on_the_lift(scene, by)
    roll.tell_kin(scene.world.site, scene.world.by, [person], "Chaplain")
    assert name in on_the_lift(scene, by)


@pytest.mark.parametrize("which", ["the claim", "the guest"])
def test_two_records_of_one_human_being_hide_both_names(scene: Scene, which: str) -> None:
    """The death may be on record of the claim, or of who was found on arrival."""
    by = scene.post(Role.RECEIVING)
    again = scene.world.lift([scene.guest, scene.people[3]])
    shown = repr(stories.lift(scene.world.site, by, again))
    assert "Guestmarked" in shown
    scene.die(scene.people[3] if which == "the claim" else scene.guest)
    shown = repr(stories.lift(scene.world.site, by, again))
    assert "Guestmarked" not in shown
    assert scene.name(scene.people[3]) not in shown
    roll.tell_kin(scene.world.site, scene.world.by, [scene.people[3]], "Chaplain")
    assert "Guestmarked" in repr(stories.lift(scene.world.site, by, again))


def test_a_manifest_does_not_say_who_is_dead_either(scene: Scene) -> None:
    """A nameless line marked dead, beside an id that the ramp knows, would tell all the same."""
    person, by = scene.people[0], scene.post(Role.RAMP)
    scene.die(person)
    page = stories.lift(scene.world.site, by, LiftId(scene.lift))
    (member,) = [one for one in page.boarded if one.id == person]
    assert (member.name, member.mark) == ("", "")


def test_why_somebody_was_taken_off_a_manifest_does_not_say_that_they_are_dead(
    scene: Scene,
) -> None:
    (person,) = scene.world.party(1)
    lift = scene.world.lift(leave=False)
    ramp.manifest(scene.world.site, scene.world.by, lift, [person])
    scene.die(person)
    page = stories.person(scene.world.site, scene.world.by, person)
    (bumped,) = [line.fact for line in page.story if line.kind == "bumped"]
    assert isinstance(bumped, Bumped)
    assert bumped.reason == "stopped"


def test_nothing_that_is_exported_holds_the_name_whoever_signs(scene: Scene) -> None:
    """An export leaves the house, so that the desk's right does not count."""
    site, by = scene.world.site, scene.world.by
    name = scene.name(scene.people[3])
    columns = ("id", "name", "father")
    assert name in taken(site, by, columns).csv().decode()
    scene.die(scene.guest)
    assert name not in taken(site, by, columns).csv().decode()
    roll.tell_kin(site, by, [scene.guest], "Chaplain")
    assert name in taken(site, by, columns).csv().decode()


def test_a_search_shows_the_name_to_nobody_who_may_not_open_the_record(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No role may search without seeing people today; one that could is asked here."""
    searcher = scene.post(Role.RAMP)
    monkeypatch.setitem(RIGHTS, Role.RAMP, RIGHTS[Role.RAMP] | {Right.FIND})
    person = scene.people[0]
    name = scene.name(person)
    assert name in {one.name for one in search.find(scene.world.site, searcher, name)}
    scene.die(person)
    found = search.find(scene.world.site, searcher, name)
    assert name not in {one.name for one in found}
    (hidden,) = [one for one in found if one.id == person]
    assert (hidden.name, hidden.father, hidden.mark) == ("", "", "")
    assert name in {one.name for one in search.find(scene.world.site, scene.world.by, name)}


def test_a_party_and_a_person_are_opened_at_the_desk_alone(scene: Scene) -> None:
    for role in NOT_THE_DESK:
        assert not Operator(scene.world.by.id, "x", (role,)).may(Right.SEE_PERSON)


def test_what_one_observer_alone_reported_shows_no_name_on_the_roll(scene: Scene) -> None:
    site, head = scene.world.site, scene.post(Role.HEAD)
    person = scene.people[0]
    roll.report_deaths(site, scene.world.by, [person], "Soldier")
    (entry,) = roll.entries(site, head)
    assert (entry.established, entry.name) == (False, "")


def test_whose_names_the_roll_showed_is_on_record(scene: Scene) -> None:
    """T25: looking is an act like any other."""
    site, by = scene.world.site, scene.world.by
    scene.die(scene.people[0])
    before = site.commit_count
    roll.entries(site, scene.post(Role.HEAD))
    silent = site.commit_count
    roll.entries(site, by)
    assert site.commit_count == silent + 1 > before
