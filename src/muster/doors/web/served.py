"""The files a browser is given, each under a name that carries its hash: kept for ever.

Ours lie in ``static``, modules in folders of it (``modules``); those of others were laid by ``make
install``, with a manifest. All are read once, when the door opens: a browser never waits for a
disk, and a missing file is said at once.
"""

import gzip
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from muster.doors.web.admission import right
from muster.doors.web.problems import FilesMissing

HERE = Path(__file__).parent
OURS = HERE / "static"
LAID = HERE / "assets"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".wasm": "application/wasm",
}
FOR_EVER = "public, max-age=31536000, immutable"


class Served(msgspec.Struct, frozen=True):
    """One file: the name it is served under, its bytes as they are and packed, its type."""

    file: str
    content: bytes
    packed: bytes
    kind: str


@cache
def files() -> dict[str, Served]:
    """Return all files by the name that templates use; raise ``FilesMissing``."""
    manifest = LAID / "manifest.json"
    if not manifest.is_file():
        raise FilesMissing
    laid = {row["name"]: row["file"] for row in json.loads(manifest.read_bytes())["files"]}
    theirs = {name: read(LAID / file, file) for name, file in laid.items()}
    paths = sorted(path for path in OURS.iterdir() if path.is_file())
    ours = {path.name: read(path, _hashed(path)) for path in paths}
    return theirs | ours


def read(path: Path, file: str) -> Served:
    """Return the file at ``path``, to be served under the name ``file``."""
    content = path.read_bytes()
    return Served(file, content, gzip.compress(content, 9, mtime=0), KINDS[path.suffix])


def _hashed(path: Path) -> str:
    return f"{path.stem}.{sha256(path.read_bytes()).hexdigest()[:16]}{path.suffix}"


@cache
def _by_file() -> dict[str, Served]:
    return {one.file: one for one in files().values()}


@right(None, plain=True)
def served(request: HttpRequest, file: str) -> HttpResponse:
    """Return one file, packed where the browser takes that."""
    found = _by_file().get(file)
    if found is None:
        raise Http404
    return given(request, found)


def given(request: HttpRequest, found: Served) -> HttpResponse:
    """Return ``found`` as an answer that a browser keeps for ever."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.content, content_type=found.kind)
    response.headers["Cache-Control"] = FOR_EVER
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
