"""The modules of the scan page, served as one tree under the hash of all of it.

Modules find each other by relative ways, so a hash in each name would break them; a hash of the
whole in the address keeps every tree for ever, and a page never mixes two of them. Ours lie in
folders of ``static``; those of others were laid by ``make install``.
"""

import gzip
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import cast

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from muster.doors.web.admission import right
from muster.doors.web.headers import wasm
from muster.doors.web.problems import FilesMissing
from muster.doors.web.served import LAID, OURS, Served, given, read

ROOMS = ("pass", "gate", "record", "scan", "paper")
WORKER = "scan/worker.js"
NOT_SERVED = ("pass/binding.js", "pass/statuses.js")
"""What only the second verifier of the tests imports."""
NOT_KEPT = "paper/"
"""Modules of another page than that of a gate: a tablet does not keep them."""
_COMMENT = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
    r"""|(?<![:\\/])//[^\n]*"""
)


@cache
def tree() -> dict[str, Served]:
    """Return every module by its way in the tree; raise ``FilesMissing``."""
    theirs = LAID / "modules"
    if not theirs.is_dir():
        raise FilesMissing
    ours = {_way(file, OURS): file for room in ROOMS for file in (OURS / room).glob("*.js")}
    ours = {way: file for way, file in ours.items() if way not in NOT_SERVED}
    others = {_way(file, theirs): file for file in theirs.rglob("*") if file.is_file()}
    found = {way: read(file, way) for way, file in others.items()}
    found |= {way: _bare(read(file, way)) for way, file in ours.items()}
    return dict(sorted(found.items()))


def kept() -> list[str]:
    """Return the ways of what the page of a gate keeps for when it is alone."""
    return [way for way in tree() if not way.startswith(NOT_KEPT)]


def _bare(one: Served) -> Served:
    """Return a module of ours without comments and indents: half of what a tablet would load."""
    text = _COMMENT.sub(lambda found: found["kept"] or "", one.content.decode("utf-8"))
    content = re.sub(r"\n\s*", "\n", text).strip().encode("utf-8")
    packed = gzip.compress(content, 9, mtime=0)
    return msgspec.structs.replace(one, content=content, packed=packed)


def _way(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


@cache
def build() -> str:
    """Return the hash of the tree, which is its name."""
    digest = sha256()
    for way, one in tree().items():
        digest.update(f"{way}\0{len(one.content)}\0".encode() + one.content)
    return digest.hexdigest()[:16]


@right(None, plain=True)
def module(request: HttpRequest, tree_of: str, way: str) -> HttpResponse:
    """Return one module of the present tree; an earlier one is kept by whoever still needs it."""
    found = tree().get(way)
    if found is None or tree_of != build():
        raise Http404
    if way == WORKER:  # a worker is held to the policy of its own answer, not to its page's
        return cast("HttpResponse", wasm(_worker)(request))
    return given(request, found)


def _worker(request: HttpRequest) -> HttpResponse:
    return given(request, tree()[WORKER])
