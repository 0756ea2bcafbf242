"""Checkpoints are C2SP's: a published log verifies, and whatever is changed is refused."""

import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.problem import Problem
from muster.ground.record import checkpoint as notes
from muster.ground.record.checkpoint import Checkpoint, Proof
from muster.ground.record.problems import NoteUnreadable, NoteUnsigned
from muster.ground.record.tree import EMPTY_ROOT, Tree, leaf_hash, verify_inclusion

NAME = "muster/example"
PUBLIC, SECRET = crypto_sign_seed_keypair(b"seed of a plainly synthetic key!")
LOG = "tlog/testdata/log"


def test_a_published_log_has_the_roots_its_checkpoints_say(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (shared / "vectors/tlog/SOURCE.txt").read_text("utf-8")
    line = source.partition("Public key of the test log: ")[2].split()[0]
    name, identity, key = line.split("+", 2)
    public = b64decode(key)[1:]
    assert notes.key_line(name, public) == line
    assert notes.key_id(name, public).hex() == identity
    files = sorted((shared / "vectors" / LOG).glob("checkpoint*"))
    passed = sum(_holds(file, name, public, shared / "vectors" / LOG) for file in files)
    with capsys.disabled():
        sys.stdout.write(f"\nstandard: {passed} of {len(files)} (skipped 0) tlog\n")
    assert passed == len(files) == 17


def _holds(file: Path, name: str, public: bytes, log: Path) -> bool:
    note = notes.read_note(file.read_text("utf-8"))
    found = notes.read_checkpoint(notes.verify(note, name, public))
    suffix = file.name.partition(".")[2]
    assert not suffix or found.size == int(suffix)
    if not found.size:
        return found.root == EMPTY_ROOT
    tile = (log / f"tile/0/000.p/{found.size}").read_bytes()
    leaves = [tile[at : at + 32] for at in range(0, len(tile), 32)]
    return len(leaves) == found.size and Tree(leaves).root == found.root


def signed(size: int = 3) -> tuple[Tree, str]:
    """Return a tree of ``size`` leaves and its signed checkpoint."""
    tree = Tree([leaf_hash(bytes([number])) for number in range(size)])
    return tree, notes.sign(Checkpoint(NAME, size, tree.root).text(), NAME, SECRET)


def test_a_checkpoint_is_read_as_it_was_signed() -> None:
    tree, note = signed()
    text = notes.verify(notes.read_note(note), NAME, PUBLIC)
    assert notes.read_checkpoint(text) == Checkpoint(NAME, 3, tree.root)


def test_a_proof_stands_alone() -> None:
    tree, note = signed(5)
    proof = Proof(3, tuple(tree.inclusion(3)), note, b"extra")
    read = notes.read_proof(notes.proof_text(proof))
    assert read == proof
    found = notes.read_checkpoint(notes.verify(notes.read_note(read.note), NAME, PUBLIC))
    verify_inclusion(read.index, found.size, leaf_hash(b"\3"), read.path, found.root)


def test_a_proof_is_spelled_as_published() -> None:
    _, note = signed(1)
    assert notes.proof_text(Proof(0, (), note)) == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}"


@pytest.mark.parametrize("name", ["muster/other", NAME])
def test_a_note_by_another_key_is_not_signed(name: str) -> None:
    other, secret = crypto_sign_seed_keypair(b"another plainly synthetic seed..")
    assert other != PUBLIC
    note = notes.read_note(notes.sign("text\n", name, secret))
    with pytest.raises(NoteUnsigned):
        notes.verify(note, NAME, PUBLIC)


def test_a_signature_of_others_beside_ours_is_passed_over() -> None:
    _, secret = crypto_sign_seed_keypair(b"another plainly synthetic seed..")
    both = notes.sign("text\n", NAME, SECRET)
    both += notes.sign("text\n", "witness", secret).rpartition("\n\n")[2]
    assert notes.verify(notes.read_note(both), NAME, PUBLIC) == "text\n"


def test_a_wrong_signature_of_ours_is_refused_though_another_holds() -> None:
    note = notes.sign("text\n", NAME, SECRET)
    forged = b64encode(notes.key_id(NAME, PUBLIC) + bytes(64)).decode()
    with pytest.raises(NoteUnsigned):
        notes.verify(notes.read_note(f"{note}\u2014 {NAME} {forged}\n"), NAME, PUBLIC)


@given(st.integers(0, 400), st.characters(codec="utf-8"))
def test_a_changed_character_is_never_read_as_signed(at: int, character: str) -> None:
    _, note = signed()
    at %= len(note)
    changed = note[:at] + character + note[at + 1 :]
    if changed == note:
        return
    try:
        text = notes.verify(notes.read_note(changed), NAME, PUBLIC)
    except (NoteUnreadable, NoteUnsigned):
        return
    assert text == notes.read_note(note).text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n1\n",
        "origin\n01\n" + b64encode(bytes(32)).decode() + "\n",
        "origin\n-1\n" + b64encode(bytes(32)).decode() + "\n",
        "origin\n1\n" + b64encode(bytes(31)).decode() + "\n",
        "origin\n1\nA===\n",
        "\n1\n" + b64encode(bytes(32)).decode() + "\n",
        "origin\n" + "9" * 5000 + "\n" + b64encode(bytes(32)).decode() + "\n",
        "origin\n\u0661\n" + b64encode(bytes(32)).decode() + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteUnreadable):
        notes.read_checkpoint(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (notes.read_note, notes.read_checkpoint, notes.read_proof):
        for raw in (text, f"{notes.PROOF}\nindex {text}\n\n{text}", f"a\n\n\u2014 {text}\n"):
            try:
                reader(raw)
            except Problem:
                continue
