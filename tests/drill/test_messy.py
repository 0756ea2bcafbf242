"""Fifty messy lists instead of a clean population: the same operation, and the same figures."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from muster.adapters.formats.mapping import Families, Mapped, Mapping
from muster.adapters.formats.targets import Target
from muster.doors.drill.list_moves import (
    BY_LISTS,
    FileReceived,
    FileTakenBack,
    OpenOnesTraced,
    Reading,
    RecordsCompared,
)
from muster.doors.drill.mending import confirmed, mended
from muster.doors.drill.messy.gathering import in_lists, with_lists
from muster.doors.drill.messy.habits import habits
from muster.doors.drill.moves import Claimed, ListReceived, Move
from muster.doors.drill.run import Drill, Played, make_site, play
from muster.doors.drill.scaling import scaled
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Streams
from muster.doors.drill.timeline import digest, moves
from muster.ground.secrecy.slot import TRAINING
from muster.site import upkeep
from muster.site.figures import reporting
from muster.site.registry import judging

PHRASE = "a phrase of several words"
SEED = 7


def few(kabul: Scenario, lists: int, scale: float = 0.009) -> Scenario:
    """Return the airlift at a small scale with so many lists."""
    return scaled(replace(kabul, messy=replace(kabul.messy, lists=lists)), scale)


class Size(NamedTuple):
    """How many lists, and which share of the airlift's people: some 12,000 in a campaign."""

    lists: int
    scale: float


class Told:
    """One small airlift, played clean or by lists."""

    def __init__(self, folder: Path, kabul: Scenario, size: Size, *, messy: bool) -> None:
        drill = Drill(few(kabul, *size), SEED, size.scale, messy=messy)
        self.site, clock = make_site(folder, PHRASE, drill, TRAINING)
        self.heard: list[int] = []
        self.played: Played = play(
            self.site, clock, drill, watch=lambda progress: self.heard.append(progress.files)
        )
        self.report = reporting.report(self.site, self.site.lead)

    def said(self) -> dict[str, Any]:
        """Return what the report says, places by their names in place of ids."""
        said = json.loads(reporting.as_json(self.report))
        names = {one["id"]: one["name"] for one in said["places"]}
        figures = {}
        for one in said["figures"]:
            name = one["id"]
            for identity, place in names.items():
                name = name.replace(identity, place)
            reasons = [(why["code"], why["d_lo"], why["d_hi"]) for why in one["reasons"]]
            figures[name] = (one["lo"], one["hi"], reasons)
        return {"figures": figures, "ledger": said["ledger"], "sentences": said["sentences"]}


@pytest.fixture(scope="module")
def size(*, campaign: bool) -> Size:
    return Size(50, 0.094) if campaign else Size(10, 0.009)


