"""Words in Arabic and Latin letters that others paired, in files beside the repository.

The floors lie a little under what was measured (0.838 and 0.97, a tie counted as lost; ICU with
Levenshtein reaches 0.70 and 0.93, a tie counted half): a change of a rule that loses more fails.
"""

from pathlib import Path

from muster.journey.matching import Vocabulary, forms


def test_a_native_word_finds_its_latin_spelling(shared: Path) -> None:
    text = (shared / "vectors/names-ar2en/ar2en-eval.txt").read_text("utf-8")
    pairs = [line.split("\t") for line in text.splitlines()]
    vocabulary = Vocabulary()
    true: dict[str, set[int]] = {}
    for native, latin in pairs:
        true.setdefault(native, set()).add(vocabulary.take(forms(latin)[0]))
    first = ten = 0
    for native, numbers in true.items():
        like = vocabulary.like(forms(native)[0])
        best = max((like.get(number, 0) for number in numbers), default=0)
        before = sum(score >= best for score in like.values()) - 1
        first += bool(best) and before < 1
        ten += bool(best) and before < 10
    assert len(pairs) == 1_431
    assert first >= 0.82 * len(true)
    assert ten >= 0.96 * len(true)
