"""What each figure rests on: a site that is no member of those compartments cannot say it.

A gate that never held the registry would count nobody as waiting; that is no figure.
"""

from collections.abc import Collection

from muster.ground.record.compartment import Compartment

_LIFTS = frozenset({Compartment.LIFTS})
_TRAVEL = frozenset({Compartment.LIFTS, Compartment.HAVENS})
_GATES = frozenset({Compartment.GATES})
_COMMAND = frozenset({Compartment.COMMAND})
_PEOPLE = frozenset({Compartment.DESK, Compartment.COMMAND, *_TRAVEL})

_BY_WORD = {
    **dict.fromkeys(("lifts", "last-lift", "seats"), _LIFTS),
    **dict.fromkeys(
        (
            "departed",
            "arrived",
            "found-on-arrival",
            "missing-on-arrival",
            "on-the-way",
            "safe",
            "absent",
            "no-responsible-agency",
            "stock",
        ),
        _TRAVEL,
    ),
    **dict.fromkeys(
        ("let-through", "walked-in", "held", "turned-back", "second-uses", "islands", "gate"),
        _GATES,
    ),
    **dict.fromkeys(("dead", "injured", "missing", "estimate"), _COMMAND),
    "intake": frozenset({Compartment.DESK, Compartment.COMMAND}),
}
"""By the first word of a figure's id; what is not here counts people, and rests on all of them."""


def rests_on(figure: str) -> frozenset[str]:
    """Return the compartments without which ``figure``, an id, cannot be said."""
    return _BY_WORD.get(figure.partition("/")[0], _PEOPLE)


def can_say(figure: str, unheld: Collection[str]) -> bool:
    """Say whether a site can say ``figure`` that is no member of the compartments ``unheld``."""
    return rests_on(figure).isdisjoint(unheld)


def needed() -> frozenset[str]:
    """Return every compartment that some figure rests on."""
    return frozenset({*_GATES, *_PEOPLE})