@pytest.fixture(scope="module")
def clean(kabul: Scenario, size: Size, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    told = Told(tmp_path_factory.mktemp("clean") / "site", kabul, size, messy=False)
    yield told
    told.site.close()


@pytest.fixture(scope="module")
def listed(kabul: Scenario, size: Size, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    told = Told(tmp_path_factory.mktemp("listed") / "site", kabul, size, messy=True)
    yield told
    told.site.close()


# ------------------------------------------------------------------------------------- the drill


@pytest.mark.campaign
def test_a_drill_that_begins_with_messy_lists_ends_with_the_same_figures(
    clean: Told, listed: Told
) -> None:
    assert listed.said() == clean.said()


def test_every_person_of_the_clean_drill_is_on_record_and_some_twice(
    clean: Told, listed: Told, size: Size
) -> None:
    done = listed.played.listed
    assert done is not None
    assert clean.played.listed is None
    assert done.lists == size.lists
    assert done.twice > 0.07 * done.people
    assert done.records == done.people + done.twice
    assert done.by_rule + done.by_clerk + done.traced == done.twice
    assert done.by_rule > 0.8 * done.twice


def test_rows_that_came_back_are_mended_and_lists_come_again(listed: Told) -> None:
    done = listed.played.listed
    assert done is not None
    assert 0 < done.corrected <= done.returned
    assert done.files > done.lists
    assert done.repeated
    assert done.changed
    assert done.withdrawn
    assert done.mapped
    assert listed.heard[-1] == done.files
    assert sorted(listed.heard) == listed.heard


def test_the_record_rebuilds_to_the_same_rows_after_lists(listed: Told) -> None:
    assert upkeep.rebuild(listed.site, listed.site.lead).equal


def test_no_family_comes_apart_though_rows_come_back_and_lists_come_again(listed: Told) -> None:
    assert listed.played.listed is not None
    assert listed.played.listed.parted == 0


def test_nobody_stays_judged_to_be_somebody_else(listed: Told) -> None:
    broken = [one for one in judging.judgements(listed.site, listed.site.lead) if one.broken]
    assert not broken


# --------------------------------------------------------------------------------------- the lists


@pytest.fixture(scope="module")
def files(kabul: Scenario) -> list[Move]:
    """What happens with fifty lists."""
    return list(in_lists(few(kabul, 50), SEED))


def received(files: list[Move]) -> list[FileReceived]:
    return [one for one in files if isinstance(one, FileReceived)]


def everybody(scenario: Scenario) -> Counter[int]:
    """Return the numbers of everybody who claims in the clean drill."""
    parties = (
        party
        for move in moves(scenario, SEED)
        if isinstance(move, Claimed | ListReceived)
        for party in move.parties
    )
    return Counter(person.number for party in parties for person in party.people)


def test_fifty_lists_use_every_kind_of_move_there_is_for_lists(files: list[Move]) -> None:
    assert {type(move) for move in files} >= {*BY_LISTS}


def test_everybody_is_at_home_on_exactly_one_list(kabul: Scenario, files: list[Move]) -> None:
    homes: dict[int, set[int]] = {}
    for file in received(files):
        for row in file.rows:
            if row.home:
                homes.setdefault(row.person, set()).add(file.number)
    claimed = everybody(few(kabul, 50))
    again = {other for move in files if isinstance(move, RecordsCompared) for _, other in move.same}
    assert {*homes} == {*claimed} - again
    assert all(len(some) == 1 for some in homes.values())


def test_about_one_in_ten_stands_on_a_second_list_too(files: list[Move]) -> None:
    places: dict[int, set[int]] = {}
    for file in received(files):
        for row in file.rows:
            places.setdefault(row.person, set()).add(file.number)
    twice = sum(len(some) > 1 for some in places.values())
    assert 0.07 < twice / len(places) < 0.13


def test_lists_come_in_many_forms_and_languages(files: list[Move]) -> None:
    fifty = [habits(number, Streams(SEED)) for number in range(50)]
    assert {one.form for one in fifty} == {"csv", "xlsx", "pfif", "paxlst"}
    assert {one.language for one in fifty} == {"en", "de", "fr", "prs", "ps"}
    assert len({one.encoding for one in fifty}) >= 4
    assert len({one.dates for one in fifty}) >= 5
    assert {one.families for one in fifty} == {"by-number", "by-relation", "by-blank-rows"}
    assert len({one.columns for one in fifty}) > 40
    assert len({file.number for file in received(files)}) >= 48  # so few people fill no more


def test_all_lists_are_in_before_anybody_comes_to_a_desk(kabul: Scenario) -> None:
    stream = list(with_lists(few(kabul, 50), SEED))
    assert [one.at for one in stream] == sorted(one.at for one in stream)
    first = next(at for at, one in enumerate(stream) if isinstance(one, Claimed | ListReceived))
    assert not [one for one in stream[first:] if isinstance(one, FileReceived | FileTakenBack)]
    assert isinstance([one for one in stream if isinstance(one, BY_LISTS)][-1], OpenOnesTraced)


def test_the_same_seed_sends_the_same_bytes_and_another_one_others(kabul: Scenario) -> None:
    small = few(kabul, 6, 0.004)
    assert digest(in_lists(small, 1)) == digest(in_lists(small, 1))
    assert digest(in_lists(small, 1)) != digest(in_lists(small, 2))


def test_one_list_is_taken_back_and_comes_again(files: list[Move]) -> None:
    (back,) = (one for one in files if isinstance(one, FileTakenBack))
    first, again = (one for one in received(files) if one.number == back.number)
    assert (first.again, again.again) == (False, True)
    assert first.content == again.content


def test_a_list_that_comes_again_changed_says_something_else(files: list[Move]) -> None:
    again = {one.number: one for one in received(files) if one.again}
    firsts = {one.number: one for one in received(files) if not one.again}
    changed = [n for n, one in again.items() if one.content != firsts[n].content]
    assert len(changed) >= 3


# ---------------------------------------------------------------------------------------- the desk


def test_the_desk_tells_columns_that_no_table_knows_and_drops_wrong_guesses() -> None:
    proposed = Mapping((Mapped(0, Target.GIVEN_NAME), Mapped(2, Target.PLACE)))
    reading = Reading(((0, "given-name"), (1, "phone"), (3, "birth")), "month-first", "by-number")
    mapping, told = confirmed(proposed, reading)
    assert told == 3
    assert {(one.column, one.target.value) for one in mapping.fields} == {*reading.columns}
    assert mapping.families is Families.BY_NUMBER
    (born,) = (one for one in mapping.fields if one.target is Target.BIRTH_DATE)
    assert born.order.value == "month-first"


def test_a_correction_file_is_mended_in_its_rows_alone() -> None:
    back = (
        b"\xef\xbb\xbfName,Sex,muster_line,muster_code,muster_sentence\r\n"
        b",,,,\r\nExample,1 of 2,17,formats.sex-unreadable,Line 17\r\n"
    )
    content, lines = mended(back, {17: ("Example", "F")})
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[2][:3] == ["Example", "F", "17"]
    assert lines == {3: 17}
