"""Vectors of a gate's decision: what is claimed, seen and known, and the verdict.

Times are spelled as milliseconds, ids in hex. The first are named for what they show; the others
are drawn, so that refusals and doubts meet in every order.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, SECOND, Moment, read_iso
from muster.journey.gate.deciding import (
    Admit,
    Ask,
    Bearer,
    Hold,
    News,
    Post,
    Refuse,
    Verdict,
    decide,
)
from muster.journey.gate.outcomes import Form, Look
from muster.journey.gate.uses import Use
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import Claim
from tests.vectors.draw import Vector, draw

NOON = read_iso("2021-08-26T12:00Z")
EAST, NORTH = PlaceId(draw("east gate", 16)), PlaceId(draw("north gate", 16))
CLAIM = Claim(
    PassId(draw("a pass", 7)),
    4,
    EAST,
    0,
    NOON,
    NOON + 2 * HOUR,
    Binding.KEYED,
    draw("tag", 3),
    listed=NOON - HOUR,
)
POST = Post(EAST, "East 1", Moment.at(NOON + HOUR), NOON + HOUR)
WHO = Bearer(4)
DRAWN = 160
_FORMS = (Form.INNER, Form.INNER, Form.ALOUD, Form.OUTER)

Case = tuple[str, Claim, Post, Bearer, News]
_with = msgspec.structs.replace


def vectors() -> list[Vector]:
    """Return all vectors of decisions."""
    return [_judged(*case) for case in (*_named(), *_drawn())]


def spelled(value: object) -> Any:  # noqa: ANN401 - plain data
    """Return what a vector spells of a struct: bytes in hex, a moment as its two ends."""
    match value:
        case bytes():
            return value.hex()
        case Moment(earliest, latest):
            return [earliest, latest]
        case msgspec.Struct():
            return {name: spelled(it) for name, it in msgspec.structs.asdict(value).items()}
        case tuple():
            return [spelled(one) for one in value]
        case _:
            return getattr(value, "value", value)


def outcome(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as both languages spell it."""
    match verdict:
        case Admit():
            return {"admit": spelled(verdict)}
        case Hold(doubts):
            return {"hold": spelled(doubts)}
        case Refuse():
            return {"refuse": spelled(verdict)}


def _judged(name: str, claim: Claim, post: Post, who: Bearer, news: News) -> Vector:
    found = decide(claim, post, who, news)
    good = isinstance(found, Admit)
    code = "ok" if good else outcome(found).get("refuse", {}).get("reason", "held")
    given = {"claim": claim, "post": post, "who": who, "news": news}
    return {
        "name": name,
        **{part: spelled(it) for part, it in given.items()},
        "verdict": code,
        "outcome": outcome(found),
    }


def _use(heads: int, document: Look = Look.NOT_ASKED, gate: PlaceId = NORTH) -> Use:
    return Use(Moment.at(NOON + 30 * MINUTE), gate, "North 2", heads, document)


