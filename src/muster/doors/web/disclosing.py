"""Telling whoever holds the road: the sheet that leaves, what was told without us, the ledger.

A sheet is on record before it is shown. It is kept in the session, in memory, so that it can be
read out by radio, printed, or saved: its tokens are nowhere else.
"""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from typing_extensions import override

from muster.adapters.formats.counterpart import Sheet, Written
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.request import Request
from muster.doors.web.road import LONGEST_TEXT, Fields
from muster.doors.web.second import SecondForm
from muster.doors.web.times import TimeField
from muster.doors.web.words import CHANNELS
from muster.ground.people.ids import ArrangementId, PartyId, PersonId, read
from muster.ground.problem import Problem
from muster.journey.passage.disclosing import MOST_LANES, MOST_PEOPLE, MOST_VEHICLES
from muster.journey.passage.rules import LONGEST
from muster.journey.passage.terms import Channel
from muster.site.passage import disclosures, liaison, told
from muster.site.problems import NothingKnown
from muster.site.rights import Right

SHEET = "sheet"
ASKED = "asked of the ledger"
LINES_AT_ONCE = 100
MOST_IDS = 40
LONGEST_IDS = 60 * MOST_IDS
_TYPES = {Written.TEXT: "text/plain", Written.CSV: "text/csv", Written.JSON: "application/json"}
_ENDINGS = {Written.TEXT: "txt", Written.CSV: "csv", Written.JSON: "json"}
CHANNELS_OF_TELLING = [(one.value, _(CHANNELS[one])) for one in Channel]


