"""The search itself: whatever way a name is written it is found, and nothing is found in chance."""

import base64
import gzip
import io
import shutil
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from random import Random

import pytest

from tests.forensic.names import CORE, name, names, rows
from tests.forensic.search import distinct, found_in

LATIN, PERSIAN = name(4_242), name(4_243)


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a part", text * 3)
    return file.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16-le"),
    "other end first": lambda text: text.encode("utf-16-be"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "backwards": lambda text: text[::-1].encode(),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "json": lambda text: ascii(text).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one on": lambda text: base64.b64encode(b"x" + text.encode() + b"y"),
    "base64, two on": lambda text: base64.b64encode(b"xy" + text.encode() + b"yzz"),
    "base64 of utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "zlib": lambda text: zlib.compress(text.encode()),
    "gzip in gzip": lambda text: gzip.compress(gzip.compress(text.encode())),
    "zip": zipped,
}


@pytest.mark.parametrize("text", [LATIN, PERSIAN], ids=["latin", "persian"])
@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_found_however_it_is_written(way: str, text: str) -> None:
    around = Random(7).randbytes(500)
    assert found_in(around + WAYS[way](text) + around)


def test_a_name_is_found_as_our_own_matching_writes_it() -> None:
    assert found_in(b"the form qarzumelbadaga is in an index")


@pytest.mark.skipif(shutil.which("zstd") is None, reason="no zstd program here")
def test_a_name_is_found_inside_zstandard() -> None:
    words = " ".join(names(400)[::2]).encode()
    packed = subprocess.run(
        [str(shutil.which("zstd")), "-19", "-cq"], input=words, capture_output=True, check=True
    ).stdout
    assert distinct(packed) < distinct(words) == 200
    assert found_in(b"before" + packed)[CORE.encode()] >= distinct(words)


def test_nothing_is_found_in_chance() -> None:
    assert not found_in(Random(8).randbytes(4_000_000))


def test_twenty_thousand_names_are_twenty_thousand() -> None:
    every = names(20_000)
    assert distinct("\n".join(every).encode()) == len(every)
    assert rows(20).count("\n") == 21
