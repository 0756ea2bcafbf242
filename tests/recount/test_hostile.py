"""A site may sign whatever it likes: an entry with wrong fields is counted or refused, no more."""

import random
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest

from muster.adapters.formats import bundle as bundles
from muster.adapters.formats.bundle import Sample
from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import Bundle
from muster.adapters.formats.problems import BundleUnreadable
from muster.doors.cli.counting import count_bundle
from muster.doors.recount import lift, person
from muster.site.figures import auditing, reporting
from tests.world.site import World

KINDS = (
    *person.CHANGES,
    *lift.CHANGES,
    "casualties-reported",
    "estimate-made",
    "records-judged",
    "judgement-kept",
)
WRONG: tuple[Any, ...] = (None, -1, "text", b"bytes", [], [[]], 2**60, True)
TIMES = 4

Signed = Callable[[list[Any]], int]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """Sign a bundle whose last entry at the cut says something else; return how many it counts."""
    folder = tmp_path_factory.mktemp("hostile")
    world = World(folder / "site")
    world.lift(world.party())
    report = reporting.report(world.site, world.by)
    with auditing.redacted(world.site, world.by) as record:
        told = list(record.entries())
        sample = Sample("x", asked=True, size=0)
        statement = auditing._statement(world.site, report, record, sample)
    signer = auditing._signer(world.site)
    world.site.close()

    def count(entry: list[Any]) -> int:
        file = BytesIO()
        bundles.write(file, statement, [*told[:-1], [*told[-1][:4], *entry]], signer, "")
        place = folder / "one.bundle"
        place.write_bytes(file.getvalue())
        with Bundle(place) as bundle:
            return count_bundle(Checking(bundle)).entries

    return count


def test_an_entry_that_is_whole_is_counted(signed: Signed) -> None:
    assert signed(["note-taken", b"x" * 16, 1]) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_fields_are_counted_or_refused(signed: Signed, kind: str) -> None:
    dice = random.Random(kind)
    for number in range(TIMES):
        fields = [dice.choice(WRONG) for _ in range(dice.randrange(number + 7))]
        with suppress(BundleUnreadable):
            assert signed([kind, b"x" * 16, 1, *fields]) > 10
