"""What every answer says to the browser beside its page: keep nothing, allow nothing (T37)."""

from collections.abc import Callable

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_ALWAYS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CAMERA = {"Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"}
"""For the pages that look through the camera: where a tablet is enrolled, and where it scans."""
wasm = csp_update({"script-src": [WASM_UNSAFE_EVAL]})
"""Marks the views of pages that read codes, and that of the worker's file; no other may use it."""


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
            response.headers.setdefault(name, value)
        return response
