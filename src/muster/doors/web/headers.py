"""What every answer says to the browser beside its page: keep nothing, allow nothing."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_ALWAYS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Sets ``no-store`` on whatever does not say otherwise; only hashed files do."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer with its headers."""
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.headers["Cache-Control"] != "no-store":
            response.headers["Vary"] = "Accept-Encoding"  # the same for everybody, in any language
        for name, value in _ALWAYS.items():
            response.headers[name] = value
        return response
