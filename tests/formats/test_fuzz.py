"""Every parser of strangers' files against a stream of damaged ones: a result or a Problem.

Ten million inputs a parser under ``make campaign``, a slice of that otherwise. The samples hold
``MARK`` wherever a person's value stands, and no Problem may say it.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from muster.adapters.formats import charset, csv
from muster.adapters.formats.heading import heading
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.mrz.bearer import bearer
from muster.adapters.formats.mrz.reader import read as read_mrz
from muster.adapters.formats.mrz.suggestions import suggest
from muster.adapters.formats.paxlst import claims as paxlst
from muster.adapters.formats.paxlst.reader import read as read_paxlst
from muster.adapters.formats.pfif import claims as pfif
from muster.adapters.formats.pfif.reader import read as read_pfif
from muster.adapters.formats.problems import FormatProblem
from muster.adapters.formats.tags import tag_meaning
from tests.formats.lists import LIST, RECEIVED

MARK = "ZYXW"
LIMITS = Limits(rows=50, cell=200, columns=20)
TODAY = date(2025, 6, 1)

ZONE = f"P<UTO{MARK}<<ANNA<MARIA".ljust(44, "<") + "\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
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


def _mrz(content: bytes) -> None:
    zone = read_mrz(content.decode("utf-8", "replace"), TODAY)
    bearer(zone, TODAY)
    suggest(zone.lines, zone.form)
    assert all(MARK not in one.text() for one in zone.findings)


def _paxlst(content: bytes) -> None:
    lists = read_paxlst(content, LIMITS)
    reading = paxlst.read_claims(lists, LIST, RECEIVED)
    said = [one.text() for one in lists.notices] + [one.text() for one in reading.rejected]
    assert not any(MARK in text for text in said)


def _pfif(content: bytes) -> None:
    reading = pfif.read_claims(read_pfif(content, LIMITS), LIST, RECEIVED)
    assert all(MARK not in one.text() for one in reading.rejected)


def _tagged(content: bytes) -> None:
    text = charset.decoded(content).text
    for rows in csv.read_rows(text, LIMITS):
        filled = ((line, row) for line, row in zip(rows.lines, rows.cells, strict=True) if row)
        for column in heading(filled).columns:
            tag_meaning(column.tag)


PARSERS: dict[str, tuple[Callable[[bytes], None], str]] = {
    "mrz": (_mrz, ZONE),
    "paxlst": (_paxlst, LIST_OF_PASSENGERS),
    "pfif": (_pfif, RECORDS),
    "hxl": (_tagged, TAGGED),
}
SPICE = (b"'", b"+", b"?", b":", b"<", b">", b"&", b'"', b";", b"\n", b"\x00", b"#", b"\xff", b"0",
         b"UNH+", b"UNT+", b"NAD+FL+++", b"<!DOCTYPE p>", b"<pfif:note>", b"]]>", b"\xef\xbb\xbf",
         "ۿ".encode(), b"99999999999999999999", b"-1")  # fmt: skip


def damaged(sample: bytes, chance: random.Random) -> bytes:
    """A sample with up to eight pieces cut out, put in, changed or doubled."""
    content = bytearray(sample)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(content) + 1)
        end = min(start + chance.randrange(12), len(content))
        match chance.randrange(4):
            case 0:
                del content[start:end]
            case 1:
                content[start:start] = chance.choice(SPICE)
            case 2:
                content[start:end] = chance.randbytes(end - start)
            case _:
                content[start:start] = content[start:end]
    return bytes(content)


def inputs(sample: str, count: int) -> Iterator[bytes]:
    """So many damaged samples, and noise in between; the same in every run."""
    chance = random.Random(9303)
    for number in range(count):
        yield damaged(sample.encode(), chance) if number % 8 else chance.randbytes(number % 200)


@pytest.mark.campaign
@pytest.mark.parametrize("name", PARSERS)
def test_whatever_comes_is_a_result_or_a_problem_that_quotes_nothing(
    name: str, *, campaign: bool
) -> None:
    parse, sample = PARSERS[name]
    refused = 0
    for content in inputs(sample, 10_000_000 if campaign else 2_000):
        try:
            parse(content)
        except FormatProblem as problem:
            refused += 1
            said = f"{problem} {problem.facts}"
            assert MARK not in said, content
    assert refused


@pytest.mark.parametrize("name", PARSERS)
def test_the_samples_themselves_are_read(name: str) -> None:
    parse, sample = PARSERS[name]
    parse(sample.encode())
