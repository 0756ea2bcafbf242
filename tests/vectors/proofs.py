"""Vectors of proofs that an entry lies in a log, and that a tree goes on from a smaller one."""

from base64 import b64encode
from collections.abc import Sequence

from muster.ground.record import checkpoint as notes
from muster.ground.record.checkpoint import Checkpoint, Proof
from muster.ground.record.tree import Tree, leaf_hash
from tests.vectors.draw import Vector, draw, signer

KEY, SECRET = signer("writer")
STRANGER, STRANGER_SECRET = signer("stranger")
NAME = "muster/" + "5" * 32 + "/" + "7" * 32
LEAVES = [draw(f"leaf {number}", 32) for number in range(13)]
_UNREADABLE = "record.note-unreadable"
_UNSIGNED = "record.note-unsigned"
_WRONG = "record.proof-wrong"


def vectors() -> list[Vector]:
    """Return all vectors of proofs."""
    return [*_good(), *_wrong(), *_unsigned(), *_unreadable(), *_consistency()]


def tree(size: int) -> Tree:
    """Return the tree of the first ``size`` leaves."""
    return Tree(map(leaf_hash, LEAVES[:size]))


def note(size: int, text: str | None = None) -> str:
    """Return the signed checkpoint of the first ``size`` leaves, or another text so signed."""
    plain = Checkpoint(NAME, size, tree(size).root).text()
    return notes.sign(plain if text is None else text, NAME, SECRET)


def proof(index: int, size: int, *, extra: bytes = b"") -> str:
    """Return the proof of leaf ``index`` in the tree of the first ``size`` leaves."""
    path = tuple(tree(size).inclusion(index))
    return notes.proof_text(Proof(index, path, note(size), extra))


def _said(name: str, why: str, text: str, leaf: int, verdict: str = "ok") -> Vector:
    told = {"name": name, "why": why, "of": "inclusion", "proof": text}
    return {
        **told,
        "leaf": LEAVES[leaf].hex(),
        "key_name": NAME,
        "key": KEY.hex(),
        "verdict": verdict,
    }


def _good() -> list[Vector]:
    whole = [
        _said(
            f"leaf {index} of {size}",
            "Every shape of a way to the root.",
            proof(index, size),
            index,
        )
        for size, index in ((1, 0), (2, 1), (3, 2), (5, 4), (7, 3), (8, 0), (8, 7), (13, 11))
    ]
    witness = notes.sign("x\n", "example.org/witness", STRANGER_SECRET).rpartition("\n\n")[2]
    return [
        *whole,
        _said(
            "with its leaf beside it", "Extra data is unproven.", proof(2, 5, extra=LEAVES[2]), 2
        ),
        _said(
            "beside a signature of others",
            "Unknown keys are passed over.",
            proof(2, 5) + witness,
            2,
        ),
    ]


def _wrong() -> list[Vector]:
    good = proof(2, 7)
    lines = good.split("\n")
    moved = good.replace("index 2", "index 3")
    beyond = good.replace("index 2", "index 7")
    shorter = "\n".join([*lines[:2], *lines[3:]])
    longer = "\n".join([*lines[:2], b64encode(LEAVES[9]).decode(), *lines[2:]])
    turned = "\n".join([*lines[:2], lines[3], lines[2], *lines[4:]])
    return [
        _said("another leaf", "The way is that of leaf 2.", good, 3, _WRONG),
        _said("another index", "A leaf has one place.", moved, 2, _WRONG),
        _said("an index beyond the tree", "The tree has seven leaves.", beyond, 2, _WRONG),
        _said("a way that ends too early", "A hash is missing.", shorter, 2, _WRONG),
        _said("a way that goes on", "A hash too many.", longer, 2, _WRONG),
        _said("a way in another order", "The sibling comes first.", turned, 2, _WRONG),
    ]


def _unsigned() -> list[Vector]:
    good = proof(2, 7)
    other = notes.sign(Checkpoint(NAME, 7, tree(7).root).text(), NAME, STRANGER_SECRET)
    renamed = good.replace(f"\u2014 {NAME} ", f"\u2014 {NAME}8 ")
    larger = good.replace("\n7\n", "\n8\n")
    head = good.partition("\n\n")[0]
    return [
        _said(
            "signed by another key", "Its id is another one.", f"{head}\n\n{other}", 2, _UNSIGNED
        ),
        _said("signed under another name", "The id goes with the name.", renamed, 2, _UNSIGNED),
        _said("a checkpoint of another size", "The signature covers it.", larger, 2, _UNSIGNED),
    ]


def _unreadable() -> list[Vector]:
    good = proof(2, 7)
    head, _, signed = good.partition("\n\n")
    texts: Sequence[tuple[str, str, str]] = (
        ("another version", "The first line says which.", good.replace("@v1", "@v2")),
        ("no index", "It has to be there.", good.replace("index 2\n", "")),
        (
            "an index with a zero before it",
            "A number has one spelling.",
            good.replace("index 2", "index 02"),
        ),
        ("a negative index", "Digits alone.", good.replace("index 2", "index -2")),
        ("a hash of 31 bytes", "Hashes have 32.", _put(good, 2, b64encode(bytes(31)).decode())),
        ("no base 64", "Four signs for three bytes.", _put(good, 2, "====")),
        (
            "lines that end in CR LF",
            "No control characters but LF.",
            f"{head}\n\n" + signed.replace("\n", "\r\n"),
        ),
        ("no signature", "A note has one at least.", good.rpartition("\u2014")[0]),
        (
            "a signed text that is no checkpoint",
            "Three lines at least.",
            f"{head}\n\n" + note(7, f"{NAME}\n7\n"),
        ),
        (
            "a root of 31 bytes",
            "Roots have 32.",
            f"{head}\n\n" + note(7, f"{NAME}\n7\n{b64encode(bytes(31)).decode()}\n"),
        ),
    )
    return [_said(name, why, text, 2, _UNREADABLE) for name, why, text in texts]


def _put(text: str, line: int, put: str) -> str:
    lines = text.split("\n")
    lines[line] = put
    return "\n".join(lines)


def _consistency() -> list[Vector]:
    found = []
    for smaller, size in ((1, 1), (1, 2), (3, 7), (4, 8), (6, 8), (7, 13)):
        path = tree(size).consistency(smaller)
        told = (f"{size} leaves after {smaller}", "A tree goes on from its beginning.")
        found.append(_goes_on(*told, (smaller, size), path))
    path = tree(7).consistency(3)
    return [
        *found,
        _goes_on("an empty tree", "It proves nothing.", (0, 7), [], _WRONG),
        _goes_on(
            "another beginning", "The root is that of four.", (3, 7), tree(7).consistency(4), _WRONG
        ),
        _goes_on("a shorter way", "A hash is missing.", (3, 7), path[:-1], _WRONG),
        _goes_on("a longer way", "A hash too many.", (3, 7), [*path, LEAVES[9]], _WRONG),
        _goes_on("a smaller tree", "It cannot go back.", (7, 3), path, _WRONG),
    ]


def _goes_on(
    name: str, why: str, sizes: tuple[int, int], path: Sequence[bytes], verdict: str = "ok"
) -> Vector:
    smaller, size = sizes
    return {
        "name": name,
        "why": why,
        "of": "consistency",
        "sizes": [smaller, size],
        "roots": [tree(smaller).root.hex(), tree(size).root.hex()],
        "path": [one.hex() for one in path],
        "verdict": verdict,
    }
