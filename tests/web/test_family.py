"""The family page as strangers meet it: one answer, small, without script, in their language."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.doors.web.application import Scope
from muster.doors.web.family import Family
from muster.doors.web.page_answers import Filed, Living, write
from muster.doors.web.rates import AT_ONCE, MOST, Rates
from muster.doors.web.told import Message
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY, HOUR
from muster.journey.passes import family
from muster.journey.passes.answers import Desk, Said
from muster.journey.passes.problems import AnswersUnreadable
from muster.journey.plan.facts import Channel
from muster.site.passes import families
from muster.site.passes.families import Given
from tests.web.serving_family import served_family
from tests.web.visitor import Visitor
from tests.world.gates import Gates

KABUL = 270
LANGUAGES = ("en", "prs", "ps", "ar", "uk")


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = Gates(tmp_path_factory.mktemp("site") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def codes(gates: Gates) -> dict[str, Given]:
    """Return a page of a party that is called, of one that waits, one taken back, a relative's."""
    site, by = gates.site, gates.by
    called, waits = gates.called(hours=12), gates.confirmed()
    gone = families.give(site, by, called)
    found = {
        "called": families.give(site, by, called),
        "waits": families.give(site, by, waits),
        "relative": families.give_relative(site, by, called, Relation.CHILD, Channel.PHONE),
        "gone": gone,
        "over": families.give(site, by, called, days=1),
    }
    families.take_back(site, by, called, reason="lost", mark=gone.mark)
    return found


@pytest.fixture
def page(gates: Gates) -> Family:
    return Family(Living(gates.site, KABUL))


def text(page: Family, code: str, language: str = "en") -> str:
    reply = page.reply("GET", f"/{code}/{language}")
    assert reply.status == 200
    return reply.body.decode()


def test_whoever_is_called_reads_where_and_when_in_both_calendars(
    page: Family, codes: dict[str, Given]
) -> None:
    said = text(page, codes["called"].code)
    for word in ("Come to the gate", "North gate", "Sunday", "15 August 2021", "24 Asad 1400"):
        assert word in said
    assert "UTC+04:30" in said


def test_every_code_that_is_not_called_gets_the_bytes_of_wait(
    page: Family, codes: dict[str, Given]
) -> None:
    unknown = family.spell(bytes(16))
    for language in LANGUAGES:
        said = {
            name: text(page, code, language)
            for name, code in {
                "unknown": unknown,
                **{name: codes[name].code for name in ("waits", "gone", "relative")},
            }.items()
        }
        assert len(set(said.values())) == 1
        assert said["unknown"] != text(page, codes["called"].code, language)


def test_a_page_that_is_over_is_one_of_them(gates: Gates, codes: dict[str, Given]) -> None:
    before = gates.clock.at
    gates.tick(DAY)
    try:
        page = Family(Living(gates.site, KABUL))
        assert text(page, codes["over"].code) == text(page, family.spell(bytes(16)))
    finally:
        gates.clock.at = before


@given(st.binary(min_size=16, max_size=16))
def test_no_code_that_was_not_given_says_anything_else(
    gates: Gates, codes: dict[str, Given], token: bytes
) -> None:
    page = Family(Living(gates.site, KABUL))
    assert text(page, family.spell(token)) == text(page, codes["waits"].code)


def test_what_was_typed_leads_to_the_same_page(page: Family, codes: dict[str, Given]) -> None:
    groups = re.sub("(.{4})", r"\1 ", codes["called"].code).lower()
    reply = page.reply("POST", "/prs", f"code={groups.replace(' ', '+')}".encode())
    assert (reply.status, reply.way) == (303, f"/{codes['called'].code}/prs")


@pytest.mark.parametrize(
    "body", [b"", b"code=", b"code=ABCD", b"code=" + b"A" * 27 + b"B", b"\xff\xfe"]
)
def test_a_wrong_letter_is_said_before_anybody_is_asked(page: Family, body: bytes) -> None:
    reply = page.reply("POST", "/en", body)
    assert reply.status == 422
    assert "A letter is wrong" in reply.body.decode()


def test_each_language_is_read_in_its_own_direction_with_no_english_left(
    page: Family, codes: dict[str, Given]
) -> None:
    english = re.compile(r">[^<]*[A-Za-z]{4,}[^<]*<")
    for language, direction in zip(LANGUAGES, ("ltr", "rtl", "rtl", "rtl", "ltr"), strict=True):
        for code in (codes["called"].code, codes["waits"].code, ""):
            way = f"/{code}/{language}" if code else f"/{language}"
            said = page.reply("GET", way).body.decode()
            assert f'dir="{direction}"' in said
            main = said.partition("<main>")[2].partition("<nav")[0].replace("North gate", "")
            if language != "en":
                assert english.findall(main) == []


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("fa-AF,fa;q=0.9,en;q=0.8", "fa-AF"),
        ("fa", "fa-AF"),
        ("ps-AF", "ps"),
        ("ar-EG,ar", "ar"),
        ("xx, uk;q=0.5", "uk"),
        ("", "en"),
    ],
)
def test_a_browsers_language_is_taken(page: Family, accepted: str, tag: str) -> None:
    assert f'lang="{tag}"' in page.reply("GET", "/", accepted=accepted).body.decode()


