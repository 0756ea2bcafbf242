"""The pages of ``docs/format`` say what the code does, and their examples are golden vectors."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from msgspec import inspect

from muster.adapters.exchange import letterbox, receipts, record
from muster.adapters.exchange import parcel as parcels
from muster.adapters.exchange import vector as points
from muster.adapters.formats import bundle
from muster.doors.web import asking
from muster.ground.people.category import Category, Profile
from muster.ground.record import card, certificate, entry, fact, segment
from muster.ground.secrecy import keys, parcel, sealing, slot
from muster.journey.passes import answers, family
from muster.journey.registry.triage import Line, Sorting, TriageRule
from muster.site import authority
from muster.site.exchange import enrolling, letterboxes
from muster.site.gate import tablets
from muster.site.record import incarnation
from muster.site.record.kinds import KINDS
from tests.vectors import worked
from tests.vectors.draw import read
from tests.vectors.make import DESCRIBED, committed

PAGES = {page.name: page.read_text("utf-8") for page in worked.PAGES.glob("*.md")}
VECTORS = {name: committed(name) for name in DESCRIBED}
HEXES = re.compile(r"^((?:[0-9a-f]{2})+)(?:  |$)", re.MULTILINE)
ROWS = re.compile(r"^\|([^|]+)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def examples(page: str) -> list[tuple[str, str, str]]:
    """Return file, name and text of each worked example."""
    return worked.BLOCK.findall(page)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_shows_its_vectors_as_they_are(name: str) -> None:
    assert PAGES[name] == worked.rewritten(PAGES[name], VECTORS), "run make vectors"


@pytest.mark.parametrize("page", DESCRIBED.values())
def test_every_page_has_a_worked_example(page: str) -> None:
    assert examples(PAGES[page.rpartition("/")[2]])


@pytest.mark.parametrize(
    ("page", "file", "field"),
    [
        ("fact.md", "entries", "body"),
        ("segment.md", "segments", "bytes"),
        ("certificate.md", "certificates", "bytes"),
    ],
)
def test_the_hex_of_an_example_is_the_bytes_of_its_vector(page: str, file: str, field: str) -> None:
    ((_, name, text),) = examples(PAGES[page])
    (vector,) = [one for one in VECTORS[file] if one["name"] == name]
    assert "".join(HEXES.findall(text)) == read(vector[field]).hex()


def test_the_example_of_an_entry_is_its_header_its_body_and_its_hash() -> None:
    ((_, name, text),) = examples(PAGES["entry.md"])
    (vector,) = [one for one in VECTORS["entries"] if one["name"] == name]
    whole = read(vector["header"]) + read(vector["sealed"])
    assert "".join(HEXES.findall(text)) == whole.hex() + vector["hash"]


def test_every_tag_in_the_code_is_on_the_page_and_no_other() -> None:
    modules = (
        *(certificate, entry, segment, keys, slot, bundle, asking, authority),
        *(parcel, letterbox, parcels, letterboxes, record),
        *(card, receipts, points, enrolling, incarnation),
        *(answers, family, tablets),
    )
    tags = {
        value.decode()
        for module in modules
        for value in vars(module).values()
        if isinstance(value, bytes) and value.startswith(b"muster/")
    }
    table = PAGES["README.md"].partition("## Tags")[2].partition("##")[0]
    assert set(re.findall(r"`(muster/[^`]+)`", table)) == tags


def test_no_tag_begins_another() -> None:
    """What is signed or hashed for one purpose must not pass for another."""
    table = PAGES["README.md"].partition("## Tags")[2].partition("##")[0]
    tags = re.findall(r"`(muster/[^`]+)`", table)
    assert not [
        (one, other) for one in tags for other in tags if one != other and other.startswith(one)
    ]


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("a segment", None, segment.LARGEST),
        ("a sealed body", 1, segment.LARGEST_BODY),
        ("sequence in a log", 1, entry.LAMPORT_CEILING),
        ("Lamport time", 1, entry.LAMPORT_CEILING),
        ("Lamport step in a log", 1, entry.LAMPORT_STEP),
        ("a certificate", None, certificate.LARGEST),
        ("incarnation", 0, certificate._HIGHEST_INCARNATION),
        ("a slot", None, slot.LARGEST),
        ("salt of a slot", slot._SALTS.start, slot._SALTS.stop - 1),
        ("Argon2id: lanes", 1, slot._HIGHEST_LANES),
        ("Argon2id: memory", slot._LOWEST_MEMORY, slot._HIGHEST_MEMORY),
        ("Argon2id: passes", 1, slot._HIGHEST_PASSES),
        ("passphrase", slot.SHORTEST, None),
    ],
)
def test_a_limit_in_the_code_is_the_limit_on_the_page(
    what: str, least: int | None, most: int | None
) -> None:
    limits = {name.strip(): cells for name, *cells in ROWS.findall(PAGES["README.md"])}
    for cell, value in zip(limits[what], (least, most), strict=True):
        if value is not None:
            assert number(cell.strip()) == value


def number(cell: str) -> int:
    """Return the number that a cell begins with: 1,024 or 2^53 - 1."""
    power, less = re.match(r"2\^(\d+)", cell), "- 1" in cell
    if power:
        return int(2 ** int(power[1])) - less
    found = re.match(r"[\d,]+", cell)
    assert found, cell
    return int(found[0].replace(",", ""))


def test_the_widths_on_the_pages_are_those_of_the_code() -> None:
    assert entry._HEADER.size == 94
    assert (sealing.NONCE, sealing.OVERHEAD) == (24, 40)
    assert (keys.ID, keys.LENGTH, keys.WRAPPED, fact.PAD) == (16, 32, 40, 32)


def test_only_the_rules_and_what_is_in_them_are_maps() -> None:
    """As ``fact.md`` says: every other struct in a fact is an array."""
    found = {inner for kind in KINDS for inner in structs(inspect.type_info(kind))}
    maps = {inner for inner in found if not inner.__struct_config__.array_like}
    assert maps == {Profile, Category, TriageRule, Line, Sorting}


def structs(shape: inspect.Type) -> Iterator[type[msgspec.Struct]]:
    """Yield the struct types in ``shape``, at any depth."""
    match shape:
        case inspect.StructType(cls=struct, fields=fields):
            yield struct
            for field in fields:
                yield from structs(field.type)
        case inspect.UnionType(types=inner) | inspect.TupleType(item_types=inner):
            for one in inner:
                yield from structs(one)
        case inspect.VarTupleType(item_type=one) | inspect.DictType(value_type=one):
            yield from structs(one)
        case _:
            return
