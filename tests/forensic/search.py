"""Search bytes for planted names in every way in which somebody could find one.

As text in several encodings, as hexadecimal, in base64 at any offset, percent-encoded, as JSON
escapes; and the same inside whatever is packed by deflate (gzip, zlib, zip, PNG, PDF) or Zstandard,
also inside one another.
"""

import base64
import re
import shutil
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

from tests.forensic.names import LETTERS, STEM, STEM_PERSIAN, stems

_SHORTEST = 6
_DEEPEST = 3
_UNPACKED = 256 << 20
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04|\x28\xb5\x2f\xfd")
_ZIP_HEAD = 30
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1256")
_CHUNK = 16 << 20
_OVERLAP = 4_096


@cache
def patterns() -> tuple[bytes, ...]:
    """Return all that is looked for; what holds another pattern is found by that one already."""
    found: set[bytes] = set()
    for stem in stems():
        for encoding in _ENCODINGS:
            try:
                raw = stem.encode(encoding)
            except UnicodeEncodeError:
                continue
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}
        found |= {quote(stem).encode(), ascii(stem)[1:-1].encode()}
    long = sorted((one for one in found if len(one) >= _SHORTEST), key=len)
    shortest: list[bytes] = []
    for one in long:
        if not any(kept in one for kept in shortest):
            shortest.append(one)
    return tuple(shortest)


def _base64(raw: bytes) -> Iterator[bytes]:
    """Yield what is the same in base64 whatever stands before and after."""
    for before in range(3):
        for coded in (base64.b64encode, base64.urlsafe_b64encode):
            whole = coded(bytes(before) + raw)
            yield whole[4 if before else 0 : -4]


def found_in(raw: bytes, depth: int = 0) -> Counter[bytes]:
    """Return what is found in ``raw`` and in whatever it holds packed, with how often."""
    seen = Counter({one: raw.count(one) for one in patterns() if one in raw})
    if depth < _DEEPEST:
        for part in unpacked(raw):
            seen += found_in(part, depth + 1)
    return seen


def unpacked(raw: bytes) -> Iterator[bytes]:
    """Yield what is packed in ``raw``, wherever it begins."""
    for mark in _PACKED.finditer(raw):
        at, head = mark.start(), mark.group()
        if head == b"\x28\xb5\x2f\xfd":
            yield _zstd(raw[at:])
        elif head == b"PK\x03\x04":
            names = raw[at + 26 : at + _ZIP_HEAD]
            skip = int.from_bytes(names[:2], "little") + int.from_bytes(names[2:], "little")
            yield _inflated(raw, at + _ZIP_HEAD + skip, -zlib.MAX_WBITS)
        else:
            yield _inflated(raw, at, zlib.MAX_WBITS | 32)


def _inflated(raw: bytes, at: int, bits: int) -> bytes:
    """Return what comes out before it makes no sense any more."""
    engine, out = zlib.decompressobj(bits), bytearray()
    view, step = memoryview(raw), 16_384
    try:
        while at < len(raw) and not engine.eof and len(out) < _UNPACKED:
            out += engine.decompress(view[at : at + step])
            at += step
    except zlib.error:
        pass
    return bytes(out)


def _zstd(raw: bytes) -> bytes:
    """Return what Zstandard makes of it, where the program is there."""
    tool = shutil.which("zstd")
    if tool is None:
        return b""
    said = subprocess.run(
        [tool, "-dcq"], input=raw[: 16 << 20], capture_output=True, check=False, timeout=60
    )
    return said.stdout[:_UNPACKED]


def found_in_file(path: Path) -> Counter[bytes]:
    """Return what is found in a file, read in overlapping pieces."""
    seen: Counter[bytes] = Counter()
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(_CHUNK):
            if piece.strip(b"\0"):
                seen += found_in(tail + piece)
            tail = piece[-_OVERLAP:]
    return seen


def found_below(folder: Path) -> dict[str, Counter[bytes]]:
    """Return, of each file below ``folder`` that holds something, what; also what paths say."""
    seen = {}
    for path in sorted(folder.rglob("*")):
        hits = found_in(str(path.relative_to(folder)).encode(errors="surrogateescape"))
        if path.is_file() and not path.is_symlink():
            hits += found_in_file(path)
        if hits:
            seen[str(path.relative_to(folder))] = hits
    return seen


def found_in_memory(pid: int) -> Counter[bytes]:
    """Return what is found in the memory that a process can write to; raise where it may not."""
    seen: Counter[bytes] = Counter()
    maps = Path(f"/proc/{pid}/maps").read_text("ascii", errors="replace").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_rest = line.split()
            begin, end = (int(one, 16) for one in span.split("-"))
            if not rights.startswith("rw") or "[v" in line:
                continue
            try:
                memory.seek(begin)
                seen += _as_text(memory.read(end - begin))
            except OSError:
                continue
    return seen


def _as_text(raw: bytes) -> Counter[bytes]:
    return Counter({one: raw.count(one) for one in patterns() if one in raw})


def distinct(raw: bytes) -> int:
    """Return how many different names stand in ``raw`` in clear (UTF-8)."""
    both = rf"(?:{STEM}[a-z]{{{LETTERS}}}|{STEM_PERSIAN}[\u0600-\u06ff]{{{LETTERS}}})"
    return len({*re.findall(both, raw.decode(errors="ignore"))})
