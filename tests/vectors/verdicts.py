"""Vectors of a gate's verdicts: 300 situations that follow from their number, with what is decided.

The verifier of a tablet decides by itself for hours; it must decide as the site does.
"""

from random import Random
from typing import Any

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Moment
from muster.journey.gate.deciding import Admit, Ask, Bearer, Hold, News, Post, Refuse, decide
from muster.journey.gate.outcomes import Look
from muster.journey.gate.uses import Use
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import Claim
from tests.vectors.draw import Vector

NOON = 1_629_460_800_000
HERE, THERE = PlaceId(b"g" * 16), PlaceId(b"h" * 16)
COUNT = 300
_LOOKS = [*Look, Look.NOT_ASKED, Look.NOT_ASKED, Look.FITS]
_KINDS = [one for one in Binding if one is not Binding.FACE]


def vectors() -> list[Vector]:
    """Return all vectors of verdicts."""
    return [_vector(number) for number in range(COUNT)]


def _vector(number: int) -> Vector:
    chance = Random(number)
    claim, post = _claim(chance), _post(chance)
    many = claim.souls if chance.random() < 0.8 else 5
    who = Bearer(chance.randrange(1, many + 1), document=chance.choice(_LOOKS))
    news = _news(chance)
    vector: Vector = {
        "name": f"situation {number}",
        "claim": {
            "souls": claim.souls,
            "gate": claim.gate.hex(),
            "opens": claim.opens,
            "closes": claim.closes,
            "binding": int(claim.binding),
            "revoked": claim.revoked,
            "listed": claim.listed,
            "presented": claim.presented,
        },
        "post": {
            "gate": post.gate.hex(),
            "now": [post.now.earliest, post.now.latest],
            "heard": post.heard,
            "stale_after": post.stale_after,
            "ask": post.ask.value,
        },
        "who": {"heads": who.heads, "document": who.document.value},
        "news": {
            "closed": news.closed,
            "recalled": news.recalled is not None,
            "revoked": news.revoked,
            "held": news.held,
            "uses": [{"heads": use.heads, "document": use.document.value} for use in news.uses],
        },
    }
    found = decided(claim, post, who, news)
    first = found.get("refuse") or found.get("hold", ["ok"])[0]
    return {**vector, "verdict": first, "decided": found}


def decided(claim: Claim, post: Post, who: Bearer, news: News) -> dict[str, Any]:
    """Return the verdict as a vector spells it."""
    match decide(claim, post, who, news):
        case Admit(heads):
            return {"admit": heads}
        case Hold(doubts):
            return {"hold": [doubt.value for doubt in doubts]}
        case Refuse(reason):
            return {"refuse": reason.value}


def _claim(chance: Random) -> Claim:
    binding = chance.choice(_KINDS)
    presented = NOON + chance.choice((-2, 0, 1, 60)) * MINUTE if chance.random() < 0.8 else None
    return Claim(
        PassId(b"1234567"),
        chance.randrange(1, 6),
        HERE if chance.random() < 0.85 else THERE,
        0,
        NOON,
        NOON + 2 * HOUR,
        binding,
        b"abc",
        chance.random() < 0.06,
        NOON if chance.random() < 0.9 else None,
        presented if binding is Binding.HOLDER else None,
    )


def _post(chance: Random) -> Post:
    now = NOON + chance.choice((-1, 0, 1, 30, 60, 60, 60, 90, 119, 120, 121, 150, 180)) * MINUTE
    spread = chance.choice((0, 0, 0, MINUTE))
    heard = now - chance.choice((0, 0, 0, 11, 13)) * HOUR
    ask = chance.choice([*Ask])
    return Post(HERE, "lane", Moment(now - spread, now + spread), heard, ask=ask)


def _news(chance: Random) -> News:
    uses = tuple(
        Use(Moment.at(NOON), HERE, "lane", chance.randrange(1, 5), chance.choice([*Look]))
        for _ in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 2)))
    )
    return News(
        chance.random() < 0.06,
        (THERE,) if chance.random() < 0.06 else None,
        chance.random() < 0.06,
        chance.random() < 0.1,
        uses,
    )
