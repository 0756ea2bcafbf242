"""Laws of a gate: more news never opens it, and a doubt never hides a refusal."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import PassId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, Moment
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

GATES = (PlaceId(b"g" * 16), PlaceId(b"h" * 16))
NOON = 1_629_460_800_000
TIMES = st.integers(-3, 6).map(lambda hours: NOON + hours * 30 * MINUTE)
LOOKS = st.sampled_from(Look)
_replace = msgspec.structs.replace

CLAIMS = st.builds(
    Claim,
    st.just(PassId(b"1234567")),
    st.integers(1, 6),
    st.sampled_from(GATES),
    st.just(0),
    st.just(NOON),
    st.just(NOON + HOUR),
    st.sampled_from([one for one in Binding if one is not Binding.FACE]),
    st.just(b"abc"),
    st.booleans(),
    st.none() | TIMES,
    st.none() | TIMES,
)
POSTS = st.builds(
    lambda now, spread, heard, ask: Post(
        GATES[0], "lane", Moment(now - spread, now + spread), heard, 2 * HOUR, ask
    ),
    TIMES,
    st.sampled_from([0, MINUTE, HOUR]),
    TIMES,
    st.sampled_from(Ask),
)
BEARERS = st.builds(Bearer, st.integers(1, 7), st.sampled_from(Form), LOOKS)
USES = st.builds(
    Use, TIMES.map(Moment.at), st.sampled_from(GATES), st.just("lane"), st.integers(1, 6), LOOKS
)
NEWS = st.builds(
    News,
    st.booleans(),
    st.none() | st.tuples(st.none() | st.sampled_from(GATES)),
    st.booleans(),
    st.booleans(),
    st.lists(USES, max_size=3).map(tuple),
)


def rank(verdict: Verdict) -> int:
    """Return how far a verdict is from letting anybody in."""
    match verdict:
        case Admit():
            return 0
        case Hold():
            return 1
        case Refuse():
            return 2


@given(CLAIMS, POSTS, BEARERS, NEWS, NEWS)
def test_more_news_never_opens_a_gate(
    claim: Claim, post: Post, who: Bearer, before: News, more: News
) -> None:
    after = News(
        before.closed or more.closed,
        before.recalled or more.recalled,
        before.revoked or more.revoked,
        before.held or more.held,
        before.elsewhere or more.elsewhere,
        (*before.uses, *more.uses),
    )
    assert rank(decide(claim, post, who, before)) <= rank(decide(claim, post, who, after))


@given(CLAIMS, POSTS, BEARERS, NEWS)
def test_a_revocation_in_the_list_never_opens_a_gate(
    claim: Claim, post: Post, who: Bearer, news: News
) -> None:
    without = decide(_replace(claim, revoked=False), post, who, news)
    assert rank(without) <= rank(decide(_replace(claim, revoked=True), post, who, news))


@given(CLAIMS, POSTS, BEARERS, NEWS)
def test_a_doubt_never_hides_a_refusal(claim: Claim, post: Post, who: Bearer, news: News) -> None:
    """Whatever raises doubts may be added to what is refused: it stays refused for that reason."""
    plain = decide(claim, post, who, news)
    if not isinstance(plain, Refuse):
        return
    doubtful = _replace(claim, gate=GATES[1], listed=None)
    stale = _replace(post, heard=NOON - 100 * HOUR, ask=Ask.ALWAYS)
    more = _replace(news, held=True)
    again = decide(doubtful, stale, _replace(who, heads=99), more)
    assert isinstance(again, Refuse)
    assert again.reason is plain.reason


@given(CLAIMS, POSTS, BEARERS, NEWS)
def test_nobody_goes_in_twice_on_what_is_known(
    claim: Claim, post: Post, who: Bearer, news: News
) -> None:
    verdict = decide(claim, post, who, news)
    if isinstance(verdict, Admit):
        assert verdict.heads + sum(use.heads for use in news.uses) <= claim.souls
        assert not news.uses
