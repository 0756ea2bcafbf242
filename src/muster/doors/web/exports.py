"""Files that leave, on a screen: asked for, counted by the sender, given out once, sealed to one.

The file is made for the answer to the form and kept nowhere here. Recipients are put on record at
the command line, where their key lies.
"""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import NONE, text
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.doors.web.words import EXPORT_PROFILES, STAGES, say
from muster.ground.people.ids import RecipientId, read, spell
from muster.ground.problem import Problem
from muster.site.registry import exporting, leaving, recipients
from muster.site.registry.exporting import Filters
from muster.site.registry.leaving import LONGEST_DAYS, USUAL_DAYS, Asked
from muster.site.registry.sheets import Profile
from muster.site.rights import Right

MOST = 10_000_000
_ORDER = (
    "to",
    "profile",
    "stage",
    "purpose",
    "rows",
    "days",
    "second",
    "second_pin",
    "second_code",
)
OFFERED = (Profile.RECEIVING_STATE, Profile.REPATRIATION, Profile.PARTNER)


class Leaving(SecondForm):
    """What is to leave, for whom, what for, and how many rows the sender takes it for."""

    to = forms.ChoiceField(
        label=_("Recipient"), error_messages={"required": _("Choose who is to open it.")}
    )
    profile = forms.ChoiceField(
        label=_("What it is for"),
        choices=[(one.value, _(EXPORT_PROFILES[one.value])) for one in OFFERED],
    )
    stage = forms.ChoiceField(label=_("Only people at this stage"), required=False)
    purpose = text(_("Purpose"), wrong=_("Say what it is needed for: it goes on record."))
    rows = forms.IntegerField(
        label=_("How many rows you expect"),
        help_text=_("Where it is another number, nothing leaves."),
        min_value=0,
        max_value=MOST,
        error_messages={"required": _("Type how many rows you expect.")},
    )
    days = forms.IntegerField(
        label=_("Days until it is destroyed"),
        initial=USUAL_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
    )

    def __init__(self, request: Request, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        known = recipients.recipients(request.door.site, request.operator)
        living = [(spell(one.id), one.recipient.name) for one in known if not one.recipient.dropped]
        for name, choices in (("to", living), ("stage", _stages())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
            field.choices = [("", NONE), *choices]
        self.order_fields(_ORDER)

    def asked(self) -> Asked:
        """Return what was asked for."""
        given = self.cleaned_data
        return Asked(
            profile=Profile(given["profile"]),
            expected=given["rows"],
            purpose=given["purpose"],
            to=RecipientId(read(given["to"])),
            days=given["days"],
            filters=Filters(stages=(given["stage"],) if given["stage"] else ()),
        )


def _stages() -> list[tuple[str, str]]:
    return [(one, say(STAGES, one)) for one in exporting.STAGES]


@right(Right.EXPORT, "GET", "HEAD", "POST")
def exports(request: Request) -> HttpResponse:
    """Show what left and the form for more; give a sealed file out."""
    form, code = Leaving(request, request.POST or None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                beside = form.signing(request)
                left = leaving.leave(request.door.site, request.operator, form.asked(), beside)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                answer = HttpResponse(left.content, content_type="application/octet-stream")
                answer["Content-Disposition"] = f'attachment; filename="{left.name}"'
                return answer
    rows = leaving.exports(request.door.site, request.operator)
    return render(request, "exports.html", {"form": form, "rows": rows}, status=code)
