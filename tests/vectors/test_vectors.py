"""The vectors: made again they are the same bytes, and two verifiers give the verdicts they carry.

The format is final. When a test here fails, the code is wrong and not the vector.
"""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from muster.adapters.exchange import frames, packing, receipts
from muster.adapters.exchange import parcel as parcels
from muster.adapters.exchange import vector as points
from muster.adapters.exchange.letterbox import read_letterbox
from muster.ground.problem import Problem
from muster.ground.record import checkpoint as notes
from muster.ground.record.card import read_card
from muster.ground.record.certificate import log_id, read_writer
from muster.ground.record.entry import entry_hash, header
from muster.ground.record.fact import Fact, body, kind
from muster.ground.record.segment import Head, continues, decode, encode, verify
from muster.ground.record.tree import leaf_hash, verify_consistency, verify_inclusion
from muster.ground.record.witness import digest
from muster.ground.secrecy import recovery
from muster.ground.secrecy.keys import EpochKey, accept, granted, key_id
from muster.ground.secrecy.parcel import TAG, open_parcel
from muster.ground.secrecy.sealing import unseal
from muster.ground.secrecy.slot import open_slot
from muster.journey.passes.binding import document_tag, keyed_tag
from muster.journey.passes.signature import holds
from muster.journey.passes.verifying import CannotJudge, Genuine, NotGenuine
from muster.journey.passes.verifying import verify as verify_pass
from muster.journey.passes.wrong import Unjudged, Wrong
from muster.site.gate import deliveries
from muster.site.record.kinds import KINDS, READER
from tests.vectors import facts, hpke, passes, sticks
from tests.vectors import recovery as recovering
from tests.vectors.draw import Vector, read
from tests.vectors.make import DESCRIBED, HERE, committed, made, text

VECTORS = {name: committed(name) for name in DESCRIBED}
NODE = shutil.which("node")


def named(name: str) -> list[Any]:
    """Return the vectors of a file, each to run under its own name."""
    return [pytest.param(one, id=one["name"]) for one in VECTORS[name]]


def verdict(judge: Callable[[], None]) -> str:
    """Return "ok" or the code of the Problem that ``judge`` raises."""
    try:
        judge()
    except Problem as told:
        return told.code
    return "ok"


@pytest.mark.parametrize("name", DESCRIBED)
def test_vectors_made_again_are_the_committed_bytes(name: str) -> None:
    again = text(name, made(committed("facts"))[name])
    assert (HERE / f"{name}.json").read_text("utf-8") == again, "run make vectors, and ask why"


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_file_has_good_vectors_and_bad_ones_under_names_of_their_own(name: str) -> None:
    names = [(one.get("of"), one["name"]) for one in VECTORS[name]]
    assert len(set(names)) == len(names)
    assert {one["verdict"] == "ok" for one in VECTORS[name]} == {True, False}


def test_there_are_two_hundred_vectors() -> None:
    """The target of ``threats.md``; bundles and passes come on top."""
    assert sum(map(len, VECTORS.values())) >= 200


@pytest.mark.parametrize("one", KINDS, ids=kind)
def test_each_fact_has_a_golden_vector(one: type[Fact]) -> None:
    assert facts.good(one) in VECTORS["facts"], "run make vectors"


@pytest.mark.parametrize("vector", named("facts"))
def test_a_fact(vector: Vector) -> None:
    assert verdict(lambda: _fact(vector)) == vector["verdict"]


def _fact(vector: Vector) -> None:
    fact = READER.read(read(vector["body"]))
    found = facts.spelled(fact)
    assert kind(fact) == vector["kind"]
    assert {name: found[name] for name in vector["fields"]} == vector["fields"]
    if len(found) == len(vector["fields"]) and not vector["why"]:
        assert body(fact) == read(vector["body"])


@pytest.mark.parametrize("vector", named("entries"))
def test_an_entry(vector: Vector) -> None:
    assert verdict(lambda: _entry(vector)) == vector["verdict"]


def _entry(vector: Vector) -> None:
    log, identity = bytes.fromhex(vector["log"]), bytes.fromhex(vector["key_id"])
    place = header(log, vector["sequence"], read(vector["previous"]), vector["lamport"], identity)
    sealed = read(vector["sealed"])
    assert place == read(vector["header"])
    assert entry_hash(place, sealed).hex() == vector["hash"]
    assert unseal(sealed, place, bytes.fromhex(vector["key"])) == read(vector["body"])


