"""R16, T26: 33,345 rows left as if they were 150 (UK, 2022). What leaves is counted and sealed.

The sender thought of 150 applicants and sent a workbook with a filter over all. Here rows come from
a question, the sender says how many, two readers see the file, and one recipient can open it.
"""

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from pyrage import DecryptError, decrypt, x25519

from muster.adapters.formats import fresh_book, sealed
from muster.adapters.formats.problems import ExportUnfaithful
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import LiftId, RecipientId, spell
from muster.ground.people.leaving import ExportLeft
from muster.ground.people.moment import DAY
from muster.ground.people.name import Name
from muster.ground.secrecy.slot import TRAINING
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import joining
from muster.site.access import canaries
from muster.site.access.canaries import Invented
from muster.site.access.patience import Patience
from muster.site.clock import SetClock
from muster.site.export import leaving, recipients, register, tracing
from muster.site.export.asking import Asked, Form
from muster.site.export.carrier import Asked as Carrying
from muster.site.export.leaving import Left
from muster.site.export.making import SHORT
from muster.site.export.people import Filters
from muster.site.export.profiles import COUNTED, NAMED, Profile, headings
from muster.site.export.signing import MOST
from muster.site.opening import Setup, init
from muster.site.problems import (
    ExportCountUnsaid,
    ExportCountWrong,
    ExportExpiryWrong,
    ExportLiftMissing,
    ExportNeedsTwo,
    ExportPurposeMissing,
    ExportUnknown,
    ExportUnsealed,
    NotAllowed,
    ReasonEmpty,
    RecipientMismatch,
    RecipientUnknown,
    RecipientUnsaid,
    SecondMissing,
)
from muster.site.record.walk import Walk
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from muster.site.site import Site
from tests.world.site import BEGIN, PHRASE

PIN = "4711 0815"


class Desk:
    """A site that is no drill, with people, two who may export, and a recipient."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock(BEGIN)
        setup = Setup("Real site", "Real operation", TRAINING)
        self.site: Site = init(folder, PHRASE, setup, clock=self.clock)
        self.by = self.site.lead
        self.second = self.enrolled("Second Lead", Role.LEAD)
        self.key = x25519.Identity.generate()
        self.to = self.verified("Example ministry", self.key)
        self.people(12)

    def enrolled(self, name: str, role: Role) -> Operator:
        code = joining.add(self.site, self.by, name, (role,)).code
        return joining.choose(self.site, Patience(), name, code, PIN)

    def verified(self, name: str, key: x25519.Identity) -> RecipientId:
        text = str(key.to_public())
        said = sealed.fingerprint(text)
        return recipients.verify(self.site, self.by, self.second, name, text, said, "by telephone")

    def people(self, count: int) -> None:
        claims = [
            PartyClaim(
                (PersonClaim(Name(f"=Someone {n:05d}"), contacts=("+93700", "one@example.org")),)
            )
            for n in range(count)
        ]
        desk.claim(self.site, self.by, claims)

    def leave(
        self,
        expected: int,
        profile: Profile = Profile.CHOSEN,
        **said: Any,  # noqa: ANN401 - fields of what is asked
    ) -> tuple[Left, bytes]:
        """Let rows leave to the recipient; return what left, and what the recipient opens."""
        asked = Asked(
            **{"profile": profile, "expected": expected, "purpose": "a test", "to": self.to, **said}
        )
        left = leaving.leave(self.site, self.by, asked, self.second)
        return left, decrypt(left.content, [self.key])

    def facts(self, kind: type) -> list[object]:
        with self.site.store.reader() as reader:
            steps = Walk(reader, self.site.keyring.opener(reader), self.site.operation)
            return [step.fact for step in steps if isinstance(step.fact, kind)]


@pytest.fixture
def desk_(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "site")
    yield made
    made.site.close()


def cells(content: bytes) -> list[list[object]]:
    """Return what a third reader finds, after checking that nothing is hidden."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [*fresh_book.PARTS]
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet.sheet_state == "visible"
    assert not any(one.hidden for one in sheet.row_dimensions.values())
    assert not any(one.hidden for one in sheet.column_dimensions.values())
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_sender_types_150_and_nothing_of_33000_leaves(desk_: Desk) -> None:
    desk_.people(700)
    with pytest.raises(ExportCountWrong) as found:
        desk_.leave(150)
    assert dict(found.value.facts) == {"expected": 150, "found": 712}
    assert not desk_.facts(ExportLeft)
    assert not desk_.facts(RecordsExported)
    left, content = desk_.leave(712)
    assert left.rows == 712
    assert len(cells(content)) == 712 + 2


