"""Decide what goes into the register of prints: each sheet has a number, a holder and an end.

Numbers run on without a gap at a site, so that a sheet that nobody registered leaves none: whoever
finds number 41 and 43 looks for 42.
"""

from collections.abc import Iterable

import msgspec

from muster.ground.people.ids import OperatorId, PersonId, PlaceId, PrintId
from muster.ground.people.moment import Instant, Moment
from muster.journey.closing.facts import (
    PrintDestroyed,
    PrintKind,
    PrintLost,
    PrintRegistered,
    PrintReturned,
)
from muster.journey.closing.items import MOST_SOULS
from muster.journey.closing.problems import (
    CountImpossible,
    DescriptionMissing,
    MethodMissing,
    PrintGone,
    PrintNumberTaken,
    PrintUnknown,
    WitnessMissing,
)
from muster.journey.closing.state import Print, PrintEnd


class Sheet(msgspec.Struct, frozen=True):
    """What a print is: ``souls`` people on it, held by a post, back or destroyed by ``expires``."""

    kind: PrintKind
    holder: str
    souls: int
    expires: Instant
    place: PlaceId | None = None
    persons: tuple[PersonId, ...] = ()


def next_number(mark: str, taken: Iterable[str]) -> str:
    """Return the next number of the site whose mark is ``mark``, such as ``7zk2-0041``."""
    begins = f"{mark}-"
    rest = (one.removeprefix(begins) for one in taken if one.startswith(begins))
    last = max((int(one) for one in rest if one.isascii() and one.isdigit()), default=0)
    return f"{begins}{last + 1:04d}"


def register(
    identity: PrintId,
    number: str,
    sheet: Sheet,
    taken: Iterable[str],
    observed: Moment,
    by: OperatorId,
) -> PrintRegistered:
    """Return the entry of a print; raise ``PrintNumberTaken``, ``DescriptionMissing``."""
    if not sheet.holder.strip():
        raise DescriptionMissing(what="the post that holds it")
    if not 0 <= sheet.souls <= MOST_SOULS:
        raise CountImpossible(least=0, most=MOST_SOULS, found=sheet.souls)
    if number.casefold() in {one.casefold() for one in taken}:
        raise PrintNumberTaken
    return PrintRegistered(
        identity,
        observed,
        by,
        number,
        sheet.kind,
        sheet.holder.strip(),
        max(sheet.souls, len(sheet.persons)),
        sheet.expires,
        sheet.place,
        sheet.persons,
    )


def known(sheet: Print | None) -> Print:
    """Return ``sheet`` while it is not destroyed; raise ``PrintUnknown``, ``PrintGone``."""
    if sheet is None or not sheet.number:
        raise PrintUnknown
    if sheet.end is PrintEnd.DESTROYED:
        raise PrintGone
    return sheet


def give_back(
    sheet: Print | None, identity: PrintId, receiver: str, observed: Moment, by: OperatorId
) -> PrintReturned:
    """Return that a print came back to a post; raise ``DescriptionMissing``."""
    known(sheet)
    if not receiver.strip():
        raise DescriptionMissing(what="the post that took it back")
    return PrintReturned(identity, observed, by, receiver.strip())


def destroy(
    sheet: Print | None,
    identity: PrintId,
    method: str,
    witness: str,
    observed: Moment,
    by: OperatorId,
) -> PrintDestroyed:
    """Return that a print was destroyed before a witness."""
    known(sheet)
    if not method.strip():
        raise MethodMissing
    if not witness.strip():
        raise WitnessMissing
    return PrintDestroyed(identity, observed, by, method.strip(), witness.strip())


def lose(
    sheet: Print | None, identity: PrintId, reason: str, observed: Moment, by: OperatorId
) -> PrintLost:
    """Return that a print is lost; raise ``MethodMissing`` where nobody says how."""
    known(sheet)
    if not reason.strip():
        raise MethodMissing
    return PrintLost(identity, observed, by, reason.strip())
