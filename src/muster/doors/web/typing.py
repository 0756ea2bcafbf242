"""A code or a pass typed into a form: for a browser without our script, and for no camera at all.

It is judged here at the site, by the same post that the command line has; the verdict is on record
before the page shows it.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from muster.doors.web import scanning_words
from muster.doors.web.admission import right
from muster.doors.web.request import Request
from muster.ground.people.ids import PlaceId
from muster.journey.gate.sayings import EVERY
from muster.site.gate import gatepost, tablets
from muster.site.gate.readings import Reading
from muster.site.rights import Right

LONGEST = 700


class Typed(forms.Form):
    """What is typed, at which gate, and how many stand there."""

    gate = forms.ChoiceField(label=_("Gate"))
    text = forms.CharField(
        label=_("Code under the picture"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the 12 letters.")},
    )
    heads = forms.IntegerField(
        label=_("People who stand here"), required=False, min_value=1, max_value=200
    )


@right(Right.GUARD, "GET", "HEAD", "POST", plain=True)
def typed(request: Request) -> HttpResponse:
    """Show the form; judge what is typed and show the verdict above it."""
    form = Typed(request.POST or None)
    field = form.fields["gate"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the form says so
    gates = tablets.gates(request.door.site, request.operator)
    field.choices = [(one.id.hex(), one.name) for one in gates]
    reading, code = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        reading, code = _judged(request, form), 200
        form = Typed(initial={"gate": form.cleaned_data["gate"]})
        form.fields["gate"] = field
    context = {"form": form, "reading": reading, **(_said(reading) if reading else {})}
    return render(request, "typed.html", context, status=code)


def _judged(request: Request, form: Typed) -> Reading:
    fields, site = form.cleaned_data, request.door.site
    gate = PlaceId(bytes.fromhex(fields["gate"]))
    name = next(one.name for one in tablets.gates(site, request.operator) if one.id == gate)
    post = gatepost.take_post(site, request.operator, gate, name)
    return post.scan(fields["text"], heads=fields["heads"])


def _said(reading: Reading) -> dict[str, object]:
    words = scanning_words.SIGNS[reading.sign.value]
    return {"sign": _(words), "reasons": [EVERY[one] for one in reading.reasons if one in EVERY]}