def test_what_leaves_is_a_plain_sheet_that_says_whose_it_is(desk_: Desk) -> None:
    left, content = desk_.leave(12, columns=("name", "contacts"))
    head, columns, *rows = cells(content)
    mark = spell(left.id)[:SHORT]
    assert head[0] is not None
    for said in (mark, "Example ministry", "a test", "Destroy it by 2021-09-14"):
        assert said in str(head[0])
    assert columns == ["name", "contacts", "export"]
    assert {row[-1] for row in rows} == {mark}
    assert ["=Someone 00003", "+93700, one@example.org", mark] in rows
    assert left.name == f"export-{mark}.xlsx.age"


def test_it_is_on_record_who_took_what_for_whom_without_a_row(desk_: Desk) -> None:
    left, content = desk_.leave(12)
    (fact,) = desk_.facts(ExportLeft)
    assert isinstance(fact, ExportLeft)
    assert (fact.subject, fact.recipient, fact.rows) == (left.id, desk_.to, 12)
    assert fact.digest == sha256(content).digest()
    assert (fact.operator, fact.second) == (desk_.by.id, desk_.second.id)
    assert b"Someone" not in msgspec.msgpack.encode(fact)
    assert len(desk_.facts(RecordsExported)) == 2
    (row,) = register.exports(desk_.site, desk_.by)
    assert (row.export.to, row.export.sealed, row.over) == ("Example ministry", True, False)
    desk_.clock.at += 31 * DAY
    assert register.exports(desk_.site, desk_.by)[0].over
    with pytest.raises(ReasonEmpty):
        register.end(desk_.site, desk_.by, left.id, " ")
    register.end(
        desk_.site, desk_.by, register.find(desk_.site, desk_.by, spell(left.id)[:10]), "call"
    )
    assert not register.exports(desk_.site, desk_.by)[0].over
    with pytest.raises(ExportUnknown):
        register.find(desk_.site, desk_.by, "zzzzzzzz")


def test_one_recipient_opens_it_and_nobody_else(desk_: Desk) -> None:
    left, _ = desk_.leave(12)
    assert b"Someone" not in left.content
    with pytest.raises(DecryptError):
        decrypt(left.content, [x25519.Identity.generate()])


def test_a_canary_leaves_uncounted_and_its_mark_is_on_record(desk_: Desk) -> None:
    canaries.plant(desk_.site, desk_.by, desk_.second, Invented("Canary Example"))
    left, content = desk_.leave(12, columns=("id", "name"))
    assert left.rows == 12
    rows = cells(content)[2:]
    assert len(rows) == 13
    (fact,) = desk_.facts(ExportLeft)
    assert isinstance(fact, ExportLeft)
    assert spell(fact.canary) in {row[0] for row in rows}
    _, content = desk_.leave(12, columns=("stage",))
    assert len(cells(content)) == 14


def test_unsealed_rows_take_a_reason_and_two(desk_: Desk) -> None:
    asked = Asked(profile=Profile.CHOSEN, expected=12, purpose="a test")
    why = Asked(profile=Profile.CHOSEN, expected=12, purpose="a test", unsealed="no key yet")
    site, by, second = desk_.site, desk_.by, desk_.second
    for wrong, beside in ((asked, None), (asked, second), (why, None)):
        with pytest.raises(ExportUnsealed):
            leaving.leave(site, by, wrong, beside)
    left = leaving.leave(site, by, why, second)
    assert not left.sealed
    assert left.name.endswith(".xlsx")
    (fact,) = desk_.facts(ExportLeft)
    assert isinstance(fact, ExportLeft)
    assert fact.unsealed == "no key yet"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile.CHOSEN, {"form": Form.CSV}),
        (Profile.FAMILY, {"traced": tracing.Asked(("sex",))}),
        (Profile.CARRIER, {"carried": Carrying(LiftId(bytes(16)))}),
        (Profile.RECEIVING_STATE, {}),
        (Profile.PARTNER, {}),
    ],
)
def test_no_form_is_a_way_round_the_seal(
    desk_: Desk, profile: Profile, said: dict[str, Any]
) -> None:
    """Whoever calls the site and not the command meets the same refusals."""
    whole: dict[str, Any] = {"profile": profile, "expected": 12, "purpose": "a test", **said}
    site, by = desk_.site, desk_.by
    for lacking, beside, problem in (
        ({}, desk_.second, ExportUnsealed),
        ({"unsealed": "no key"}, None, ExportUnsealed),
        ({"unsealed": "no key", "expected": None}, desk_.second, ExportCountUnsaid),
        ({"unsealed": "no key", "purpose": " "}, desk_.second, ExportPurposeMissing),
    ):
        with pytest.raises(problem):
            leaving.leave(site, by, Asked(**{**whole, **lacking}), beside)
    assert not desk_.facts(ExportLeft)
    assert not desk_.facts(RecordsExported)


