"""The timeline: a slider, links and a typed time lead to how the operation stood then."""

import re

from muster.ground.people.moment import HOUR, SECOND, iso
from muster.site.figures import timeline
from tests.web.conftest import As
from tests.web.operation import Operation

LIVE = {"HX-Request": "true"}


def shown(text: str, label: str) -> str:
    """Return the figure under a label."""
    found = re.search(rf"<dt>{label}</dt><dd>([^<]*)</dd>", text)
    assert found, label
    return found[1]


def test_the_timeline_opens_at_the_latest_moment_with_all_who_left(
    operation: Operation, role: As
) -> None:
    page = role("head").get("/timeline")
    course = timeline.course(operation.site, operation.site.lead)
    assert page.status == 200
    assert page.title.startswith("Timeline")
    low, high = course.at(course.ends).out
    assert shown(page.text, "Out") == f"{low:,}\N{EN DASH}{high:,}"
    assert shown(page.text, "Lifts") == "3"


def test_the_slider_brings_the_moving_part_alone(role: As) -> None:
    head = role("head")
    page = head.get("/timeline").text
    assert re.search(r'<input type="range" id="hour" name="hour" min="0" max="\d+"', page)
    part = head.get("/timeline/then?hour=0", **LIVE)
    assert "<html" not in part.text
    assert shown(part.text, "Out") == "0"


def test_a_typed_time_and_an_hour_show_the_same_moment(operation: Operation, role: As) -> None:
    head, course = role("head"), timeline.course(operation.site, operation.site.lead)
    at = iso(course.begins + 5 * HOUR)
    by_hour, by_time = (head.get(f"/timeline?{one}").text for one in ("hour=5", f"at={at}"))
    assert _moment(by_hour) == _moment(by_time)
    assert at[11:16] in _moment(by_hour)


def _moment(text: str) -> str:
    return text.partition('id="moment"')[2].partition("</p>")[0]


def test_links_lead_from_event_to_event_without_script(operation: Operation, role: As) -> None:
    head, course = role("head"), timeline.course(operation.site, operation.site.lead)
    page, seen = head.get("/timeline?hour=0").text, list[str]()
    while (way := re.search(r'href="(/timeline\?at=([^"]+))">Event after<', page)) is not None:
        assert way[2] not in seen
        seen.append(way[2])
        page = head.get(way[1]).text
    to_the_second = {-(-one.at // SECOND) * SECOND for one in course.events}
    assert seen == [iso(at) for at in sorted(to_the_second) if at > course.begins]


def test_a_moment_outside_is_the_nearest_inside(role: As) -> None:
    head = role("head")
    latest = _moment(head.get("/timeline").text)
    assert _moment(head.get("/timeline?hour=99999").text) == latest
    assert _moment(head.get("/timeline?at=1999-01-01T00:00Z").text) == _moment(
        head.get("/timeline?hour=0").text
    )


def test_a_time_that_is_none_is_said_and_the_latest_is_shown(role: As) -> None:
    page = role("head").get("/timeline?at=yesterday")
    assert page.status == 422
    assert _moment(page.text) == _moment(role("head").get("/timeline").text)


def test_the_picture_says_in_words_what_it_shows_and_bears_no_style(role: As) -> None:
    picture = role("head").get("/timeline").text.partition("<svg")[2].partition("</svg>")[0]
    assert 'role="img"' in picture
    assert re.search(r'aria-label="[\d,]+ people left; \d+ events?"', picture)
    assert "style=" not in picture
    assert 'class="now"' in picture


def test_who_may_not_read_arrangements_sees_no_road(role: As) -> None:
    assert "Arrangement" not in role("planner").get("/timeline").text
