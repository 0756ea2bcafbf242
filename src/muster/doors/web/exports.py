"""Files that leave, on a screen: asked for, counted by the sender, looked at, given out once.

The number comes before the first row is shown, and the second person after it. The file is made for
the answer to the form, sealed to one recipient, and kept nowhere here.
"""

import msgspec
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.leaving_forms import FORMS, Dropping, Leaving, NewRecipient
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.ground.people.ids import RecipientId, read
from muster.ground.problem import Problem
from muster.site.export import leaving, recipients, register
from muster.site.export.leaving import Left
from muster.site.export.preview import Preview, preview
from muster.site.export.profiles import Profile
from muster.site.rights import Right


class Step(msgspec.Struct):
    """How far a file is: what was asked for, what would leave, who signs beside, what was wrong."""

    form: Leaving
    seen: Preview | None = None
    signing: SecondForm | None = None
    code: int = 200
    left: Left | None = None


@right(Right.EXPORT, "GET", "HEAD")
def exports(request: Request) -> HttpResponse:
    """Show what left, and for what a file may."""
    rows = register.exports(request.door.site, request.operator)
    return render(request, "exports.html", {"rows": rows, "profiles": [*FORMS]})


@sensitive_post_parameters()
@right(Right.EXPORT, "GET", "HEAD", "POST")
def leave(request: Request, profile: str) -> HttpResponse:
    """Ask for a file of one profile, show what would leave, give it out sealed."""
    if profile not in FORMS:
        raise Http404
    form = FORMS[Profile(profile)](request, request.POST or None)
    step = _step(request, form) if form.is_bound else Step(form)
    if step.left is not None:
        answer = HttpResponse(step.left.content, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="{step.left.name}"'
        return answer
    context = {"profile": profile, "step": step, "form": form, "signing": step.signing}
    return render(request, "exports-leave.html", context, status=step.code)


def _step(request: Request, form: Leaving) -> Step:
    """Return how far it came: what would leave, and what left where that was confirmed."""
    step = Step(form)
    if not form.is_valid():
        step.code = 422
        return step
    confirmed = "confirmed" in request.POST
    try:
        step.seen = preview(request.door.site, request.operator, form.asked())
        if step.seen.two:
            step.signing = SecondForm(request.POST if confirmed else None)
        if confirmed and (step.signing is None or step.signing.is_valid()):
            beside = None if step.signing is None else step.signing.signing(request)
            site, by = request.door.site, request.operator
            step.left = leaving.leave(site, by, form.asked(), beside)
    except Problem as problem:
        (step.signing if step.signing is not None else form).add_error(
            None, " ".join(said(problem))
        )
        step.code = status(problem)
    if confirmed and step.left is None and step.code == 200:  # noqa: PLR2004 - as it began
        step.code = 422
    return step


@sensitive_post_parameters()
@right(Right.EXPORT, "GET", "HEAD", "POST")
def to_whom(request: Request) -> HttpResponse:
    """Show to whom files may be sealed, and put one more on record, two people signing."""
    form, code = NewRecipient(request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                recipients.verify(
                    request.door.site,
                    request.operator,
                    form.signing(request),
                    given["name"],
                    given["key"],
                    given["fingerprint"],
                    given["how"],
                )
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("recipients"))
    return _recipients(request, form, Dropping(), code)


@right(Right.EXPORT, "GET", "HEAD", "POST")
def drop(request: Request) -> HttpResponse:
    """Seal nothing to a recipient any more."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("recipients"))
    form = Dropping(request.POST)
    if not form.is_valid():
        return _recipients(request, NewRecipient(), form, 422)
    given = form.cleaned_data
    one = RecipientId(read(given["recipient"]))
    recipients.drop(request.door.site, request.operator, one, given["reason"])
    return HttpResponseRedirect(reverse("recipients"))


def _recipients(
    request: Request, form: NewRecipient, dropping: Dropping, code: int
) -> HttpResponse:
    rows = recipients.recipients(request.door.site, request.operator)
    context = {"rows": rows, "form": form, "dropping": dropping}
    return render(request, "recipients.html", context, status=code)
