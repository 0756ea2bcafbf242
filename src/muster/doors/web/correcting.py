"""The registrar's page on which what is on record of a person is corrected, for a reason.

A correction is a fact of its own: what was said before stays in the story. Only what was changed on
the page goes on record, so that whoever mends one thing says nothing of the others. What is covered
stays covered: what is typed there takes its place, and nothing typed leaves it as it was.
"""

import re
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from msgspec.structs import replace
from typing_extensions import override

from muster.doors.web.admission import right
from muster.doors.web.answers import done
from muster.doors.web.describing import Describing
from muster.doors.web.disposing import text
from muster.doors.web.people import vouching
from muster.doors.web.request import Request
from muster.ground.people.birth import Birth
from muster.ground.people.ids import PersonId, read, spell
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.state import Record
from muster.site.problems import LooksNeedTwo
from muster.site.registry import desk, masks
from muster.site.rights import Operator, Right
from muster.site.site import Site

SHOWN = ("name", "other", "father", "sex", "birth", "category", "needs")
"""What the page shows as it is on record; a form tells by what it showed what was changed."""
_COMMA = re.compile("[,;،]")


class Correcting(Describing):
    """What is on record of a person, to be corrected."""

    address = text(_("Where they live or come from"), required=False)
    reason = text(_("Why"), wrong=_("Say why: it goes on record."))

    def __init__(self, request: Request, record: Record) -> None:
        super().__init__(request, initial=_shown(record))
        self._record = record
        self.order_fields([*SHOWN, "contact", "address"])
        for field in SHOWN:
            self.fields[field].show_hidden_initial = True
        self.fields["other"].help_text = _("Several with commas between them.")
        for field in ("contact", "address"):
            self.fields[field].help_text = _("In the place of what is on record; empty leaves it.")
        self.fields["contact"].label = _("Telephones and mail, with commas between them")
        self.fields["document"].label = _("A document that was shown")

    @override
    def clean_birth(self) -> Birth | None:
        """Return when they were born; none where that was left as it is."""
        if "birth" not in self.changed_data:
            return None
        found = super().clean_birth()
        if found is None:
            raise forms.ValidationError(_("A date of birth is corrected by another one."))
        return found

    @override
    def clean(self) -> dict[str, Any]:
        """Refuse a document that nobody saw, and a correction that corrects nothing."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if any(told.get(one) for one in ("document", "number", "state", "seen")) and not (
            told.get("document") and told.get("seen")
        ):
            self.add_error("document", _("Say which it is, and that you have it before you."))
        if not {*self.changed_data} - {"reason"}:
            self.add_error(None, _("Nothing was changed."))
        return told

    @property
    def needs_shown(self) -> str:
        """Return the needs as they were shown, hidden: boxes, unlike fields, do not bring them."""
        return self["needs"].as_hidden(only_initial=True)

    def correction(self, site: Site, by: Operator, person: PersonId) -> PersonCorrected | None:
        """Return what was changed of the record; none where a document was shown, and no more."""
        told, kept = self.cleaned_data, {*self.changed_data}
        found: dict[str, Any] = {
            "name": self._name() if kept & {"name", "other", "father"} else None,
            "sex": Sex(told["sex"]) if "sex" in kept else None,
            "birth": told["birth"],
            "category": told["category"] if "category" in kept else None,
            "needs": tuple(map(Need, told["needs"])) if "needs" in kept else None,
            "contacts": _several(told["contact"]) or None,
            "address": told["address"] or None,
        }
        if all(value is None for value in found.values()):
            return None
        return replace(PersonCorrected(person, site.now(), by.id, told["reason"]), **found)

    def _name(self) -> Name:
        """Return the name as corrected; its parts are said no more once the whole is another."""
        told, kept = self.cleaned_data, {*self.changed_data}
        before = self._record.name or Name("")
        name = Name(told["name"]) if "name" in kept else before
        other = _several(told["other"]) if "other" in kept else before.other
        return replace(name, father=told["father"], other=other)


def _shown(record: Record) -> dict[str, object]:
    name = record.name or Name("")
    return {
        "name": name.full,
        "other": ", ".join(name.other),
        "father": name.father,
        "sex": record.sex.value,
        "birth": record.birth.spelled() if record.birth else "",
        "category": record.category,
        "needs": [one.value for one in record.needs],
    }


def _several(told: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _COMMA.split(told) if one.strip())


@sensitive_post_parameters()
@right(Right.CLAIM, "GET", "HEAD", "POST")
def correct(request: Request, identity: str) -> HttpResponse:
    """Show what is on record of a person; put on record what was wrong, and go back to them."""
    site, by, wanted = request.door.site, request.operator, PersonId(read(identity))
    try:
        page = masks.person(site, by, wanted)
    except LooksNeedTwo:
        return HttpResponseRedirect(vouching("person", wanted))
    form = Correcting(request, page.record or Record())
    code = done(form, lambda: _put(site, by, wanted, form))
    if code is None:
        return HttpResponseRedirect(reverse("person", args=[spell(wanted)]))
    return render(request, "correct.html", {"form": form, "page": page}, status=code)


def _put(site: Site, by: Operator, person: PersonId, form: Correcting) -> None:
    """Put on record what was wrong, and the document that was shown."""
    with site.batch():
        correction = form.correction(site, by, person)
        if correction is not None:
            desk.correct(site, by, correction)
        if papers := form.papers():
            desk.see_documents(site, by, [(person, one) for one in papers])
