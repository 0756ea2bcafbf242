"""A whole operation as one stream of moves in event time, from a scenario and a seed.

The stream is lazy: people are made when their crowd is claimed and forgotten, but for their
numbers, once that move is taken. It is feasible by construction: nobody is decided before being
claimed or boards before being ready, a party leaves whole on one lift, lifts of a reporting day
carry exactly its souls. Same scenario and seed, same stream, in any process.
"""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from muster.doors.drill.attacks import Attacks
from muster.doors.drill.braid import Story, braid
from muster.doors.drill.calling import Calling
from muster.doors.drill.convoys import Escorts, arrangements
from muster.doors.drill.course import Course
from muster.doors.drill.crowds import crowds, sent_lists
from muster.doors.drill.happenings import Happenings, places, published, rules
from muster.doors.drill.intake import Intake
from muster.doors.drill.lifting import MANIFESTED, OFFERED, Lifting
from muster.doors.drill.moves import Move, NumberPublished
from muster.doors.drill.passing import Passing
from muster.doors.drill.plans import plans
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.schedule import planned_lifts
from muster.doors.drill.seed import Streams
from muster.doors.drill.things import things
from muster.doors.drill.waiting import Waiting
from muster.ground.people.moment import HOUR, instant

_STRAY_CLAIM = 30 * HOUR


def moves(scenario: Scenario, seed: int) -> Iterator[Move]:
    """Yield the moves of ``scenario`` in order of time, up to its end; published numbers beyond.

    Raises ``LoadImpossible`` where the people of a day do not fit its lifts.
    """
    ends = instant(scenario.operation.ends)
    for move in braid(_stories(scenario, Streams(seed))):
        if move.at <= ends or isinstance(move, NumberPublished):
            yield move


def digest(stream: Iterable[Move]) -> str:
    """Return the SHA-256, in hexadecimal, of a stream of moves in msgpack."""
    hashed, encoder = hashlib.sha256(), msgspec.msgpack.Encoder()
    for move in stream:
        hashed.update(encoder.encode(move))
    return hashed.hexdigest()


def _stories(scenario: Scenario, streams: Streams) -> Iterator[Story]:
    """Yield all stories: what they change at one instant, they change in this order."""
    lifts = planned_lifts(scenario, streams)
    course = Course(scenario, streams, len(lifts))
    yield from rules(scenario)
    yield from places(scenario)
    passing, escorts = Passing(scenario, streams), Escorts(scenario)
    calling = Calling(course, passing)
    intake, lifting = Intake(course, calling, escorts), Lifting(course)
    lists, everybody = sent_lists(scenario, crowds(scenario, lifts, streams), streams)
    for sent in lists:
        yield sent.sent, intake.received(sent, lifts)
    for crowd in everybody:
        yield crowd.claimed, intake.story(crowd, lifts[crowd.lift])
    for lift in lifts:
        yield lifting.before(lift.departs, OFFERED), lifting.offered(lift)
        yield lifting.before(lift.departs, OFFERED) - _STRAY_CLAIM, lifting.strays(lift)
        yield lifting.before(lift.departs, MANIFESTED), lifting.out(lift)
    for n, rule in enumerate(scenario.onward):
        for at in range(instant(rule.begins), instant(rule.until), round(rule.every_hours * HOUR)):
            yield at, lifting.onward(rule, n, at)
    yield from Happenings(course).stories()
    yield from Attacks(course).stories()
    yield from Waiting(course, calling).stories()
    yield from arrangements(scenario)
    yield from escorts.stories()
    yield from passing.stories()
    yield from things(course)
    yield from plans(scenario)
    yield from published(scenario)
