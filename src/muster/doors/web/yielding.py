"""After a duress code: this server ends, and another one shows training data at the same address.

The answer is that of any sign-in: a cookie, and the way to the board. Behind it the site is gone;
the listening socket was handed to the watcher, so that what the browser asks next waits until the
training site answers.
"""

import msgspec
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from muster.doors.web.binding import bound
from muster.doors.web.request import Request
from muster.site.closing.watcher import Instead


class Given(msgspec.Struct, frozen=True, array_like=True):
    """What the training server is told: where its data lies, who is signed in, under which key.

    ``chain`` and ``key`` are the certificate it is served under, PEM; empty without TLS. ``names``
    are the hosts that it answers to, ``bound`` is what the session is bound to.
    """

    folder: str
    session: str
    chain: bytes = b""
    key: bytes = b""
    names: tuple[str, ...] = ()
    bound: bytes = b""


def yield_to_training(request: Request) -> HttpResponse:
    """Give the word, and answer as any sign-in is answered."""
    door = request.door
    door.leave()
    request.session.flush()
    request.session["begun"] = True
    request.session.save(must_create=True)
    if door.watcher is not None and door.retreat is not None:
        key, at = request.session.session_key or "", bound(request)
        told = Given(door.retreat.folder, key, *door.leaf, door.names, at)
        door.watcher.scuttle(Instead(door.retreat.module, msgspec.msgpack.encode(told)))
    return HttpResponseRedirect(reverse("board"), headers={"Connection": "close"})
