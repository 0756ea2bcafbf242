"""Every stable code of the plan has words."""

from muster.journey.plan.checking import Kind
from muster.journey.plan.comparing import Change, Known
from muster.journey.plan.keeping import Hit
from muster.journey.plan.sayings import CHANGES, HITS, KNOWN, REASONS, VIOLATIONS
from muster.journey.plan.why import Code


def test_every_code_has_words_and_no_word_is_of_no_code() -> None:
    assert set(HITS) == set(Hit)
    assert set(CHANGES) == set(Change)
    assert set(KNOWN) == set(Known)
    assert set(REASONS) == set(Code)
    assert set(VIOLATIONS) == set(Kind)
