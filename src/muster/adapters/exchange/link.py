"""A session over a link, from the side that calls: HTTP inside TLS, both ends pinned (T18)."""

import http.client
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from muster.adapters.exchange import wire
from muster.adapters.exchange.course import Course
from muster.adapters.exchange.pace import Pace
from muster.adapters.exchange.pinned import peer_of
from muster.adapters.exchange.problems import PeerRefused, PeerSilent
from muster.adapters.exchange.session import Session
from muster.ground.problem import Problem

PATIENCE = 60.0
"""Seconds without a byte before a link counts as broken."""
_OK = 200
PROBLEM = "Muster-Problem"


class Address(msgspec.Struct, frozen=True, array_like=True):
    """Where a site listens."""

    host: str
    port: int


def call(
    session: Session,
    address: Address,
    context: ssl.SSLContext,
    peer: bytes,
    *,
    pace: Pace | None = None,
    told: Callable[[], None] = lambda: None,
    patience: float = PATIENCE,
) -> Course:
    """Hold ``session`` with the site that shows ``peer`` (DER) at ``address``; return its course.

    ``told`` is called after each frame. Raises ``PeerSilent``, ``PeerOther``, ``PeerRefused`` or
    what the peer's words are worth; what came before is kept.
    """
    with _line(address, context, peer, patience) as (line, connection):
        _converse(session, line, wire.arrived(connection), pace or Pace(), told)
    return session.course


def last_word(
    text: str, address: Address, context: ssl.SSLContext, peer: bytes, patience: float
) -> bool:
    """Give the site that shows ``peer`` (DER) the receipt of a scuttle; say whether it was kept.

    Nothing is raised: whoever says it can do nothing more about it.
    """
    try:
        with _line(address, context, peer, patience) as (line, _):
            line.request("POST", wire.LAST_WORD, body=text.encode("ascii"))
            with line.getresponse() as answer:
                return answer.status == _OK
    except Problem:
        return False


@contextmanager
def _line(
    address: Address, context: ssl.SSLContext, peer: bytes, patience: float
) -> Iterator[tuple[http.client.HTTPSConnection, ssl.SSLSocket]]:
    """Open a line to the site that shows ``peer``; raise ``PeerSilent``, ``PeerOther``."""
    line = http.client.HTTPSConnection(
        address.host, address.port, context=context, timeout=patience
    )
    try:
        line.connect()
        connection = line.sock
        if not isinstance(connection, ssl.SSLSocket):
            raise PeerSilent
        peer_of(connection, {peer})
        yield line, connection
    except (OSError, http.client.HTTPException):
        raise PeerSilent from None
    finally:
        line.close()


def _converse(
    session: Session,
    line: http.client.HTTPSConnection,
    more: Callable[[], bool],
    pace: Pace,
    told: Callable[[], None],
) -> None:
    while not session.over:
        line.request(
            "POST",
            wire.PATH,
            body=wire.spoken(session, pace, told),
            headers={"Content-Type": wire.KIND, "Transfer-Encoding": "chunked"},
            encode_chunked=True,
        )
        with line.getresponse() as answer:
            if answer.status != _OK:
                raise PeerRefused(status=answer.headers.get(PROBLEM, str(answer.status))[:60])
            if not wire.listen(session, answer.read, pace, told, more) and not session.over:
                raise PeerSilent
            answer.read()
