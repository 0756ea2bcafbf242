"""R17: 245 people got one mail, each with the addresses of all (UK, 2021). One letter, one of them.

Whatever is told to many is made for each: no type of message has room for a second recipient, a
contact that holds two is none, and no letter holds what belongs to another family.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import muster
from muster.ground.people.name import Name
from muster.journey.registry.letters import Letter, is_one_recipient
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.plan.calls import Message
from muster.site.registry import answering, desk
from tests.world.site import World

ADDRESSED = {"to", "recipient", "recipients", "addressee", "addressees", "cc", "bcc", "contact"}
LISTED = ("muster.doors.cli.commands.recipient", "recipients", "tuple[RecipientShown, ...]")
"""The list of who files may be sealed to: it is shown to the operator, and is no message."""
SEVERAL = ("tuple[", "list[", "set[", "Sequence[", "Iterable[", "dict[")

SEVERAL_RECIPIENTS = (
    "one@example.org, two@example.org",
    "one@example.org;two@example.org",
    "one@example.org two@example.org",
    "one@example.org\ntwo@example.org",
    "one@example.org\r\nBcc: two@example.org",
    "One <one@example.org>, Two <two@example.org>",
    "one@example.org|two@example.org",
    "one@two@example.org",
    "+93700111222; +93700333444",
    "+93700111222 / +93700333444",
    "+93700111222, one@example.org",
    "+93700111222 one@example.org",
    "one@example.org\x00two@example.org",
    "",
)


def fields() -> Iterator[tuple[str, str, str]]:
    """Yield (module, field, type) of each field of a class of ours by which somebody is told."""
    folder = Path(muster.__file__).parent
    for path in folder.rglob("*.py"):
        module = ".".join(("muster", *path.relative_to(folder).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for one in node.body if isinstance(node, ast.ClassDef) else ():
                match one:
                    case ast.AnnAssign(target=ast.Name(id=name)) if name in ADDRESSED:
                        yield module, name, ast.unparse(one.annotation)
                    case _:
                        pass


def test_no_message_has_room_for_a_second_recipient() -> None:
    told = [*fields()]
    assert ("muster.journey.registry.letters", "to", "str") in told
    assert {one for one in told if one[2].startswith(SEVERAL)} == {LISTED}
    assert Letter.__annotations__["to"] is str
    assert Message.__annotations__["party"].__name__ == "PartyId"


@pytest.mark.parametrize("contact", SEVERAL_RECIPIENTS)
def test_a_contact_that_holds_two_recipients_is_none(world: World, contact: str) -> None:
    assert not is_one_recipient(contact)
    claim = PersonClaim(Name("Zohra Example"), contacts=(contact, "+93700999888"))
    desk.claim(world.site, world.by, [PartyClaim((claim,))])
    (letter,) = answering.receipts(world.site, world.by).letters
    assert letter.to == "+93700999888"


@pytest.mark.parametrize(
    "contact", ["one@example.org", "+93 700 111 222", "0700/111222", "(0)700-111-222"]
)
def test_one_address_or_number_is_one_recipient(contact: str) -> None:
    assert is_one_recipient(contact)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sizes=st.lists(st.integers(1, 4), min_size=2, max_size=12), shared=st.booleans())
def test_no_letter_holds_what_belongs_to_another_family(
    world: World, sizes: list[int], *, shared: bool
) -> None:
    """Two families with one address, a broker's or a neighbour's, get a letter each."""
    site, by = world.site, world.by
    world.tick()
    families = [
        [f"Given{world.site.new_id().hex()[:12]} Family{n:03d}" for _ in range(size)]
        for n, size in enumerate(sizes)
    ]
    contacts = [
        "broker@example.org" if shared else f"family{n:03d}@example.org" for n in range(len(sizes))
    ]
    claims = [
        PartyClaim(tuple(PersonClaim(Name(name), contacts=(contact,)) for name in family))
        for family, contact in zip(families, contacts, strict=True)
    ]
    people = [person for party in desk.claim(site, by, claims) for person in party.persons]
    told = answering.receipts(site, by, people).letters
    assert sorted(letter.to for letter in told) == sorted(contacts)
    assert sorted(letter.souls for letter in told) == sorted(sizes)
    assert len({letter.reference for letter in told}) == len(sizes)
    for letter in told:
        said = letter.text()
        assert "@" not in said
        assert not [name for family in families for name in family if name in said]
