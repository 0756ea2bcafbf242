"""Each screen that the worked example names shows its part, at a drill just played."""

import re
from collections.abc import Iterator

import pytest

from muster.doors.drill.crew import Crew
from muster.doors.drill.run import Drill, make_site, play
from muster.doors.web import serve_in_thread
from muster.doors.web.serving import prepare
from muster.ground.secrecy.slot import TRAINING
from tests.stories.worked_example import PAGE
from tests.web.operation import PIN
from tests.web.visitor import Visitor

PHRASE = "a phrase of several words"
SHOWN = (
    ("/arrangements", ("Commanders of the checkpoints", "lapsed")),
    ("/disclosures", ("people", "vehicles", "Commanders of the checkpoints")),
    ("/incidents", ("attack", "threat", "Abbey Gate", "closed")),
    ("/incidents/gates", ("Abbey Gate", "closed after the attack")),
    ("/incidents/told", ("South Gate",)),
    ("/incidents/roll", ("Abbey Gate",)),
    ("/", ("2,487", "136", "183", "170", "13", "9 gates: shut for good", "attack")),
    ("/report", ("124,334", "+1,100", "2,487")),
    ("/lifts", ("CHT343", "RCH871")),
    ("/closing", ("Rocket-defence", "73", "Who is left", "189")),
    ("/scan/", ("Start shift", "GO", "STOP")),
    ("/timeline", ("Mon 30 Aug", "Last lift", "Arrangement")),
)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The head of operation, signed in at a small airlift that was played to its end."""
    prepare()
    drill = Drill.of("kabul-2021", scale=0.02)
    site, clock = make_site(tmp_path_factory.mktemp("screens") / "site", PHRASE, drill, TRAINING)
    with site:
        crew = Crew.enrolled(site, PIN)
        play(site, clock, drill, crew=crew)
        with serve_in_thread(site) as address:
            visitor = Visitor(address)
            visitor.sign_in(crew.head.name)
            yield visitor


@pytest.mark.parametrize(("way", "words"), SHOWN, ids=[way for way, _ in SHOWN])
def test_a_screen_shows_its_part(head: Visitor, way: str, words: tuple[str, ...]) -> None:
    moment = "?at=2021-08-30T19:29:00Z" if way == "/timeline" else ""
    answer = head.get(f"{way}{moment}")
    assert answer.status == 200
    shown = re.sub(r"<[^>]+>", " ", answer.text)
    assert [one for one in words if one not in shown] == []


def test_the_page_names_these_screens_and_no_others() -> None:
    named = set(re.findall(r"\(`(/[a-z/-]*)`\)", PAGE.read_text("utf-8")))
    assert named == {way for way, _ in SHOWN}