@pytest.mark.parametrize(
    ("profile", "said"),
    [(Profile.CHOSEN, {"form": Form.CSV}), (Profile.FAMILY, {"columns": ("sex",)})],
)
def test_what_leaves_unsealed_is_listed_like_what_is_sealed(
    desk_: Desk, profile: Profile, said: dict[str, Any]
) -> None:
    asked = Asked(profile=profile, expected=12, purpose="a test", unsealed="no key yet", **said)
    left = leaving.leave(desk_.site, desk_.by, asked, desk_.second)
    (row,) = register.exports(desk_.site, desk_.by)
    found = row.export
    assert (row.id, found.profile, found.rows, found.sealed) == (left.id, profile, 12, False)
    assert found.digest == sha256(left.content).digest()
    assert len(desk_.facts(RecordsExported)) == 2


def test_above_the_cap_two_sign(desk_: Desk) -> None:
    desk_.people(MOST)
    asked = Asked(profile=Profile.CHOSEN, expected=MOST + 12, purpose="a test", to=desk_.to)
    with pytest.raises(ExportNeedsTwo):
        leaving.leave(desk_.site, desk_.by, asked)
    with pytest.raises(NotAllowed):
        leaving.leave(desk_.site, desk_.by, asked, desk_.enrolled("The Registrar", Role.REGISTRAR))
    assert leaving.leave(desk_.site, desk_.by, asked, desk_.second).rows == MOST + 12


def test_a_template_with_hidden_rows_cannot_come_out(
    desk_: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def template(rows: list[tuple[str, ...]]) -> bytes:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        book.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    monkeypatch.setattr(fresh_book, "written", template)
    with pytest.raises(ExportUnfaithful):
        desk_.leave(12)
    assert not desk_.facts(ExportLeft)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"purpose": " "}, ExportPurposeMissing),
        ({"days": 0}, ExportExpiryWrong),
        ({"days": 367}, ExportExpiryWrong),
        ({"to": RecipientId(b"nobody".ljust(16))}, RecipientUnknown),
        ({"profile": Profile.CARRIER}, ExportLiftMissing),
    ],
)
def test_what_makes_no_export_is_refused(
    desk_: Desk, said: dict[str, Any], problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        desk_.leave(12, **said)
    assert not desk_.facts(ExportLeft)


def test_a_partner_gets_numbers_and_no_person(desk_: Desk) -> None:
    left, content = desk_.leave(1, Profile.PARTNER)
    assert left.columns == COUNTED
    _, columns, row = cells(content)
    assert columns[:-1] == [*COUNTED]
    assert row[0] == "waiting"
    assert row[3] == "12"
    assert b"Someone" not in content


@pytest.mark.parametrize("profile", [Profile.RECEIVING_STATE, Profile.REPATRIATION])
def test_a_receiving_state_gets_its_sheet(desk_: Desk, profile: Profile) -> None:
    left, content = desk_.leave(12, profile)
    _, blocks, columns, *rows = cells(content)
    assert [said or "" for said in blocks[:-1]] == [*headings(profile)]
    assert columns[:-1] == [*NAMED[profile]] == [*left.columns]
    found = [dict(zip(map(str, columns), row, strict=True)) for row in rows]
    assert {one["phone"] for one in found} == {"+93700"}
    assert {one["mail"] for one in found} == {"one@example.org"}
    assert {one.get("marital-status") for one in found} == {None}


def test_families_get_fields_one_by_one_counted_and_sealed(desk_: Desk) -> None:
    fields = tracing.Asked(("sex",))
    with pytest.raises(ExportCountWrong):
        desk_.leave(11, Profile.FAMILY, traced=fields)
    assert not desk_.facts(RecordsExported)
    left, content = desk_.leave(12, Profile.FAMILY, traced=fields, filters=Filters())
    assert left.name.endswith(".xml.age")
    assert content.startswith(b"<?xml")


def test_a_key_that_was_swapped_on_the_way_is_seen(desk_: Desk) -> None:
    site, by, second = desk_.site, desk_.by, desk_.second
    sent, theirs = (str(x25519.Identity.generate().to_public()) for _ in range(2))
    read_out = sealed.fingerprint(theirs)
    with pytest.raises(RecipientMismatch):
        recipients.verify(site, by, second, "Other ministry", sent, read_out, "by telephone")
    with pytest.raises(SecondMissing):
        recipients.verify(site, by, None, "Other ministry", theirs, read_out, "by telephone")
    with pytest.raises(RecipientUnsaid):
        recipients.verify(site, by, second, "Other ministry", theirs, read_out, "")
    assert [row.recipient.name for row in recipients.recipients(site, by)] == ["Example ministry"]


def test_nothing_is_sealed_to_a_key_that_was_replaced_or_dropped(desk_: Desk) -> None:
    fresh = x25519.Identity.generate()
    assert desk_.verified("example MINISTRY", fresh) == desk_.to
    with pytest.raises(DecryptError):
        desk_.leave(12)
    recipients.drop(desk_.site, desk_.by, desk_.to, "left the operation")
    with pytest.raises(RecipientUnknown):
        desk_.leave(12)
    with pytest.raises(RecipientUnknown):
        recipients.find(desk_.site, desk_.by, "Example ministry")
