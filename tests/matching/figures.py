"""The matcher on others' published sets: what it reaches, a line each, with nothing tuned per set.

``python -m tests.matching.figures`` prints them all, whole; tests hold them on samples. A query is
a native spelling, candidates are all Latin ones of the file, and it hits at k when a true one ranks
under k, ties counted half. F1 of name pairs is taken at the threshold that is best on one half and
judged on the other, over 20 halvings.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.journey.matching import Vocabulary, forms
from muster.journey.matching.lineup import Lineup
from muster.journey.matching.matcher import Matcher
from muster.journey.matching.naming import names
from muster.journey.matching.traits import Traits
from muster.site.memory.index import Index

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors"
SHOWN = 100
"""So many candidates of a word are looked at, at most; on average they must be ``FEW``."""
FEW = 50
HALVINGS = 20


class Reached(msgspec.Struct, frozen=True):
    """One figure of one set, what it had to reach, and over how many questions it was taken."""

    set: str
    figure: str
    value: float
    reach: float
    over: int
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether it reaches what it had to."""
        return self.value <= self.reach if self.at_most else self.value >= self.reach

    def line(self) -> str:
        """Return the line that is printed."""
        bound = "at most" if self.at_most else "at least"
        met = "met" if self.met else "MISSED"
        return (
            f"{self.set}: {self.figure} {self.value:.4f}, {bound} {self.reach} ({self.over}) {met}"
        )


def tokens(file: Path, native: int, reach: tuple[float, float], sample: int) -> list[Reached]:
    """Return how often the true Latin word is first, and among ten; how often it is a candidate."""
    latin = 1 - native
    truth: dict[str, set[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        columns = line.split("\t")
        truth.setdefault(columns[native].replace(" ", ""), set()).add(columns[latin])
    vocabulary = Vocabulary()
    number = {}
    for word in sorted(set().union(*truth.values())):
        if token := forms(word):
            number[word] = vocabulary.take(token[0])
    asked = sorted(truth)
    if sample < len(asked):
        asked = random.Random(7).sample(asked, sample)
    first = ten = held = size = 0.0
    for word in asked:
        token = forms(word)
        like = vocabulary.like(token[0]) if token else {}
        best = max((like.get(number.get(one, -1), 0.0) for one in truth[word]), default=0.0)
        above = sum(score > best for score in like.values())
        ties = sum(score == best for score in like.values())
        size += min(len(like), SHOWN)
        if best:
            first += _hit(above, ties, 1)
            ten += _hit(above, ties, 10)
            held += _hit(above, ties, SHOWN)
    n = len(asked)
    name = f"{file.parent.name} {file.stem}"
    found = [
        Reached(name, "@1", first / n, reach[0], n),
        Reached(name, "@10", ten / n, reach[1], n),
    ]
    if "merhav" in name:
        found += [
            Reached(name, "candidate recall", held / n, 0.95, n),
            Reached(name, "candidates of a word, mean", size / n, FEW, n, at_most=True),
        ]
    return found


def _hit(above: int, ties: int, within: int) -> float:
    return 1.0 if above + ties <= within else 0.5 if above < within else 0.0


def aliases(folder: Path, sample: int) -> list[Reached]:
    """Return how often an alias finds its person first, and among the first ten."""
    people = [row for row in _rows(folder / "sdn.csv") if row[2].strip() == "individual"]
    index = Index()
    for row in people:
        index.add(row[0].encode(), [row[1]])
    known = {row[0] for row in people}
    asked = [row for row in _rows(folder / "alt.a.csv") if row[0] in known]
    if sample < len(asked):
        asked = random.Random(7).sample(asked, sample)
    places = []
    for row in asked:
        found = [hit.person.decode() for hit in index.find(row[3])]
        places.append(found.index(row[0]) if row[0] in found else len(people))
    n = len(asked)
    return [
        Reached(folder.name, "@1", sum(at < 1 for at in places) / n, 0.65, n),
        Reached(folder.name, "@10", sum(at < 10 for at in places) / n, 0.80, n),
    ]


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.reader(lines, skipinitialspace=True) if len(row) > 2]


def name_pairs(file: Path) -> list[Reached]:
    """Return F1 of labelled pairs of persons' names."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["schema"] == "Person"]
    lineup = Lineup()
    left = np.array(lineup.add([Traits(names=(row["name1"],)) for row in rows]))
    right = np.array(lineup.add([Traits(names=(row["name2"],)) for row in rows]))
    alike, differs = names(lineup, left, right)
    scored = [
        (float(score), row["is_match"] == "true")
        for score, row in zip(alike + differs, rows, strict=True)
    ]
    told = [_held_out(scored, random.Random(seed)) for seed in range(HALVINGS)]
    return [Reached(file.parent.name, "F1", sum(told) / HALVINGS, 0.80, len(rows))]


def _held_out(scored: Sequence[tuple[float, bool]], chance: random.Random) -> float:
    mixed = list(scored)
    chance.shuffle(mixed)
    one, other = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
    best = max({score for score, _ in one}, key=lambda at: (_f1(one, at), at))
    return _f1(other, best)


def _f1(scored: Sequence[tuple[float, bool]], least: float) -> float:
    right = sum(true for score, true in scored if score >= least)
    wrong = sum(not true for score, true in scored if score >= least)
    missed = sum(true for score, true in scored if score < least)
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def febrl(file: Path) -> list[Reached]:
    """Return F1 of what would be judged or asked about, over all pairs of FEBRL's records."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, skipinitialspace=True))
    matcher = Matcher()
    matcher.fill({row["rec_id"].encode(): _traits(row) for row in rows}, learn=True)
    found = {pair for pair, _ in matcher.all()}
    people = Counter(_number(row["rec_id"]) for row in rows)
    true = sum(n * (n - 1) // 2 for n in people.values())
    right = sum(_number(one.decode()) == _number(other.decode()) for one, other in found)
    value = 2 * right / (true + len(found))
    return [Reached(f"febrl {file.stem}", "F1", value, 0.9972, true)]


def _number(record: str) -> str:
    return record.split("-")[1]


def _traits(row: dict[str, str]) -> Traits:
    said = row["date_of_birth"].strip()
    try:
        birth = Birth.on(date(int(said[:4]), int(said[4:6]), int(said[6:])).isoformat())
    except ValueError:
        birth = None
    number = Document(DocumentType.NATIONAL_ID, row["soc_sec_id"], Evidence.CLAIMED, "AUS")
    where = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")
    return Traits(
        names=(f"{row['given_name']} {row['surname']}".strip(),),
        birth=birth,
        documents=(number,),
        place=" ".join(row[field] for field in where),
    )


def figures(vectors: Path, sample: int = 1_000_000) -> Iterator[Reached]:
    """Yield every figure; of the larger sets over ``sample`` questions."""
    yield from tokens(vectors / "names-ar2en/ar2en-eval.txt", 0, (0.75, 0.96), sample)
    merhav = vectors / "names-merhav-ash/wd_arabic_20.a.txt"
    yield from tokens(merhav, 1, (0.60, 0.85), sample)
    yield from aliases(vectors / "names-watchman", sample)
    yield from name_pairs(vectors / "names-nomenklatura/cases.a.csv")
    yield from febrl(vectors / "febrl/dataset3.csv")


if __name__ == "__main__":
    reached = list(figures(VECTORS))
    for one in reached:
        print(one.line())  # noqa: T201 - it prints for the person at the terminal
    print(f"matching: {sum(one.met for one in reached)} of {len(reached)}")  # noqa: T201
