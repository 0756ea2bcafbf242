"""A category profile is read whole or refused at a place in it, never showing what stands there."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.category import Category, Profile, read_profile
from muster.ground.people.document import DocumentType
from muster.ground.people.need import Need
from muster.ground.people.problems import ProfileUnreadable

CITIZEN = Category("citizen", "Citizens", {"en": "citizen", "fr": "citoyen"})
STAFF = Category("staff", "Staff", {"fr": "agent"}, (DocumentType.EMPLOYMENT,))
PROFILE = Profile("test", 2, 1_629_676_800_000, (CITIZEN, STAFF), (Category("aged", "Aged", {}),))


def test_a_profile_survives_its_text() -> None:
    assert read_profile(msgspec.json.encode(PROFILE)) == PROFILE


def test_a_label_falls_back_to_english_and_then_to_the_id() -> None:
    assert [CITIZEN.label(tag) for tag in ("fr", "fa")] == ["citoyen", "citizen"]
    assert [STAFF.label(tag) for tag in ("fr", "fa")] == ["agent", "staff"]


def test_a_minor_is_that_of_a_need_and_the_last_is_for_everybody_else() -> None:
    minors = tuple(Category(one, one, {}) for one in ("pregnant", "litter", "adults"))
    profile = msgspec.structs.replace(PROFILE, minors=minors)
    assert profile.minor((Need.LITTER, Need.PREGNANT)) == 0
    assert profile.minor((Need.LITTER, Need.GUIDE)) == 1
    assert profile.minor(()) == profile.minor((Need.GUIDE,)) == 2
    assert msgspec.structs.replace(PROFILE, minors=()).minor((Need.LITTER,)) == 0


def test_a_profile_knows_its_majors_in_order_of_priority() -> None:
    assert PROFILE.category("staff") == STAFF
    assert PROFILE.category("aged") is None
    assert PROFILE.groups() == ("Citizens", "Staff")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (b"", "the start"),
        (b"[]", "the start"),
        (b"\xff", "the start"),
        (b'{"id": "\xff"}', "the start"),
        (b"[" * 5_000, "the start"),
        (b'{"id": 1}', "`$.id`"),
        (b'{"id": "p", "version": 1, "effective": 1, "majors": [7]}', "`$.majors[0]`"),
    ],
)
def test_what_is_no_profile_is_refused_at_its_place(text: bytes, where: str) -> None:
    with pytest.raises(ProfileUnreadable) as told:
        read_profile(text)
    assert told.value.facts == {"where": where}


@given(st.binary(max_size=60))
def test_any_bytes_are_a_profile_or_a_problem(text: bytes) -> None:
    """T6."""
    with pytest.raises(ProfileUnreadable):
        read_profile(text)


def test_what_stands_in_a_profile_is_never_shown() -> None:
    planted = msgspec.json.encode(PROFILE).replace(b"employment-letter", b"PLANTED - at PLANTED")
    with pytest.raises(ProfileUnreadable) as told:
        read_profile(planted)
    assert "PLANTED" not in str(told.value)
