"""Words that would be markup, a command or another secret anywhere else stay words (ASVS 1, 6)."""

import ast
import re
import ssl

import pytest

from house.tree import ROOT, tracked
from muster.doors.web.tls import _context
from muster.ground.people.access.facts import Method
from muster.ground.people.ids import spell
from muster.ground.people.kin import Relation
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.access.patience import Patience
from muster.site.problems import SignInRefused
from muster.site.registry import desk
from tests.web.conftest import As
from tests.web.operation import Operation

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 }}{% now %}"


def test_a_hostile_name_is_text_on_every_page(operation: Operation, role: As) -> None:
    site, by = operation.site, operation.site.lead
    claim = PersonClaim(named(f"Zz{HOSTILE}", "Testani"), Sex.MALE, "citizen", Relation.HEAD)
    (ids,) = desk.claim(site, by, [PartyClaim((claim,))])
    operators.enrol(site, by, f"Op {HOSTILE}", ("head",), "correct-horse")
    desk_clerk = role("registrar")
    desk_clerk.post("/people", {"words": "Zzscript Testani"})
    ways = (
        (desk_clerk, "/people"),
        (desk_clerk, f"/person/{spell(ids.persons[0])}"),
        (desk_clerk, f"/party/{spell(ids.party)}"),
        (role("lead"), "/operators"),
        (role("lead"), "/looks"),
    )
    for visitor, way in ways:
        text = visitor.get(way).text
        assert "<script>alert" not in text, way
        assert "<img src=x" not in text, way
    assert "&lt;script&gt;" in desk_clerk.get(f"/person/{spell(ids.persons[0])}").text


@pytest.mark.parametrize(
    "pin",
    [
        " leading space",
        "Trailing space ",
        "pfählußt-é",
        "".join(f"{n * n % 997} " for n in range(40)),
        "ØŁÆØŁØŊÆ",
    ],
)
def test_a_pin_is_taken_as_it_was_typed(operation: Operation, pin: str) -> None:
    site, name = operation.site, f"Somebody {len(pin)} {ord(pin[0])}"
    operators.enrol(site, site.lead, name, ("head",), pin)
    assert operators.sign_in(site, Patience(), name, pin).name == name
    for other in (pin.strip() + "x", pin.upper() + "!", pin[:72] if len(pin) > 72 else pin + " "):
        with pytest.raises(SignInRefused):
            operators.sign_in(site, Patience(), name, other)


def test_the_server_speaks_no_old_tls() -> None:
    context = _context()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    weak = re.compile(r"RC4|3DES|DES-|MD5|NULL|EXPORT|anon|CBC3")
    names = [one["name"] for one in context.get_ciphers()]
    assert names
    assert not [one for one in names if weak.search(one)]


def test_no_statement_is_put_together_from_what_somebody_typed() -> None:
    """Values are bound; only names of tables that the program itself has stand in statements."""
    free = re.compile(
        r"\b(select|insert|update|delete)\b.*\{(?!table|name|columns|marks)",
        re.IGNORECASE | re.DOTALL,
    )
    for file in tracked("src/muster/adapters/store/*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                assert not free.search(ast.unparse(node)), f"{file.relative_to(ROOT)}:{node.lineno}"


def test_no_program_is_started_through_a_shell() -> None:
    for file in tracked("src/*.py"):
        text = file.read_text("utf-8")
        assert not re.search(r"shell\s*=\s*True|os\.system|os\.popen", text), file


def test_the_methods_have_words_of_their_own() -> None:
    assert {one.value for one in Method} == {"passkey", "one-time-codes", "codes-on-paper"}
