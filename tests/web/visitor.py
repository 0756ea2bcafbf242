"""Somebody at a browser without script: keeps cookies, follows nothing, fills in forms."""

import gzip
import re
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import msgspec

from tests.web.operation import PIN

AGENT = "a visitor"
"""What a visitor and a watched browser call themselves: a session is of one of them."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer(msgspec.Struct, frozen=True):
    """What came back; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)
        return unescape(found[1]) if found else ""


class Visitor:
    """Asks one server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._place = urlsplit(address)
        self.cookies: dict[str, str] = {}
        self.language = "en"
        self.agent = AGENT

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        connection = HTTPConnection(self._place.hostname or "", self._place.port, timeout=300)
        sent = {
            "Host": self._place.netloc,
            "Accept-Language": self.language,
            "User-Agent": self.agent,
        } | (headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        for cookie in SimpleCookie(found.get("set-cookie", "")).values():
            self.cookies[cookie.key] = cookie.value
            if cookie["max-age"] == 0:
                del self.cookies[cookie.key]
        if found.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(response.status, found, content)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, str | list[str]], form: str = "") -> Answer:
        """Open ``form`` (by default ``path``) for its token, fill it in, send it."""
        token = TOKEN.search(self.get(form or path).text)
        filled = fields | ({"csrfmiddlewaretoken": token[1]} if token else {})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(filled, doseq=True).encode(), kind)

    def sign_in(self, name: str, pin: str = PIN) -> Answer:
        return self.post("/sign-in", {"name": name, "pin": pin})


def signed_in(address: str, role: str) -> Visitor:
    """Return a visitor who signed in as the operator of that role."""
    visitor = Visitor(address)
    answer = visitor.sign_in(f"The {role}")
    assert answer.status == 302, answer.text
    return visitor
