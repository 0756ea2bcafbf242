"""Who may do what: roles carry rights; whatever no role carries is denied (T22).

Whoever has to know of refusals listens while something is done (``hearing``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import NoReturn

import msgspec

from muster.ground.people.ids import OperatorId
from muster.site.problems import NotAllowed


class Right(StrEnum):
    """One thing that an operator may do; the wording completes "the right to ..."."""

    CLAIM = "take claims"
    DECIDE = "decide eligibility"
    FIND = "search people"
    SEE_PERSON = "open a person's record"
    PLAN_LIFT = "offer and plan lifts"
    BOARD = "board people and close lifts"
    SEE_LIFT = "see lifts and manifests"
    RECEIVE = "receive arrivals"
    COMMAND = "record gates, incidents and places"
    ARRANGE = "record arrangements and disclosures"
    APPOINT = "appoint and dismiss pass issuers"
    ISSUE = "issue and revoke passes"
    FAMILY = "give and take back family pages"
    GUARD = "scan passes at a gate"
    CLOSE = "record items and close what is over"
    FIGURES = "see figures"
    ENROL = "enrol operators"
    TABLETS = "enrol tablets and start shifts"
    EXPORT = "export rows"
    SHRED = "shred a person"
    LINK = "link this site to others"
    UPKEEP = "verify and rebuild the record"
    AUDIT = "take out an audit bundle"
    WATCH = "see who looked at whom"
    PLANT = "plant canaries and hear of them"
    OWN = "look after your own sign-in"


class Role(StrEnum):
    """A post's bundle of rights."""

    LEAD = "lead"
    HEAD = "head"
    REGISTRAR = "registrar"
    PLANNER = "planner"
    GATE = "gate"
    RAMP = "ramp"
    RECEIVING = "receiving"
    LIAISON = "liaison"
    AUDITOR = "auditor"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.LEAD: frozenset(Right),
    Role.HEAD: frozenset(
        {
            Right.FIGURES,
            Right.SEE_LIFT,
            Right.COMMAND,
            Right.ARRANGE,
            Right.CLOSE,
            Right.TABLETS,
            Right.LINK,
            Right.WATCH,
        }
    ),
    Role.REGISTRAR: frozenset(
        {Right.CLAIM, Right.DECIDE, Right.FIND, Right.SEE_PERSON, Right.FAMILY}
    ),
    Role.PLANNER: frozenset(
        {Right.PLAN_LIFT, Right.SEE_LIFT, Right.FIGURES, Right.ISSUE, Right.FAMILY}
    ),
    Role.GATE: frozenset({Right.GUARD}),
    Role.RAMP: frozenset({Right.BOARD, Right.SEE_LIFT}),
    Role.RECEIVING: frozenset({Right.RECEIVE, Right.SEE_LIFT}),
    Role.LIAISON: frozenset({Right.COMMAND, Right.ARRANGE, Right.FIGURES}),
    Role.AUDITOR: frozenset(
        {
            Right.FIGURES,
            Right.UPKEEP,
            Right.SEE_LIFT,
            Right.AUDIT,
            Right.WATCH,
            Right.PLANT,
        }
    ),
}


RIGHTS = {role: rights | {Right.OWN} for role, rights in RIGHTS.items()}


class Operator(msgspec.Struct, frozen=True):
    """Who acts, with the roles as they stood at sign-in."""

    id: OperatorId
    name: str
    roles: tuple[Role, ...]

    def may(self, right: Right) -> bool:
        """Return whether any role carries ``right``."""
        return any(right in RIGHTS[role] for role in self.roles)


Listener = Callable[[Operator, Right], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def require(by: Operator, right: Right) -> None:
    """Raise ``NotAllowed`` unless ``by`` has ``right``."""
    if not by.may(right):
        refuse(by, right)


def require_any(by: Operator, *rights: Right) -> None:
    """Raise ``NotAllowed``, which names the first of ``rights``, unless ``by`` has one of them."""
    if not any(map(by.may, rights)):
        refuse(by, rights[0])


def refuse(by: Operator, right: Right) -> NoReturn:
    """Raise ``NotAllowed``, and tell whoever listens."""
    note_refusal(by, right)
    raise NotAllowed(right=right.value)


def note_refusal(by: Operator, right: Right) -> None:
    """Tell whoever listens that ``by`` lacks ``right``, where it is answered without a Problem."""
    listener = _listener.get()
    if listener is not None:
        listener(by, right)


@contextmanager
def hearing(listener: Listener) -> Iterator[None]:
    """Have ``listener`` told of each refusal inside the block, in this thread alone."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
