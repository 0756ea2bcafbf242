"""Closing on the screen: items, prints, checklists, and an operation closed by naming everybody.

It has a site and a server of its own: an operation is closed here.
"""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from muster.doors.web import serve_in_thread
from muster.doors.web.naming import MOST_NAMED
from muster.ground.people.ids import PersonId, spell
from muster.ground.people.place import PlaceRole
from muster.journey.closing.facts import PrintKind
from muster.site import command, operators, prints
from muster.site.closing import left
from muster.site.rights import Role
from tests.web.operation import PIN
from tests.web.visitor import Answer, signed_in
from tests.world.site import World

Fields = dict[str, str | list[str]]


class Scene:
    """A small site with two people open, one safe, and who is signed in."""

    def __init__(self, world: World, address: str) -> None:
        self.world, self.address = world, address
        self.gate = world.place("South gate", PlaceRole.GATE)
        command.open_gate(world.site, world.by, self.gate, 60)
        (away,) = world.party(1)
        world.land(world.lift([away]), [away])
        self.open: list[PersonId] = world.party(2)
        for role in Role:
            operators.enrol(world.site, world.by, f"The {role.value}", (role.value,), PIN)
        self.head = signed_in(address, "head")

    def close(self, **more: str) -> Answer:
        """Fill in the form that closes the operation, with the lead as the second person."""
        fields = {
            "every": "no-contact",
            "reason": "the last lift left",
            "confirm": "Test operation",
            "second": "The lead",
            "second_pin": PIN,
        }
        filled: Fields = {**fields, **more}
        return self.head.post("/closing/operation", filled)


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    world = World(tmp_path_factory.mktemp("closing") / "site")
    with serve_in_thread(world.site) as address:
        yield Scene(world, address)
    world.site.close()


def words(answer: Answer) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_the_overview_counts_and_names_nobody(scene: Scene) -> None:
    page = words(scene.head.get("/closing"))
    assert "2 people are open." in page
    assert "open 2 people wait or are on the way, and are not named as left behind" in page
    assert "open 1 gate is not shut for good" in page
    assert "Given0" not in page


def test_open_people_are_named_to_the_desk_alone_and_that_is_on_record(scene: Scene) -> None:
    lead = signed_in(scene.address, "lead")
    assert "Given0" in lead.get("/closing/people").text
    assert "Given0" not in scene.head.get("/closing/people").text
    assert spell(scene.open[0])[:6] in scene.head.get("/closing/people").text


def test_an_item_goes_from_inventory_to_disposal_and_a_second_one_is_shown(scene: Scene) -> None:
    head = scene.head
    thing: Fields = {
        "kind": "data-carrier",
        "description": "laptop",
        "custodian": "desk",
        "place": spell(scene.gate),
        "count": "1",
    }
    answer = head.post("/closing/item", thing | {"bears_data": "on"})
    assert answer.status == 422
    assert "it is not said whose" in answer.text
    whose: Fields = {"bears_data": "on", "described": "applicants", "souls": "40"}
    assert head.post("/closing/item", thing | whose).status == 302
    (row,) = left.items(scene.world.site, scene.world.by)
    way = f"/closing/item/{spell(row.id)}"
    assert way in head.get("/closing").text
    lone: Fields = {"disposal": "destroyed", "method": "drilled", "witnesses": " "}
    assert "This needs a witness." in head.post(way, lone).text
    assert head.post(way, lone | {"witnesses": "Guard 2, Guard 3"}).status == 302
    assert "Guard 2, Guard 3" in head.get(way).text
    assert head.post(way, {"disposal": "seized", "method": "seen in a car"}).status == 302
    assert "the disposals contradict each other" in head.get(way).text
    exposed = head.get(f"{way}/exposed")
    assert "Somebody else has it, or may have it." in exposed.text
    told: Fields = {"via": "text message", "souls": "12"}
    assert head.post(f"{way}/exposed", told).status == 302
    assert "12 people were told." in words(head.get(f"{way}/exposed"))


