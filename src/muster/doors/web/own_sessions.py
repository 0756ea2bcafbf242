"""Sessions: one's own, each to be ended by its owner; and every session, by whoever enrols (T23).

They live in this server's memory, so that there is no command for them: where it ends, they do.
"""

from collections.abc import Iterable
from typing import cast

import msgspec
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web import own_pin, shelf
from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.request import Request
from muster.ground.people.moment import SECOND, Instant
from muster.site import operators
from muster.site.rights import Right

LONGEST = 200


class Row(msgspec.Struct, frozen=True):
    """One session in the list: since when, when it was last used, and where it began."""

    id: str
    since: Instant
    used: Instant
    how: str
    address: str
    browser: str
    here: bool
    plain: bool


class Ending(own_pin.Own):
    """Which of one's sessions are over."""

    which = forms.MultipleChoiceField(
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("That session is over already."),
        },
    )

    def offer(self, named: Iterable[str]) -> None:
        """Let those be chosen."""
        which = cast("forms.MultipleChoiceField", self.fields["which"])
        which.choices = [(one, one) for one in named]


class EndAll(forms.Form):
    """Why everybody is signed out."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        error_messages={"required": _("Say why: it goes on record.")},
    )


def theirs(request: Request) -> list[Row]:
    """Return the sessions of whoever asks, the one that was used last first."""
    door, by = request.door, request.operator
    now = door.site.now().latest
    here = request.session.session_key
    own = [_row(one, now, plain=False) for one in door.sessions.of(by.id, here)]
    return own + [_row(one, now, plain=True) for one in door.plain_sessions.of(by.id, None)]


@sensitive_post_parameters()
@right(Right.OWN, "GET", "HEAD", "POST")
def end_own(request: Request) -> HttpResponse:
    """Show the operator's sessions; end those that are chosen, against the PIN."""
    form, door, by = Ending(request.POST or None), request.door, request.operator
    rows = theirs(request)
    form.offer(row.id for row in rows if not row.here)

    def act() -> None:
        own_pin.prove(request, form)
        for one in form.cleaned_data["which"]:
            door.sessions.end_one(by.id, one)
            door.plain_sessions.end_one(by.id, one)

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("own-sessions"))
    context = {"form": form, "rows": rows, "most": shelf.MOST_OF_ONE}
    return render(request, "own-sessions.html", context, status=code)


@right(Right.ENROL, "GET", "HEAD", "POST")
def end_all(request: Request) -> HttpResponse:
    """End every session at this door, one's own as well: everybody signs in again."""
    form = EndAll(request.POST or None)
    door, by = request.door, request.operator

    def act() -> None:
        there = len(door.sessions)
        operators.end_sessions(door.site, by, form.cleaned_data["reason"], there)
        door.sessions.end_all()
        door.plain_sessions.end_all()

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("sign-in"))
    return render(request, "end-sessions.html", {"form": form}, status=code)


def _row(one: shelf.Own, now: Instant, *, plain: bool) -> Row:
    since, used = now - int(one.since * SECOND), now - int(one.unused * SECOND)
    return Row(one.id, since, used, one.how, one.address, one.browser, one.here, plain)
