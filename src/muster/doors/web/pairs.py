"""Two records side by side: one person, two, or nobody can say. By keyboard, a pair in seconds.

Which pair is shown is kept in the session, with those judged last, so that each can be taken back;
no address names anybody. A judgement goes on record at once and is undone by one more.
"""

from collections.abc import Iterator
from typing import Final

import msgspec
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import telling
from muster.doors.web.admission import right
from muster.doors.web.answers import said
from muster.doors.web.request import Request
from muster.doors.web.telling import Part
from muster.doors.web.words import MASKED, say
from muster.ground.people.ids import PersonId, read, spell
from muster.ground.people.moment import HOUR
from muster.journey.matching.facts import Judgement
from muster.site.registry import judging, masks, reviewing
from muster.site.registry.reviewing import Queue, Reviewed, Waiting
from muster.site.rights import Right

JUDGED: Final = "judged pairs"
PASSED: Final = "pairs passed over"
SHOWN: Final = "pair shown"
MOST_BACK: Final = 50
MOST_LISTED: Final = 50
LATER: Final = "later"
KEYS: Final = (
    (Judgement.SAME.value, "s", _("Same person")),
    (Judgement.DIFFERENT.value, "d", _("Different people")),
    (Judgement.UNSURE.value, "u", _("Nobody can tell")),
    (LATER, "l", _("Later")),
)


class Row(msgspec.Struct, frozen=True):
    """One thing that records hold: its label, what each of the two says, whether they differ."""

    label: str
    one: tuple[Part, ...]
    other: tuple[Part, ...]

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same; which party it is tells nobody apart."""
        left, right = (
            {part.value for part in side if not part.way} for side in (self.one, self.other)
        )
        return bool(left and right) and left != right


class Judged(forms.Form):
    """What somebody judged of a pair."""

    one = forms.CharField(max_length=26)
    other = forms.CharField(max_length=26)
    judgement = forms.ChoiceField(choices=[(name, name) for name, _key, _label in KEYS])


@right(Right.CLAIM, "GET", "HEAD", "POST")
def pairs(request: Request) -> HttpResponse:
    """Show the next pair that waits, or put on record what was judged of one."""
    if request.method == "POST":
        return _judge(request)
    queue = reviewing.queue(request.door.site, request.operator)
    pair = _next(request, queue)
    context = {
        "waiting": len(queue.waiting),
        "hours": queue.oldest // HOUR,
        "late": queue.p95 // HOUR,
        "keys": KEYS,
        "back": len(request.session.get(JUDGED, ())),
        "unsure": queue.unsure[:MOST_LISTED],
        "untold": len(queue.unsure),
        "following": request.door.following,
        "wrong": _wrong(request),
        **(_beside(request, pair) if pair is not None else {}),
    }
    return render(request, "pairs.html", context)


@right(Right.CLAIM, "GET", "HEAD", "POST")
def compare(request: Request) -> HttpResponse:
    """Begin to compare all records, if that was asked for by a form."""
    if request.method == "POST":
        request.door.following.anew()
    return HttpResponseRedirect(reverse("pairs"))


@right(Right.CLAIM, "GET", "HEAD", "POST")
def take_back(request: Request) -> HttpResponse:
    """Let the pair that was judged last in this session wait again, and show it."""
    judged = list(request.session.get(JUDGED, ()))
    if judged and request.method == "POST":
        one, other = judged.pop()
        reviewing.take_back(request.door.site, request.operator, _person(one), _person(other))
        request.session[JUDGED] = judged
        request.session[SHOWN] = (one, other)
    return HttpResponseRedirect(reverse("pairs"))


@right(Right.CLAIM, "GET", "HEAD", "POST")
def again(request: Request) -> HttpResponse:
    """Let a pair of which somebody said that nobody can tell wait again, and show it."""
    if request.method == "POST":
        shown = request.POST.get("one", ""), request.POST.get("other", "")
        people = _person(shown[0]), _person(shown[1])
        queue = reviewing.queue(request.door.site, request.operator)
        untold = {reviewing.token(pair.one, pair.other) for pair in queue.unsure}
        if reviewing.token(*people) in untold:
            reviewing.take_back(request.door.site, request.operator, *people)
            request.session[SHOWN] = shown
    return HttpResponseRedirect(reverse("pairs"))


def _judge(request: Request) -> HttpResponse:
    form = Judged(request.POST)
    if form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        people = _person(one), _person(other)
        judgement = form.cleaned_data["judgement"]
        if judgement == LATER:
            passed = request.session.get(PASSED, ())
            request.session[PASSED] = (*passed, reviewing.token(*people))
        else:
            judging.judge(request.door.site, request.operator, *people, Judgement(judgement))
            before = request.session.get(JUDGED, ())
            request.session[JUDGED] = [*before, (one, other)][-MOST_BACK:]
    request.session.pop(SHOWN, None)
    return HttpResponseRedirect(reverse("pairs"))


def _person(text: str) -> PersonId:
    return PersonId(read(text))


def _next(request: Request, queue: Queue) -> Waiting | None:
    """Return the pair that was taken back, if it waits, else the next that was not passed over."""
    shown = request.session.get(SHOWN)
    if shown is not None:
        wanted = reviewing.token(*map(read, shown))
        for pair in queue.waiting:
            if reviewing.token(pair.one, pair.other) == wanted:
                return pair
    return queue.after(frozenset(request.session.get(PASSED, ())))


def _wrong(request: Request) -> str:
    problem = request.door.following.problem
    return " ".join(said(problem)) if problem is not None else ""


def _beside(request: Request, pair: Waiting) -> dict[str, object]:
    found = reviewing.review(request.door.site, request.operator, pair.one, pair.other)
    return {
        "pair": pair,
        "one": spell(pair.one),
        "other": spell(pair.other),
        "rows": list(_rows(found, request.door.labels())),
        "people": [
            (spell(page.id), [(field, say(MASKED, field)) for field in masks.fields(page)])
            for page in (found.one, found.other)
        ],
        "score": found.score,
        "judged": found.judged,
    }


def _rows(found: Reviewed, labels: dict[str, str]) -> Iterator[Row]:
    """Yield what either record holds, in the order in which a record is told."""
    left = list(telling.known(found.one, labels))
    right = list(telling.known(found.other, labels))
    for label in dict.fromkeys(part.label for part in (*left, *right)):
        one, other = (tuple(part for part in side if part.label == label) for side in (left, right))
        yield Row(label, one, other)
