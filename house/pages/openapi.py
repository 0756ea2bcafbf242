"""``docs/format/openapi.json``: the answers in JSON, of the forms that the views take and give.

Addresses, methods and who may ask come from the routes; shapes from the types. What is sent to a
tablet has its bytes in hex.
"""

import json
import re
from http import HTTPStatus
from typing import Any, NamedTuple

import msgspec

from muster.doors.web.serving import prepare

prepare()

from muster.doors.web import delivery, enrolment, scanning, scripts, urls  # noqa: E402
from muster.doors.web.admission import rule_of  # noqa: E402
from muster.doors.web.lane import SIGNATURE  # noqa: E402
from muster.doors.web.sessions import SECURE  # noqa: E402
from muster.site.gate import tablets  # noqa: E402

_REF = "#/components/schemas/{name}"
_HEX = {"type": "string", "pattern": "^([0-9a-f]{2})*$"}
_HTML = {"text/html": {"schema": {"type": "string"}}}


class Endpoint(NamedTuple):
    """What an address answers: by status the types of its answers; what it takes."""

    name: str
    answers: dict[int, tuple[type, ...]]
    takes: type | None = None
    packed: bool = False
    signed: bool = False
    pages: tuple[int, ...] = ()
    """Statuses that are answered with a page or with nothing: the refusals of the door."""


def _refused(*codes: int) -> dict[int, tuple[type, ...]]:
    return dict.fromkeys(codes, (scripts.Refusal,))


ENDPOINTS = (
    Endpoint("now", {200: (scripts.Now,)}),
    Endpoint("ask", {200: (scripts.Wished,), 403: (scripts.WishRefused,),
                     422: (scripts.WishRefused,)}, takes=enrolment.Ask),
    Endpoint("asked", {200: (scripts.Waiting, scripts.Enrolled)}, pages=(404, 422)),
    Endpoint("log", {200: (delivery.Told,), 403: (delivery.Wrong,), 409: (delivery.Wrong,),
                     422: (delivery.Wrong,)}, takes=bytes, packed=True),
    Endpoint("scan-who", {200: (scripts.Who,)}, pages=(302, 403)),
    Endpoint("scan-start", {200: (scripts.Started,), **_refused(401, 403, 404, 409, 422, 429)},
             takes=scanning.Start, pages=(302, 403)),
    Endpoint("scan-ask", {200: (tablets.Answer,), **_refused(403, 404, 409, 422)},
             takes=tablets.Question, signed=True),
    Endpoint("scan-shift", {200: (tablets.Given,), **_refused(403, 404, 409, 422)},
             takes=tablets.Question, signed=True),
    Endpoint("scan-second", {200: (scripts.Second,), **_refused(403, 404, 409, 422)},
             takes=tablets.Question, signed=True),
)  # fmt: skip
"""Every address that answers in JSON by itself."""


def openapi() -> str:
    """Return the description, OpenAPI 3.1, as text."""
    types = {one for each in ENDPOINTS for answers in each.answers.values() for one in answers}
    taken = {each.takes for each in ENDPOINTS if each.takes not in {None, bytes}}
    ordered = sorted([*types, *taken], key=lambda one: one.__qualname__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    names = {kind: _named(kind, components) for kind in ordered}
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "Muster: what a site answers to scripts",
            "version": "1",
            "description": "Made from the code by `make docs`. Bytes are in hex, times are "
            "milliseconds since 1970 in UTC.",
        },
        "paths": {_path(one): _item(one, names) for one in ENDPOINTS},
        "components": {
            "schemas": _as_sent(dict(sorted(components.items()))),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": SECURE},
                "tablet": {"type": "apiKey", "in": "header", "name": SIGNATURE},
            },
        },
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _named(kind: type, components: dict[str, Any]) -> str:
    """Return the name of a type among the components: a long one where two have a short one."""
    return kind.__name__ if kind.__name__ in components else f"{kind.__module__}.{kind.__name__}"


def _path(one: Endpoint) -> str:
    route = next(each for each in urls.urlpatterns if each.name == one.name)
    return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern))


def _item(one: Endpoint, names: dict[type, str]) -> dict[str, Any]:
    route = next(each for each in urls.urlpatterns if each.name == one.name)
    rule = rule_of(route.callback)
    if rule is None:
        raise LookupError(one.name)
    method = "post" if one.takes is not None else "get"
    said = (route.callback.__doc__ or "").strip().splitlines()[0]
    item: dict[str, Any] = {
        "operationId": one.name,
        "summary": said,
        "responses": {str(code): _response(one, code, names) for code in _codes(one)},
        "security": [{"session": []}] if rule.right else [{"tablet": []}] if one.signed else [],
    }
    if one.takes is not None:
        item["requestBody"] = {"required": True, "content": _taken(one, names)}
    if places := re.findall(r"<\w+:(\w+)>", str(route.pattern)):
        item["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in places
        ]
    return {method: item}


def _codes(one: Endpoint) -> list[int]:
    return sorted({*one.answers, *one.pages})


def _response(one: Endpoint, code: int, names: dict[type, str]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if code in one.answers:
        refs = [{"$ref": _REF.format(name=names[each])} for each in one.answers[code]]
        content = {scripts.JSON: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}}
    if code in one.pages and code != HTTPStatus.FOUND:
        content |= _HTML
    return {"description": HTTPStatus(code).phrase} | ({"content": content} if content else {})


def _taken(one: Endpoint, names: dict[type, str]) -> dict[str, Any]:
    if one.takes is None or one.packed:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {scripts.JSON: {"schema": {"$ref": _REF.format(name=names[one.takes])}}}


def _as_sent(schema: Any) -> Any:  # noqa: ANN401 - plain data
    """Return a schema with bytes as they are sent: in hex."""
    match schema:
        case {"contentEncoding": "base64"}:
            return _HEX
        case {"propertyNames": {"contentEncoding": "base64"}, **rest}:
            return _as_sent(rest)
        case dict():
            return {name: _as_sent(each) for name, each in schema.items()}
        case list():
            return [_as_sent(each) for each in schema]
        case str():
            return " ".join(schema.split())
        case _:
            return schema
