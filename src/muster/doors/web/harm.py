"""The form of a casualty report, and the roll of the dead with what can be put on it.

A number is typed as a source gives it: 170, or 13-170. The roll shows a name at the desk, and
elsewhere once the next of kin know.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.disposing import NONE, Recorded, text
from muster.doors.web.request import Request
from muster.doors.web.telling import minute
from muster.doors.web.words import HARMED, INSIDE
from muster.ground.people.ids import IncidentId, PersonId, read, spell
from muster.ground.problem import Problem
from muster.journey.incident.casualties import read_group, read_interval
from muster.journey.incident.state import Interval, Parts
from muster.site.incident import incidents, roll
from muster.site.rights import Right

Read = TypeVar("Read")
_PARTS = _("Who and how many, separated by commas, such as: children=1-4, us-service=13")
_WHOLE = {"inside": True, "beside": False, "unsaid": None}


class NumbersField(forms.CharField, Generic[Read]):
    """A text that a reader of numbers understands."""

    def __init__(self, understand: Callable[[str], Read], **given: Any) -> None:  # noqa: ANN401
        super().__init__(widget=forms.TextInput({"autocomplete": "off"}), **given)
        self._understand = understand

    @override
    def clean(self, value: object) -> Read | None:
        """Return what was read, none for nothing; raise what the reader says."""
        typed = super().clean(value)
        try:
            return self._understand(typed) if typed else None
        except Problem as problem:
            raise ValidationError(" ".join(said(problem))) from None


def _groups(typed: str) -> Parts:
    return tuple(read_group(one) for one in typed.split(","))


def _interval(label: object, *, required: bool = False) -> NumbersField[Interval]:
    wrong = {"required": _("Give a number; 0 is one.")}
    return NumbersField(
        read_interval,
        label=label,
        required=required,
        help_text=_("A number, or the lowest and highest: 13-170."),
        error_messages=wrong,
    )


def _parts(label: object) -> NumbersField[Parts]:
    return NumbersField(_groups, label=label, required=False, help_text=_PARTS)


class Casualties(forms.Form):
    """One source's report, in its own sentence."""

    source = text(_("Source"), wrong=_("Say whose report it is."))
    sentence = text(_("The sentence it used"), wrong=_("Write the sentence that the source used."))
    dead = _interval(_("Dead"), required=True)
    injured = _interval(_("Injured, if it says"))
    missing = _interval(_("Missing, if it says"))
    parts = _parts(_("Of the dead"))
    injured_parts = _parts(_("Of the injured"))
    missing_parts = _parts(_("Of the missing"))
    whole = forms.ChoiceField(
        label=_("The groups of the dead are"),
        choices=[(code, _(word)) for code, word in INSIDE.items()],
        initial="inside",
    )
    confirmed = forms.BooleanField(label=_("An authority confirms it"), required=False)

    @override
    def clean(self) -> dict[str, Any]:
        """Return the fields as the site takes them."""
        fields = dict(super().clean() or {})
        for name in ("parts", "injured_parts", "missing_parts"):
            fields[name] = fields.get(name) or ()
        fields["whole"] = _WHOLE.get(fields.get("whole", ""), True)
        return fields


class Harmed(forms.Form):
    """Somebody on record is dead or missing, says an observer."""

    person = forms.CharField(
        label=_("Id of the person"),
        help_text=_("All 26 letters, from the person's page or wristband list."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the id of a person.")},
    )
    what = forms.ChoiceField(
        label=_("What is known"), choices=[(code, _(word)) for code, word in HARMED.items()]
    )
    observer = text(_("Who says so"), wrong=_("Say who says so."))
    incident = forms.ChoiceField(label=_("Incident"), required=False, widget=Recorded)

    def incident_id(self) -> IncidentId | None:
        """Return the incident that was chosen, or none."""
        chosen = self.cleaned_data["incident"]
        return IncidentId(read(chosen)) if chosen else None


class Told(forms.Form):
    """Next of kin of somebody know."""

    person = forms.CharField(widget=forms.HiddenInput)
    teller = text(_("Who told them"), wrong=_("Say who told them."))


@right(Right.COMMAND, "GET", "HEAD", "POST")
def the_roll(request: Request) -> HttpResponse:
    """Show the dead and the missing; record a death, somebody missing, kin who were told."""
    posted = request.POST if request.method == "POST" else None
    telling = posted is not None and "teller" in posted
    harmed = Harmed(None if telling else posted)
    told = Told(posted if telling else None)
    _offer_incidents(request, harmed)
    form: forms.Form = told if telling else harmed
    code = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _record(request, form)
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code = status(problem)
        else:
            return HttpResponseRedirect(reverse("roll"))
    rows = roll.entries(request.door.site, request.operator)
    context = {"rows": rows, "form": harmed, "told": told}
    return render(request, "roll.html", context, status=code)


def _offer_incidents(request: Request, form: forms.Form) -> None:
    field = form.fields["incident"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
    rows = incidents.listed(request.door.site, request.operator)
    known = [row for row in rows if not row.incident.warning]
    named = [(spell(row.id), f"{row.incident.kind}, {minute(row.incident.at)}") for row in known]
    field.choices = [("", NONE), *named]


def _record(request: Request, form: forms.Form) -> None:
    site, by, fields = request.door.site, request.operator, form.cleaned_data
    people = [PersonId(read(fields["person"]))]
    if isinstance(form, Harmed):
        one, observer = form.incident_id(), fields["observer"]
        if fields["what"] == "missing":
            roll.report_missing(site, by, people, observer, incident=one)
        else:
            sure = fields["what"] == "authority"
            roll.report_deaths(site, by, people, observer, authority=sure, incident=one)
    else:
        roll.tell_kin(site, by, people, fields["teller"])
