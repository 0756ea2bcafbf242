"""What somebody at the desk says of a person: the fields that taking in and correcting share."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.adapters.formats.births import read_birth
from muster.adapters.formats.dates import Order
from muster.doors.web.disposing import NONE, Recorded, text
from muster.doors.web.request import Request
from muster.doors.web.words import VALUES
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.moment import calendar
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex


def choices(codes: Iterable[str], *, none: bool = True) -> list[tuple[str, object]]:
    """Return our words for ``codes`` to choose from, and the choice of none of them."""
    first: list[tuple[str, object]] = [("", NONE)] if none else []
    return first + [(code, _(VALUES[code])) for code in codes if code]


class Describing(forms.Form):
    """Somebody as they are described at the desk, as far as anybody says."""

    name = text(_("Name, as they say it"), wrong=_("Give a name, in any script."))
    other = text(_("Name in another script or spelling"), required=False)
    father = text(_("Father's name"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=choices(Sex))
    birth = text(
        _("Born"), note=_("A day, a month or a year, such as 1990-05-31 or 1990."), required=False
    )
    category = forms.ChoiceField(label=_("Category"), required=False, widget=Recorded)
    document = forms.ChoiceField(label=_("Document"), required=False, choices=choices(DocumentType))
    number = text(_("Its number"), required=False)
    state = text(_("State that issued it"), note=_("Three letters, such as AFG."), required=False)
    seen = forms.BooleanField(label=_("I have the document before me"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("What they need to travel"),
        required=False,
        choices=choices(Need, none=False),
        widget=forms.CheckboxSelectMultiple,
    )
    contact = text(_("Telephone or mail"), required=False)

    def __init__(self, request: Request, initial: dict[str, object] | None = None) -> None:
        super().__init__(request.POST or None, initial=initial)
        self._today: date = calendar(request.door.site.now().latest).date()
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101 - narrows the type
        known = request.door.labels()
        held = str((initial or {}).get("category", ""))
        others = {held: held} if held and held not in known else {}
        category.choices = [("", NONE), *(known | others).items()]

    def clean_birth(self) -> Birth | None:
        """Return when they were born, as precisely as it was said."""
        told = self.cleaned_data["birth"].strip()
        found = read_birth(told, Order.DAY_FIRST, self._today) if told else None
        if told and found is None:
            raise forms.ValidationError(_("Give a date like 1990-05-31, a year, or nothing."))
        return None if found is None else found[0]

    def papers(self) -> list[Document]:
        """Return the document, if they have one, and whether it was seen."""
        told = self.cleaned_data
        evidence = Evidence.SEEN if told["seen"] else Evidence.CLAIMED
        kind, state = told["document"], told["state"].strip().upper()
        return [Document(DocumentType(kind), told["number"], evidence, state)] if kind else []