def test_a_print_is_entered_and_ends_before_a_witness(scene: Scene) -> None:
    head = scene.head
    sheet: Fields = {"kind": "manifest", "holder": "ramp", "souls": "12", "expires": "tomorrow"}
    wrong = head.post("/closing/print", sheet)
    assert wrong.status == 422
    assert "Give a time like 2021-08-26T13:06Z." in wrong.text
    later: Fields = {"expires": "2021-08-30T00:00Z"}
    assert head.post("/closing/print", sheet | later).status == 302
    (row,) = left.prints(scene.world.site, scene.world.by)
    assert row.sheet.number in head.get("/closing").text
    way = f"/closing/print/{spell(row.id)}"
    burned: Fields = {"end": "destroyed", "how": "burned"}
    assert "This needs a witness." in head.post(way, burned).text
    assert head.post(way, burned | {"witness": "Guard 2"}).status == 302
    assert "<form method" not in head.get(way).text.split('id="main"')[1]


def test_a_gate_is_closed_with_its_list(scene: Scene) -> None:
    way = f"/closing/gate/{spell(scene.gate)}"
    prints.register_print(
        scene.world.site,
        scene.world.by,
        kind=PrintKind.FORM,
        holder="gate",
        souls=0,
        expires=0,
        place=scene.gate,
    )
    refused = scene.head.post(way, {"reason": "", "witness": ""})
    assert refused.status == 409
    assert "needs a reason" in refused.text
    assert scene.head.post(way, {"reason": "under fire", "witness": "Guard 2"}).status == 302
    assert "Closed for good" in words(scene.head.get(way))
    (gate,) = left.gates(scene.world.site, scene.world.by)
    assert gate.shut_for_good


def test_the_operation_is_closed_by_two_naming_everybody(scene: Scene) -> None:
    page = words(scene.head.get("/closing/operation"))
    assert all(spell(one)[:6] in page for one in scene.open)
    alone = scene.close(second="The head")
    assert alone.status == 409
    assert "The second person has to be somebody else." in alone.text
    assert PIN not in alone.text
    assert scene.close(second_pin="wrong-horse").status == 401
    forgotten = scene.close(every="", **{f"reason-{spell(scene.open[0])}": "turned-back"})
    assert forgotten.status == 409
    assert "Not named: 1." in words(forgotten)
    assert scene.close(confirm="test operation").status == 422
    assert scene.world.span("closed/left-behind") == (0, 0)
    named = {f"reason-{spell(scene.open[0])}": "turned-back"}
    named[f"known-{spell(scene.open[0])}"] = "at the south gate"
    assert scene.close(**named).status == 302
    assert scene.world.span("closed/left-behind") == (2, 2)
    page = words(scene.head.get("/closing"))
    assert "2 people left behind" in page
    assert "left behind: turned back" in page
    assert "left behind: no contact" in page
    again = scene.head.post("/closing/operation", {"reason": "a boat can take two"})
    assert again.status == 302
    assert "Not closed." in words(scene.head.get("/closing/operation"))


def test_as_many_as_the_form_has_lines_for_are_named_in_one_act(scene: Scene) -> None:
    more = scene.world.people(MOST_NAMED - len(scene.open))
    scene.open += more
    each = {f"reason-{spell(one)}": "no-contact" for one in scene.open}
    told = {f"known-{spell(one)}": "last heard of by phone on the Monday before" for one in more}
    assert scene.close(every="", **each, **told).status == 302
    assert scene.world.span("closed/left-behind") == (MOST_NAMED, MOST_NAMED)


def test_more_than_that_are_sent_to_the_command_line(scene: Scene) -> None:
    scene.world.people(MOST_NAMED)
    page = scene.head.get("/closing/operation").text.split('id="main"')[1]
    assert "More than 250 people are open." in page
    assert "<form method" not in page


def test_the_site_is_closed_and_opened_again(scene: Scene) -> None:
    over: Fields = {"reason": "under fire", "witness": "Guard 2"}
    assert scene.head.post("/closing/site", over).status == 302
    assert "Witness: Guard 2" in words(scene.head.get("/closing/site"))
    assert scene.head.post("/closing/site", {"reason": ""}).status == 422
    assert scene.head.post("/closing/site", {"reason": "we hold"}).status == 302
    assert "Not closed." in words(scene.head.get("/closing/site"))
