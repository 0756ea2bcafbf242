"""Sort claims by a dated rule: which desk, how urgent, and why; a sorting, never a decision.

A rule is data: lines in order, of which the first that fits holds. The same claim and version are
sorted alike at every site (R12), and what was sorted keeps the version it was sorted by (R13). The
schema has no free attribute: ethnicity, religion and biometrics cannot be put in.
"""

import re
from datetime import date

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType
from muster.ground.people.moment import Instant, calendar
from muster.ground.people.need import Need
from muster.journey.registry.problems import TriageUnreadable

MOST_URGENT = 1
LEAST_URGENT = 9
ADULT = 18
_WORD = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")


class Sorting(msgspec.Struct, frozen=True, kw_only=True):
    """Where a claim goes: a desk, how urgent from 1 to 9, and the code of the reason."""

    desk: str
    urgency: int
    reason: str


class Line(Sorting, frozen=True, kw_only=True):
    """One line: it fits a claim of which everything holds that the line names.

    ``needs``, ``documents``, ``categories`` and ``senders`` hold where one of them does; ``child``
    where somebody is surely under 18; ``unreachable`` where no contact is known.
    """

    categories: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    documents: tuple[DocumentType, ...] = ()
    senders: tuple[str, ...] = ()
    child: bool = False
    unreachable: bool = False


class TriageRule(msgspec.Struct, frozen=True):
    """A version of the rule; ``otherwise`` sorts what no line fits."""

    version: int
    effective: Instant
    lines: tuple[Line, ...]
    otherwise: Sorting
    source: str = ""


class Claimed(msgspec.Struct, frozen=True):
    """What of a claim a rule may look at; ``sender`` is that of its list."""

    category: str = ""
    needs: tuple[Need, ...] = ()
    documents: tuple[Document, ...] = ()
    contacts: tuple[str, ...] = ()
    birth: Birth | None = None
    sender: str = ""


def read_triage(text: bytes) -> TriageRule:
    """Return the rule in a JSON ``text``; raise ``TriageUnreadable`` naming the place."""
    try:
        rule = msgspec.convert(msgspec.json.decode(text), TriageRule)
    except msgspec.ValidationError as wrong:
        _, found, where = str(wrong).rpartition(" - at ")
        raise TriageUnreadable(where=where if found else "the start") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise TriageUnreadable(where="the start") from None
    for number, one in enumerate((*rule.lines, rule.otherwise), 1):
        if not sane(one):
            raise TriageUnreadable(where=f"line {number}")
    return rule


def sane(sorting: Sorting) -> bool:
    """Return whether desk and reason are words of our kind and the urgency is from 1 to 9."""
    words = (sorting.desk, sorting.reason)
    return all(map(_WORD.fullmatch, words)) and MOST_URGENT <= sorting.urgency <= LEAST_URGENT


def sort(claim: Claimed, rule: TriageRule, now: Instant) -> Sorting:
    """Return what ``rule`` says of ``claim``; refuse nothing."""
    today = calendar(now).date()
    return next((one for one in rule.lines if _fits(claim, one, today)), rule.otherwise)


def _fits(claim: Claimed, line: Line, today: date) -> bool:
    held = {one.type for one in claim.documents}
    return (
        (not line.categories or claim.category in line.categories)
        and (not line.needs or not {*line.needs}.isdisjoint(claim.needs))
        and (not line.documents or not held.isdisjoint(line.documents))
        and (not line.senders or claim.sender in line.senders)
        and (not line.child or _is_child(claim.birth, today))
        and (not line.unreachable or not claim.contacts)
    )


def _is_child(birth: Birth | None, today: date) -> bool:
    """Return whether somebody is surely under 18: by the earliest day they may be born on."""
    if birth is None:
        return False
    born = date.fromisoformat(birth.earliest)
    before = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - before < ADULT