@pytest.mark.parametrize("vector", named("segments"))
def test_a_segment(vector: Vector) -> None:
    """T1."""
    assert verdict(lambda: _segment(vector)) == vector["verdict"]


def _segment(vector: Vector) -> None:
    raw, head = read(vector["bytes"]), vector["head"]
    segment = decode(raw)
    continues(segment, Head(head["sequence"], read(head["hash"]), head["lamport"]))
    entries = verify(segment, bytes.fromhex(vector["writer_key"]))
    assert [entry.hash.hex() for entry in entries] == vector["hashes"]
    assert encode(segment) == raw


@pytest.mark.parametrize("vector", named("exchange"))
def test_the_exchange(vector: Vector) -> None:
    """T2, T16."""
    assert verdict(lambda: _EXCHANGED[vector["of"]](vector)) == vector["verdict"]


def _told_points(vector: Vector) -> None:
    frame = frames.decode(read(vector["bytes"]))
    assert isinstance(frame, points.Points)
    held = [(bytes.fromhex(log), at, bytes.fromhex(end)) for log, at, end in vector["points"]]
    seen = points.rows(frame)
    assert len(seen) == len(held)
    for log, sequence, end in held:
        assert any(
            one.log == log[:8] and one.sequence == sequence and one.names(end) for one in seen
        )
    assert digest(held).hex() == vector["whole"]


def _told_frame(vector: Vector) -> None:
    frames.decode(read(vector["bytes"]))


def _told_chunk(vector: Vector) -> None:
    chunk = frames.decode(read(vector["bytes"]))
    assert isinstance(chunk, frames.Chunk)
    assert packing.unpacked(chunk) == [read(one) for one in vector["segments"]]


def _told_receipt(vector: Vector) -> None:
    receipt = frames.decode(read(vector["bytes"]))
    assert isinstance(receipt, frames.Receipt)
    writer = read_writer(read(vector["certificate"]))
    receipts.verify(receipt, writer, bytes.fromhex(vector["to"]))


def _told_card(vector: Vector) -> None:
    read_card(read(vector["bytes"]), bytes.fromhex(vector["operation_key"]))


@pytest.mark.parametrize("vector", named("sticks"))
def test_a_parcel(vector: Vector) -> None:
    """T17."""
    judges = {
        "header": _header,
        "blocks": _blocks,
        "frames": _frames,
        "opening": _opening,
        "letterbox": _letterbox,
    }
    assert verdict(lambda: judges[vector["of"]](vector)) == vector["verdict"]


def _header(vector: Vector) -> None:
    header, seed = bytes.fromhex(vector["header"]), bytes.fromhex(vector["seed"])
    block = sticks.block(0, last=True, clear=sticks.padded(b""), changed=-1)
    assert list(open_parcel(header, [block], [seed])) == [b""]
    assert sticks.KEY.hex() == vector["key"]
    assert hpke.open_hybrid(header[len(TAG) :], seed, b"muster/parcel-key/1") == sticks.KEY


def _blocks(vector: Vector) -> None:
    made = [
        sticks.block(
            one["number"],
            last=one["last"],
            clear=sticks.unspelled(one["clear"]),
            changed=one["changed"],
        )
        for one in vector["blocks"]
    ]
    assert [sha256(one).hexdigest() for one in made] == [one["sha256"] for one in vector["blocks"]]
    good = next(one for one in VECTORS["sticks"] if one["of"] == "header")
    found = bytearray()
    try:
        for clear in open_parcel(bytes.fromhex(good["header"]), made, [sticks.SEED]):
            found += clear
    finally:
        assert found == sticks.unspelled(vector["text"])


def _frames(vector: Vector) -> None:
    found = []
    try:
        for one in parcels.frames([bytes.fromhex(vector["text"])]):
            found.append(one.hex())  # noqa: PERF401 - what came before a problem counts
    finally:
        assert found == vector["frames"]


def _opening(vector: Vector) -> None:
    operation, site = bytes.fromhex(vector["operation"]), bytes.fromhex(vector["site"])
    parcels.read_opening(read(vector["bytes"]), operation, site)


def _letterbox(vector: Vector) -> None:
    operation = bytes.fromhex(vector["operation"])
    _, writer = read_letterbox(read(vector["bytes"]), operation)
    assert writer.site.site.hex() == vector["site"]


_EXCHANGED: dict[str, Callable[[Vector], None]] = {
    "points": _told_points,
    "hello": _told_frame,
    "keys": _told_frame,
    "grant": _told_frame,
    "reached": _told_frame,
    "chunk": _told_chunk,
    "receipt": _told_receipt,
    "card": _told_card,
}


