"""The family page: what a party or a relative sees of it, on a machine strangers reach.

It holds sealed answers and nothing else: no site, no session, no cookie, no script. Whoever asks,
by a link or by typed groups, gets one answer; a code that nobody knows, is over or was taken back
gets the bytes of "wait", and the same work is done for it (A13). What a language is comes from the
address or the browser, never from the record: it would tell a known code from an unknown one.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qs

import msgspec
from django.template.loader import render_to_string
from django.utils import translation

from muster.doors.web import family_words
from muster.doors.web.application import Receive, Scope
from muster.doors.web.page_answers import Source
from muster.doors.web.rates import Rates
from muster.doors.web.served import OURS
from muster.doors.web.told import Send
from muster.journey.passes import family

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "style-src 'self'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
HTML = "text/html; charset=utf-8"
STYLE = "family.css"
LONGEST_BODY = 1024
LONGEST_WAY = 100
_FULL = 2
"""Slashes in the address of a page."""


class Reply(msgspec.Struct, frozen=True):
    """One answer as it is sent; ``way`` is where it leads on to."""

    status: int
    body: bytes
    kind: str = HTML
    way: str = ""


class Family:
    """The ASGI application of the page."""

    def __init__(self, source: Source, rates: Rates | None = None) -> None:
        self._source = source
        self._rates = rates or Rates()
        self._style = (OURS / STYLE).read_bytes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = await _body(receive) if scope["method"] == "POST" else b""
        reply = await asyncio.to_thread(self._reply, scope, body)
        headers = {**HEADERS, "Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
        if reply.way:
            headers["Location"] = reply.way
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": raw})
        content = b"" if scope["method"] == "HEAD" else reply.body
        await send({"type": "http.response.body", "body": content})

    def _reply(self, scope: Scope, body: bytes) -> Reply:
        address = (scope.get("client") or ("", 0))[0]
        accepted = _header(scope, b"accept-language")
        if not self._rates.allows(address):
            return _page(family_words.preferred(accepted), {"often": True}, 429)
        return self.reply(scope["method"], scope["path"], body, accepted)

    def reply(self, method: str, path: str, body: bytes = b"", accepted: str = "") -> Reply:
        """Return the answer: the form, what a code says, or nothing here.

        ``/CODE/LANGUAGE`` is a page, and ``/LANGUAGE`` the form; without a language the browser's
        is taken. What was typed leads to its page, so that every page has the bytes of its kind.
        """
        if method not in ("GET", "HEAD", "POST"):
            return Reply(405, b"")
        if path == f"/{STYLE}":
            return Reply(200, self._style, "text/css; charset=utf-8")
        code, language, is_known = _way(path, accepted)
        if not is_known:
            return Reply(404, b"")
        if not code and method != "POST":
            return _page(language, {"ask": True}, 200)
        token = family.read(code or _typed(body))
        if token is None:
            return _page(language, {"ask": True, "wrong": True}, 422)
        if path.count("/") != _FULL:
            return Reply(303, b"", way=f"/{family.spell(token)}/{language}")
        return self._told(token, language)

    def _told(self, token: bytes, language: str) -> Reply:
        desk, now = self._source.desk(), self._source.now()
        line = desk.answer(token, now)
        told, offset = desk.answers, desk.answers.offset
        with translation.override(language):
            shown = {
                "said": line.said.value,
                "gate": line.gate,
                "opens": family_words.day(line.opens, offset, language),
                "closes": family_words.day(line.closes, offset, language),
                "as_of": family_words.day(told.at, offset, language),
                "zone": family_words.zone(offset),
                "stale": told.is_stale(now),
                "training": told.training,
            }
            return _page(language, shown, 200)


def _page(language: str, shown: Mapping[str, object], status: int) -> Reply:
    context = {
        **shown,
        "language": language,
        "tag": family_words.tag(language),
        "direction": "rtl" if language in family_words.LEFTWARD else "ltr",
        "languages": [
            {"way": one, "tag": family_words.tag(one), "name": name}
            for one, name in family_words.LANGUAGES.items()
            if one != language
        ],
    }
    with translation.override(language):
        return Reply(status, render_to_string("family.html", context).encode())


def _way(path: str, accepted: str) -> tuple[str, str, bool]:
    """Return the code and language of an address, and whether it is one of ours at all."""
    first, slash, last = path.removeprefix("/").partition("/")
    alone = family_words.chosen(first) if not slash else None
    code = "" if alone is not None else first
    language = alone or (family_words.chosen(last) if slash else None)
    is_known = len(path) <= LONGEST_WAY and (language is not None or not last) and "." not in path
    return code, language or family_words.preferred(accepted), is_known


def _header(scope: Scope, wanted: bytes) -> str:
    for name, value in scope["headers"]:
        if name == wanted:
            return bytes(value).decode("latin-1")
    return ""


async def _body(receive: Receive) -> bytes:
    taken = b""
    while len(taken) <= LONGEST_BODY:
        message = await receive()
        taken += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return taken[:LONGEST_BODY]


def _typed(body: bytes) -> str:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=5)
    except ValueError:
        return ""
    return fields.get("code", [""])[0]
