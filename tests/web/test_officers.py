"""T15: the officers on a page: who they are, two who appoint them, three who rehearse."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.secrecy.spoken import words
from muster.site import operators
from muster.site.rights import Role
from muster.site.secrecy import recovering
from muster.site.secrecy.recovering import Made
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.copies import CHEAP
from tests.world.site import World

PAGE = "/sites/officers"


class Office:
    """A site whose lead is signed in, and the key files of six officers."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        for name in ("A lead", "Another lead"):
            operators.enrol(world.site, world.by, name, (Role.LEAD.value,), PIN)
        self.lead = Visitor(address)
        assert self.lead.sign_in("A lead").status == 302
        self.made: list[Made] = [
            recovering.make_officer(f"Officer {number}", f"the phrase of {number}", cost=CHEAP)
            for number in range(6)
        ]

    def appoint(self, numbers: range, **more: str) -> int:
        """Send five public halves, two signing."""
        fields: dict[str, str | list[str]] = {
            f"officer_{place}": letters(self.made[number].public)
            for place, number in enumerate(numbers, 1)
        }
        signing = {"second": "Another lead", "second_pin": PIN} | more
        return self.lead.post(f"{PAGE}/appoint", {**fields, **signing}, PAGE).status


def letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    world = World(tmp_path / "site")
    with world.site, serve_in_thread(world.site) as address:
        yield Office(world, address)


def test_five_are_appointed_by_two_and_shown_with_their_words(office: Office) -> None:
    assert "nobody yet" in office.lead.get(PAGE).text
    assert office.appoint(range(5), second="A lead") != 302
    assert office.appoint(range(4)) == 422
    assert recovering.seats(office.world.site, office.world.by) == ()
    assert office.appoint(range(5)) == 302
    page = office.lead.get(PAGE).text
    for made in office.made[:5]:
        assert " ".join(words(made.public)) in page
    assert "1-2-3" in page
    assert letters(office.made[0].public)[:40] not in page


def test_one_is_replaced_by_appointing_anew(office: Office) -> None:
    office.appoint(range(5))
    office.world.tick()
    assert office.appoint(range(1, 6)) == 302
    seats = recovering.seats(office.world.site, office.world.by)
    assert [one.post for one in seats] == [f"Officer {number}" for number in range(1, 6)]
    assert len({one.share for one in seats}) == 5


def test_what_is_entrusted_opens_for_three_and_not_for_two(office: Office) -> None:
    office.appoint(range(5))
    given = office.lead.post(f"{PAGE}/entrust", {}, PAGE)
    assert given.headers["content-disposition"] == 'attachment; filename="entrusted.keys"'
    fields: dict[str, str | list[str]] = {"entrusted": letters(given.body)}
    for place, number in enumerate((0, 2, 4), 1):
        fields[f"key_{place}"] = letters(office.made[number].secret)
        fields[f"phrase_{place}"] = f"the phrase of {number}"
    twice = fields | {"key_3": fields["key_1"], "phrase_3": fields["phrase_1"]}
    assert office.lead.post(f"{PAGE}/rehearse", twice, PAGE).status != 200
    wrong = fields | {"phrase_3": "another phrase of words"}
    assert office.lead.post(f"{PAGE}/rehearse", wrong, PAGE).status != 200
    assert recovering.standing(office.world.site, office.world.by).rehearsed is None
    said = office.lead.post(f"{PAGE}/rehearse", fields, PAGE)
    assert said.status == 200
    assert "Officer 4" in said.text
    assert "the phrase of" not in said.text
    assert recovering.standing(office.world.site, office.world.by).rehearsed is not None


@pytest.mark.parametrize("junk", ["!!!", "AAAA", "é" * 10])
def test_a_file_that_is_none_is_refused_in_words(office: Office, junk: str) -> None:
    fields: dict[str, str | list[str]] = {f"officer_{place}": junk for place in range(1, 6)}
    fields |= {"second": "Another lead", "second_pin": PIN}
    answer = office.lead.post(f"{PAGE}/appoint", fields, PAGE)
    assert 400 <= answer.status < 500
    assert f'value="{junk}"' not in answer.text
