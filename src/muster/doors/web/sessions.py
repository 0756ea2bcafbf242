"""The session engine as Django finds it: each door has sessions of its own, in memory."""

from typing import cast

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from typing_extensions import override

from muster.doors.web.request import Request
from muster.doors.web.shelf import Session

SessionStore = Session
HERE = "muster"
SECURE = "__Host-muster"
PLAIN = "muster-plain"


def cookie(request: Request) -> str:
    """Return the name of the session's cookie: another one for each way in.

    All ports of a machine share their cookies. What is set over http can never be taken for the one
    of https, which a browser accepts from there alone.
    """
    if request.plain:
        return PLAIN
    return SECURE if request.is_secure() else HERE


class Sessions(SessionMiddleware):
    """Opens the session of a request, and keeps it when something changed."""

    @override
    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session; it is read only when somebody asks for it."""
        asked = cast("Request", request)
        shelf = asked.door.plain_sessions if asked.plain else asked.door.sessions
        held = asked.COOKIES.pop(cookie(asked), None)
        asked.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if held is not None:
            asked.COOKIES[settings.SESSION_COOKIE_NAME] = held  # where Django looks for it
        asked.session = Session(held, shelf)

    @override
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Send the cookie under its own name; it is secure but where there is no TLS."""
        asked = cast("Request", request)
        answered = super().process_response(request, response)
        found = answered.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        if found is not None:
            found.set(cookie(asked), found.value, found.coded_value)
            found["secure"] = asked.is_secure() or ""
            answered.cookies[cookie(asked)] = found
        return answered
