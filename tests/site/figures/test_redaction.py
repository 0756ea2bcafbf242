"""What leaves for an audit: only what the allow-list names, persons as tags of one audit."""

import hashlib
import hmac
from typing import Any

import msgspec
import pytest

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import Moment
from muster.ground.people.name import Name
from muster.ground.record.fact import Subject, kind
from muster.journey.gate import outcomes
from muster.journey.incident.facts import DeathReported
from muster.journey.lift.facts import Boarded
from muster.journey.registry.facts import PersonCorrected
from muster.site.figures.redaction import KEPT, Keep, Redaction, fields_kept, subject_tagged
from muster.site.record.kinds import KINDS

BEFORE = ("subject", "observed")
WORDS = {
    "name",
    "category",
    "source",
    "population",
    "role",
    "presence",
    "outcome",
    "judgement",
    "parts",
    "injured_parts",
    "missing_parts",
}
"""The fields that are texts and stay: public words, names of lifts and places, closed lists."""
CODES = {(outcomes.TurnedBack, "reason")}
"""A reason there is a code that a gate drew from its list; of other kinds it is somebody's text."""
PERSON, LIFT, PLACE = b"p" * 16, LiftId(b"l" * 16), PlaceId(b"a" * 16)
BY = b"o" * 16
NOW = Moment(1, 2)


def redacted(fact: Observation, salt: bytes = b"salt") -> list[Any]:
    """Return what leaves of ``fact``."""
    return Redaction(salt).fact(fact)


@pytest.mark.parametrize("one", KINDS, ids=kind)
def test_every_field_that_stays_is_a_field_of_its_kind(one: type[Observation]) -> None:
    assert {*KEPT.get(one, {})} <= {*one.__struct_fields__} - {*BEFORE}
    assert [*fields_kept(one)] == [
        name for name in one.__struct_fields__ if name in fields_kept(one)
    ]


@pytest.mark.parametrize("one", KINDS, ids=kind)
def test_no_text_stays_but_public_words(one: type[Observation]) -> None:
    types = {field.name: field.type for field in msgspec.structs.fields(one)}
    for name, way in fields_kept(one).items():
        if way is Keep.AS_IS and _says(types[name]):
            assert name in WORDS or (one, name) in CODES, (kind(one), name)


def _says(told: Any) -> bool:  # noqa: ANN401
    return told is str or any(map(_says, getattr(told, "__args__", ())))


@pytest.mark.parametrize("one", KINDS, ids=kind)
def test_whoever_is_a_person_is_a_tag(one: type[Observation]) -> None:
    if one.about in (Subject.PERSON, Subject.PARTY, Subject.OPERATOR, Subject.LIST):
        assert subject_tagged(one)


def test_a_tag_is_the_first_bytes_of_a_keyed_hash() -> None:
    entry = redacted(Boarded(PERSON, NOW, BY, LIFT, PLACE))
    tag = hmac.digest(b"salt", PERSON, hashlib.sha256)[:16]
    assert entry == ["boarded", tag, 2, LIFT, PLACE]


def test_the_same_person_has_one_tag_in_one_audit_and_another_in_the_next() -> None:
    redaction = Redaction(b"salt")
    boarded, dead = (
        Boarded(PERSON, NOW, BY, LIFT, PLACE),
        DeathReported(PERSON, NOW, BY, "x", authority=True),
    )
    assert redaction.fact(boarded)[1] == redaction.fact(dead)[1]
    assert redacted(boarded)[1] != redacted(boarded, b"another")[1]


def test_spellings_of_one_observer_are_one_tag_and_no_text() -> None:
    tags = {
        redacted(DeathReported(PERSON, NOW, BY, name, authority=False))[3]
        for name in ("Example Observer", " example  observer ", "EXAMPLE OBSERVER")
    }
    assert len(tags) == 1
    assert len(tags.pop()) == 16


def test_of_a_corrected_name_only_that_there_is_one_stays() -> None:
    corrected = PersonCorrected(PERSON, NOW, BY, "typed wrongly", Name("Example Person"))
    assert redacted(corrected)[3:] == [True, None]