def _named() -> Iterator[Case]:
    def case(name: str, claim: Claim = CLAIM, post: Post = POST, **seen: Any) -> Case:  # noqa: ANN401
        return name, claim, post, seen.get("who", WHO), seen.get("news", News())

    used = News(uses=(_use(4),))
    yield case("nothing against it")
    yield case("fewer heads than souls", who=Bearer(1))
    yield case("one head more than souls", who=Bearer(5))
    yield case("a code read aloud", who=Bearer(4, Form.ALOUD))
    yield case("a code read aloud, and the document fits", who=Bearer(4, Form.ALOUD, Look.FITS))
    yield case("a code read aloud, and fewer heads", who=Bearer(3, Form.ALOUD, Look.FITS))
    yield case("a code read aloud, and another document", who=Bearer(4, Form.ALOUD, Look.DIFFERS))
    yield case("a checkpoint's pass with its record", who=Bearer(4, Form.OUTER))
    yield case("the gate is closed", news=News(closed=True))
    yield case("recalled to another gate", news=News(recalled=(NORTH,)))
    yield case("recalled, and to stay", news=News(recalled=(None,)))
    yield case("revoked by the list", _with(CLAIM, revoked=True))
    yield case("revoked by news", news=News(revoked=True))
    yield case("used before", news=used)
    yield case(
        "used before, and this one has the document", who=Bearer(4, document=Look.FITS), news=used
    )
    yield case(
        "used before with a document, and this one has it too",
        who=Bearer(4, document=Look.FITS),
        news=News(uses=(_use(4, Look.FITS),)),
    )
    yield case("three of four are inside", who=Bearer(1), news=News(uses=(_use(3),)))
    yield case("three of four are inside, two more come", who=Bearer(2), news=News(uses=(_use(3),)))
    yield case("asked about at another post", news=News(elsewhere=True))
    yield case("held, nobody says why", news=News(held=True))
    yield case("for another gate", _with(CLAIM, gate=NORTH))
    for name, at in {
        "a millisecond before the window": NOON - 1,
        "the first millisecond": NOON,
        "the last millisecond": NOON + 2 * HOUR - 1,
        "a millisecond late": NOON + 2 * HOUR,
        "the last millisecond of grace": NOON + 3 * HOUR - 1,
        "grace is over": NOON + 3 * HOUR,
    }.items():
        yield case(name, post=_with(POST, now=Moment.at(at), heard=at))
    for edge in (NOON, NOON + 2 * HOUR, NOON + 3 * HOUR):
        for low, high in ((-1, 0), (0, 1), (-2 * MINUTE, 2 * MINUTE), (-1, -1)):
            now = Moment(edge + low, edge + high)
            yield case(f"the clock between {low} and {high} of {edge}", post=_with(POST, now=now))
    for age in (12 * HOUR, 12 * HOUR + 1):
        yield case(f"news {age} ms old", post=_with(POST, heard=NOON + HOUR - age))
    yield case("no list", _with(CLAIM, listed=None))
    yield case("the document differs", who=Bearer(4, document=Look.DIFFERS))
    yield case("no document is shown", who=Bearer(4, document=Look.NOT_SHOWN))
    always = _with(POST, ask=Ask.ALWAYS)
    for binding in (Binding.NONE, Binding.DOCUMENT, Binding.KEYED):
        for look in Look:
            bound = _with(CLAIM, binding=binding)
            yield case(
                f"always asked, {binding.name}, {look}", bound, always, who=Bearer(4, document=look)
            )
    holder = _with(CLAIM, binding=Binding.HOLDER, value=draw("phone", 32))
    yield case("a holder's pass, not presented", holder)
    for age in (-61, -60, 0, 60, 61):
        shown = _with(holder, presented=POST.now.latest - age * SECOND)
        yield case(f"presented {age} s ago", shown)


def _drawn() -> Iterator[Case]:
    chance = Random(7)
    some = chance.choice
    for number in range(DRAWN):
        at = NOON + some((-HOUR, 0, HOUR, 2 * HOUR, 150 * MINUTE, 4 * HOUR))
        now = Moment(at - some((0, 0, 5 * MINUTE)), at)
        post = Post(EAST, "East 1", now, at - some((0, 0, HOUR, 13 * HOUR)), ask=some([*Ask]))
        claim = _with(
            CLAIM,
            souls=some((1, 3, 4, 63)),
            gate=some((EAST, EAST, NORTH)),
            binding=some([*Binding]),
            revoked=some((False, False, False, True)),
            listed=some((None, NOON, NOON)),
            presented=some((None, at)),
        )
        uses = tuple(_use(some((1, 2, 4)), some([*Look])) for _ in range(some((0, 0, 1, 2))))
        rare = (False, False, False, False, True)
        recalled: tuple[PlaceId | None] | None = some((None, None, None, None, (NORTH,), (None,)))
        news = News(some(rare), recalled, some(rare), some(rare), some(rare), uses)
        yield (
            f"drawn {number}",
            claim,
            post,
            Bearer(some((1, 2, 4)), some(_FORMS), some([*Look])),
            news,
        )