@pytest.mark.parametrize("vector", named("proofs"))
def test_a_proof(vector: Vector) -> None:
    """T3."""
    assert verdict(lambda: _proof(vector)) == vector["verdict"]


def _proof(vector: Vector) -> None:
    if vector["of"] == "consistency":
        (smaller, size), path = vector["sizes"], list(map(bytes.fromhex, vector["path"]))
        before, after = map(bytes.fromhex, vector["roots"])
        verify_consistency(smaller, size, before, path, after)
        return
    proof = notes.read_proof(vector["proof"])
    text = notes.verify(
        notes.read_note(proof.note), vector["key_name"], bytes.fromhex(vector["key"])
    )
    found, leaf = notes.read_checkpoint(text), leaf_hash(bytes.fromhex(vector["leaf"]))
    verify_inclusion(proof.index, found.size, leaf, proof.path, found.root)


@pytest.mark.parametrize("vector", named("deliveries"))
def test_a_delivery(vector: Vector) -> None:
    assert verdict(lambda: _delivery(vector)) == vector["verdict"]


def _delivery(vector: Vector) -> None:
    batch = deliveries.read(read(vector["bytes"]))
    certificate = read(vector["certificate"])
    writer = read_writer(certificate)
    assert batch.device == writer.writer
    bodies = []
    for item in batch.items:
        segment, entry = deliveries.taken_apart(item)
        deliveries.signed_by(segment, writer, log_id(certificate, "gates"))
        secret = bytes.fromhex(vector["exchange_secret"])
        bodies.append(deliveries.opened_with(item, entry, secret)[1])
    assert bodies == list(map(read, vector["bodies"]))


@pytest.mark.parametrize("vector", named("certificates"))
def test_a_certificate(vector: Vector) -> None:
    """T1."""
    assert verdict(lambda: _certificate(vector)) == vector["verdict"]


def _certificate(vector: Vector) -> None:
    raw = read(vector["bytes"])
    read_writer(raw)
    found = {compartment: log_id(raw, compartment).hex() for compartment in vector["logs"]}
    assert found == vector["logs"]


@pytest.mark.parametrize("vector", named("slots"))
def test_a_slot(vector: Vector) -> None:
    """T11."""
    assert verdict(lambda: _slot(vector)) == vector["verdict"]


def _slot(vector: Vector) -> None:
    keys = open_slot(read(vector["bytes"]), vector["phrase"], bytes.fromhex(vector["share"]))
    assert {name: getattr(keys, name).hex() for name in vector["keys"]} == vector["keys"]


@pytest.mark.parametrize("vector", named("wraps"))
def test_a_key(vector: Vector) -> None:
    """T5."""
    judges = {
        "id": _identity,
        "epoch": _epoch,
        "wrap": _wrap,
        "grant": _grant,
        "hybrid": _hybrid,
    }
    assert verdict(lambda: judges[vector["of"]](vector)) == vector["verdict"]


def _identity(vector: Vector) -> None:
    key, owner = bytes.fromhex(vector["key"]), bytes.fromhex(vector["owner"])
    assert key_id(key, owner).hex() == vector["id"]


def _epoch(vector: Vector) -> None:
    epoch = EpochKey.of(bytes.fromhex(vector["key"]))
    assert (epoch.sealing.hex(), epoch.wrapping.hex()) == (vector["sealing"], vector["wrapping"])


def _wrap(vector: Vector) -> None:
    epoch = EpochKey.of(bytes.fromhex(vector["epoch_key"]))
    given = (bytes.fromhex(vector[name]) for name in ("wrap", "key_id", "owner"))
    key = epoch.unwrap(*given)
    assert key.hex() == vector["key"]


def _grant(vector: Vector) -> None:
    secret, identity = bytes.fromhex(vector["site_secret"]), bytes.fromhex(vector["key_id"])
    epoch = accept(bytes.fromhex(vector["sealed"]), secret, vector["compartment"], identity)
    assert epoch == EpochKey.of(bytes.fromhex(vector["key"]))


def _hybrid(vector: Vector) -> None:
    """A grant to a letterbox; a good one is opened by other code, too."""
    sealed, compartment = bytes.fromhex(vector["sealed"]), vector["compartment"]
    seeds = list(map(bytes.fromhex, vector["seeds"]))
    identity = bytes.fromhex(vector["key_id"])
    key = granted(sealed, bytes.fromhex(vector["site_secret"]), seeds, compartment, identity)
    assert key.hex() == vector["key"]
    assert hpke.open_hybrid(sealed, seeds[-1], f"muster/epoch/1/{compartment}".encode()) == key


