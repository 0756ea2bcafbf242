"""How many people records can be: equal to trying all partitions, and never wider by judging."""

import random
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from muster.journey.figures.clusters import MOST_APART, MOST_EXACT, Clusters, Edge, clusters, least
from muster.journey.matching.facts import Judgement

SAME, DIFFERENT, UNSURE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE
Partition = list[set[bytes]]


def record(number: int) -> bytes:
    return number.to_bytes(16, "big")


@st.composite
def judged(draw: st.DrawFn, most: int = 7) -> list[Edge]:
    """Return judgements of pairs of a few records, one for each pair at most."""
    size = draw(st.integers(2, most))
    what = st.sampled_from([None, SAME, DIFFERENT, UNSURE, UNSURE])
    pairs = [(one, other) for one in range(size) for other in range(one)]
    drawn = [(record(one), record(other), draw(what)) for one, other in pairs]
    return [(one, other, found) for one, other, found in drawn if found is not None]


def ends(edges: list[Edge], records: set[bytes]) -> tuple[int, int]:
    """Return the fewest and the most people that ``records`` can be."""
    found = clusters(edges)
    most = len(records) - sum(len(one) - 1 for one in found.joined)
    return most - sum(len(one.nodes) - least(one) for one in found.tangles), most


def partitions(records: list[bytes]) -> Iterator[Partition]:
    """Yield every way to part ``records`` into people."""
    if not records:
        yield []
        return
    first, *rest = records
    for parted in partitions(rest):
        yield [{first}, *parted]
        for number, one in enumerate(parted):
            yield [*parted[:number], one | {first}, *parted[number + 1 :]]


def connected(among: set[bytes], edges: list[tuple[bytes, bytes]]) -> bool:
    reached = {min(among)}
    while True:
        more = {two for pair in edges for one, two in (pair, pair[::-1]) if one in reached}
        if (more & among) <= reached:
            return reached == among
        reached |= more & among


def tried(edges: list[Edge], records: set[bytes]) -> tuple[int, int]:
    """Return both ends by trying every partition; same edges of a broken cluster are unsure."""
    same = [pair[:2] for pair in edges if pair[2] is SAME]
    different = [pair[:2] for pair in edges if pair[2] is DIFFERENT]
    together = {one: component(one, same) for one in records}
    broken = {one for one, other in different if other in together[one]}
    torn = {member for one in broken for member in together[one]}
    firm = [pair for pair in same if pair[0] not in torn]
    maybe = [pair[:2] for pair in edges if pair[2] is not DIFFERENT]

    def possible(parted: Partition) -> bool:
        whole = all(any({*pair} <= one for one in parted) for pair in firm)
        apart = not any({*pair} <= one for one in parted for pair in different)
        return whole and apart and all(connected(one, maybe) for one in parted)

    sizes = [len(one) for one in partitions(sorted(records)) if possible(one)]
    return min(sizes), max(sizes)


def component(one: bytes, edges: list[tuple[bytes, bytes]]) -> set[bytes]:
    reached = {one}
    while True:
        more = {end for pair in edges if {*pair} & reached for end in pair} - reached
        if not more:
            return reached
        reached |= more


def records_of(edges: list[Edge]) -> set[bytes]:
    return {end for one, other, _ in edges for end in (one, other)}


@given(judged())
def test_both_ends_are_what_trying_every_partition_finds(edges: list[Edge]) -> None:
    records = records_of(edges)
    if records:
        assert ends(edges, records) == tried(edges, records)


@given(judged(), st.sampled_from([SAME, DIFFERENT]), st.integers(0, 2**16))
def test_a_judgement_that_contradicts_none_never_widens(
    edges: list[Edge], judgement: Judgement, which: int
) -> None:
    records = sorted(records_of(edges) | {record(0), record(1)})
    chance = random.Random(which)
    one, other = chance.sample(records, 2)
    rest = [edge for edge in edges if {*edge[:2]} != {one, other}]
    known = next((edge[2] for edge in edges if {*edge[:2]} == {one, other}), None)
    after = [*rest, (one, other, judgement)]
    if known in (SAME, DIFFERENT) or any({one, other} & {*all_} for all_ in clusters(after).broken):
        return
    low, high = ends(edges, set(records))
    lower, higher = ends(after, set(records))
    assert higher - lower <= high - low
    if known is UNSURE and not clusters(after).broken:
        assert low <= lower <= higher <= high


