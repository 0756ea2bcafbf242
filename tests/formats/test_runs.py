"""A run of plain cells says what its cells say one by one, whatever stands there."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from muster.adapters.formats.fields import Column
from muster.adapters.formats.mapping import Mapped
from muster.adapters.formats.runs import RUNS
from muster.adapters.formats.targets import Target

DAY = date(2026, 1, 1)
words = st.sampled_from(
    [
        "Zarmina", "Jorgenson-Halvorsen", "O'Neil", "Gul Jan", "زرمینه", "محمد علی", "Ñandú", "é",
        "Fnu", "FNU Khan", "lnu.", "unknown", "N/A", "no name", "none", "tbd", "-", "", " ",
        "'Ali", "=1+1", "Khan, Ahmad", "A  B", "a\nb", "x\u200cy", "\ufeffx", "a\u0301", "\ufffd",
        "x" * 201,
        "P1234567", "p1234567", "1.2E+10", "12345", "+93700123456", "0700 123 456", "07001/0700123",
        "1", "A-12/3", "#7", "a@b.org", "A@b.org", "a@b", "x@y.z.org", "a@b.org;c@d.org", "yes",
        "x@y.zz", "none@none.no", "123456789012345678901", "٠٧٠٠١٢٣٤٥٦", "Karte Seh 5", "M.",
        "a. b",
    ]
)  # fmt: skip
cells = st.one_of(words, st.text(max_size=12), st.from_regex(r"[A-Za-z0-9 .@+'/-]{0,12}"))


@pytest.mark.parametrize("target", RUNS)
@given(run=st.lists(cells, min_size=1, max_size=6))
@example(run=["Zarmina", "Zarmina", ""])
@example(run=["+93700123456"])
@example(run=["P1234567", ""])
def test_a_run_says_what_its_cells_say(target: Target, run: list[str]) -> None:
    mapped = Mapped(0, target, "passport" if target is Target.DOCUMENT_NUMBER else "")
    at_once, one_by_one = Column(mapped, DAY), Column(mapped, DAY)
    assert at_once.read(run) == [one_by_one[cell] for cell in run]
    assert at_once.fails is one_by_one.fails


@pytest.mark.parametrize(
    ("target", "run"),
    [
        (Target.GIVEN_NAME, ["Zarmina", "Gul Jan", ""]),
        (Target.FAMILY_NAME, ["زرمینه", "محمد علی"]),
        (Target.FULL_NAME, ["Zarmina Jorgenson", "O'Neil"]),
        (Target.DOCUMENT_NUMBER, ["P1234567", ""]),
        (Target.PHONE, ["+93700123456", ""]),
        (Target.MAIL, ["a.b@c.org", ""]),
        (Target.PARTY, ["17", "A-12/3"]),
    ],
)
def test_plain_cells_are_read_at_once(target: Target, run: list[str]) -> None:
    assert RUNS[target](run) is not None
