"""Messy lists from a generator that knows nothing of the matcher: what is found, what is asked."""

import pytest

from bench import messy
from bench.duplicates import judged, ours

RECORDS, WHOLE = 12_000, 124_000


@pytest.mark.campaign
@pytest.mark.parametrize("seed", [7, 11])
def test_the_rule_is_right_and_leaves_few_to_a_person(seed: int, *, campaign: bool) -> None:
    rows = messy.lists(WHOLE if campaign else RECORDS, seed)
    found = ours(rows, messy.pairs(rows))
    print(found)  # noqa: T201 - the figures are what a reader of the run looks for
    assert found["judged by the rule"]["precision"] >= 0.995
    assert found["judged by the rule"]["recall"] >= 0.945
    assert found["judged or asked"]["recall"] >= 0.97
    assert found["asked"]["share_of_people"] <= 0.03


def test_the_lists_have_the_published_defects() -> None:
    rows = messy.lists(RECORDS, 7)
    assert len(rows) == RECORDS
    assert len({row.list for row in rows}) == messy.LISTS
    born = [row.birth for row in rows if row.birth]
    share = sum(one.endswith("-01-01") for one in born) / len(born)
    assert 0.115 <= share <= 0.14
    assert 0.002 <= sum(not row.given for row in rows) / RECORDS <= 0.008
    assert 0.001 <= sum(not row.family for row in rows) / RECORDS <= 0.005
    kept = [row for row in rows if row.document]
    unusable = sum(row.number in messy._JUNK for row in kept) / len(kept)
    assert 0.075 <= unusable <= 0.1


def test_no_true_pair_is_in_one_list_and_a_tenth_is_in_two() -> None:
    rows = messy.lists(RECORDS, 7)
    true = messy.pairs(rows)
    assert all(rows[one].list != rows[other].list for one, other in true)
    assert len(true) == pytest.approx(RECORDS / 11, abs=2)


def test_precision_and_recall_are_what_they_are() -> None:
    told = judged({(1, 2), (3, 4)}, {(1, 2), (5, 6), (7, 8)})
    assert (told["precision"], told["recall"], told["f1"]) == (0.5, 0.3333, 0.4)
