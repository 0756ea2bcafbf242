"""A Merkle tree over a log, so that one entry can be proven to lie in it, and a tree to go on.

Hashes and tree are those of RFC 6962, section 2.1: a leaf hashes with 0 before it, a node with 1,
and a tree of n leaves parts at the largest power of two below n. A *subtree* [start, end) is one
that such a tree can contain: ``start`` is a multiple of the power of two that holds its leaves. Its
proof is that of draft-ietf-plants-merkle-tree-certs, 4.4: a proof that a leaf is in the tree is the
one of a subtree of one leaf, and one that a tree goes on from a smaller one is of [0, smaller).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from muster.ground.record.problems import ProofWrong

HASH = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two."""
    return sha256(b"\1" + left + right).digest()


def _parts_at(size: int) -> int:
    """Return the largest power of two below ``size``, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    """All nodes of one tree, from the hashes of its leaves; 64 bytes of hashes for each leaf."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(level := self._levels[-1]) > 1:
            above = [
                sha256(b"\1" + left + right).digest()
                for left, right in zip(level[::2], level[1::2], strict=False)
            ]
            self._levels.append(above + level[len(above) * 2 :])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """The hash over all leaves."""
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def root_at(self, size: int) -> bytes:
        """Return the root that the tree had when it had ``size`` leaves."""
        return self._over(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """Return the proof that leaf ``index`` is in the tree, from its sibling upwards."""
        return self.subtree(index, index + 1)

    def consistency(self, size: int) -> list[bytes]:
        """Return the proof that the tree goes on from the one of its first ``size`` leaves."""
        return self.subtree(0, size)

    def subtree(self, start: int, end: int) -> list[bytes]:
        """Return the proof that the subtree [start, end) is in the tree."""
        proof: list[bytes] = []
        first, last, known = 0, self.size, True
        while (first, last) != (start, end):
            middle = first + _parts_at(last - first)
            if end <= middle:
                proof.append(self._over(middle, last))
                last = middle
            else:
                proof.append(self._over(first, middle))
                known = known and middle <= start
                first, start = middle, max(start, middle)
        own = [] if known else [self._over(first, last)]
        return [*own, *reversed(proof)]

    def _over(self, start: int, end: int) -> bytes:
        """Return the hash over the subtree [start, end)."""
        height = (end - start - 1).bit_length()
        if start + (1 << height) == end or end == self.size:
            return self._levels[height][start >> height]
        middle = start + _parts_at(end - start)
        return node_hash(self._over(start, middle), self._over(middle, end))


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ``ProofWrong`` unless ``leaf``, a hash, is leaf ``index`` of the tree with ``root``."""
    if len(leaf) != HASH or len(root) != HASH:
        raise ProofWrong(what="a leaf", size=max(size, 0))
    verify_subtree(index, index + 1, size, leaf, proof, root)


def verify_consistency(
    smaller: int, size: int, before: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ``ProofWrong`` unless the tree with ``root`` goes on from the one with ``before``.

    An empty tree is where every tree began: that proves nothing and is refused.
    """
    if smaller < 1:
        raise ProofWrong(what="a beginning", size=max(size, 0))
    verify_subtree(0, smaller, size, before, proof, root)


def verify_subtree(
    start: int, end: int, size: int, subtree: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ``ProofWrong`` unless ``subtree`` is the hash over [start, end) in that tree.

    A subtree of nothing is in every tree.
    """
    wrong = ProofWrong(what="a subtree" if end - start > 1 else "a leaf", size=max(size, 0))
    if 0 <= start == end <= size and subtree == EMPTY_ROOT and not proof:
        return
    if not 0 <= start < end <= size or start % (1 << (end - start - 1).bit_length()):
        raise wrong
    if any(len(one) != HASH for one in proof):
        raise wrong
    if _roots(start, end - 1, size - 1, subtree, proof) != (subtree, root):
        raise wrong


def _roots(
    first: int, last: int, top: int, subtree: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Return the hashes of the subtree and of the tree that ``proof`` leads to, if to any.

    ``first`` and ``last`` are the ends of the subtree, ``top`` the last leaf, all inclusive; each
    step goes one level up.
    """
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    steps = iter(proof)
    inner = outer = subtree if first == last else next(steps, b"")
    for one in steps:
        if top == 0:
            return None
        if last & 1 or last == top:
            inner = node_hash(one, inner) if first < last else inner
            outer = node_hash(one, outer)
            while not last & 1:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            outer = node_hash(outer, one)
        first, last, top = first >> 1, last >> 1, top >> 1
    return (inner, outer) if top == 0 else None
