"""A birth is said as precisely as it is known, and no more."""

import pytest

from muster.ground.people.birth import Birth, Precision


@pytest.mark.parametrize(
    ("birth", "spelled"),
    [
        (Birth.on("1990-05-31"), "1990-05-31"),
        (Birth.in_year(1990), "1990"),
        (Birth("1990-05-01", "1990-05-31", Precision.MONTH), "1990-05"),
        (Birth("1988-01-01", "1992-12-31", Precision.CIRCA), "1988 to 1992"),
    ],
)
def test_no_more_is_said_than_is_known(birth: Birth, spelled: str) -> None:
    assert birth.spelled() == spelled


def test_a_year_is_all_its_days() -> None:
    """R25: 1 January is what is entered when only the year is known."""
    assert Birth.in_year(1990) == Birth("1990-01-01", "1990-12-31", Precision.YEAR)
