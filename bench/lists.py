"""Measure the import of a list: rows a CPU second, child processes included, validated and sealed.

The peer is pretix 2026.8.0 on SQLite: 128 rows a CPU second on two such cores (the slowest of its
measured runs is 128, the fastest 179). It is quoted, not run: it wants 590 MB and its own setting.
"""

import random
import resource
import tempfile
import time
from pathlib import Path

from muster.ground.people.category import Category, Profile
from muster.ground.secrecy.slot import TRAINING
from muster.site.opening import Setup, init
from muster.site.registry import desk, importing

PRETIX = 128.0
COLUMNS = (
    "Family No,Relation,Given name,Family name,Father name,Sex,Date of birth,Passport no,"
    "Passport expiry,Nationality code,Phone,E-mail,Category,Place,Needs"
)


def a_list(rows: int, seed: int = 7) -> bytes:
    """Return a CSV of ``rows`` invented people, families of four, 15 columns."""
    chance = random.Random(seed)
    lines = [COLUMNS]
    lines += [_line(number, chance) for number in range(rows)]
    return "\r\n".join(lines).encode()


def _line(number: int, chance: random.Random) -> str:
    relation = ("head", "spouse", "child", "child")[number % 4]
    given, family = (f"{_word(chance)}{_word(chance)}".title() for _ in range(2))
    day, month = chance.randrange(13, 29), chance.randrange(1, 13)
    born = f"{day:02d}/{month:02d}/{chance.randrange(1940, 2021)}"
    sex = chance.choice("MF")
    return (
        f"{number // 4 + 1},{relation},{given},{family},{_word(chance).title()},{sex},{born},"
        f"P{chance.randrange(10**7, 10**8)},31/12/2027,AFG,+937{chance.randrange(10**7, 10**8)},"
        f"p{number}@example.org,citizen,Example Town,"
    )


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfghjklmnrstwz") + chance.choice("aeiou") for _ in range(2))


def measure(rows: int) -> dict[str, float]:
    """Return rows a CPU second of a whole import, and the ratio to the peer."""
    content = a_list(rows)
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup("Bench", "Bench", TRAINING, training=True)
        with init(Path(folder) / "site", "plainly synthetic passphrase", setup) as site:
            majors = (Category("citizen", "citizen", {"en": "Citizen"}),)
            desk.adopt_rule(site, site.lead, Profile("bench", 1, 0, majors))
            before, began = _cpu(), time.perf_counter()
            request = importing.Request(sender="Bench", name="people")
            took = importing.import_list(site, site.lead, content, request)
            wall = time.perf_counter() - began
        seconds = _cpu() - before
    return {
        "rows": rows,
        "accepted": took.accepted,
        "cpu_seconds": round(seconds, 1),
        "wall_seconds": round(wall, 1),
        "rows_per_cpu_second": round(rows / seconds),
        "times_pretix": round(rows / seconds / PRETIX, 1),
    }


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
