"""The situations of a gate, told as a table: what the guard is shown in each.

After the scenarios of others' offline check-in: valid, not yet, over, revoked, blocked, unknown,
bad signature, other event, used here or elsewhere, per gate, per time with and without tolerance.
"""

from typing import Any

import msgspec
import pytest

from muster.ground.people.ids import OperatorId, PassId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE, SECOND, Moment
from muster.journey.gate import deciding
from muster.journey.gate.checkpoint import Objection
from muster.journey.gate.deciding import (
    Admit,
    Ask,
    Bearer,
    Hold,
    News,
    Post,
    Refuse,
    decide,
    unrecorded,
)
from muster.journey.gate.outcomes import Doubt, Form, Held, LetThrough, Look, Refusal, TurnedBack
from muster.journey.gate.sayings import EVERY
from muster.journey.gate.uses import Use
from muster.journey.passes.binding import Binding
from muster.journey.passes.claim import Claim
from muster.journey.passes.wrong import Unjudged, Wrong

NOON = 1_629_460_800_000
GATE, OTHER = PlaceId(b"g" * 16), PlaceId(b"h" * 16)
PASS = PassId(b"1234567")
CLAIM = Claim(PASS, 4, GATE, 0, NOON, NOON + 2 * HOUR, Binding.NONE, b"abc", listed=NOON)
POST = Post(GATE, "lane 1", Moment.at(NOON + HOUR), NOON + HOUR)
FOUR = Bearer(4)
FIRST = Use(Moment.at(NOON + MINUTE), GATE, "lane 2", 4)
_replace = msgspec.structs.replace


def claim(**changed: Any) -> Claim:  # noqa: ANN401 - fields of a claim
    return _replace(CLAIM, **changed)


def at(minutes: int, unsure: int = 0) -> Post:
    now = NOON + minutes * MINUTE
    spread = unsure * MINUTE
    return _replace(POST, now=Moment(now - spread, now + spread), heard=now)


def used(*heads: int, document: Look = Look.NOT_ASKED) -> News:
    uses = (_replace(FIRST, heads=one, document=document) for one in heads)
    return News(uses=tuple(uses))


