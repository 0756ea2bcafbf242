"""Where tablets deliver what they wrote: their signature is the authority, no session, no form."""

import msgspec
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from muster.doors.web.admission import right
from muster.doors.web.answers import status
from muster.doors.web.request import Request
from muster.ground.people.ids import DeviceId
from muster.ground.problem import Problem
from muster.site import deliveries
from muster.site.deliveries import Answer, Delivered


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


@csrf_exempt
@right(None, "POST", plain=True)
def log(request: Request) -> HttpResponse:
    """Take a batch of entries; answer, after the commit, what is held of each."""
    try:
        batch = deliveries.read(request.body)
        said = deliveries.deliver(request.door.site, DeviceId(batch.device), batch.items)
    except Problem as problem:
        return _json(Wrong(deliveries.VERSION, problem.code), status(problem))
    return _json(_told(said), 200)


def _told(said: Delivered) -> Told:
    return Told(deliveries.VERSION, said.lamport, tuple(map(_answer, said.answers)))


def _answer(one: Answer) -> AnswerTold:
    return AnswerTold(one.state.value, one.log.hex(), one.sequence, one.hash.hex(), one.code)


def _json(what: Told | Wrong, code: int) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(what), content_type="application/json", status=code)
