"""What must hold at each step, and when everybody has met everybody."""

from muster.site import quarantine, upkeep
from muster.site.kinds import LIFT, PASSENGER, RECORD
from tests.simulator import second
from tests.simulator.operation import Post
from tests.simulator.second import Raw, Told
from tests.world.sites import normal


class Broken(AssertionError):
    """A law does not hold; says which."""


def hold(law: bool, words: str) -> None:  # noqa: FBT001 - a law is said and asked in one line
    """Raise ``Broken`` unless ``law`` holds."""
    if not law:
        raise Broken(words)


def at_a_step(post: Post) -> None:
    """What must hold at a site whatever happened: nothing yet."""


def at_the_end(posts: list[Post]) -> None:
    """Everybody holds the same, shows the same, and it is what a second fold says."""
    first, *others = posts
    for other in others:
        hold(other.entries().keys() == first.entries().keys(), f"{other.name} holds other entries")
    rows = normal(first.site.store)
    for other in others:
        hold(normal(other.site.store) == rows, f"{other.name} shows other rows than {first.name}")
    told = second.tell(_raw(posts), first.site.keyring.finder(first.site.store).key)
    for post in posts:
        hold(not upkeep.verify(post.site, post.by).findings, f"{post.name} does not verify")
        _says_the_same(post, told)


def _raw(posts: list[Post]) -> list[Raw]:
    return [
        Raw(log.id, log.writer, log.compartment, row.data)
        for post in posts
        for log in post.site.store.logs()
        for row in post.site.store.segments(log.number)
    ]


def _says_the_same(post: Post, told: Told) -> None:
    site = post.site
    rows = site.rows
    for person, expected in told.people.items():
        record, passenger = rows.state(RECORD, person), rows.state(PASSENGER, person)
        legs = [(leg.lift, leg.at) for leg in passenger.legs] if passenger else []
        hold(legs == expected.boarded, f"{post.name} has other boardings of a person")
        if record is not None:
            name = None if record.name is None else expected.name[0]
            hold(name == (record.name and record.name.full), f"{post.name} has another name")
            said = (record.withdrawn, record.seen)
            hold(said == (expected.withdrawn, expected.seen), f"{post.name} says otherwise")
    for lift, counted in told.lifts.items():
        state = rows.state(LIFT, lift)
        hold(state.counted == counted.counted, f"{post.name} has another count of a lift")
    forks = quarantine.forks(site.store)
    logs = {row.number: row.id for row in site.store.logs()}
    found = {logs[number]: sequence for number, sequence in forks.items()}
    hold(found == told.forks, f"{post.name} does not show every fork")