GO = Admit(4, NOON + HOUR)
SITUATIONS: dict[str, tuple[Claim, Post, Bearer, News, object]] = {
    "a valid pass": (CLAIM, POST, FOUR, News(), GO),
    "three of four are here": (CLAIM, POST, Bearer(3), News(), Admit(3, NOON + HOUR)),
    "the gate is closed": (CLAIM, POST, FOUR, News(closed=True), Refusal.GATE_CLOSED),
    "the call was taken back": (CLAIM, POST, FOUR, News(recalled=(OTHER,)), Refusal.RECALLED),
    "the pass was revoked": (CLAIM, POST, FOUR, News(revoked=True), Refusal.REVOKED),
    "its list says revoked": (claim(revoked=True), POST, FOUR, News(), Refusal.REVOKED),
    "used here or elsewhere": (CLAIM, POST, FOUR, used(4), Refusal.ALREADY_USED),
    "used in two parts": (CLAIM, POST, FOUR, used(3, 1), Refusal.ALREADY_USED),
    "a minute too early": (CLAIM, at(-1), FOUR, News(), Refusal.NOT_YET_CALLED),
    "in the first minute": (CLAIM, at(0), FOUR, News(), Admit(4, NOON)),
    "in the last minute": (CLAIM, at(119), FOUR, News(), Admit(4, NOON + 119 * MINUTE)),
    "late, at the end": (CLAIM, at(120), FOUR, News(), [Doubt.LATE]),
    "late by 59 minutes": (CLAIM, at(179), FOUR, News(), [Doubt.LATE]),
    "over by an hour": (CLAIM, at(180), FOUR, News(), Refusal.WINDOW_OVER),
    "a clock astride the opening": (CLAIM, at(2, 5), FOUR, News(), [Doubt.CLOCK_UNSURE]),
    "a clock astride the end": (CLAIM, at(119, 5), FOUR, News(), [Doubt.CLOCK_UNSURE]),
    "a clock astride the grace": (
        CLAIM,
        at(178, 5),
        FOUR,
        News(),
        [Doubt.LATE, Doubt.CLOCK_UNSURE],
    ),
    "another gate": (claim(gate=OTHER), POST, FOUR, News(), [Doubt.OTHER_GATE]),
    "five with a pass for four": (CLAIM, POST, Bearer(5), News(), [Doubt.MORE_HEADS]),
    "the rest of a party": (CLAIM, POST, Bearer(1), used(3), [Doubt.REST_OF_PARTY]),
    "more than the rest of a party": (
        CLAIM,
        POST,
        Bearer(2),
        used(3),
        [Doubt.MORE_HEADS, Doubt.REST_OF_PARTY],
    ),
    "news twelve hours old": (
        CLAIM,
        _replace(POST, heard=NOON - 11 * HOUR - 1),
        FOUR,
        News(),
        [Doubt.NEWS_STALE],
    ),
    "no list of this key": (claim(listed=None), POST, FOUR, News(), [Doubt.NO_LIST]),
    "a code read aloud": (CLAIM, POST, Bearer(4, Form.ALOUD), News(), [Doubt.TYPED_CODE]),
    "a code read aloud, and the document fits": (
        CLAIM,
        POST,
        Bearer(4, Form.ALOUD, Look.FITS),
        News(),
        GO,
    ),
    "a code read aloud, the document fits, and one is missing": (
        CLAIM,
        POST,
        Bearer(3, Form.ALOUD, Look.FITS),
        News(),
        [Doubt.TYPED_CODE],
    ),
    "an outer pass with its record": (CLAIM, POST, Bearer(4, Form.OUTER), News(), GO),
    "a document is always asked for": (
        claim(binding=Binding.KEYED),
        _replace(POST, ask=Ask.ALWAYS),
        FOUR,
        News(),
        [Doubt.DOCUMENT_NOT_SHOWN],
    ),
    "and shown": (
        claim(binding=Binding.KEYED),
        _replace(POST, ask=Ask.ALWAYS),
        Bearer(4, document=Look.FITS),
        News(),
        GO,
    ),
    "asked for and not shown": (
        claim(binding=Binding.KEYED),
        POST,
        Bearer(4, document=Look.NOT_SHOWN),
        News(),
        [Doubt.DOCUMENT_NOT_SHOWN],
    ),
    "another document": (
        claim(binding=Binding.DOCUMENT),
        POST,
        Bearer(4, document=Look.DIFFERS),
        News(),
        [Doubt.DOCUMENT_DIFFERS],
    ),
    "a copy was used before the holder came": (
        claim(binding=Binding.DOCUMENT),
        POST,
        Bearer(4, document=Look.FITS),
        used(4),
        [Doubt.USED_WITHOUT_DOCUMENT],
    ),
    "the holder came before, with the document": (
        claim(binding=Binding.DOCUMENT),
        POST,
        Bearer(4, document=Look.FITS),
        used(4, document=Look.FITS),
        Refusal.ALREADY_USED,
    ),
    "a holder's phone, fresh": (
        claim(binding=Binding.HOLDER, presented=NOON + HOUR - 30 * SECOND),
        POST,
        FOUR,
        News(),
        GO,
    ),
    "a holder's phone, a screen shot of yesterday": (
        claim(binding=Binding.HOLDER, presented=NOON - 24 * HOUR),
        POST,
        FOUR,
        News(),
        [Doubt.DOCUMENT_NOT_SHOWN],
    ),
    "a holder's pass without the phone": (
        claim(binding=Binding.HOLDER),
        POST,
        FOUR,
        News(),
        [Doubt.DOCUMENT_NOT_SHOWN],
    ),
    "asked about at another post": (
        CLAIM,
        POST,
        FOUR,
        News(elsewhere=True),
        [Doubt.ASKED_ELSEWHERE],
    ),
    "held, without a reason": (CLAIM, POST, FOUR, News(held=True), [Doubt.HELD]),
    "two doubts at once": (
        claim(gate=OTHER),
        at(130),
        FOUR,
        News(held=True),
        [Doubt.OTHER_GATE, Doubt.LATE, Doubt.HELD],
    ),
    "a refusal and doubts: the refusal": (
        claim(gate=OTHER),
        at(130),
        FOUR,
        News(held=True, revoked=True),
        Refusal.REVOKED,
    ),
    "two refusals: the first": (
        CLAIM,
        at(-5),
        FOUR,
        News(closed=True, revoked=True),
        Refusal.GATE_CLOSED,
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_at_a_gate(name: str) -> None:
    said, post, who, news, expected = SITUATIONS[name]
    match decide(said, post, who, news):
        case Refuse(reason):
            assert reason is expected
        case Hold(doubts):
            assert [*doubts] == expected
        case admitted:
            assert admitted == expected


def test_every_refusal_and_every_doubt_has_its_situation() -> None:
    told = [expected for *_, expected in SITUATIONS.values()]
    refusals = {one for one in told if isinstance(one, Refusal)}
    doubts = {one for each in told if isinstance(each, list) for one in each}
    assert refusals == {*Refusal} - {Refusal.SETTLED_AGAINST}
    assert doubts == {*Doubt} - {Doubt.OUTER_ONLY}


def test_a_code_without_a_record_never_means_go() -> None:
    assert unrecorded(Form.OUTER) == Hold((Doubt.OUTER_ONLY,))
    assert unrecorded(Form.ALOUD) == Hold((Doubt.TYPED_CODE,))


def test_a_refusal_says_when_where_and_what_instead() -> None:
    before = decide(CLAIM, POST, FOUR, used(4))
    assert isinstance(before, Refuse)
    assert before.first == FIRST
    assert decide(CLAIM, POST, FOUR, News(recalled=(OTHER,))) == Refuse(Refusal.RECALLED, to=OTHER)
    assert decide(CLAIM, at(-1), FOUR, News()) == Refuse(Refusal.NOT_YET_CALLED, when=NOON)


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Admit(4, NOON), LetThrough),
        (Hold((Doubt.LATE,)), Held),
        (Refuse(Refusal.REVOKED), TurnedBack),
    ],
)
def test_every_verdict_leaves_one_fact(verdict: deciding.Verdict, kind: type) -> None:
    by = OperatorId(b"o" * 16)
    assert type(deciding.fact(verdict, PASS, 4, POST, FOUR, by)) is kind


def test_every_reason_has_a_sentence_that_says_what_to_do() -> None:
    reasons = [*Refusal, *Doubt, *Wrong, *Unjudged, *Objection]
    assert EVERY.keys() == {reason.value for reason in reasons}
    assert all(said.said().endswith(".") for said in EVERY.values())