@pytest.mark.parametrize("vector", named("recovery"))
def test_what_officers_hold(vector: Vector) -> None:
    """T15."""
    judges = {"parts": _officers_parts, "rebuilt": _rebuilt, "opened": _recovered}
    assert verdict(lambda: judges[vector["of"]](vector)) == vector["verdict"]


def _entrusted(vector: Vector) -> bytes:
    raw = bytes.fromhex(recovering.setting()["entrusted"])
    return recovering.changed(raw, vector["changed"], vector["cut"])


def _officers_parts(vector: Vector) -> None:
    split = recovery.read_entrusted(bytes.fromhex(recovering.setting()["entrusted"])).split
    sealed, seed = split.sealed[vector["officer"]], bytes.fromhex(vector["seed"])
    assert [one.hex() for one in recovery._parts(sealed, seed)] == vector["parts"]
    other = hpke.open_hybrid(sealed, seed, b"muster/recovery-parts/1")
    assert other.hex() == "".join(vector["parts"])


def _rebuilt(vector: Vector) -> None:
    split = recovery.read_entrusted(_entrusted(vector)).split
    key = recovery.rebuilt(split, list(map(bytes.fromhex, vector["seeds"])))
    assert key.hex() == vector["found"]


def _recovered(vector: Vector) -> None:
    secret = recovery.recovered(_entrusted(vector), list(map(bytes.fromhex, vector["seeds"])))
    assert secret.hex() == vector["found"]


@pytest.mark.parametrize("vector", named("passes"))
def test_a_pass(vector: Vector) -> None:
    judges: dict[str, Callable[[Vector], str]] = {"text": _shown, "signature": _edge, "tag": _tag}
    assert judges[vector["of"]](vector) == vector["verdict"]


def _shown(vector: Vector) -> str:
    match verify_pass(vector["text"], passes.KEYS, passes.LISTS):
        case Genuine(claim):
            assert passes.spelled(claim) == vector["claim"]
            return "ok"
        case NotGenuine(reason) | CannotJudge(reason):
            return reason.value


def _edge(vector: Vector) -> str:
    parts = [bytes.fromhex(vector[name]) for name in ("signature", "message", "public")]
    return "ok" if holds(*parts) else "passes.signature-wrong"


def _tag(vector: Vector) -> str:
    kid, slot, key = (bytes.fromhex(vector[name]) for name in ("kid", "slot", "key"))
    said = (kid, slot, vector["state"], vector["number"])
    assert document_tag(*said, short=vector["short"]).hex() == vector["document"]
    assert keyed_tag(key, *said, short=vector["short"]).hex() == vector["keyed"]
    return "ok"


def test_there_are_two_hundred_vectors_of_passes_and_each_reason_occurs_twice() -> None:
    found = Counter(one["verdict"] for one in VECTORS["passes"])
    assert sum(found.values()) >= 200
    assert all(found[reason.value] >= 2 for reason in (*Wrong, *Unjudged))


@pytest.fixture(scope="module")
def second() -> dict[str, Any]:
    """What the verifier in JavaScript says of all vectors; skipped by name without Node."""
    if NODE is None:
        pytest.skip("node is absent: the second verifier, tests/vectors/verify.mjs, is not run")
    done = subprocess.run([NODE, str(HERE / "verify.mjs")], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", DESCRIBED)
def test_the_second_verifier_gives_the_same_verdicts(name: str, second: dict[str, Any]) -> None:
    """T1: it shares no code with the first, and was written from ``docs/format``."""
    given = second["verdicts"][name]
    pairs = [
        (one["name"], one["verdict"], verdict)
        for one, verdict in zip(VECTORS[name], given, strict=True)
        if verdict != "skipped"
    ]
    assert [found for _, _, found in pairs] == [expected for _, expected, _ in pairs]
    assert pairs or name in {"entries", "slots"}


def test_the_second_verifier_skips_only_what_it_says_it_cannot_judge(
    second: dict[str, Any],
) -> None:
    allowed = (
        "the shapes of kinds are not known here",
        "is not in assets/node_modules",
    )
    assert all(one.endswith(allowed) for one in second["skipped"])
    if without := [one for one in second["skipped"] if one.endswith(allowed[1])]:
        pytest.skip(
            f"{len(without)} vectors need @noble/ciphers and @noble/hashes: run make install"
        )
