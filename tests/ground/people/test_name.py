"""A name stands as it was given."""

import pytest

from muster.ground.people.name import Name, named


@pytest.mark.parametrize(
    ("given", "family", "full"),
    [("One", "Two", "One Two"), ("One", "", "One"), ("", "Two", "Two"), ("", "", "")],
)
def test_a_full_name_is_what_there_is_of_it(given: str, family: str, full: str) -> None:
    assert named(given, family) == Name(full, given, family)


def test_one_name_is_not_repeated() -> None:
    assert named("One", "").full == "One"
    assert named("One", "Two", "Three", ("Four",)) == Name(
        "One Two", "One", "Two", "Three", ("Four",)
    )
