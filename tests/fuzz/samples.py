"""Honest inputs of every parser, for damage: ``MARK`` stands wherever a person's value would."""

import io
import json
import re
import struct
import zipfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from muster.journey.passes import outer
from tests.formats.lists import as_workbook
from tests.vectors import passes
from tests.vectors.checkpoint import MORNING, code

MARK = "ZYXW"
VECTORS = Path(__file__).resolve().parents[1] / "vectors"

ZONE = f"P<UTO{MARK}<<ANNA<MARIA".ljust(44, "<") + "\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = f"I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n{MARK}<<ANNA".ljust(
    92, "<"
)
LIST_OF_PASSENGERS = (
    "UNA:+.? 'UNB+UNOA:4+A+B+210826:1306+9++PAXLST'UNG+PAXLST+A+B+210826:1306+1+UN+D:05B'"
    "UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+MS+++DESK'TDT+20+EX1+++EX'LOC+125+AAA'"
    f"DTM+189:2108261400:201'NAD+FL+++{MARK}:{MARK}'ATT+2++F'DTM+329:900531'LOC+178+AAA'"
    f"RFF+AVF:{MARK}'DOC+P:110:111+{MARK}1234'DTM+36:270531'LOC+91+UTO'CNT+42:1'UNT+16+1'"
    "UNE+1+1'UNZ+1+9'"
)
RECORDS = (
    '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4"><pfif:person>'
    f"<pfif:person_record_id>a.example/{MARK}</pfif:person_record_id>"
    f"<pfif:full_name>{MARK}</pfif:full_name><pfif:age>35-45</pfif:age><pfif:note>"
    f"<pfif:text>{MARK}</pfif:text></pfif:note></pfif:person></pfif:pfif>"
)
TAGGED = f"Name;Born;{MARK}\n#affected+name;#affected+birth;#adm1\n{MARK};1990-05-31;{MARK}\n"
TABLE = (
    f'Family No,Given name,Date of birth,Phone,Document number\nF1,"{MARK}, A",31/05/1990,'
    f"'+999 1,{MARK}1\nF1,{MARK},1990,,\n"
)
_OPENDOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
    "<text:p>Name</text:p></table:table-cell></table:table-row><table:table-row>"
    f'<table:table-cell office:value-type="string"><text:p>{MARK}</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def vectors(
    name: str, field: str = "bytes", of: str = "", *, most: int = 4_096
) -> tuple[bytes, ...]:
    """The bytes of a file of vectors, good ones and bad ones, none longer than ``most``."""
    told: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))[
        "vectors"
    ]
    found = (one[field] for one in told if of in {"", one.get("of")} and field in one)
    plain = re.compile(r"(?:[0-9a-f]{2})+")  # long runs are spelled in short, and too long here
    raw = (bytes.fromhex(one) for one in found if isinstance(one, str) and plain.fullmatch(one))
    return tuple(one for one in raw if 0 < len(one) <= most)


def shown() -> tuple[bytes, ...]:
    """Passes as they are shown: inner, outer, read aloud, of a holder; good and bad."""
    told = [one["text"].encode() for one in passes.vectors() if one["of"] == "text"]
    return (*told, *lent())


def lent() -> tuple[bytes, ...]:
    """Outer passes of two windows."""
    quarter = outer.QUARTER
    return tuple(
        code(MORNING + n * quarter, MORNING + (n + 8) * quarter).encode() for n in (30, 50)
    )


def scenario() -> bytes:
    """The smallest scenario in the box."""
    folder = resources.files("muster.doors.drill") / "scenarios"
    return (folder / "ferry-3000.toml").read_bytes()


@cache
def workbook() -> bytes:
    """An XLSX of two columns."""
    return as_workbook([["Name", "Born"], [MARK, "1990-05-31"], [f"={MARK}", 3.5]], title=MARK)


@cache
def opendocument() -> bytes:
    """An ODS of one column."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _OPENDOCUMENT)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest"
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return content.getvalue()


@cache
def old_workbook() -> bytes:
    """An XLS of two rows (BIFF8 in a compound file: MS-XLS and MS-CFB), made by hand."""
    begin = struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 1996, 0, 6)
    sheet = _record(0x809, begin) + b"".join(
        _record(0x204, struct.pack("<HHHHB", row, 0, 0, len(text), 0) + text.encode("ascii"))
        for row, text in enumerate(("Name", MARK))
    )
    sheet += _record(0x203, struct.pack("<HHHd", 1, 1, 0, 1990.0)) + _record(0x0A, b"")
    start = struct.pack("<HHHHII", 0x600, 0x05, 0xDBB, 1996, 0, 6)
    at = len(_record(0x809, start)) + 4 + 9 + 4
    bound = _record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a")
    return _compound(_record(0x809, start) + bound + _record(0x0A, b"") + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """One stream, named Workbook, as a compound file: header, table, folder, nine sectors."""
    stream = stream.ljust(4_608, b"\0")  # shorter ones lie elsewhere
    sectors = len(stream) // 512
    free, end, own = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0
    )
    header += struct.pack("<108I", *([free] * 108))
    chain = [own, end, *range(3, 2 + sectors), end]
    table = struct.pack("<128I", *(chain + [free] * (128 - len(chain))))
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream))
    return header + table + folder.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    told = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    head = told.ljust(64, b"\0") + struct.pack("<HBBIII", len(told), kind, 1, none, none, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
