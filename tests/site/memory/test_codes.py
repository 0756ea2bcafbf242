"""Finding people by what they carry: documents, phones, mail, wristbands, passes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PersonId, PlaceId
from muster.ground.people.name import named
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import upkeep
from muster.site.memory.codes import MOST, Codes, asked
from muster.site.passes import passbook
from muster.site.record.kinds import PARTY
from muster.site.registry import desk, search
from tests.world.gates import Gates
from tests.world.site import World


def claim(world: World, number: str, *contacts: str) -> PersonId:
    documents = (Document(DocumentType.PASSPORT, number, Evidence.CLAIMED, "UTO"),)
    person = PersonClaim(named("Zarmina", "Jorgenson"), documents=documents, contacts=contacts)
    (ids,) = desk.claim(world.site, world.by, [PartyClaim((person,))])
    return ids.persons[0]


def found(world: World, words: str) -> list[PersonId]:
    return [one.id for one in search.find(world.site, world.by, words)]


@pytest.mark.parametrize(
    "words",
    [
        *("P88 12-34", "p881234", "P881243", "P88123", "8812"),
        *("0700 111 223", "+93700111223", "0093 700-111-223", "11223", "0700111224"),
        *("٠٧٠٠ ١١١ ٢٢٣", "۰۷۰۰۱۱۱۲۲۳", "P۸۸۱۲۳۴"),
        " Some@example.org",
    ],
)
def test_a_code_finds_its_holder_in_any_spelling_with_a_sign_wrong_or_in_part(
    world: World, words: str
) -> None:
    one = claim(world, "P881234", "+93 700 111 223", "some@Example.org")
    claim(world, "K555666", "+93 799 000 555")
    assert found(world, words) == [one]


def test_a_number_alone_reads_no_names_and_forgets_none_that_changed(world: World) -> None:
    one = claim(world, "P881234", "+93 700 111 223")
    assert found(world, "0700111223") == [one]
    assert world.site.index is None
    assert found(world, "Jorgenson") == [one]
    other = claim(world, "K555666", "+93 799 000 555")
    assert found(world, "0799000555") == [other]
    assert set(found(world, "Jorgenson")) == {one, other}


def test_a_wristband_finds_its_bearer_as_soon_as_it_is_tied(world: World) -> None:
    one, other = claim(world, "P881234"), claim(world, "K555666")
    assert found(world, "1234") == [one]
    bands = desk.register(world.site, world.by, [one, other], PlaceId(world.airport))
    for person, band in zip((one, other), bands, strict=True):
        assert found(world, band.lower())[0] == person


def test_a_shredded_person_is_found_by_no_code(world: World) -> None:
    one = claim(world, "P881234")
    assert found(world, "P881234") == [one]
    upkeep.shred(world.site, world.by, one, "test")
    assert found(world, "P881234") == []
    assert world.site.codes is not None
    assert len(world.site.codes) == 0


def test_a_claim_that_is_undone_is_found_by_no_code(world: World) -> None:
    one = claim(world, "P881234")
    assert found(world, "P881234") == [one]
    with pytest.raises(ZeroDivisionError), world.site.writing():
        _claim_and_fail(world)
    assert found(world, "K777888") == []
    assert found(world, "P881234") == [one]


def _claim_and_fail(world: World) -> None:
    claim(world, "K777888")
    _ = 1 / 0


def test_words_without_a_digit_are_no_code_and_names_with_one_still_names(world: World) -> None:
    one = claim(world, "P881234")
    assert found(world, "zarmina jorgensen") == [one]
    assert found(world, "zarmina 2 jorgenson") == [one]


def test_whoever_shares_a_code_is_found_and_no_more_than_twenty() -> None:
    codes = Codes()
    for at in range(MOST + 10):
        codes.put(bytes([at]) * 16, {"70011122"})
    assert len(codes.find("0700 111 22")) <= MOST
    codes.put(bytes(16), set())
    assert bytes(16) not in dict(codes.find("70011122"))


def test_a_code_that_holds_no_digit_must_fit_to_the_letter() -> None:
    codes = Codes()
    codes.put(b"1" * 16, {"ABCDEFGHJK"})
    assert codes.find("abcdefghjk") == [(b"1" * 16, 1.0)]
    assert codes.find("abcdefghjx") == codes.find("abcdef") == []


def test_a_pass_leads_to_the_party_it_was_given_to(tmp_path: Path) -> None:
    gates = Gates(tmp_path / "site")
    ticket = gates.issued(3)
    page = passbook.page(gates.site, gates.by, ticket.id)
    text = passbook.text(gates.site, gates.by, ticket.id)
    with gates.site.view() as view:
        members = set(view.state(PARTY, ticket.party).members)
    for words in (page.code, text):
        found = {one.id for one in search.find(gates.site, gates.by, words)}
        assert members <= found, "everybody of the party is found by its pass"
    gates.site.close()


@given(
    st.lists(st.text("01P", min_size=4, max_size=8), min_size=1, max_size=12, unique=True),
    st.text("01P", min_size=6, max_size=9).filter(lambda code: 0 < len(code.replace("P", "")) < 6),
)
def test_what_a_plain_look_at_all_codes_would_find_is_found(known: list[str], code: str) -> None:
    codes = Codes()
    for at, one in enumerate(known):
        codes.put(bytes([at]) * 16, {one})
    found = {known[person[0]] for person, _ in codes.find(code)}
    near = {one for one in known if OSA.distance(one, code) <= 1}
    parts = {one for one in known if code in one}
    assert found == ({code} if code in known else near or parts)


@pytest.mark.parametrize("band", ["B01S4K7Q90", "CRDHNFZP0R", "1111000011"])
def test_a_wristband_is_found_with_letters_that_none_has(band: str) -> None:
    known = Codes()
    known.put(b"p" * 16, {band})
    known.put(b"q" * 16, {"ZZZZZZZZZ9"})
    typed = band.replace("0", "O").replace("1", "l").lower()
    assert [one for word in asked(typed) for one, _ in known.find(word)][:1] == [b"p" * 16]
