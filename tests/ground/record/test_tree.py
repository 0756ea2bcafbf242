"""The tree is RFC 6962's: published cases give their verdicts, and own proofs hold at any size."""

import json
import sys
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.record.problems import ProofWrong
from muster.ground.record.tree import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
    verify_subtree,
)

CASES = {"inclusion": 98, "consistency": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}
SIZES = st.integers(1, 70)


def test_published_proofs_have_their_published_verdicts(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: Counter[str] = Counter()
    wrong = []
    for kind, file, case in cases(shared / "vectors/merkle/testdata"):
        found[kind] += 1
        if holds(kind, case) == case["wantErr"]:
            wrong.append(f"{kind}: {file.stem}: {case['desc']}")
    passed = found.total() - len(wrong)
    with capsys.disabled():
        sys.stdout.write(f"\nstandard: {passed} of {found.total()} (skipped 0) merkle\n")
    assert not wrong
    assert found == CASES


def cases(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield the kind, the file and the content of each published case."""
    for kind in CASES:
        for file in sorted((folder / kind).rglob("*.json")):
            yield kind, file, json.loads(file.read_text("utf-8"))


def holds(kind: str, case: dict[str, Any]) -> bool:
    """Say whether the proof in ``case`` verifies here."""
    path = [b64decode(one) for one in case["proof"] or ()]
    try:
        if kind == "inclusion":
            leaf, root = b64decode(case["leafHash"]), b64decode(case["root"])
            verify_inclusion(case["leafIdx"], case["treeSize"], leaf, path, root)
        elif kind == "consistency":
            before, root = b64decode(case["root1"]), b64decode(case["root2"])
            verify_consistency(case["size1"], case["size2"], before, path, root)
        elif kind == "subtreeinclusion":
            leaf, root = b64decode(case["leafHash"]), b64decode(case["root"])
            start, end = case["start"], case["end"]
            index = case["leafIdx"]
            whole = 0 <= start < end and start % (1 << (end - start - 1).bit_length()) == 0
            assert whole or case["wantErr"]
            verify_inclusion(index - start, end - start, leaf, path, root)
        else:
            subtree, root = b64decode(case["root1"]), b64decode(case["root2"])
            verify_subtree(case["start"], case["end"], case["size"], subtree, path, root)
    except ProofWrong:
        return False
    return True


def leaves(size: int) -> list[bytes]:
    """Return the hashes of ``size`` leaves."""
    return [leaf_hash(bytes([number])) for number in range(size)]


def defined(hashes: Sequence[bytes]) -> bytes:
    """Return the root as RFC 6962 defines it."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return node_hash(defined(hashes[:middle]), defined(hashes[middle:]))


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree([]).root == EMPTY_ROOT == sha256(b"").digest()


@given(SIZES)
def test_the_root_is_the_one_defined(size: int) -> None:
    tree = Tree(leaves(size))
    assert tree.root == defined(leaves(size))
    assert [tree.root_at(n) for n in range(1, size + 1)] == [
        defined(leaves(n)) for n in range(1, size + 1)
    ]


@given(SIZES, st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_has_it(size: int, data: st.DataObject) -> None:
    tree = Tree(leaves(size))
    index = data.draw(st.integers(0, size - 1))
    leaf, proof = leaves(size)[index], tree.inclusion(index)
    verify_inclusion(index, size, leaf, proof, tree.root)
    for other in range(size):
        if other != index:
            with pytest.raises(ProofWrong):
                verify_inclusion(other, size, leaf, proof, tree.root)


@given(SIZES, st.data())
def test_a_tree_goes_on_from_each_of_its_beginnings_only(size: int, data: st.DataObject) -> None:
    tree = Tree(leaves(size))
    smaller = data.draw(st.integers(1, size))
    proof = tree.consistency(smaller)
    verify_consistency(smaller, size, tree.root_at(smaller), proof, tree.root)
    with pytest.raises(ProofWrong):
        verify_consistency(smaller, size, leaf_hash(b"another"), proof, tree.root)


@given(st.integers(2, 70), st.data())
def test_a_flipped_bit_of_a_proof_is_seen(size: int, data: st.DataObject) -> None:
    tree = Tree(leaves(size))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(index)
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    number = int.from_bytes(proof[at], "big") ^ (1 << bit)
    proof[at] = number.to_bytes(32, "big")
    with pytest.raises(ProofWrong):
        verify_inclusion(index, size, leaves(size)[index], proof, tree.root)
