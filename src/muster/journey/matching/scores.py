"""How like two words or two names are, from how like their spellings and their consonants are."""

ACROSS = 0.96
"""The most that two scripts allow: what reads the same in one script is surer."""
VOWELS_LOST = 0.57
"""How like the spellings of one name in two scripts are: the Arabic script leaves out vowels.

The median over the pairs of ``names-ar2en`` (train) is 0.57, over a table of Afghan names 0.60.
"""


def likeness(spelled: float, bones: float, *, across: bool) -> float:
    """Return from 0 to 1 how like two are; ``across`` two scripts less is asked of the spelling.

    Within one script spelling alone may do. The consonants alone never do: of the words that share
    them, the one with the nearer vowels is the likest.
    """
    if across:
        return min(ACROSS, (min(1.0, spelled / VOWELS_LOST) + bones) / 2)
    return max(spelled, (spelled + bones) / 2)
