"""Measure the finding of duplicates on messy lists, beside splink in the same run.

``bench.messy`` makes the people and knows who is who. Ours runs as a site runs it: all records from
nothing, then some once more as if they had changed. Times are CPU times of one process. splink
comes from PyPI into an environment of its own, made for the run in ``--beside`` or a temporary
folder; where that cannot be had its rows are left out, by name.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from bench import messy
from bench.messy import Row
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.sex import Sex
from muster.journey.matching import forget, latin
from muster.journey.matching.facts import Judgement
from muster.journey.matching.matcher import Matcher
from muster.journey.matching.traits import Traits, number, reach

BESIDE = Path(__file__).with_name("splink_beside.py")
SPLINK = "splink==5.0.0"
LIKELY = 0.5
AGAIN = 200

Figures = dict[str, float]
Pairs = Collection[tuple[int, int]]


def traits(row: Row) -> Traits:
    """Return a row as an import would claim it: 1 January is the year alone."""
    birth = None
    if row.birth:
        year_only = row.birth.endswith("-01-01")
        birth = Birth.in_year(int(row.birth[:4])) if year_only else Birth.on(row.birth)
    kind = DocumentType(row.document) if row.document else DocumentType.PASSPORT
    document = Document(kind, row.number, Evidence.CLAIMED, "AFG")
    return Traits(
        (f"{row.given} {row.family}".strip(),),
        row.father,
        Sex(row.sex),
        birth,
        (document,) if row.number else (),
        (row.phone,) if row.phone else (),
        (),
        row.party.encode(),
        row.place,
    )


def judged(found: Pairs, true: Pairs) -> Figures:
    """Return precision, recall and F1 of ``found``."""
    right = len(set(found) & set(true))
    return {
        "pairs": len(found),
        "precision": round(right / len(found), 5) if found else 1.0,
        "recall": round(right / len(true), 4),
        "f1": round(2 * right / (len(found) + len(true)), 4),
    }


def ours(rows: list[Row], true: Pairs) -> dict[str, Figures]:
    """Return what the rule judges the same, what it asks about, and how long both take."""
    told = {at.to_bytes(16, "big"): traits(row) for at, row in enumerate(rows)}
    forget()
    began = time.process_time()
    matcher = Matcher()
    matcher.fill(told, learn=True)
    found = dict(matcher.all())
    seconds = time.process_time() - began
    same = {_numbers(pair) for pair, one in found.items() if one.judgement is Judgement.SAME}
    every = {_numbers(pair) for pair in found}
    asked = every - same
    people = {one for pair in asked for one in pair}
    return {
        "judged by the rule": judged(same, true),
        "judged or asked": judged(every, true),
        "asked": {
            "pairs": len(asked),
            "share_of_people": round(len(people) / len(rows), 4),
            "of_them_one_person": round(len(asked & set(true)) / max(1, len(asked)), 3),
        },
        "time": {"cpu_seconds": round(seconds, 2), **_again(matcher, told)},
    }


def _numbers(pair: tuple[bytes, bytes]) -> tuple[int, int]:
    return int.from_bytes(pair[0], "big"), int.from_bytes(pair[1], "big")


def _again(matcher: Matcher, told: dict[bytes, Traits]) -> Figures:
    """Return CPU milliseconds in which one record that comes is compared with all others."""
    times = []
    for person in list(told)[:: max(1, len(told) // AGAIN)]:
        matcher.drop(person)
        began = time.process_time()
        matcher.put(person, told[person])
        matcher.touched()
        times.append(1000 * (time.process_time() - began))
    times.sort()
    return {"one_ms_p50": round(times[len(times) // 2], 1), "one_ms_max": round(times[-1], 1)}


def splink(rows: list[Row], true: Pairs, folder: Path) -> dict[str, Figures]:
    """Return what splink finds, at the probability it calls likely and at its best."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", SPLINK], check=True)
    with tempfile.TemporaryDirectory() as place:
        people, answer = Path(place) / "people.csv", Path(place) / "answer.json"
        _write(rows, people)
        subprocess.run([python, BESIDE, people, answer], check=True, stdout=subprocess.DEVNULL)
        told = json.loads(answer.read_bytes())
    scored = [(probability, (min(a, b), max(a, b))) for a, b, probability in told["pairs"]]
    likely = {pair for probability, pair in scored if probability >= LIKELY}
    return {
        "splink, likely": judged(likely, true),
        "splink, at its best": _best(scored, true),
        "splink, time": {"cpu_seconds": round(told["cpu_seconds"], 2)},
    }


def _best(scored: list[tuple[float, tuple[int, int]]], true: Pairs) -> Figures:
    best, right, known = (0.0, 0), 0, set(true)
    scored = sorted(scored, reverse=True)
    for at, (_, pair) in enumerate(scored, 1):
        right += pair in known
        best = max(best, (2 * right / (at + len(known)), at))
    return judged({pair for _, pair in scored[: best[1]]}, true)


def _write(rows: list[Row], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        head = "unique_id given family father birth sex document phone"
        out.writerow(head.split())
        for at, row in enumerate(rows):
            named = map(_plain, (row.given, row.family, row.father))
            carried = (number(row.number), reach(row.phone))
            out.writerow((at, *named, row.birth, row.sex, *carried))


def _plain(name: str) -> str:
    return " ".join(word for word, _ in latin.words(name))


def measure(records: int, seed: int = 7, beside: Path | None = None) -> dict[str, Figures]:
    """Return the figures of ours and, where it can be had, of splink."""
    rows = messy.lists(records, seed)
    true = messy.pairs(rows)
    found: dict[str, Figures] = ours(rows, true)
    try:
        with tempfile.TemporaryDirectory() as place:
            found |= splink(rows, true, beside or Path(place) / "splink")
    except (OSError, subprocess.CalledProcessError):
        print("splink: left out, it cannot be installed or run here", file=sys.stderr)
    return found


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=124_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--beside", type=Path, help="where splink is installed, or shall be")
    given = parser.parse_args()
    json.dump(measure(given.records, given.seed, given.beside), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
