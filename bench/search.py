"""Measure person search: CPU time of a question, and how often it finds who was meant.

Lists of people, none made for search:

- ``mined``: names put together from pairs of words that others mined from Wikipedia
  (``names-ar2en``, train), each in Arabic or in Latin letters; frequent words are frequent by
  Zipf's law. It has about as many words as a real list, and people
  spelled each in both scripts.
- ``febrl``: made-up Australians; the questions are the misspelt copies that FEBRL itself made.
- ``drill``: the names of the drill's own table, some 500 words for everybody: few words, borne by
  thousands each, where many people share a whole name.
- ``common``: the same words by Zipf's law, where questions are slowest. Nobody in particular is
  meant, so it has no recall.

A question hits when one of the first 20 answers is who was meant, or bears exactly the same names.
``codes`` are what people carry: passports, phones, wristbands.

``names-ar2en eval`` and ``names-merhav-ash a`` compare single words with ICU and Levenshtein, and
``names-watchman`` finds listed persons by an alias. Times are CPU times of this process, because
the machines that measure are shared.
"""

import argparse
import csv
import itertools
import json
import random
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import psutil
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from muster.journey.matching import Vocabulary, forget, forms, latin
from muster.site.memory.codes import Codes
from muster.site.memory.index import Index

HERE = Path(__file__).resolve().parents[1]
VECTORS = HERE.parent / "shared" / "vectors"
TABLE = HERE / "src/muster/doors/drill/tables/afghan.toml"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
EDITS = 3
SHORT = 4  # a word of fewer letters is not misspelt


class Question(msgspec.Struct, frozen=True):
    """What is asked, and the names of who is meant."""

    words: str
    names: tuple[str, ...]


class Sample(msgspec.Struct, frozen=True):
    """People's names, and questions by kind."""

    people: Sequence[tuple[str, ...]]
    questions: dict[str, list[Question]]


def misspelt(word: str, chance: random.Random) -> str:
    """Return ``word`` with one letter wrong, missing, added or exchanged with the next."""
    letters = LATIN if word.isascii() else ARABIC
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        (
            word[:at] + chance.choice(letters) + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice(letters) + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def one_misspelt(name: str, chance: random.Random) -> str:
    """Return ``name`` with one of its longer words misspelt."""
    words = name.split()
    longer = [at for at, word in enumerate(words) if len(word) >= SHORT]
    if longer:
        at = chance.choice(longer)
        words[at] = misspelt(words[at], chance)
    return " ".join(words)


def each_misspelt(name: str, chance: random.Random) -> str:
    """Return ``name`` with each of its longer words misspelt."""
    return " ".join(misspelt(word, chance) if len(word) >= SHORT else word for word in name.split())


def a_part(name: str, chance: random.Random) -> str:
    """Return all words of ``name`` but one, the others in any order; two of two."""
    words = name.split()
    return " ".join(chance.sample(words, max(2, len(words) - 1)))


def mined(size: int, asked: int, chance: random.Random) -> Sample:
    """Return people of two to four mined words, each in one script, and questions in both."""
    text = (VECTORS / "names-ar2en/ar2en-train.txt").read_text("utf-8")
    pairs = [tuple(line.split("\t")) for line in text.splitlines() if "\t" in line]
    chance.shuffle(pairs)
    weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(pairs))))
    both: list[tuple[str, str]] = []
    for _ in range(size):
        words = chance.choices(pairs, cum_weights=weights, k=chance.choice((2, 2, 3, 3, 4)))
        both.append((" ".join(w[0] for w in words), " ".join(w[1] for w in words)))
    stored = [chance.choice((True, False)) for _ in both]
    people = [(one[latin],) for one, latin in zip(both, stored, strict=True)]
    whom = chance.sample(range(size), asked)

    def ask(spell: Callable[[str, random.Random], str], *, other: bool) -> list[Question]:
        return [Question(spell(both[at][stored[at] != other], chance), people[at]) for at in whom]

    def plain(name: str, _: random.Random) -> str:
        return name

    return Sample(
        people,
        {
            "exact": ask(plain, other=False),
            "one word misspelt": ask(one_misspelt, other=False),
            "each word misspelt": ask(each_misspelt, other=False),
            "part": ask(a_part, other=False),
            "other script": ask(plain, other=True),
            "other script, part": ask(a_part, other=True),
            "other script, misspelt": ask(one_misspelt, other=True),
        },
    )


