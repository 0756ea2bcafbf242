"""Scans over HTTP, each durable before its verdict: Muster beside pretix, in turns in one run.

Both are served as their users serve them, on this machine, and asked by the same client program, in
a process of its own. Good answers a second are compared; what was answered wrongly is counted
beside. Commits are durable in both.

- pretix (2 workers, SQLite): one request, ``checkinrpc/redeem``; the server looks up the ticket.
- Muster, *delivered* (1 process, encrypted SQLite): one request, ``/log``; the tablet has verified
  and signed, the site checks tablet, chain and seal, and answers when it is durable.
- Muster, *linked*: two requests, ``/scan/ask`` and then ``/log``, as a linked tablet sends them.
  Its page shows the verdict between the two; here a scan is over with the second.

What tablets sign is made beforehand: they have processors of their own.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.clients import Found, Scan, run
from bench.pretix import VERSION, WORKERS, Absent, Pretix
from bench.served import Gatehouse, serving

CLIENTS = (1, 8)
WARM = 10
THEIRS = {1: 60, 8: 15}
"""Scans of each client against pretix, by the number of clients."""
OURS = {1: 600, 8: 250}
Draw = Callable[[int], Scan]
"""Makes the next scan of a client."""


class Server(msgspec.Struct):
    """One server that is asked: where, by which process, what, and how often."""

    name: str
    port: int
    process: int
    draw: Draw
    scans: dict[int, int]
    found: dict[int, list[tuple[Found, float]]] = {}

    def measure(self, clients: int) -> None:
        """Ask it once with so many clients."""
        before = _cpu(self.process)
        found = self.ask(clients, self.scans[clients])
        each = (_cpu(self.process) - before) / (clients * self.scans[clients])
        self.found.setdefault(clients, []).append((found, each))

    def ask(self, clients: int, each: int) -> Found:
        """Let so many clients ask so often each."""
        told = [[self.draw(number) for _ in range(each)] for number in range(clients)]
        return run("127.0.0.1", self.port, told)

    def said(self, clients: int) -> dict[str, float]:
        """Return medians of the rounds."""
        runs = [found for found, _ in self.found[clients]]
        asked = clients * self.scans[clients] * len(runs)
        rates = [one.rate for one in runs]
        return {
            "per_s": round(statistics.median(rates), 1),
            "least": round(min(rates), 1),
            "most": round(max(rates), 1),
            "p50_ms": round(statistics.median(one.late(0.5) for one in runs), 1),
            "p99_ms": round(statistics.median(one.late(0.99) for one in runs), 1),
            "bad_share": round(sum(len(one.bad) for one in runs) / asked, 4),
            "cpu_ms": round(1e3 * statistics.median(cpu for _, cpu in self.found[clients]), 2),
        }


def measure(folder: Path, rounds: int = 3, peer: Path | None = None) -> dict[str, dict[str, float]]:
    """Return what was found of each server, and by how much ours is faster, run by run."""
    scans = rounds * sum(clients * each for clients, each in OURS.items()) + 8 * WARM
    house = Gatehouse(folder / "site", 2 * scans, max(CLIENTS))
    try:
        pretix = Pretix(peer or folder / "pretix", _tickets(rounds))
    except Absent as absent:
        print(f"{absent}: skipped")
        pretix = None
    with serving(folder / "site") as (port, process):
        host = f"127.0.0.1:{port}"

        def delivered(number: int) -> Scan:
            return house.scan(house.tablets[number], host, linked=False)

        def linked(number: int) -> Scan:
            return house.scan(house.tablets[number], host, linked=True)

        ours = [
            Server("delivered", port, process, delivered, OURS),
            Server("linked", port, process, linked, OURS),
        ]
        if pretix is None:
            return _taken(ours, rounds)
        with pretix.serving() as (theirs, other):
            peers = [Server(f"pretix {VERSION}", theirs, other, lambda _: pretix.scan(), THEIRS)]
            return _taken([*peers, *ours], rounds)


def _tickets(rounds: int) -> int:
    return rounds * sum(clients * each for clients, each in THEIRS.items()) + 4 * WORKERS * WARM


def _taken(servers: Sequence[Server], rounds: int) -> dict[str, dict[str, float]]:
    for one in servers:
        one.ask(min(one.scans), WARM)
        one.ask(max(one.scans) // 2, WARM // 2)
    for _ in range(rounds):
        for clients in CLIENTS:
            for one in servers:
                one.measure(clients)
    found = {f"{one.name}, {n}": one.said(n) for one in servers for n in CLIENTS}
    peer, *ours = servers
    if peer.scans is THEIRS:
        for one in ours:
            found[f"{one.name} to {peer.name}"] = {
                f"times_at_{n}": round(_times(one, peer, n), 1) for n in CLIENTS
            }
    return found


def _times(one: Server, peer: Server, clients: int) -> float:
    """Return the middle of the ratios of the rounds."""
    pairs = zip(one.found[clients], peer.found[clients], strict=True)
    return statistics.median(ours.rate / max(theirs.rate, 0.01) for (ours, _), (theirs, _) in pairs)


def _cpu(process: int) -> float:
    """Return the processor seconds of a process and its children."""
    found = _of_one(process)
    for one in Path("/proc").iterdir():
        if one.name.isdecimal() and _parent(int(one.name)) == process:
            found += _of_one(int(one.name))
    return found


def _fields(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(process: int) -> int:
    fields = _fields(process)
    return int(fields[1]) if fields else 0


def _of_one(process: int) -> float:
    fields = _fields(process)
    ticks: int = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / ticks if fields else 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pretix", type=Path, help="folder to keep pretix in, for the next time")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        for name, figures in measure(Path(folder), given.rounds, given.pretix).items():
            print(f"{name}: {figures}")
    print(f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after; {WORKERS} workers of pretix")


if __name__ == "__main__":
    main()
