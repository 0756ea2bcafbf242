"""The same person? Forms and keys of names across scripts, scores that say why, judgements.

What a person is called stays stored exactly as it was given. Everything here is derived from that,
disposable, and made anew when a rule changes: it serves to find people, never to name them. The
module ``matcher`` holds all records beside each other and says which may be one person; it is not
imported here, because it takes numpy, which most commands never need.
"""

from muster.journey.matching.forms import Token, forget, forms
from muster.journey.matching.reading import Reading
from muster.journey.matching.skeletons import skeleton
from muster.journey.matching.traits import Traits
from muster.journey.matching.vocabulary import Vocabulary

__all__ = [
    "Reading",
    "Token",
    "Traits",
    "Vocabulary",
    "forget",
    "forms",
    "skeleton",
]