def febrl(size: int, asked: int, chance: random.Random) -> Sample:
    """Return the people of FEBRL's third set among others of its names, asked for by its copies.

    Many a copy has another name in the place of a name, or none: nothing leads from it to whom it
    was copied from but the date of birth. So those that keep both words are counted apart.
    """
    names = {row["rec_id"]: _whole(row) for row in _febrl(3)}
    meant = {key: names.get(key.split("-dup")[0] + "-org", "") for key in names}
    copies = [key for key, name in names.items() if name and meant[key] not in ("", name)]
    kept = [key for key in copies if _keeps(names[key], meant[key])]
    rows = [row for number in (1, 2, 3) for row in _febrl(number) if row["rec_id"].endswith("org")]
    given = [row["given_name"] for row in rows if row["given_name"]]
    family = [row["surname"] for row in rows if row["surname"]]
    people = [(name,) for key, name in names.items() if key.endswith("-org")]
    people += [
        (f"{chance.choice(given)} {chance.choice(family)}",) for _ in range(size - len(people))
    ]
    return Sample(
        people,
        {
            kind: [Question(names[key], (meant[key],)) for key in chance.sample(keys, asked)]
            for kind, keys in (("copies", copies), ("copies that keep both words", kept))
        },
    )


def _keeps(copy: str, meant: str) -> bool:
    """Return whether each word of ``copy`` is within three letters of one of ``meant``."""
    left, right = copy.split(), meant.split()
    return len(left) == len(right) and any(
        all(OSA.distance(one, other) <= EDITS for one, other in zip(left, order, strict=True))
        for order in itertools.permutations(right)
    )


