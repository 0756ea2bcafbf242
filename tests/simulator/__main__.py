"""Play seeds: ``python -m tests.simulator --seed 7``, ``--seeds 1000``, ``--bug NAME``, ``--bugs``.

A seed that breaks a law prints its story and how to play it again; the exit code is then 1. A long
run says after every hundred seeds how far it is: stopped, it goes on with ``--first``.
"""

import argparse
import sys
from collections import Counter

from tests.simulator.bugs import BUGS, CONTROLS, HERE, planted
from tests.simulator.run import STEPS, played


def main() -> int:
    """Play what the command line asks for; print a line for each seed that breaks a law."""
    asked = _asked()
    names = [*BUGS] if asked.bugs else [asked.bug]
    if asked.bugs:
        return max(_hunt(name) for name in names)
    first, count = (asked.first, asked.seeds) if asked.seed is None else (asked.seed, 1)
    broken, counts = 0, Counter[str]()
    for seed in range(first, first + count):
        with planted(asked.bug):
            outcome = played(seed, asked.steps)
        counts.update(outcome.counts)
        done = seed + 1 - first
        if done % 100 == 0:
            sys.stderr.write(f"{done:,} of {count:,} seeds, up to {seed}, {broken} broken\n")
        if outcome.broken:
            broken += 1
            _say(outcome.text())
        elif asked.seed is not None or asked.story:
            _say("\n".join(outcome.story))
            _say(f"seed {seed}: every law holds; digest {outcome.digest}")
    said = ", ".join(f"{number:,} {what}" for what, number in sorted(counts.items()))
    _say(f"{count:,} seeds, {broken} broken: {said}")
    return int(broken > 0)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _hunt(name: str) -> int:
    """Play seeds with a fault until it is found; say within how many."""
    for seed in range(BUGS[name].seeds):
        with planted(name):
            outcome = played(seed)
        if f" at {HERE}:" in outcome.broken:
            _say(f"{name}: does not fit the program any more: {outcome.broken}")
            return 1
        if outcome.broken:
            _say(f"{name}: found by seed {seed}: {outcome.broken}")
            return 0
    _say(f"{name}: NOT found in {BUGS[name].seeds} seeds")
    return 1


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description="Play seeds of the simulator.")
    reader.add_argument("--seed", type=int, help="play this one, and print its story")
    reader.add_argument("--seeds", type=int, default=20, help="play so many")
    reader.add_argument("--first", type=int, default=0, help="from this one on")
    reader.add_argument("--steps", type=int, default=STEPS, help="steps of each seed")
    reader.add_argument("--story", action="store_true", help="print every story")
    reader.add_argument("--bug", choices=[*BUGS, *CONTROLS], default="", help="plant this fault")
    reader.add_argument("--bugs", action="store_true", help="plant each fault until it is found")
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(main())
