"""The session engine as Django finds it: each door has sessions of its own, in memory."""

from typing import cast

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from typing_extensions import override

from muster.doors.web.request import Request
from muster.doors.web.shelf import Session

SessionStore = Session
COOKIE = "muster"


class Sessions(SessionMiddleware):
    """Opens the session of a request, and keeps it when something changed."""

    @override
    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session; it is read only when somebody asks for it."""
        asked = cast("Request", request)
        asked.session = Session(request.COOKIES.get(COOKIE), asked.door.sessions)

    @override
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Send the cookie; it is secure but where there is no TLS, which is this machine alone."""
        answered = super().process_response(request, response)
        if COOKIE in answered.cookies and not request.is_secure():
            answered.cookies[COOKIE]["secure"] = ""
        return answered