def test_a_page_is_small_and_needs_no_script(page: Family, codes: dict[str, Given]) -> None:
    style = page.reply("GET", "/family.css").body
    for language in LANGUAGES:
        said = page.reply("GET", f"/{codes['called'].code}/{language}").body
        assert len(said) + len(style) < 30_000
        assert b"script" not in said
        assert b"http:" not in said
        assert b"https:" not in said


@pytest.mark.parametrize("way", ["/nothing.txt", "/a/b/c", "/" + "A" * 200, "/..", "/board/xx"])
def test_nothing_else_is_there(page: Family, way: str) -> None:
    assert page.reply("GET", way).status in (404, 422)


def test_other_methods_are_refused(page: Family) -> None:
    assert page.reply("DELETE", "/en").status == 405


def test_a_page_that_was_not_heard_for_an_hour_says_so(
    gates: Gates, codes: dict[str, Given], tmp_path: Path
) -> None:
    living = Living(gates.site, KABUL)
    write(living, tmp_path / "answers")
    filed = Filed(tmp_path / "answers")

    class Later:
        def desk(self) -> Desk:
            return filed.desk()

        def now(self) -> int:
            return gates.clock.at + HOUR + 1

    said = text(Family(Later()), codes["called"].code)
    assert "This may be old" in said
    assert "This may be old" in text(Family(Later()), family.spell(bytes(16)))


def test_the_machine_strangers_reach_holds_no_code_no_gate_and_no_count(
    gates: Gates, codes: dict[str, Given], tmp_path: Path
) -> None:
    write(Living(gates.site, KABUL), tmp_path / "answers")
    raw = (tmp_path / "answers").read_bytes()
    assert b"North" not in raw
    for given_ in codes.values():
        token = family.read(given_.code)
        assert token is not None
        assert token not in raw
        assert given_.code.encode() not in raw


def test_a_file_that_comes_anew_is_taken_and_a_spoilt_one_is_not(
    gates: Gates, codes: dict[str, Given], tmp_path: Path
) -> None:
    file = tmp_path / "answers"
    with pytest.raises(AnswersUnreadable):
        Filed(file)
    write(Living(gates.site, KABUL), file)
    source, token = Filed(file), family.read(codes["called"].code)
    assert token is not None
    assert source.desk().answer(token, gates.clock.at).said is Said.CALLED
    file.write_bytes(b"no answers")
    assert source.desk().answer(token, gates.clock.at).said is Said.CALLED
    write(Living(gates.site, 60), file)
    assert source.desk().answers.offset == 60


def test_one_address_is_held_back_and_comes_again(gates: Gates, codes: dict[str, Given]) -> None:
    now = [0.0]
    asked = Family(Living(gates.site, KABUL), Rates(lambda: now[0]))
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{codes['called'].code}/en",
        "headers": [(b"accept-language", b"ps")],
        "client": ("192.0.2.7", 1),
    }
    statuses = [_answered(asked, scope)[0] for _ in range(int(AT_ONCE) + 1)]
    assert statuses == [200] * int(AT_ONCE) + [429]
    assert _answered(asked, {**scope, "client": ("192.0.2.8", 1)})[0] == 200
    now[0] += 1.0
    assert _answered(asked, scope)[0] == 200


def test_a_net_of_version_six_counts_as_one_and_not_all_are_kept() -> None:
    rates = Rates(lambda: 0.0)
    asked = [rates.allows(f"2001:db8::{at:x}") for at in range(int(AT_ONCE) + 1)]
    assert asked == [True] * int(AT_ONCE) + [False]
    assert rates.allows("2001:db8:0:1::1")
    for at in range(MOST):
        assert rates.allows(f"10.{at >> 16}.{at >> 8 & 255}.{at & 255}")
    assert rates.allows("2001:db8::1")


def _answered(page: Family, scope: Scope) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(page(scope, receive, send))
    start: Any = sent[0]
    return start["status"], dict(start["headers"]), b"".join(one.get("body", b"") for one in sent)


def test_every_answer_keeps_nothing_and_names_nothing(
    page: Family, codes: dict[str, Given]
) -> None:
    for path in ("/", f"/{codes['called'].code}/en", "/family.css", "/nothing.txt"):
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "headers": [],
            "client": ("192.0.2.9", 1),
        }
        _, headers, _ = _answered(page, scope)
        assert headers[b"cache-control"] == b"no-store"
        assert headers[b"referrer-policy"] == b"no-referrer"
        assert b"script-src" not in headers[b"content-security-policy"]
        assert b"set-cookie" not in headers


def test_the_page_is_served_without_a_site(
    gates: Gates, codes: dict[str, Given], tmp_path: Path
) -> None:
    write(Living(gates.site, KABUL), tmp_path / "answers")
    with served_family(tmp_path / "answers") as address:
        visitor = Visitor(address)
        answer = visitor.get(f"/{codes['waits'].code}/en")
        assert answer.status == 200
        assert "Wait" in answer.text
        assert "set-cookie" not in answer.headers
        assert visitor.get("/board").status == 422
