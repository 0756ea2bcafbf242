"""How many people a set of records can be, from what was judged of pairs of them.

Records are nodes; judgements are edges *same*, *different*, *unsure*. A *cluster* is what *same*
connects, unless a *different* lies inside: then it is *broken*, is named, and counts as if its
edges were unsure. A *tangle* is what *same* and *unsure* connect: between one and all of its
clusters are people. A partition of a tangle is possible when each class hangs together by these
edges and holds no two records that were judged different.

``least`` is exact for a tangle of up to ``MOST_EXACT`` clusters, and for one of any size in which
nothing was judged different. Above that it is a bound that never exceeds the truth: as many as are
judged different from each other, each from each, looked for up to ``MOST_APART``. Judging an unsure
pair same or different never lowers ``least`` and never raises the number of clusters, unless it
contradicts what was judged before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from muster.journey.matching.facts import Judgement

MOST_EXACT = 12
MOST_APART = 4

Edge = tuple[bytes, bytes, Judgement]
Record = bytes
Members = tuple[Record, ...]


class Tangle(msgspec.Struct, frozen=True, gc=False):
    """Clusters that may be one person, each named by its smallest record, in order.

    ``near`` and ``apart`` are for each cluster the set of clusters (a bit each) that it may be one
    person with by an edge, and that it was judged different from; both empty where nothing was.
    """

    nodes: Members
    near: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()

    @property
    def whole(self) -> int:
        """Return the set of all its clusters."""
        return (1 << len(self.nodes)) - 1


class Clusters(msgspec.Struct, frozen=True):
    """What judgements come to. ``joined`` holds clusters of two records and more."""

    joined: tuple[Members, ...] = ()
    broken: tuple[Members, ...] = ()
    tangles: tuple[Tangle, ...] = ()


def clusters(edges: Iterable[Edge]) -> Clusters:
    """Return the clusters and tangles of ``edges``, the same in whatever order they come."""
    same, unsure, different = _sorted(edges)
    roots = _Roots()
    for one, other in same:
        roots.join(one, other)
    broken = {roots.find(one) for one, other in different if roots.find(one) == roots.find(other)}
    named = roots.members()
    torn = [named[root] for root in sorted(broken)]
    loose = [pair for pair in same if roots.find(pair[0]) in broken] if broken else []
    name = {one: root for root, all_ in named.items() if root not in broken for one in all_}
    tangles = _tangles(chain(unsure, loose), different, name)
    joined = (all_ for root, all_ in named.items() if root not in broken)
    return Clusters(tuple(joined), tuple(torn), tuple(tangles))


Pairs = list[tuple[Record, Record]]


def _sorted(edges: Iterable[Edge]) -> tuple[Pairs, Pairs, Pairs]:
    known = list(edges)
    same = [(one, other) for one, other, what in known if what is Judgement.SAME]
    unsure = [(one, other) for one, other, what in known if what is Judgement.UNSURE]
    different = [(one, other) for one, other, what in known if what is Judgement.DIFFERENT]
    return same, unsure, different


class _Roots:
    """Which records hang together; the root of each is its smallest (union-find)."""

    def __init__(self) -> None:
        self._above: dict[Record, Record] = {}

    def find(self, one: Record) -> Record:
        """Return the root of ``one``, and shorten the way to it."""
        above = self._above
        root = above.get(one, one)
        if root is one or above[root] is root:  # nearly all, and so the quickest
            return root
        while above[root] is not root:
            root = above[root]
        while above[one] is not root:
            above[one], one = root, above[one]
        return root

    def join(self, one: Record, other: Record) -> None:
        """Let two records hang together."""
        first, second = self.find(one), self.find(other)
        if first == second:
            self._above.setdefault(first, first)
            return
        if second < first:
            first, second = second, first
        self._above[first] = self._above[second] = first

    def members(self) -> dict[Record, Members]:
        """Return the members of each root, smallest first."""
        found: dict[Record, list[Record]] = {}
        for one in self._above:
            found.setdefault(self.find(one), []).append(one)
        return {root: tuple(sorted(found[root])) for root in sorted(found)}


def _tangles(
    unsure: Iterable[tuple[Record, Record]], different: Pairs, name: Mapping[Record, Record]
) -> list[Tangle]:
    """Return the tangles over clusters, which ``name`` names; a record alone is its own cluster."""
    near, apart = _named(unsure, name), _named(different, name)
    known = Counter(chain.from_iterable(near))
    known.update(chain.from_iterable(apart))
    found = [Tangle(_pair(*pair)) for pair in near if known[pair[0]] == known[pair[1]] == 1]
    knotted = [pair for pair in near if known[pair[0]] > 1 or known[pair[1]] > 1]
    found += _knots(knotted, apart)
    found.sort(key=_nodes)
    return found


def _named(pairs: Iterable[tuple[Record, Record]], name: Mapping[Record, Record]) -> Pairs:
    """Return pairs of records as pairs of clusters, each once, without those inside a cluster."""
    told = ((name.get(one, one), name.get(other, other)) for one, other in pairs)
    return list(dict.fromkeys(_pair(*pair) for pair in told if pair[0] != pair[1]))


def _pair(one: Record, other: Record) -> tuple[Record, Record]:
    return (one, other) if one < other else (other, one)


def _nodes(tangle: Tangle) -> Members:
    return tangle.nodes


def _knots(near: Pairs, different: Pairs) -> Iterator[Tangle]:
    """Yield the tangles of pairs that hang together with others."""
    roots = _Roots()
    for one, other in near:
        roots.join(one, other)
    apart: dict[Record, Pairs] = {}
    for one, other in different:
        if roots.find(one) == roots.find(other):
            apart.setdefault(roots.find(one), []).append((one, other))
    by_root: dict[Record, Pairs] = {}
    for one, other in near if apart else ():
        by_root.setdefault(roots.find(one), []).append((one, other))
    for root, nodes in roots.members().items():
        if root in apart:
            yield Tangle(nodes, _sets(nodes, by_root[root]), _sets(nodes, apart[root]))
        else:
            yield Tangle(nodes)


def _sets(nodes: Members, pairs: Pairs) -> tuple[int, ...]:
    """Return for each node the set of those that a pair connects it with."""
    at = {one: number for number, one in enumerate(nodes)}
    found = [0] * len(nodes)
    for one, other in pairs:
        found[at[one]] |= 1 << at[other]
        found[at[other]] |= 1 << at[one]
    return tuple(found)


def least(tangle: Tangle, counted: int | None = None, elsewhere: int = 0) -> int:
    """Return the fewest people that a tangle can be, by any possible partition.

    ``counted`` are the clusters that one figure counts (all by default), ``elsewhere`` those that
    another one does: a class with one of the latter is no person of this figure.
    """
    inside = tangle.whole if counted is None else counted
    if not inside:
        return 0
    if not tangle.apart:
        return 0 if elsewhere else 1
    if len(tangle.nodes) <= MOST_EXACT:
        return _exact(tangle, inside, elsewhere)
    return _bound(tangle, inside, elsewhere)


def _exact(tangle: Tangle, inside: int, elsewhere: int) -> int:
    """Return the least over all partitions, built up class by class (3^12 / 2 steps at most)."""
    possible = _possible(tangle)
    fewest = [0] * (tangle.whole + 1)
    for left in range(1, tangle.whole + 1):
        first = left & -left
        rest = more = left ^ first
        best = len(tangle.nodes)
        while True:
            part = more | first
            if possible[part]:
                person = bool(part & inside) and not part & elsewhere
                best = min(best, person + fewest[left ^ part])
            if not more:
                break
            more = (more - 1) & rest
        fewest[left] = best
    return fewest[tangle.whole]


def _possible(tangle: Tangle) -> bytearray:
    """Return for each set of clusters whether it can be one person."""
    alike = bytearray(tangle.whole + 1)
    found = bytearray(tangle.whole + 1)
    alike[0] = 1
    for part in range(1, tangle.whole + 1):
        first = part & -part
        rest = part ^ first
        alike[part] = alike[rest] and not tangle.apart[first.bit_length() - 1] & rest
        found[part] = alike[part] and _hangs_together(tangle, part)
    return found


def _hangs_together(tangle: Tangle, part: int) -> bool:
    reached = front = part & -part
    while front:
        node = front & -front
        ahead = tangle.near[node.bit_length() - 1] & part & ~reached
        reached |= ahead
        front = (front ^ node) | ahead
    return reached == part


def _bound(tangle: Tangle, inside: int, elsewhere: int) -> int:
    """Return how many must be different people, whatever the partition."""
    sure = [
        node
        for node in range(len(tangle.nodes))
        if inside >> node & 1 and not elsewhere & ~tangle.apart[node]
    ]
    among = sum(1 << node for node in sure)
    clique = _apart(tangle, among, MOST_APART)
    return max(clique, 0 if elsewhere else 1)


def _apart(tangle: Tangle, among: int, most: int) -> int:
    """Return how many of ``among`` are judged different, each from each; at most ``most``."""
    best = 0
    while among and best < most:
        first = among & -among
        among ^= first
        best = max(best, 1 + _apart(tangle, among & tangle.apart[first.bit_length() - 1], most - 1))
    return best
