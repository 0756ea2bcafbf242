"""An audit bundle holds together: what is changed in it anywhere is refused, and why is said."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.adapters.formats import bundle as bundles
from muster.adapters.formats.bundle import Sample, picked
from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import MOST_SMALL, Bundle
from muster.adapters.formats.problems import (
    BundleChanged,
    BundleOfOthers,
    BundleTooBig,
    BundleUnreadable,
)
from muster.doors.cli.counting import count_bundle
from muster.ground.problem import Problem
from muster.ground.record import checkpoint as notes
from muster.ground.record.problems import NoteUnsigned
from muster.site.figures import auditing
from tests.world.site import World

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The parts of a bundle of a small site."""
    world = World(tmp_path_factory.mktemp("bundle") / "site")
    people = world.party(4)
    lift = world.lift(people, counted=6)
    world.land(lift, people[:3])
    file = BytesIO()
    done = auditing.bundle(world.site, world.by, file, sample=7, seed="the auditor's")
    assert (done.proofs, done.seed) == (7, "the auditor's")
    world.site.close()
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """Return ``parts`` as a bundle."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def verdict(folder: Path, raw: bytes, operation: bytes | None = None) -> str:
    """Return ``equal``, ``differs`` or the code of the problem with a bundle."""
    place = folder / "one.bundle"
    place.write_bytes(raw)
    try:
        with Bundle(place) as bundle:
            return "equal" if count_bundle(Checking(bundle, operation)).equal else "differs"
    except Problem as problem:
        return problem.code


def test_a_bundle_is_equal_and_says_who_named_the_seed(made: Parts, tmp_path: Path) -> None:
    assert verdict(tmp_path, packed(made)) == "equal"
    statement = json.loads(made["statement.json"])
    assert statement["sample"] == {"seed": "the auditor's", "asked": True, "size": 7}
    assert "redaction itself is not proven" in " ".join(statement["words"])


def test_a_reader_is_told_the_limits_in_plain_words(made: Parts) -> None:
    text = made["README.txt"].decode()
    for words in bundles.WORDS:
        assert words in text
    assert "muster audit verify" in text


def test_every_part_that_is_changed_by_one_bit_is_refused(made: Parts, tmp_path: Path) -> None:
    for name, content in made.items():
        if name == "README.txt":
            continue
        for at in {0, len(content) // 3, len(content) // 2, len(content) - 2}:
            changed = bytearray(content)
            changed[at] ^= 1
            found = verdict(tmp_path, packed(made | {name: bytes(changed)}))
            assert found not in ("equal", "differs"), (name, at)


def test_a_part_that_is_missing_is_refused(made: Parts, tmp_path: Path) -> None:
    for name in made:
        if name != "README.txt":
            rest = {one: content for one, content in made.items() if one != name}
            assert verdict(tmp_path, packed(rest)) == BundleUnreadable.code, name


def test_another_operation_than_the_one_that_was_told_is_refused(
    made: Parts, tmp_path: Path
) -> None:
    operation = bytes.fromhex(json.loads(made["statement.json"])["operation"])
    assert verdict(tmp_path, packed(made), operation) == "equal"
    assert verdict(tmp_path, packed(made), bytes(32)) == BundleOfOthers.code


def signed(made: Parts, change: Callable[[dict[str, Any]], object]) -> Parts:
    """Return the parts with a changed statement that somebody else signed."""
    statement = json.loads(made["statement.json"])
    change(statement)
    return made | {"statement.json": json.dumps(statement).encode()}


def test_a_changed_statement_is_not_the_one_that_was_signed(made: Parts, tmp_path: Path) -> None:
    def alter(statement: dict[str, Any]) -> None:
        statement["report"]["figures"][0]["hi"] += 1

    assert verdict(tmp_path, packed(signed(made, alter))) == BundleChanged.code


def test_a_statement_signed_by_another_key_is_refused(made: Parts, tmp_path: Path) -> None:
    site = json.loads(made["statement.json"])["site"]
    text = notes.read_note(made["statement.note"].decode()).text
    forged = notes.sign(text, bundles.key_name(site), bytes(64)[:32] + bytes(32))
    changed = made | {"statement.note": forged.encode()}
    assert verdict(tmp_path, packed(changed)) == NoteUnsigned.code


def test_a_proof_of_another_entry_is_refused(made: Parts, tmp_path: Path) -> None:
    swapped = {
        "proofs/0.tlog-proof": made["proofs/1.tlog-proof"],
        "proofs/1.tlog-proof": made["proofs/0.tlog-proof"],
    }
    assert verdict(tmp_path, packed(made | swapped)) in (BundleChanged.code, NoteUnsigned.code)


def test_a_part_twice_is_refused(made: Parts, tmp_path: Path) -> None:
    file = BytesIO(packed(made))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("entries.bin", b"")
    assert verdict(tmp_path, file.getvalue()) == BundleUnreadable.code


def test_a_part_that_grows_without_end_is_refused(made: Parts, tmp_path: Path) -> None:
    bomb = made | {"statement.json": bytes(MOST_SMALL + 2)}
    assert verdict(tmp_path, packed(bomb)) == BundleTooBig.code


@pytest.mark.parametrize(
    "entry",
    [
        [],
        [0, 1, 1],
        [0, 1, 1, b"x"],
        [9, 1, 1, bytes(32)],
        [-1, 1, 1, bytes(32)],
        [0, 0, 1, bytes(32)],
        [0, 1.5, 1, bytes(32)],
        [True, 1, 1, bytes(32)],
        [0, 1, 1, bytes(32), "arrived"],
        [0, 1, 1, bytes(32), "arrived", bytes(16), "now"],
        "entry",
    ],
)
def test_an_entry_of_another_shape_is_refused(entry: object, made: Parts, tmp_path: Path) -> None:
    raw = msgspec.msgpack.encode([entry])
    place = tmp_path / "one.bundle"
    place.write_bytes(packed(made | {"entries.bin": len(raw).to_bytes(4, "big") + raw}))
    with Bundle(place) as bundle, pytest.raises(BundleUnreadable):
        list(bundle.entries(3))


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_no_bundle(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert verdict(folder, raw) == BundleUnreadable.code


@settings(max_examples=100)
@given(st.data())
def test_any_change_to_the_file_is_refused_or_harmless(
    made: Parts, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(packed(made))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    found = verdict(tmp_path_factory.mktemp("any"), bytes(raw))
    assert found == "equal" or found.startswith(("formats.bundle-", "record."))


@given(st.text(max_size=8), st.integers(0, 60), st.integers(0, 40))
def test_a_sample_has_its_size_and_each_entry_once(seed: str, size: int, total: int) -> None:
    sample = Sample(seed, asked=True, size=size)
    drawn = picked(sample, total)
    assert len(drawn) == len(set(drawn)) == min(size, total)
    assert all(0 <= one < total for one in drawn)
    assert drawn == picked(sample, total)
