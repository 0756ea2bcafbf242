"""Three schemes, volunteers' own sheets: one person, many claims; nothing lost by taking apart."""

import csv
from collections import defaultdict
from io import StringIO
from pathlib import Path

from bench import messy
from bench.messy import Row
from muster.ground.people.ids import PersonId
from muster.journey.matching.facts import Judgement
from muster.site.registry import importing, judging, matching, reviewing, stories
from muster.site.registry.importing import Request
from tests.world.site import World

ROWS, OVERLAP = 1_000, 0.3
HEAD = ("Family no", "Given name", "Family name", "Father's name", "Sex", "Date of birth", "Phone")


def sheet(rows: list[Row]) -> bytes:
    """Return a list as somebody keeps it; documents in a column of their kind."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow((*HEAD, "Passport no", "National ID"))
    for row in rows:
        passport = row.number if row.document == "passport" else ""
        card = row.number if row.document == "national-id" else ""
        said = (row.party, row.given, row.family, row.father, row.sex, row.birth, row.phone)
        lines.writerow((*said, passport, card))
    return out.getvalue().encode()


def imported(world: World, rows: list[Row]) -> dict[PersonId, int]:
    """Take in all lists; return which person each record is of."""
    lists: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        lists[row.list].append(row)
    true: dict[PersonId, int] = {}
    for number, some in lists.items():
        request = Request(f"sender {number}", "list")
        done = importing.import_list(world.site, world.by, sheet(some), request)
        for line, person in done.persons:
            true[person] = some[line - 2].person
    return true


def test_r15_fifty_lists_of_which_a_third_is_double(tmp_path: Path) -> None:
    world = World(tmp_path / "site")
    rows = messy.lists(ROWS, 7, OVERLAP)
    true = imported(world, rows)
    assert len(true) >= 0.98 * ROWS
    before = world.span("registered")
    done = matching.run(world.site, world.by)
    told = judging.judgements(world.site, world.by)
    same = [one for one in told if one.judgement is Judgement.SAME]
    right = sum(true[one.one] == true[one.other] for one in same)
    expected = len(true) - len(set(true.values()))
    assert right >= 0.995 * len(same)
    assert right >= 0.90 * expected
    assert len(reviewing.queue(world.site, world.by).waiting) == done.unsure <= 0.03 * len(true)
    after = world.span("registered")
    assert after[0] <= len(set(true.values())) <= after[1] + 0.01 * len(true)
    assert after[1] < before[0]

    kept = stories.person(world.site, world.by, same[0].one).record
    for one in told:
        judging.judge(world.site, world.by, one.one, one.other, Judgement.DIFFERENT, "test")
    assert world.span("registered") == before
    assert stories.person(world.site, world.by, same[0].one).record == kept
    assert matching.run(world.site, world.by).same == 0
    world.site.close()