def _febrl(number: int) -> Iterator[dict[str, str]]:
    with (VECTORS / f"febrl/dataset{number}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, skipinitialspace=True)


def _whole(row: dict[str, str]) -> str:
    return f"{row['given_name']} {row['surname']}".strip()


def _table() -> list[list[str]]:
    """Return the rows of the drill's table: the native spelling, then the Latin ones."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    rows = [row for part in table.values() if isinstance(part, list) for row in part]
    return [row for row in rows if isinstance(row, list) and len(row) > 1]


def common(size: int, asked: int, chance: random.Random) -> Sample:
    """Return the worst case: three words by Zipf's law, the first borne by a third of all people.

    Asked for are the commonest words in any mixture: most of what is asked fits thousands.
    """
    rows = _table()
    chance.shuffle(rows)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(rows))))
    people: list[tuple[str, ...]] = []
    for _ in range(size):
        words = chance.choices(rows, cum_weights=weights, k=3)
        people.append((" ".join(word[1] for word in words), " ".join(word[0] for word in words)))

    def some(number: int) -> Question:
        words = chance.sample(rows[:12], number)
        return Question(" ".join(word[1] for word in words), ())

    kinds = {"one common word": 1, "two common words": 2, "three common words": 3, "eight": 8}
    return Sample(people, {kind: [some(n) for _ in range(asked)] for kind, n in kinds.items()})


def drill(size: int, asked: int, chance: random.Random) -> Sample:
    """Return people of the drill's table: two to three words, in Latin letters, native, or both."""
    rows = _table()
    people: list[tuple[str, ...]] = []
    again: list[tuple[str, str]] = []  # another Latin spelling, the native one
    for _ in range(size):
        words = chance.choices(rows, k=chance.choice((2, 3, 3)))
        native = " ".join(word[0] for word in words)
        latin, other = (" ".join(chance.choice(word[1:]) for word in words) for _ in range(2))
        people.append(chance.choice(((latin,), (native,), (latin, native))))
        again.append((other, native))
    whom = chance.sample(range(size), asked)
    in_latin = [at for at in whom if people[at][0].isascii()]
    in_native = [at for at in whom if not people[at][0].isascii()]

    def ask(numbers: Sequence[int], words: Callable[[int], str]) -> list[Question]:
        return [Question(words(at), people[at]) for at in numbers]

    return Sample(
        people,
        {
            "other Latin spelling": ask(in_latin, lambda at: again[at][0]),
            "one word misspelt": ask(whom, lambda at: one_misspelt(people[at][0], chance)),
            "each word misspelt": ask(whom, lambda at: each_misspelt(people[at][0], chance)),
            "native, stored in Latin": ask(
                [at for at in in_latin if len(people[at]) == 1], lambda at: again[at][1]
            ),
            "Latin, stored native": ask(in_native, lambda at: again[at][0]),
            "Latin misspelt, stored native": ask(
                in_native, lambda at: one_misspelt(again[at][0], chance)
            ),
            "two words": ask(whom, lambda at: " ".join(people[at][0].split()[-2:])),
            "one word": ask(whom, lambda at: people[at][0].split()[0]),
        },
    )


SAMPLES = {"mined": mined, "febrl": febrl, "drill": drill, "common": common}


def aliases() -> dict[str, object]:
    """Return how often a listed person is found by an alias; figures only, never a name."""
    with (VECTORS / "names-watchman/sdn.csv").open(encoding="utf-8", newline="") as file:
        listed = {row[0]: row[1] for row in csv.reader(file) if row[2:3] == ["individual"]}
    with (VECTORS / "names-watchman/alt.a.csv").open(encoding="utf-8", newline="") as file:
        asked = [(row[0], row[3]) for row in csv.reader(file) if row[0] in listed]
    index = Index()
    for number, name in listed.items():
        index.add(number.encode(), [name])
    places = []
    for number, alias in asked:
        found = [hit.person.decode() for hit in index.find(alias)]
        places.append(found.index(number) if number in found else len(listed))
    return {
        "persons": len(listed),
        "queries": len(asked),
        **{
            f"at_{within}": round(sum(place < within for place in places) / len(asked), 3)
            for within in (1, 10)
        },
    }


CODES = "codes"


def codes(size: int, asked: int, seed: int) -> dict[str, object]:
    """Return how often somebody is found by what they carry: whole, a sign wrong, the last signs.

    Everybody has a passport, a phone and a wristband, all drawn.
    """
    chance = random.Random(seed)
    known, carried = Codes(), []
    for at in range(size):
        band = "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=10))
        told = (f"P{chance.randrange(10**7):07d}", f"70{chance.randrange(10**6):06d}", band)
        carried.append(told)
        known.put(at.to_bytes(16, "big"), set(told))
    whom = [(at, chance.choice(carried[at])) for at in chance.sample(range(size), asked)]
    kinds = {
        "whole": [(at, code) for at, code in whom],
        "one sign wrong": [(at, _one_wrong(code, chance)) for at, code in whom],
        "last six": [(at, code[-6:]) for at, code in whom],
    }
    return {kind: _ask_codes(known, some) for kind, some in kinds.items()}


def _one_wrong(code: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(code) - 1)
    return code[:at] + chance.choice("0123456789") + code[at + 1 :]


def _ask_codes(known: Codes, some: Sequence[tuple[int, str]]) -> dict[str, float]:
    times, hits = [], 0
    for at, code in some:
        start = time.process_time()
        found = known.find(code)
        times.append(1000 * (time.process_time() - start))
        hits += at.to_bytes(16, "big") in dict(found)
    times.sort()
    return {
        "questions": len(some),
        "recall_at_20": round(hits / len(some), 3),
        "cpu_ms_p50": round(times[len(times) // 2], 2),
        "cpu_ms_p99": round(times[int(0.99 * len(times))], 2),
    }


ALIASES = "names-watchman"
TOKENS = {
    "names-ar2en eval": ("names-ar2en/ar2en-eval.txt", (0, 1)),
    "names-merhav-ash a": ("names-merhav-ash/wd_arabic_20.a.txt", (1, 0)),
}


def tokens(name: str) -> dict[str, object]:
    """Return how often the true Latin word of a native one is first, and among the first ten.

    Candidates are all Latin words of the file, a tie counts half. ``icu`` compares transliterated
    letters (Levenshtein), ``ours`` is what the index does with a word (``Vocabulary.like``).
    """
    path, (native, latin) = TOKENS[name]
    truth: dict[str, set[str]] = {}
    for line in (VECTORS / path).read_text("utf-8").splitlines():
        columns = line.split("\t")
        truth.setdefault(columns[native].replace(" ", ""), set()).add(columns[latin])
    words = sorted(set().union(*truth.values()))
    plain = [_plain(word) for word in words]
    vocabulary, number = Vocabulary(), {}
    for word in words:
        if token := forms(word):
            number[word] = vocabulary.take(token[0])

    def by_icu(asked: str) -> dict[str, float]:
        near = process.extract(
            _plain(asked), plain, scorer=Levenshtein.normalized_similarity, limit=None
        )
        return {words[at]: score for _, score, at in near}

    def by_us(asked: str) -> dict[str, float]:
        token = forms(asked)
        like = vocabulary.like(token[0]) if token else {}
        return {word: like[at] for word, at in number.items() if at in like}

    return {
        "queries": len(truth),
        "candidates": len(words),
        "icu": _hits(truth, by_icu),
        "ours": _hits(truth, by_us),
    }


def _hit(above: int, ties: int, within: int) -> float:
    return 1.0 if above + ties <= within else 0.5 if above < within else 0.0


def _plain(word: str) -> str:
    return "".join(part[0] for part in latin.words(word))


def _hits(truth: dict[str, set[str]], rank: Callable[[str], dict[str, float]]) -> dict[str, float]:
    first = ten = 0.0
    start = time.process_time()
    for asked, true in truth.items():
        scores = rank(asked)
        best = max((scores.get(word, 0.0) for word in true), default=0.0)
        above = sum(score > best for score in scores.values())
        ties = sum(score == best for score in scores.values())
        if best:
            first += _hit(above, ties, 1)
            ten += _hit(above, ties, 10)
    return {
        "at_1": round(first / len(truth), 3),
        "at_10": round(ten / len(truth), 3),
        "cpu_ms": round(1000 * (time.process_time() - start) / len(truth), 2),
    }


def fill(people: Sequence[tuple[str, ...]]) -> tuple[Index, float]:
    """Return the index of ``people``, numbered from 0, and the CPU seconds it took."""
    forget()
    start = time.process_time()
    index = Index()
    for number, names in enumerate(people):
        index.add(number.to_bytes(16, "big"), names)
    return index, time.process_time() - start


def ask(sample: Sample, index: Index, questions: Sequence[Question]) -> dict[str, float]:
    """Return recall at 20 and CPU milliseconds of ``questions``."""
    times, hits = [], 0
    for question in questions:
        start = time.process_time()
        found = index.find(question.words)
        times.append(1000 * (time.process_time() - start))
        names = [sample.people[int.from_bytes(hit.person, "big")] for hit in found]
        hits += question.names in names
    times.sort()
    return {
        "questions": len(questions),
        **({"recall_at_20": round(hits / len(questions), 3)} if questions[0].names else {}),
        "cpu_ms_p50": round(times[len(times) // 2], 2),
        "cpu_ms_p95": round(times[int(0.95 * len(times))], 2),
        "cpu_ms_p99": round(times[int(0.99 * len(times))], 2),
    }


def measure(size: int, asked: int, seed: int, only: Sequence[str]) -> dict[str, object]:
    """Return the figures of every sample."""
    out: dict[str, object] = {"people": size, "seed": seed}
    for name in only:
        if name in TOKENS:
            out[name] = tokens(name)
            continue
        if name == ALIASES:
            out[name] = aliases()
            continue
        if name == CODES:
            out[name] = codes(size, asked, seed)
            continue
        chance = random.Random(seed)
        sample = SAMPLES[name](size, asked, chance)
        before = psutil.Process().memory_info().rss
        index, seconds = fill(sample.people)
        grown = psutil.Process().memory_info().rss - before
        out[name] = {
            **({"memory_bytes": grown} if name == only[0] else {}),  # later ones reuse memory
            "fill_cpu_seconds": round(seconds, 2),
            "words": index.words,
            **{kind: ask(sample, index, some) for kind, some in sample.questions.items()},
        }
    return out


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=124_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("only", nargs="*", choices=[*SAMPLES, *TOKENS, ALIASES, CODES, []])
    given = parser.parse_args()
    json.dump(
        measure(
            given.people,
            given.questions,
            given.seed,
            given.only or [*SAMPLES, *TOKENS, ALIASES, CODES],
        ),
        sys.stdout,
        indent=2,
    )
    print()


if __name__ == "__main__":
    main()
