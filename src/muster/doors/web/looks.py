"""Who looked at whom, by name, and canaries: pages for whoever watches over the watching (T25)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.ground.people.access.looks import MANY
from muster.ground.people.ids import CanaryId, OperatorId, read
from muster.ground.people.sex import Sex
from muster.ground.problem import Problem
from muster.site.access import canaries, looks, refusals
from muster.site.access.canaries import Invented
from muster.site.problems import CanaryUnknown, NothingToAsk
from muster.site.rights import Right

LONGEST = 200


def _line(label: Any, wanted: Any = "", help_text: Any = "") -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(wanted),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": wanted},
    )


class Asked(forms.Form):
    """What came of asking."""

    reason = _line(_("What they said, and what came of it"), _("Say why: it goes on record."))


class Planting(SecondForm):
    """Who a canary is to be, and the second person."""

    name = _line(
        _("Name"), _("Give the canary a name."), _("Invented, and likely among the people here.")
    )
    father = _line(_("Father's name"))
    born = forms.IntegerField(
        label=_("Year of birth"), min_value=1900, max_value=2100, required=False
    )
    category = _line(_("Category"))
    document = _line(_("Number of a passport that nobody has"))
    contact = _line(_("Telephone or mail that rings at nobody's"))


@right(Right.WATCH)
def onlookers(request: Request) -> HttpResponse:
    """Show who looked at people lately, whoever is to be asked first."""
    rows = looks.onlookers(request.door.site, request.operator)
    context = {
        "rows": rows,
        "many": MANY,
        "may_plant": request.operator.may(Right.PLANT),
        "refused": refusals.refused(request.door.site, request.operator),
    }
    return render(request, "looks.html", context)


@right(Right.WATCH, "GET", "HEAD", "POST")
def ask(request: Request, identity: str) -> HttpResponse:
    """Put on record what an operator said who looked up so many."""
    site, by, wanted = request.door.site, request.operator, OperatorId(read(identity))
    row = next((one for one in looks.alarms(site, by) if one.id == wanted), None)
    if row is None:
        raise NothingToAsk
    form = Asked(request.POST or None)
    done, code = _act(form, lambda: looks.review(site, by, wanted, form.cleaned_data["reason"]))
    if done:
        return HttpResponseRedirect(reverse("looks"))
    return render(request, "looks-ask.html", {"form": form, "row": row}, status=code)


@sensitive_post_parameters()
@right(Right.PLANT, "GET", "HEAD", "POST")
def all_canaries(request: Request) -> HttpResponse:
    """Show every canary with who met it; plant another, two people signing."""
    site, by, form = request.door.site, request.operator, Planting(request.POST or None)
    done, code = _act(
        form, lambda: canaries.plant(site, by, form.signing(request), _invented(form))
    )
    if done:
        return HttpResponseRedirect(reverse("canaries"))
    rows = canaries.canaries(site, by)
    return render(request, "canaries.html", {"form": form, "rows": rows}, status=code)


@right(Right.PLANT, "GET", "HEAD", "POST")
def answer(request: Request, identity: str) -> HttpResponse:
    """Put on record what came of asking whoever met a canary."""
    site, by, wanted = request.door.site, request.operator, CanaryId(read(identity))
    row = next((one for one in canaries.canaries(site, by) if one.id == wanted), None)
    if row is None:
        raise CanaryUnknown
    form = Asked(request.POST or None)
    done, code = _act(form, lambda: canaries.answer(site, by, wanted, form.cleaned_data["reason"]))
    if done:
        return HttpResponseRedirect(reverse("canaries"))
    return render(request, "canary-answer.html", {"form": form, "row": row}, status=code)


def _act(form: forms.Form, act: Callable[[], object]) -> tuple[bool, int]:
    """Do ``act`` where the form holds; return whether it was done, and the status if it was not."""
    if not form.is_bound:
        return False, 200
    if not form.is_valid():
        return False, 422
    try:
        act()
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return False, status(problem)
    return True, 302


def _invented(form: Planting) -> Invented:
    fields = form.cleaned_data
    words = (fields["name"], fields["father"], Sex.UNSTATED, fields["category"])
    return Invented(*words, fields["born"] or 0, fields["document"], fields["contact"])
