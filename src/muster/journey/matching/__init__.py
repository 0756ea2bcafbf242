"""The same person? Forms and keys of names across scripts, and the words that are like a word.

What a person is called stays stored exactly as it was given. Everything here is derived from that,
disposable, and made anew when a rule changes: it serves to find people, never to name them.
"""

from muster.journey.matching.forms import Token, forget, forms
from muster.journey.matching.reading import Reading
from muster.journey.matching.skeletons import skeleton
from muster.journey.matching.vocabulary import Vocabulary

__all__ = ["Reading", "Token", "Vocabulary", "forget", "forms", "skeleton"]
