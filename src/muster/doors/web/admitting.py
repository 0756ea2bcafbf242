"""Admit a laptop that asks to be a site: its codes read by this page's camera, or its file.

The page shows who asks, and the six words to compare by voice, before anything is done. The answer
comes as codes to hold up to the other laptop or to print, and as a file; it is kept nowhere here.
"""

import base64
import binascii
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.doors.web import modules, pictures
from muster.doors.web.admission import right
from muster.doors.web.answers import said, status
from muster.doors.web.headers import CAMERA, wasm
from muster.doors.web.request import Request
from muster.doors.web.words import COMPARTMENTS
from muster.ground.problem import Problem
from muster.ground.record.parts import parts, whole
from muster.site.exchange import enrolling
from muster.site.members import EVERY
from muster.site.rights import Right

LONGEST = 48 * 1024
FILE = "FILE/"
"""Stands before the file of whoever chose one, in base 64."""


class Asked(forms.Form):
    """What was read: the texts of the codes, or the file."""

    asked = forms.CharField(
        label=_("Text of the codes"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Read the codes, or choose the file.")},
    )


class Admitting(forms.Form):
    """What the site may hold."""

    asked = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    compartments = forms.MultipleChoiceField(
        label=_("What it may hold"),
        choices=[(one, _(COMPARTMENTS[one])) for one in EVERY],
        initial=EVERY,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@right(Right.ENROL, "GET", "HEAD", "POST")
def page(request: Request) -> HttpResponse:
    """Read what a laptop asks with; then show who asks; then admit it and show the answer."""
    form = Asked(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _reading(request, form, 422 if form.is_bound else 200)
    try:
        raw = _read(form.cleaned_data["asked"])
        asking = enrolling.read(raw)
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return _reading(request, form, 422)
    chosen = Admitting(request.POST if "admit" in request.POST else None, initial=form.cleaned_data)
    if not chosen.is_bound or not chosen.is_valid():
        return render(request, "admit-site.html", {"asking": asking, "form": chosen})
    return _admitted(request, raw, chosen, asking)


def _reading(request: Request, form: Asked, code: int) -> HttpResponse:
    context = {
        "form": form,
        "founder": bool(request.door.site.keys.operation_seed),
        "page": reverse("scan-module", args=[modules.build(), "paper/asking.js"]),
    }

    def shown(asked: HttpRequest) -> HttpResponse:
        return render(asked, "admit-reading.html", context, status=code)

    response = cast("HttpResponse", wasm(shown)(request))
    for name, value in CAMERA.items():
        response.headers[name] = value
    return response


def _admitted(
    request: Request, raw: bytes, form: Admitting, asking: enrolling.Handed
) -> HttpResponse:
    site, by = request.door.site, request.operator
    try:
        answer = enrolling.admit(site, by, raw, tuple(form.cleaned_data["compartments"]))
        codes = [pictures.code(text) for text in parts(answer.raw)]
    except Problem as problem:
        form.add_error(None, " ".join(said(problem)))
        return render(
            request, "admit-site.html", {"asking": asking, "form": form}, status=status(problem)
        )
    file = base64.b64encode(answer.raw).decode("ascii")
    context = {"answer": answer, "codes": codes, "file": file, "name": "answer.muster"}
    return render(request, "admitted.html", context)


def _read(text: str) -> bytes:
    """Return the bytes of codes or of a file; raise ``PartsMissing``, ``PartsUnreadable``."""
    if text.startswith(FILE):
        try:
            return base64.b64decode(text.removeprefix(FILE), validate=True)
        except binascii.Error:
            return b""
    return whole(text.split())
