"""What people do at a site in a simulated operation: real commands, on people known anywhere.

A deed may be about somebody whose record is not known at this site, and two sites may board one
person: both is normal where sites are apart.
"""

from collections.abc import Callable
from random import Random

from muster.ground.people.ids import DeviceId, LiftId, OperatorId, PersonId
from muster.ground.people.kin import Relation
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.ground.problem import Problem
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import upkeep
from muster.site.exchange import revoking
from muster.site.lift import ramp
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from tests.simulator.operation import Founded, Post


class Shared:
    """What the whole operation has made so far, whoever knows of it; people by number."""

    def __init__(self, founded: Founded, chance: Random) -> None:
        self.founded = founded
        self.chance = chance
        self.people: list[PersonId] = []
        self.lifts: list[LiftId] = []
        self.revoked: list[DeviceId] = []
        self.shredded: set[PersonId] = set()
        self.made = 0

    def some(self, most: int = 3) -> list[PersonId]:
        """Draw a few people."""
        return self.chance.sample(
            self.people, min(len(self.people), 1 + self.chance.randrange(most))
        )

    def spell(self, people: list[PersonId]) -> str:
        """Return people by their numbers, for a story."""
        return ", ".join(f"person {self.people.index(one) + 1}" for one in people)


def claim(post: Post, shared: Shared) -> str:
    """A party claims."""
    persons = []
    for _ in range(1 + shared.chance.randrange(3)):
        shared.made += 1
        name = named(f"Given{shared.made:04d}", f"Family{shared.made // 3:04d}")
        persons.append(PersonClaim(name, Sex.UNSTATED, "citizen", Relation.UNKNOWN))
    (ids,) = desk.claim(post.site, post.by, [PartyClaim(tuple(persons))])
    shared.people += ids.persons
    return f"takes the claim of {shared.spell([*ids.persons])}"


def hear(post: Post, shared: Shared) -> str:
    """Somebody is heard from."""
    people = shared.some()
    desk.hear_from(post.site, post.by, people, "telephone")
    return f"hears from {shared.spell(people)}"


def withdraw(post: Post, shared: Shared) -> str:
    """Somebody withdraws."""
    people = shared.some(1)
    desk.withdraw(post.site, post.by, people, "own wish")
    return f"lets {shared.spell(people)} withdraw"


def correct(post: Post, shared: Shared) -> str:
    """A name is corrected."""
    (person,) = shared.some(1)
    name = named(f"Right{shared.chance.randrange(10_000):04d}", "Corrected")
    fact = PersonCorrected(person, post.site.now(), post.by.id, "typing", name=name)
    desk.correct(post.site, post.by, fact)
    return f"corrects the name of {shared.spell([person])}"


def offer(post: Post, shared: Shared) -> str:
    """A lift is offered."""
    shared.lifts.append(
        ramp.offer(
            post.site,
            post.by,
            name=f"EXAMPLE {len(shared.lifts) + 1}",
            craft="C-17",
            origin=shared.founded.airport,
            destination=shared.founded.base,
            seats=100,
        )
    )
    return f"offers lift {len(shared.lifts)}"


def board(post: Post, shared: Shared) -> str:
    """People are scanned aboard a lift."""
    if not shared.lifts:
        return offer(post, shared)
    lift, people = shared.chance.choice(shared.lifts), shared.some()
    ramp.board(post.site, post.by, lift, people)
    return f"boards {shared.spell(people)} on lift {shared.lifts.index(lift) + 1}"


def count(post: Post, shared: Shared) -> str:
    """Somebody counts heads."""
    if not shared.lifts:
        return offer(post, shared)
    lift, souls = shared.chance.choice(shared.lifts), shared.chance.randrange(40)
    ramp.count(post.site, post.by, lift, souls)
    return f"counts {souls} aboard lift {shared.lifts.index(lift) + 1}"


def shred(post: Post, shared: Shared) -> str:
    """A person is made unreadable."""
    (person,) = shared.some(1)
    shared.shredded.add(person)
    upkeep.shred(post.site, post.by, person, "on request")
    return f"shreds {shared.spell([person])}"


def revoke(post: Post, shared: Shared) -> str:
    """Two people revoke a writer of another site that it does not write with any more."""
    rows = [
        one
        for one in revoking.writers(post.site, post.by)
        if one.closed and not one.own and one.site != post.site.keys.site
    ]
    if not rows:
        return "has no writer to revoke"
    row = shared.chance.choice(rows)
    cut(post, shared, row.writer)
    shared.revoked.append(row.writer)
    return f"revokes writer {row.incarnation} of {row.name}"


def cut(post: Post, shared: Shared, writer: DeviceId) -> None:
    """Revoke a writer, each of its logs up to where it is held here or somewhere before."""
    logs = revoking.logs_of(post.site, post.by, writer)
    upto = {log: shared.chance.randrange(12) for log in logs if shared.chance.random() < 0.5}
    revoking.revoke(post.site, post.by, _SECOND, writer, "key lost", upto=upto)


def revoke_again(post: Post, shared: Shared) -> str:
    """Two others revoke a writer that was revoked elsewhere, as far as they hold of it."""
    if not shared.revoked:
        return revoke(post, shared)
    cut(post, shared, shared.chance.choice(shared.revoked))
    return "revokes a writer that was revoked already"


def release(post: Post, shared: Shared) -> str:
    """Somebody looked at a quarantined entry, and lets it count."""
    held = revoking.quarantined(post.site, post.by)
    if not held:
        return "has nothing to release"
    one = shared.chance.choice(held)
    revoking.release(post.site, post.by, one.log, one.sequence, one.hash, "looked at")
    return f"releases entry {one.sequence} of a log"


_SECOND = Operator(OperatorId(b"second" + bytes(10)), "Second person", (Role.LEAD,))
Deed = Callable[[Post, Shared], str]
DEEDS: tuple[tuple[Deed, int], ...] = (
    (claim, 6),
    (hear, 6),
    (withdraw, 4),
    (correct, 5),
    (board, 8),
    (count, 3),
    (offer, 2),
    (shred, 1),
    (revoke, 4),
    (revoke_again, 2),
    (release, 2),
)


_RAMP = (board, count, offer, revoke, revoke_again)


def some_deed(post: Post, shared: Shared) -> str:
    """Do something at ``post``; return what it was, or why it could not be done."""
    at_desk = "desk" in post.compartments
    deeds, weights = zip(*(one for one in DEEDS if at_desk or one[0] in _RAMP), strict=True)
    deed: Deed = shared.chance.choices(deeds, weights)[0]
    if not shared.people:
        deed = claim if at_desk else offer
    try:
        return deed(post, shared)
    except Problem as problem:
        return f"cannot {deed.__name__}: {problem.code}"
