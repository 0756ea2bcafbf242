"""The registrar's pages on which claims are withdrawn, and on which a withdrawal is undone.

A withdrawal takes nothing off the record, and hearing from somebody undoes it. Some of a party may
withdraw, and the others go on.
"""

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.disposing import text
from muster.doors.web.people import vouching
from muster.doors.web.request import Request
from muster.ground.people.ids import PartyId, PersonId, read, spell
from muster.journey.figures.books import Mark
from muster.site.problems import LooksNeedTwo
from muster.site.registry import desk, masks, search, stories
from muster.site.registry.stories import Member
from muster.site.rights import Right

_REASON = _("Their own wish, another way out, a false claim: it goes on record.")


class Withdrawing(forms.Form):
    """Why a claim is withdrawn."""

    reason = text(_("Why"), wrong=_("Say why: it goes on record."), note=_REASON)


class WithdrawingSome(Withdrawing):
    """Who of a party withdraws, and why."""

    who = forms.MultipleChoiceField(
        label=_("Who withdraws"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who withdraws.")},
    )

    def __init__(self, request: Request, members: Sequence[Member]) -> None:
        super().__init__(request.POST or None)
        who = self.fields["who"]
        assert isinstance(who, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        who.choices = [(spell(one.id), one.name or _("No name given")) for one in members]


class Hearing(forms.Form):
    """How somebody was heard from."""

    via = text(
        _("How they were heard from"),
        wrong=_("Say how, such as by telephone."),
        note=_("Such as by telephone, or in person."),
    )


@right(Right.CLAIM, "GET", "HEAD", "POST")
def withdraw(request: Request, identity: str) -> HttpResponse:
    """Put on record that somebody no longer wants to leave with us; go back to them."""
    form = Withdrawing(request.POST or None)

    def act(person: PersonId) -> None:
        desk.withdraw(request.door.site, request.operator, [person], form.cleaned_data["reason"])

    return _of_person(request, identity, form, act, "withdraw.html")


@right(Right.CLAIM, "GET", "HEAD", "POST")
def hear(request: Request, identity: str) -> HttpResponse:
    """Put on record that somebody was heard from, which undoes a withdrawal; go back to them."""
    form = Hearing(request.POST or None)

    def act(person: PersonId) -> None:
        desk.hear_from(request.door.site, request.operator, [person], form.cleaned_data["via"])

    return _of_person(request, identity, form, act, "hear-from.html")


def _of_person(
    request: Request,
    identity: str,
    form: forms.Form,
    act: Callable[[PersonId], None],
    template: str,
) -> HttpResponse:
    wanted = PersonId(read(identity))
    try:
        page = masks.person(request.door.site, request.operator, wanted)
    except LooksNeedTwo:
        return HttpResponseRedirect(vouching("person", wanted))
    code = done(form, lambda: act(wanted))
    if code is None:
        return HttpResponseRedirect(reverse("person", args=[spell(wanted)]))
    name = search.shown_name(page.record, page.guest)
    context = {"form": form, "id": wanted, "name": name}
    return render(request, template, context, status=code)


@right(Right.CLAIM, "GET", "HEAD", "POST")
def withdraw_party(request: Request, identity: str) -> HttpResponse:
    """Put on record who of a party no longer wants to leave with us; go back to the party."""
    site, by, wanted = request.door.site, request.operator, PartyId(read(identity))
    try:
        page = stories.party(site, by, wanted)
    except LooksNeedTwo:
        return HttpResponseRedirect(vouching("party", wanted))
    members = [one for one in page.members if one.mark != Mark.WITHDREW]
    form = WithdrawingSome(request, members)

    def act() -> None:
        people = [PersonId(read(one)) for one in form.cleaned_data["who"]]
        desk.withdraw(site, by, people, form.cleaned_data["reason"])

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("party", args=[spell(wanted)]))
    context = {"form": form, "id": wanted, "left": len(members)}
    return render(request, "party-withdraw.html", context, status=code)
