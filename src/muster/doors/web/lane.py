"""The short way for what a tablet sends with each scan: past Django, to the site and back.

No session, form, language or page is in these requests: their authority is the tablet's signature,
and the site checks it. Django's chain would cost more than all the rest of a scan. The name of the
host is checked as there, and an answer has the headers that it has there. Whatever is not plainly
good is left to the ordinary way: a wrong method, a host of others, anything that is refused.
"""

from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import URLPattern, get_resolver

from muster.doors.web.admission import rule_of
from muster.doors.web.door import Door
from muster.doors.web.told import Told
from muster.ground.problem import Problem

SIGNATURE = "Muster-Signature"
Work = Callable[[Door, bytes, str], bytes]
"""Takes the body of a request and its signature, hex as it came; returns the body of the answer."""
View = TypeVar("View", bound=Callable[..., Any])
_OF_ONE_ANSWER = {b"content-length", b"content-language", b"vary", b"set-cookie"}
_SIGNED = SIGNATURE.lower().encode()


def short(work: Work) -> Callable[[View], View]:
    """Mark a view that only does ``work`` and answers JSON, so that it has a short way."""

    def mark(view: View) -> View:
        cast("Any", view).short = work
        return view

    return mark


class Lane:
    """The short ways of one listener; over http only those that are answered there."""

    def __init__(self, door: Door, like: Told, *, plain: bool) -> None:
        """Find the views that are marked; the headers are those of ``like``, an answer in JSON."""
        self._door = door
        self._fields = tuple(one for one in like.headers if one[0].lower() not in _OF_ONE_ANSWER)
        patterns = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
        self._ways: dict[str, Work] = {
            f"/{one.pattern}": work
            for one in patterns
            if (work := _work_of(one.callback, plain=plain)) is not None
        }

    def answer(self, scope: MutableMapping[str, Any], body: bytes) -> Told | None:
        """Return the answer to a request, or none where the ordinary way has it."""
        work = self._ways.get(scope["path"])
        if work is None or scope["method"] != "POST":
            return None
        fields = dict(scope["headers"])
        if not _is_ours(fields.get(b"host", b"")):
            return None
        try:
            said = work(self._door, body, fields.get(_SIGNED, b"").decode("latin-1"))
        except Problem:
            return None
        length = (b"Content-Length", str(len(said)).encode())
        return Told(200, (*self._fields, length), said)


def _work_of(view: Callable[..., Any], *, plain: bool) -> Work | None:
    """Return what a marked view does, if anybody may ask for it of this listener."""
    rule = rule_of(view)
    is_open = rule is not None and rule.right is None and (rule.plain or not plain)
    return getattr(view, "short", None) if is_open else None


def _is_ours(host: bytes) -> bool:
    name, _ = split_domain_port(host.decode("latin-1"))
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
