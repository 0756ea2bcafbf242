"""Scuttle: the page of the last minute. Two people, the site's name, one button that is held.

The button is held for three seconds where scripts run; that is against slips, not against people.
Once the word is given this server is killed: the page says what that looks like before.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.ground.problem import Problem
from muster.site.closing import scuttle
from muster.site.rights import Right

LONGEST = 200


class Order(SecondForm):
    """The name of the site, and the second person."""

    name = forms.CharField(
        label=_("Name of this site"),
        help_text=_("As it stands at the top of every page."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Type the name of this site.")},
    )


@sensitive_post_parameters()
@right(Right.CLOSE, "GET", "HEAD", "POST")
def page(request: Request) -> HttpResponse:
    """Show what it does; when two people order it, do it."""
    form, code = Order(request.POST or None), 200
    watcher = request.door.watcher
    if form.is_bound and watcher is not None:
        code = 422
        if form.is_valid():
            try:
                second = form.signing(request)
                named = form.cleaned_data["name"]
                scuttle.may_scuttle(request.door.site, request.operator, second, named)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                watcher.scuttle()
                return HttpResponse(status=204)
    context = {"form": form, "watched": watcher is not None}
    return render(request, "scuttle.html", context, status=code)
