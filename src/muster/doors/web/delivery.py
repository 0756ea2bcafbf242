"""Where tablets deliver what they wrote: their signature is the authority, no session, no form."""

import msgspec
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from muster.doors.web.admission import right
from muster.doors.web.answers import status
from muster.doors.web.door import Door
from muster.doors.web.lane import short
from muster.doors.web.request import Request
from muster.ground.people.ids import DeviceId
from muster.ground.problem import Problem
from muster.site.gate import deliveries
from muster.site.gate.deliveries import Answer, Delivered


class AnswerTold(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the site holds of one entry; bytes in hex."""

    state: str
    log: str = ""
    sequence: int = 0
    hash: str = ""
    code: str = ""


class Told(msgspec.Struct, frozen=True):
    """The answers, in the order in which the entries came."""

    version: int
    lamport: int
    answers: tuple[AnswerTold, ...]


class Wrong(msgspec.Struct, frozen=True):
    """Why nothing of a request was taken."""

    version: int
    problem: str


def taken(door: Door, body: bytes, _signature: str = "") -> bytes:
    """Take the batch in ``body``; return what is answered once it is durable.

    Each entry is signed, so that nothing more is. Raises what ``deliveries.read`` and ``deliver``
    do.
    """
    batch = deliveries.read(body)
    said = deliveries.deliver(door.site, DeviceId(batch.device), batch.items)
    return msgspec.json.encode(_told(said))


@short(taken)
@csrf_exempt
@right(None, "POST", plain=True)
def log(request: Request) -> HttpResponse:
    """Take a batch of entries; answer, after the commit, what is held of each."""
    try:
        said, code = taken(request.door, request.body), 200
    except Problem as problem:
        wrong = Wrong(deliveries.VERSION, problem.code)
        said, code = msgspec.json.encode(wrong), status(problem)
    return HttpResponse(said, content_type="application/json", status=code)


def _told(said: Delivered) -> Told:
    return Told(deliveries.VERSION, said.lamport, tuple(map(_answer, said.answers)))


def _answer(one: Answer) -> AnswerTold:
    return AnswerTold(one.state.value, one.log.hex(), one.sequence, one.hash.hex(), one.code)
