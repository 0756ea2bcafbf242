"""The situation report as a page: the same figures, sentences and pictures as on paper.

Rooms that count make sentences and remarks as sayings; they are said here in the reader's language,
like figures, labels and tables.
"""

from collections.abc import Iterator

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from muster.doors.web import panel
from muster.doors.web.admission import right
from muster.doors.web.reader import READER
from muster.doors.web.request import Request
from muster.doors.web.words import FIGURES, PARTS, say
from muster.journey.figures.figure import Figure
from muster.journey.figures.report import Report
from muster.site.figures import corrections, reporting
from muster.site.rights import Right

MOST_LIFTS = 20
_FIGURES_OF: dict[str, tuple[str, ...]] = {
    "out": ("departed", "lifts", "lifts/cancelled", "last-lift", "seats", "seats/offered"),
    "left": (
        "remaining",
        "remaining/*",
        "estimate/unnamed",
        "untraced",
        "registered",
        "closed",
        "closed/*",
    ),
    "transit": (
        "waiting",
        "on-the-way",
        "arrived",
        "missing-on-arrival",
        "found-on-arrival",
        "found-on-arrival/unmatched",
    ),
    "receiving": ("safe", "no-responsible-agency", "absent"),
    "incidents": ("dead", "dead/*", "injured", "injured/*", "missing", "missing/*"),
    "open": (),
    "published": (),
}


class Line(msgspec.Struct, frozen=True):
    """A figure with its label."""

    label: str
    figure: Figure


class Part(msgspec.Struct, frozen=True):
    """One part of the report; ``template`` has what stands below the figures."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def template(self) -> str:
        """Return the name of the template."""
        return f"report-{self.key}.html"


@right(Right.FIGURES)
def situation(request: Request) -> HttpResponse:
    """Show the situation report as of now."""
    _, latest = request.door.reports.latest(request.operator)
    report = corrections.since_last(request.door.site, request.operator, latest)
    differing = [one for one in report.lifts if one.left and one.difference.hi and not one.settled]
    context = {
        "report": report,
        "sentences": [one.text for one in reporting.sentences(report)],
        "daily": mark_safe(reporting.pictures(report, READER).daily),  # noqa: S308 - escaped by us
        "parts": list(parts(report, request.door.labels())),
        "changes": reporting.changes_said(report),
        "differing": differing[:MOST_LIFTS],
        "more_lifts": max(0, len(differing) - MOST_LIFTS),
    }
    return render(request, "report.html", context)


def parts(report: Report, labels: dict[str, str]) -> Iterator[Part]:
    """Yield the parts of the report in order."""
    for key, ids in _FIGURES_OF.items():
        lines = tuple(Line(label(one, labels), one) for one in _figures(report, ids))
        yield Part(key, say(PARTS, key), lines)


def _figures(report: Report, ids: tuple[str, ...]) -> Iterator[Figure]:
    for one in ids:
        found = report.figure(one)
        if one.endswith("/*"):
            yield from report.under(one.removesuffix("/*"))
        elif found is not None:
            yield found


def label(figure: Figure, labels: dict[str, str]) -> str:
    """Return what a figure is called: a word of ours, or the category or group it is of."""
    if figure.id in FIGURES:
        return say(FIGURES, figure.id)
    whole, _, part = figure.id.partition("/")
    return format_html("{}: {}", say(FIGURES, whole), panel.named(part, labels))