class Convoy(forms.Form):
    """What a counterpart is told of a convoy: numbers and times alone, whom it is about apart."""

    count = forms.IntegerField(
        label=_("People"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    vehicles = forms.IntegerField(
        label=_("Vehicles"), required=False, min_value=0, max_value=MOST_VEHICLES
    )
    opens = TimeField(label=_("Window opens, in UTC"), required=False)
    closes = TimeField(label=_("Window closes, in UTC"), required=False)
    lane = forms.IntegerField(label=_("Lane"), required=False, min_value=1, max_value=MOST_LANES)
    tokens = forms.IntegerField(
        label=_("Tokens"),
        help_text=_("One for the convoy, or one for each vehicle or each person."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    parties = forms.CharField(
        label=_("Parties that it is about"),
        help_text=_("Their ids, a blank between them. They stay here, on record."),
        max_length=LONGEST_IDS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    channel = forms.ChoiceField(label=_("How they are told"), choices=CHANNELS_OF_TELLING)

    @override
    def clean(self) -> Fields:
        """Return the fields as the site takes them; half a window is none."""
        fields = super().clean() or {}
        opens, closes = fields.pop("opens", None), fields.pop("closes", None)
        if (opens is None) != (closes is None):
            raise ValidationError(_("Give both ends of the window, or neither."))
        return fields | {
            "window": None if opens is None else (opens, closes),
            "lane": fields.get("lane") or 0,
            "tokens": fields.get("tokens") or 0,
            "channel": Channel(fields.get("channel") or Channel.OTHER),
        }


class Report(Convoy):
    """What somebody told already, whom, and when."""

    recipient = forms.CharField(
        label=_("Role of who was told"),
        help_text=_("What they command and where. Never a name."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say what they command and where.")},
    )
    arrangement = forms.CharField(
        label=_("Under which arrangement"),
        help_text=_("Its id; nothing if there was none."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    happened = TimeField(label=_("When, in UTC; now if nothing is given"), required=False)


class Naming(SecondForm):
    """Whose names are told, and why; a second person signs."""

    persons = forms.CharField(
        label=_("People whose names are told"),
        help_text=_("Their ids, a blank between them."),
        max_length=LONGEST_IDS,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the id of each person.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Say why: it goes on record.")},
    )
    channel = forms.ChoiceField(label=_("How they are told"), choices=CHANNELS_OF_TELLING)
    happened = TimeField(
        label=_("When it was told already, in UTC"),
        help_text=_("Nothing if it is about to be told."),
        required=False,
    )
    field_order: Iterable[str] | None = (
        "persons",
        "reason",
        "channel",
        "happened",
        "second",
        "second_pin",
        "second_code",
    )


class Question(forms.Form):
    """What the ledger is asked: about whom, from when until when."""

    about = forms.CharField(
        label=_("Id of a person or party"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    since = TimeField(label=_("From, in UTC"), required=False)
    until = TimeField(label=_("Until, in UTC"), required=False)


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def disclose(request: Request, identity: str) -> HttpResponse:
    """Ask what they are to be told; put it on record; lead to the sheet."""
    one = ArrangementId(read(identity))
    form, code = Convoy(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                sheet = _told(request, one, dict(form.cleaned_data))
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                request.session[SHEET] = (one, sheet)
                return HttpResponseRedirect(reverse("sheet", args=[identity]))
    row = liaison.arrangement(request.door.site, request.operator, one).row
    return render(request, "disclose.html", {"form": form, "row": row}, status=code)


def _told(request: Request, one: ArrangementId, fields: Fields) -> Sheet:
    fields["parties"] = _parties(request, fields["parties"])
    return disclosures.disclose(request.door.site, request.operator, one, **fields)


@right(Right.ARRANGE)
def sheet(request: Request, identity: str) -> HttpResponse:
    """Show the sheet that was made last in this session, or give it as a file."""
    one, made = request.session.get(SHEET, (None, None))
    if made is None or one != read(identity):
        raise NothingKnown
    asked = request.GET.get("form", "")
    if asked in {one.value for one in Written}:
        return _file(made, Written(asked))
    text = disclosures.spelled(made, Written.TEXT).decode()
    context = {"text": text, "identity": identity, "forms": [*Written]}
    return render(request, "sheet.html", context)


def _file(made: Sheet, written: Written) -> HttpResponse:
    answer = HttpResponse(disclosures.spelled(made, written), content_type=_TYPES[written])
    answer.headers["Content-Disposition"] = f'attachment; filename="convoy.{_ENDINGS[written]}"'
    return answer


@sensitive_post_parameters()
@right(Right.ARRANGE, "GET", "HEAD", "POST")
def name_people(request: Request, identity: str) -> HttpResponse:
    """Ask whose names are told and why, and for the second person; put it on record."""
    one = ArrangementId(read(identity))
    form, code = Naming(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                _named(request, one, form)
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                return HttpResponseRedirect(reverse("arrangement", args=[identity]))
    row = liaison.arrangement(request.door.site, request.operator, one).row
    return render(request, "naming.html", {"form": form, "row": row}, status=code)


def _named(request: Request, one: ArrangementId, form: Naming) -> None:
    fields = form.cleaned_data
    persons = [PersonId(found) for found in _ids(request, fields["persons"], "person")]
    disclosures.name_people(
        request.door.site,
        request.operator,
        form.signing(request),
        one,
        persons,
        reason=fields["reason"],
        channel=Channel(fields["channel"]),
        happened=fields["happened"],
    )


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def report(request: Request) -> HttpResponse:
    """Ask what was told without us, and put it on record, whatever was wrong with it."""
    form, code = Report(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        code = 422
        if form.is_valid():
            try:
                _reported(request, dict(form.cleaned_data))
            except Problem as problem:
                form.add_error(None, " ".join(said(problem)))
                code = status(problem)
            else:
                request.session.pop(ASKED, None)
                return HttpResponseRedirect(reverse("disclosures"))
    return render(request, "told.html", {"form": form}, status=code)


def _reported(request: Request, fields: Fields) -> None:
    site, by, under = request.door.site, request.operator, fields.pop("arrangement").strip()
    fields["parties"] = _parties(request, fields["parties"])
    one = liaison.lookup(site, by, under) if under else None
    disclosures.report(site, by, one, **fields)


@right(Right.ARRANGE, "GET", "HEAD", "POST")
def ledger(request: Request) -> HttpResponse:
    """Keep what the ledger is asked, or show its answer, the latest first."""
    if request.method == "POST":
        request.session[ASKED] = request.POST.dict()
        return HttpResponseRedirect(reverse("disclosures"))
    asked = request.session.get(ASKED)
    form, code = Question(asked), 200
    rows: list[told.ToldRow] = []
    if asked is None or form.is_valid():
        try:
            rows = _answer(request, form.cleaned_data if asked is not None else {})
        except Problem as problem:
            form.add_error(None, " ".join(said(problem)))
            code = status(problem)
    page = Paginator(rows, LINES_AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rows": page,
        "page": page,
        "may_open": request.operator.may(Right.SEE_PERSON),
    }
    return render(request, "disclosures.html", context, status=code)


def _answer(request: Request, fields: Fields) -> list[told.ToldRow]:
    site, by, about = request.door.site, request.operator, fields.get("about", "").strip()
    return told.ledger(
        site,
        by,
        about=disclosures.lookup(site, by, about)[1] if about else None,
        since=fields.get("since"),
        until=fields.get("until"),
    )[::-1]


def _parties(request: Request, text: str) -> tuple[PartyId, ...]:
    return tuple(PartyId(found) for found in _ids(request, text, "party"))


def _ids(request: Request, text: str, kind: str) -> list[bytes]:
    """Return what the ids in ``text`` lead to; raise ``NothingKnown`` for one of another kind."""
    found = [disclosures.lookup(request.door.site, request.operator, one) for one in text.split()]
    if any(one != kind for one, _identity in found):
        raise NothingKnown
    return [identity for _kind, identity in found]