@given(judged(), st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(edges: list[Edge], chance: random.Random) -> None:
    turned = [(b, a, what) if chance.random() < 0.5 else (a, b, what) for a, b, what in edges]
    chance.shuffle(turned)
    assert clusters(turned) == clusters(edges)


@given(judged(), st.integers(0, 2**14))
def test_whoever_is_counted_elsewhere_takes_others_along(edges: list[Edge], seed: int) -> None:
    chance = random.Random(seed)
    for tangle in clusters(edges).tangles:
        kinds = {one: chance.choice("ice") for one in tangle.nodes}
        sets = {
            kind: sum(1 << at for at, one in enumerate(tangle.nodes) if kinds[one] == kind)
            for kind in "ice"
        }
        found = least(tangle, sets["i"], sets["e"])
        assert found == _fewest(tangle.nodes, kinds, edges)


def _fewest(nodes: tuple[bytes, ...], kinds: dict[bytes, str], edges: list[Edge]) -> int:
    """Return by trying the fewest classes with somebody counted in and nobody elsewhere."""
    joined: Clusters = clusters(edges)
    name = {one: all_[0] for all_ in joined.joined for one in all_}
    pairs = [(name.get(a, a), name.get(b, b), what) for a, b, what in edges]
    near = [(a, b) for a, b, what in pairs if what is not DIFFERENT and a != b]
    apart = [{a, b} for a, b, what in pairs if what is DIFFERENT and a != b]
    return min(
        sum(any(kinds[x] == "i" for x in p) and all(kinds[x] != "e" for x in p) for p in parted)
        for parted in partitions(sorted(nodes))
        if not any(pair <= one for pair in apart for one in parted)
        and all(connected(one, near) for one in parted)
    )


@given(judged(9), st.integers(0, 40))
def test_above_what_is_exact_the_bound_never_exceeds_the_truth(
    edges: list[Edge], more: int
) -> None:
    """A long tail of unsure records makes the tangle large, and changes nothing of the truth."""
    records = records_of(edges)
    if not records:
        return
    first = min(records)
    tail = [(first, record(100), UNSURE)]
    tail += [(record(100 + n), record(101 + n), UNSURE) for n in range(MOST_EXACT + more)]
    small, large = clusters(edges), clusters([*edges, *tail])
    truth = sum(map(least, small.tangles))
    if not any(first in one.nodes for one in small.tangles):
        truth += 1  # the first record alone, or its cluster, begins a tangle with the tail
    assert sum(map(least, large.tangles)) <= truth


def test_four_judged_different_from_each_other_stay_four_however_large_the_tangle() -> None:
    apart = [(record(one), record(two), DIFFERENT) for one in range(5) for two in range(one)]
    chain = [(record(one), record(one + 1), UNSURE) for one in range(4, 40)]
    chain += [(record(one), record(20 + one), UNSURE) for one in range(4)]
    (tangle,) = clusters([*apart, *chain]).tangles
    assert least(tangle) == MOST_APART


def test_a_broken_cluster_is_named_and_counts_as_unsure() -> None:
    edges: list[Edge] = [
        (record(1), record(2), SAME),
        (record(2), record(3), SAME),
        (record(1), record(3), DIFFERENT),
    ]
    found = clusters(edges)
    assert found.broken == ((record(1), record(2), record(3)),)
    assert found.joined == ()
    assert ends(edges, records_of(edges)) == (2, 3)


def test_a_chain_of_twelve_is_exact() -> None:
    chain = [(record(one), record(one + 1), UNSURE) for one in range(11)]
    cut = [(record(one), record(one + 2), DIFFERENT) for one in range(10)]
    assert ends([*chain, *cut], records_of(chain)) == (6, 12)
