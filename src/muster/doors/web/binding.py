"""What a session is bound to, and how long it lasts by post (T23).

It is of one browser at one address. A cookie that was copied away is worth nothing elsewhere: the
session ends, for whoever has it now, and its owner gives the PIN again. A tablet that changes its
address does the same, which is rare where one access point hands addresses out.
"""

from hashlib import sha256

from muster.doors.web.rates import net
from muster.doors.web.request import Request
from muster.doors.web.shelf import ABSOLUTE, HEADQUARTERS
from muster.site.rights import Operator, Role

BOUND = "bound to"
LONGEST_BROWSER = 160
AT_THE_GATE = frozenset({Role.GATE, Role.RAMP, Role.RECEIVING})
"""Posts of one long shift; everybody else signs in anew after eight hours."""


def source_of(request: Request) -> str:
    """Return whom a request is counted as coming from."""
    return net(str(request.META.get("REMOTE_ADDR", "")))


def bound(request: Request) -> bytes:
    """Return what a session begun by this request is bound to; nothing of it can be read back."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))
    return sha256(f"{source_of(request)}\n{agent}".encode(errors="replace")).digest()


def began(request: Request, how: str) -> tuple[str, str, str]:
    """Return what a session's owner knows it by: ``how`` it began, its address, its browser."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))
    return how, str(request.META.get("REMOTE_ADDR", "")), agent[:LONGEST_BROWSER]


def lasts(operator: Operator) -> float:
    """Return for how many seconds a session of ``operator`` lasts at most."""
    return ABSOLUTE if {*operator.roles} <= AT_THE_GATE else HEADQUARTERS
