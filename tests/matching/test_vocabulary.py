"""The vocabulary against a plain list of words: nothing missed, nothing left."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from muster.journey.matching import Token, Vocabulary, forms, skeleton
from muster.journey.matching.vocabulary import LIKE, MOST

WORD = st.text("abdhkmnr", min_size=1, max_size=9).map(lambda text: forms("x" + text)[0])


@given(st.lists(st.tuples(WORD, st.booleans()), max_size=40), WORD)
def test_every_word_spelled_like_it_is_found_after_any_comings_and_goings(
    steps: list[tuple[Token, bool]], asked: Token
) -> None:
    vocabulary, numbers, held = Vocabulary(), {}, Counter[str]()
    for token, comes in steps:
        if comes:
            numbers[token.word] = vocabulary.take(token)
            held[token.word] += 1
        elif held[token.word]:
            held[token.word] -= 1
            assert vocabulary.drop(numbers[token.word]) == (held[token.word] == 0)
    there = [token for token in dict.fromkeys(token for token, _ in steps) if held[token.word]]
    like = {vocabulary[number].word: score for number, score in vocabulary.like(asked).items()}
    assert sorted(token.word for token in vocabulary) == sorted(token.word for token in there)
    assert len(vocabulary) == len(there)
    assert like.keys() <= {token.word for token in there}
    for token in there:
        alike = OSA.normalized_similarity(asked.form, token.form)
        if alike >= LIKE:
            assert like[token.word] >= alike


@given(WORD)
def test_a_word_is_found_by_its_beginning_and_more_of_it_counts_more(token: Token) -> None:
    vocabulary = Vocabulary()
    number = vocabulary.take(token)
    scores = [
        vocabulary.like(forms(token.form[:end])[0]).get(number, 0)
        for end in range(2, len(token.form) + 1)
    ]
    assert scores == sorted(scores)
    assert all(scores)
    assert scores[-1] == 1


def test_at_most_so_many_words_are_like_a_word_and_they_are_the_likest() -> None:
    vocabulary = Vocabulary()
    for one in "abcdefghijklmnopqrst":
        for two in "abcdefghijklmnopqrst":
            vocabulary.take(forms(f"kar{one}{two}m")[0])
    number = vocabulary.take(forms("karim")[0])
    like = vocabulary.like(forms("karim")[0])
    assert len(like) == MOST
    assert like[number] == max(like.values()) == 1


def test_a_skeleton_is_a_key_of_a_spelling() -> None:
    assert skeleton("mohammad") == skeleton("muhamed") == "mhmd"
    assert skeleton("34") == ""
