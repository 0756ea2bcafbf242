"""Figures over the gates: who was let through, waited, was turned back, and every second use.

They are counted from verdicts, each of which is a fact. A pass and the one it was issued again as
are one admission. Nobody is said to be where, for a gate does not know whose a pass is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from muster.ground.people.ids import spell
from muster.journey.figures import populations as of
from muster.journey.figures.account import Account
from muster.journey.figures.figure import Figure
from muster.journey.gate.uses import Entries, Scans, Use, heads


def figures(account: Account) -> Iterator[Figure]:
    """Yield every figure over the gates; none before anybody came to one."""
    scans: Mapping[bytes, Scans] = account.scans
    walked: Mapping[bytes, Entries] = account.walked_in
    if not scans and not walked:
        return
    cut = account.common()
    uses = [use for one in scans.values() for use in one.uses]
    yield cut.figure("let-through", of.LET_THROUGH, heads(uses))
    yield cut.figure("walked-in", of.WALKED_IN, sum(one.walked_in for one in walked.values()))
    verdicts = _verdicts(scans)
    for sign, whole in (("held", of.HELD), ("turned-back", of.TURNED_BACK)):
        reasons: Counter[str] = Counter()
        for (_, told, reason), times in verdicts.items():
            if told == sign:
                reasons[reason] += times
        yield cut.figure(sign, whole, reasons.total())
        for reason, times in sorted(reasons.items()):
            yield cut.figure(f"{sign}/{reason}", whole.part(reason, whole.sentence), times)
    yield from _second(account)
    most = max((one.islands for one in walked.values()), default=0)
    if most:
        yield cut.figure("islands", of.ISLANDS, most)
    yield from _by_gate(account, verdicts, uses)


def _by_gate(
    account: Account, verdicts: Mapping[tuple[bytes, str, str], int], uses: list[Use]
) -> Iterator[Figure]:
    """Yield the same at each gate that had any."""
    cut, went = account.common(), Counter[bytes]()
    for use in uses:
        went[use.gate] += use.heads
    walked: Mapping[bytes, Entries] = account.walked_in
    at: defaultdict[bytes, list[tuple[str, str, int]]] = defaultdict(list)
    for (gate, sign, reason), times in sorted(verdicts.items()):
        at[gate].append((sign, reason, times))
    for gate in sorted({*went, *walked, *at}):
        name = f"gate/{spell(gate)}"
        yield cut.figure(f"{name}/let-through", of.LET_THROUGH, went[gate])
        beside = walked.get(gate, Entries())
        if beside.times:
            yield cut.figure(f"{name}/walked-in", of.WALKED_IN, beside.walked_in)
        if beside.islands:
            yield cut.figure(f"{name}/islands", of.ISLANDS, beside.islands)
        for sign, reason, times in at[gate]:
            whole = of.HELD if sign == "held" else of.TURNED_BACK
            part = whole.part(reason, whole.sentence)
            yield cut.figure(f"{name}/{sign}/{reason}", part, times)


def _verdicts(scans: Mapping[bytes, Scans]) -> Counter[tuple[bytes, str, str]]:
    """Return how often somebody was held or turned back: by gate, sign and first reason."""
    found: Counter[tuple[bytes, str, str]] = Counter()
    for one in scans.values():
        for gate, sign, reason, times in one.verdicts:
            found[gate, sign, reason] += times
    return found


def _second(account: Account) -> Iterator[Figure]:
    """Yield how often a pass was used again, by how many heads, and on how many passes it is open.

    The bound needs no count of islands: of one pass no gate but its own lets anybody in.
    """
    cut = account.common()
    second = [use for one in joined(account).values() for use in one.second_uses]
    yield cut.figure("second-uses", of.SECOND_USES, len(second))
    yield cut.figure("second-uses/heads", of.SECOND_HEADS, heads(second))
    yield cut.figure("second-uses/open", of.SECOND_OPEN, len(unsettled(account)))
    for gate, times in sorted(Counter(use.gate for use in second).items()):
        yield cut.figure(f"gate/{spell(gate)}/second-uses", of.SECOND_USES, times)


def unsettled(account: Account) -> list[bytes]:
    """Return the first pass of every admission with a second use that nobody looked into since."""
    return [identity for identity, one in joined(account).items() if one.is_open]


def joined(account: Account) -> dict[bytes, Scans]:
    """Return what is known of each admission, by the first pass of it."""
    found: dict[bytes, Scans] = {}
    scans: Mapping[bytes, Scans] = account.scans
    for identity, one in sorted(scans.items()):
        if one.uses:
            first = _first(account.replaced, identity)
            before = found.get(first)
            found[first] = one if before is None else before.joined(one)
    return found


def _first(replaced: Mapping[bytes, bytes], identity: bytes) -> bytes:
    seen = {identity}
    while (before := replaced.get(identity)) is not None and before not in seen:
        identity = before
        seen.add(identity)
    return identity
