"""T23: no PIN that a guesser tries first, and never a word about what it was."""

from random import Random

import pytest

from muster.site import operators
from muster.site.access.guessed import SHORTEST_PIN, Guess, _common, guess, words
from muster.site.access.patience import Patience
from muster.site.problems import PinGuessed, SignInRefused
from tests.world.site import World

SITE = frozenset({"harbour", "kabul"})
SHARE = 0.03
"""Of eight random digits so many at most may look like what is guessed: others are drawn."""


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("12345678", Guess.COMMON),
        ("PassW0rd", Guess.COMMON),
        ("1234-5678", Guess.COMMON),
        ("qwert zuiop", Guess.COMMON),
        ("98765432100", Guess.RUN),
        ("1qay2wsx3edc", Guess.RUN),
        ("zyxwvuts", Guess.RUN),
        ("aaa111bbb222", Guess.RUN),
        ("abab abab", Guess.SAME),
        ("737 737 737", Guess.SAME),
        ("x" * 200, Guess.SAME),
        ("1990-05-31", Guess.DATE),
        ("31.05.1990", Guess.DATE),
        ("05/31/90", Guess.DATE),
        ("20310508", Guess.DATE),
        ("\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", Guess.COMMON),
    ],
)
def test_what_is_tried_first_is_refused(pin: str, why: Guess) -> None:
    assert guess(pin) is why


@pytest.mark.parametrize("pin", ["Harbour2026", "kabul-harbour", "harbour12345678", "!!KABUL!!1!"])
def test_a_word_of_the_site_is_worth_nothing(pin: str) -> None:
    assert guess(pin, SITE) is Guess.WORD


@pytest.mark.parametrize(
    "pin",
    [
        "correct-horse",
        "the kabul road at night",
        "\u062f\u0631 \u06a9\u0648\u0647 \u0628\u0627\u0631\u0627\u0646",
        "4711 0815",
    ],
)
def test_what_nobody_guesses_is_taken_in_any_script(pin: str) -> None:
    assert guess(pin, SITE) is None


def test_few_random_pins_look_like_a_guess() -> None:
    random = Random(8)
    drawn = ["".join(random.choices("0123456789", k=SHORTEST_PIN)) for _ in range(2_000)]
    assert sum(guess(one) is not None for one in drawn) < SHARE * len(drawn)


def test_the_list_has_the_three_thousand_that_the_standard_asks_for() -> None:
    assert len(_common()) > 3_000
    assert all(guess(one) is Guess.COMMON for one in sorted(_common())[::400])


def test_the_words_are_those_of_site_operation_places_posts_and_people(world: World) -> None:
    found = words(world.site, "Example Operator")
    assert {"operation", "testoperation", "airport", "haven", "registrar", "operator"} <= found
    assert all(len(word) >= 4 for word in found)


def test_a_guessed_pin_is_refused_where_one_is_chosen_and_never_said(world: World) -> None:
    by, name = world.by, "Example Operator"
    for pin in ("12345678", "operator example", "Example airport 1"):
        with pytest.raises(PinGuessed) as told:
            operators.enrol(world.site, by, name, ("ramp",), pin)
        assert pin not in f"{told.value.text()} {told.value.facts}"
    operators.enrol(world.site, by, name, ("ramp",), "24681357")
    known = operators.sign_in(world.site, Patience(), name, "24681357")
    with pytest.raises(PinGuessed):
        operators.change_pin(world.site, Patience(), known, "24681357", "11111111")
    with pytest.raises(SignInRefused):
        operators.sign_in(world.site, Patience(), name, "11111111")
