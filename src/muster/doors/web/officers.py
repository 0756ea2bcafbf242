"""Five officers, any three of whom bring a site back: who they are, appointing, rehearsing.

Files that officers bring are read by the browser and sent as letters, so that none reaches a disk
here. A site that is gone has no page: it stands again by ``muster site recover``.
"""

from base64 import urlsafe_b64decode
from collections.abc import Iterable

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from typing_extensions import override

from muster.doors.web.admission import right
from muster.doors.web.answers import done, said, status
from muster.doors.web.disposing import Word
from muster.doors.web.request import Request
from muster.doors.web.second import SecondForm
from muster.ground.problem import Problem
from muster.ground.secrecy.problems import RecoveryUnreadable
from muster.ground.secrecy.recovery import NEEDED, OFFICERS
from muster.site.rights import Right
from muster.site.secrecy import recovering

LONGEST = 200
LONGEST_FILE = 40_000
"""Letters of a file: what is entrusted has some 20,000."""
ENTRUSTED = "entrusted.keys"


class Chosen(forms.HiddenInput):
    """A file that the browser reads; what was sent is never sent back."""

    @override
    def format_value(self, value: object) -> None:
        return None


def _file(label: Word) -> forms.CharField:
    """Return a field that the browser fills with a file that is chosen."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_FILE,
        widget=Chosen({"data-file": ""}),
        error_messages={"required": _("Choose a file.")},
    )


class Appointing(SecondForm):
    """The public halves of five officers, and the second person."""

    officer_1 = _file(_("First officer"))
    officer_2 = _file(_("Second officer"))
    officer_3 = _file(_("Third officer"))
    officer_4 = _file(_("Fourth officer"))
    officer_5 = _file(_("Fifth officer"))

    @property
    def halves(self) -> list[forms.BoundField]:
        """Return the fields that take a file."""
        return [self[f"officer_{number}"] for number in range(1, OFFICERS + 1)]


def _phrase(label: Word) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": _("Let the officer give the passphrase.")},
    )


class Rehearsing(forms.Form):
    """What was entrusted, and the key files of three officers with their passphrases."""

    entrusted = _file(_("What this site entrusted"))
    key_1, phrase_1 = _file(_("First officer's key file")), _phrase(_("First passphrase"))
    key_2, phrase_2 = _file(_("Second officer's key file")), _phrase(_("Second passphrase"))
    key_3, phrase_3 = _file(_("Third officer's key file")), _phrase(_("Third passphrase"))

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return for each officer the field of the file and that of the passphrase."""
        return [(self[f"key_{one}"], self[f"phrase_{one}"]) for one in range(1, NEEDED + 1)]


@right(Right.UPKEEP)
def officers(request: Request) -> HttpResponse:
    """Show who the officers are and how recovery stands."""
    return _page(request)


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def appoint(request: Request) -> HttpResponse:
    """Appoint five officers, in the place of those before, two people signing."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officers"))
    form = Appointing(request.POST)

    def act() -> None:
        publics = [_read(form.cleaned_data[one.name]) for one in form.halves]
        second = form.signing(request)
        recovering.appoint(request.door.site, request.operator, second, publics)

    code = done(form, act)
    if code is None:
        return HttpResponseRedirect(reverse("officers"))
    return _page(request, code, appointing=form)


@right(Right.ENROL, "GET", "HEAD", "POST")
def entrust(request: Request) -> HttpResponse:
    """Give this site's keys as a file that any three officers open."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officers"))
    try:
        raw = recovering.entrust_keys(request.door.site, request.operator)
    except Problem as problem:
        return _page(request, status(problem), wrong=said(problem))
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ENTRUSTED}"'
    return answer


@sensitive_post_parameters()
@right(Right.ENROL, "GET", "HEAD", "POST")
def rehearse(request: Request) -> HttpResponse:
    """Let three officers open what was entrusted, and use nothing of it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officers"))
    form, door = Rehearsing(request.POST), request.door
    opened: list[str] = []

    def act() -> None:
        fields = form.cleaned_data
        seeds = []
        for key, phrase in form.pairs:
            with door.signing_in:  # each takes as much memory as a sign-in, or more
                raw = _read(fields[key.name])
                seeds.append(recovering.open_officer(raw, fields[phrase.name]))
        raw = _read(fields["entrusted"])
        opened.extend(recovering.rehearse(door.site, request.operator, raw, seeds))

    code = done(form, act)
    return _page(request, code or 200, rehearsing=None if code is None else form, opened=opened)


def _read(letters: str) -> bytes:
    """Return the bytes of a file as the browser sent them; raise ``RecoveryUnreadable``."""
    try:
        return urlsafe_b64decode(letters.encode("ascii") + b"=" * (-len(letters) % 4))
    except ValueError:
        raise RecoveryUnreadable(found=len(letters)) from None


def _page(
    request: Request,
    code: int = 200,
    *,
    appointing: Appointing | None = None,
    rehearsing: Rehearsing | None = None,
    opened: Iterable[str] = (),
    wrong: Iterable[str] = (),
) -> HttpResponse:
    site, by = request.door.site, request.operator
    seats = recovering.seats(site, by)
    context = {
        "standing": recovering.standing(site, by),
        "seats": list(zip(seats, _groups(seats), strict=True)),
        "founder": bool(site.keys.operation_seed),
        "may_enrol": by.may(Right.ENROL),
        "appointing": appointing or Appointing(),
        "rehearsing": rehearsing or Rehearsing(),
        "opened": list(opened),
        "wrong": list(wrong),
    }
    return render(request, "officers.html", context, status=code)


def _groups(seats: Iterable[recovering.Seat]) -> list[str]:
    """Return for each officer with whom they rebuild the key: places, counted from one."""
    return [
        ", ".join("-".join(str(place + 1) for place in group) for group in one.groups)
        for one in seats
    ]
