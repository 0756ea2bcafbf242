"""What whoever claims is told: that the claim is stored, or what was decided.

One letter goes to one person. It is made from stored claims alone: none can be spelled without a
``Case``, which is folded from the claim itself. It names nobody and nothing of anybody: how many
people, since when, how far, and a reference to ask by (R17).
"""

import re
from collections.abc import Sequence

import msgspec

from muster.ground.people.category import Outcome
from muster.ground.people.moment import iso
from muster.ground.people.saying import Saying, counted, say
from muster.journey.registry.cases import HERE, Case, Stage
from muster.journey.registry.problems import ClaimUnstored

_FAR = {
    Stage.RECEIVED: say("Nobody has looked at it yet."),
    Stage.TRIAGED: say("It has been sorted. Nobody has decided yet."),
    Stage.DECIDED: say("It has been decided. You will get an answer."),
}
_TOLD = {
    Outcome.ELIGIBLE: say(
        "What you asked for was granted. Stay where you are until you are called to a gate."
    ),
    Outcome.INELIGIBLE: say("We cannot take you with us. Ask under this reference why."),
    Outcome.DEFERRED: say(
        "Nothing could be decided yet. Send us a document, or a copy, under this reference."
    ),
}


_MAIL = re.compile(r"[^\s@,;|<>]+@[^\s@,;|<>]+")
_NUMBER = re.compile(r"(?:(?!\s/\s)[^,;|<>])+")
"""A number may have blanks in it; what stands between two of them may not."""


class Letter(msgspec.Struct, frozen=True):
    """One message to one recipient, in sentences; ``reference`` is what they ask by."""

    to: str
    reference: str
    souls: int
    sentences: tuple[Saying, ...]

    def text(self) -> str:
        """Return the letter in English."""
        return " ".join(one.said() for one in self.sentences)


def is_one_recipient(contact: str) -> bool:
    """Return whether ``contact`` is one address or number, on one line.

    A cell with two addresses, or with a line of its own, would send one family's letter to others,
    whoever sends it then (R17).
    """
    one = contact.strip()
    form = _MAIL if "@" in one else _NUMBER
    return one.isprintable() and form.fullmatch(one) is not None


def receipt(to: str, reference: str, cases: Sequence[Case]) -> Letter:
    """Return the receipt for stored claims of one party; raise ``ClaimUnstored`` without any.

    Of several claims the least advanced says how far they are, so that it promises nothing.
    """
    waiting = [one for one in cases if one.here]
    if not waiting:
        raise ClaimUnstored
    stored = say(
        "We have what you sent about {people}: it is on record since {since}.",
        people=_people(len(waiting)),
        since=iso(min(one.received for one in waiting)),
    )
    least = min((one.stage for one in waiting), key=HERE.index)
    no_promise = say("This is a receipt and no promise of a place.")
    return Letter(to, reference, len(waiting), (stored, _FAR[least], no_promise, _asked(reference)))


def answer(to: str, reference: str, outcome: Outcome, souls: int) -> Letter:
    """Return the answer to claims of one party that were decided alike."""
    about = say("This is about {people}.", people=_people(souls))
    return Letter(to, reference, souls, (about, _TOLD[outcome], _asked(reference)))


def _people(number: int) -> Saying:
    return counted(number, "{n} person", "{n} people")


def _asked(reference: str) -> Saying:
    return say("Your reference is {reference}.", reference=reference)
